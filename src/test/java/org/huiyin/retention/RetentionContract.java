package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Voter;
import org.huiyin.audit.AuditTrail;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.Electorate;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Tickets;
import org.huiyin.ticket.Tickets.Opening;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every contract of this room begins with: a community in which nothing is kept yet, at {@link DeskRooms#START}, and two people who decide. */
@SpringBootTest(classes = RetentionRooms.class, webEnvironment = WebEnvironment.NONE, properties = "huiyin.retention.purge-cron=0 0 0 1 1 ? 2099")
abstract class RetentionContract {
  static final Instant CALL = Instant.parse("2026-11-23T06:30:00Z");
  static final Instant YEAR_LATER = Instant.parse("2027-11-23T06:30:00Z");
  static final Instant TWO_YEARS_LATER = Instant.parse("2028-11-23T06:30:00Z");
  private static final List<String> TABLES = List.of("retention_request_event", "retention_request", "retention_forecast", "retention_root",
      "retention_certificate", "retention_hold", "retention_long_keep_review", "retention_long_keep", "retention_decision",
      "approval_proposal", "retention_recording", "retention_run", "retention_policy_period", "retention_policy", "ticket_event",
      "ticket_ticket", "call_call", "audit_link", "audit_pending", "audit_entry", "event_publication");

  @Autowired
  PurgeRun purge;
  @Autowired
  Retention retention;
  @Autowired
  RegistrarSweep sweep;
  @Autowired
  Shelf shelf;
  @Autowired
  Tickets tickets;
  @Autowired
  Directory directory;
  @Autowired
  AuditTrail audit;
  @Autowired
  Approvals approvals;
  @Autowired
  Electorate electorate;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  SettableClock clock;

  CommunityId here = CommunityId.random();
  final Actor li = new Actor.Staff(StaffId.random());
  final Actor wang = new Actor.Staff(StaffId.random());

  @BeforeEach
  void nothing_is_kept_yet() {
    TABLES.forEach(table -> jdbc.sql("delete from " + table).update());
    jdbc.sql("update retention_root_end set number = 0, hash = '" + "0".repeat(64) + "'").update();
    jdbc.sql("update audit_head set seq = 0, hash = '" + "0".repeat(64) + "'").update();
    jdbc.sql("update retention_clock set beat_at = null, audited_accepted = null, accepted_until = null, volume_accepted = null,"
        + " volume_until = null").update();
    jdbc.sql("update retention_registered set before = timestamp with time zone '2000-01-01 00:00:00+00'").update();
    shelf.clear();
    clock.set(DeskRooms.START);
    here = directory.dialledBy("12345").id();
    electorate.are(voter(li, false), voter(wang, false));
  }

  /** The community's own, or one of the district who may decide in its place. */
  final Voter voter(Actor actor, boolean district) {
    return new Voter(((Actor.Staff) actor).id(), Set.of(here), true, district);
  }

  /** A call of which nothing is known but its ticket, which is done with. */
  final CallId closed(PhoneNumber number, Category category, Priority priority) {
    var call = CallId.random();
    var ticket = tickets.open(new Opening(call, here, number, "repair", category, priority));
    tickets.archive(li, ticket, "done");
    Listeners.haveHeard(jdbc);
    return call;
  }

  /** A week before the end what is due is scheduled; then it is the end. */
  final void scheduledFor(Instant end) {
    clock.set(end.minus(Life.DELAY));
    sweep.sweep();
    clock.set(end);
  }

  /** What was done, of the acts that begin so; the newest first. */
  final List<String> acts(String kind) {
    return audit.newest(new AuditTrail.Query(Set.of(here), null, kind, null, null, null, null, 50)).stream().map(AuditTrail.Entry::act)
        .toList();
  }
}
