package org.huiyin.approval;

import java.util.ArrayList;
import java.util.List;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.Electorate;
import org.huiyin.support.SettableClock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Approval and the audit below it; who may decide is a list that a test fills. */
@EnableAutoConfiguration(exclude = QuartzAutoConfiguration.class)
@EnableConfigurationProperties(HuiyinHome.class)
@ComponentScan(basePackageClasses = {AuditLog.class, Approvals.class})
class ApprovalRooms {
  @Bean
  SettableClock clock() {
    return new SettableClock(DeskRooms.START);
  }

  @Bean
  Electorate electorate() {
    return new Electorate();
  }

  @Bean
  Deed deed(JdbcClient jdbc) {
    return new Deed(jdbc);
  }

  /** Changes the database, so that a test sees whether it is undone; and fails on request. */
  static final class Deed implements ProposalHandler {
    final List<String> done = new ArrayList<>();
    private final JdbcClient jdbc;
    boolean impossible;

    Deed(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @Override
    public String kind() {
      return "test.deed";
    }

    @Override
    public void carryOut(Proposal approved, Actor.Staff approver) {
      jdbc.sql("update approval_proposal set reason = 'carried out' where id = ?").param(approved.id().value()).update();
      if (impossible) {
        throw new IllegalStateException("things have changed");
      }
      done.add(approved.subject() + " by " + approver.reference());
    }
  }
}
