package org.huiyin.approval;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import org.huiyin.approval.ApprovalRooms.Deed;
import org.huiyin.approval.Approvals.Draft;
import org.huiyin.approval.Approvals.Viewpoint;
import org.huiyin.approval.NotDecidable.Reason;
import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.Electorate;
import org.huiyin.support.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(classes = ApprovalRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class ApprovalContract {
  private static final CommunityId HERE = CommunityId.random();
  private static final CommunityId ELSEWHERE = CommunityId.random();
  private static final Voter LI = new Voter(StaffId.random(), Set.of(HERE), false, false);
  private static final Voter WANG = new Voter(StaffId.random(), Set.of(HERE), false, false);
  private static final Voter CHEN = new Voter(StaffId.random(), Set.of(HERE, ELSEWHERE), true, false);
  private static final Voter STREET = new Voter(StaffId.random(), Set.of(ELSEWHERE), false, true);

  @Autowired
  Approvals approvals;
  @Autowired
  AgeingSweep sweep;
  @Autowired
  Electorate electorate;
  @Autowired
  Deed deed;
  @Autowired
  AuditTrail audit;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  SettableClock clock;

  @BeforeEach
  void nothing_is_proposed() {
    for (var table : List.of("approval_proposal", "audit_link", "audit_pending", "audit_entry")) {
      jdbc.sql("delete from " + table).update();
    }
    clock.set(DeskRooms.START);
    electorate.are(LI, WANG, CHEN, STREET);
    deed.done.clear();
    deed.impossible = false;
  }

  @Test
  void one_proposes_another_approves_and_it_is_done_once() {
    var proposal = proposed(LI, "thing:1");
    assertThat(proposal.state()).isEqualTo(ProposalState.OPEN);
    assertThat(approvals.deciders(proposal)).containsExactlyInAnyOrder(WANG.id(), CHEN.id());
    assertThat(deed.done).isEmpty();

    var approved = approvals.approve(actor(WANG), proposal.id(), " seen ");
    assertThat(approved.state()).isEqualTo(ProposalState.APPROVED);
    assertThat(deed.done).containsExactly("thing:1 by staff:" + WANG.id());
    assertThat(approvals.find(proposal.id())).hasValueSatisfying(found -> {
      assertThat(found.decider()).isEqualTo("staff:" + WANG.id());
      assertThat(found.note()).isEqualTo("seen");
      assertThat(found.decidedAt()).isEqualTo(clock.instant());
      assertThat(found.facts()).containsEntry("until", "2027");
    });
    refused(WANG, proposal, Reason.OVER);
    refused(CHEN, proposal, Reason.OVER);
    assertThat(deed.done).hasSize(1);
    assertThat(approvals.deciders(approvals.find(proposal.id()).orElseThrow())).isEmpty();
    assertThat(acts()).containsExactly("approval.approved", "approval.proposed");
  }

  @Test
  void nobody_approves_what_they_proposed_and_the_local_administrator_never_does() {
    var mine = proposed(LI, "thing:1");
    refused(LI, mine, Reason.OWN);
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(new Actor.LocalAdmin(), mine.id(), ""))
        .extracting(NotDecidable::reason).isEqualTo(Reason.LOCAL_ADMIN);
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(new Actor.Component("purge"), mine.id(), ""));
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.refuse(new Actor.LocalAdmin(), mine.id(), "no"));
    var machines = approvals.propose(new Actor.LocalAdmin(), draft("thing:2", HERE));
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(new Actor.LocalAdmin(), machines.id(), ""));
    assertThat(deed.done).isEmpty();
    approvals.approve(actor(LI), machines.id(), "");
    assertThat(deed.done).hasSize(1);
  }

  @Test
  void even_the_database_refuses_one_person_for_two() {
    var proposal = proposed(LI, "thing:1");
    assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc
        .sql(
            "update approval_proposal set state = 'APPROVED', decided_at = proposed_at, decider = proposer, still_open = null where id = ?")
        .param(proposal.id().value()).update());
  }

  @Test
  void who_belongs_elsewhere_or_was_disabled_does_not_decide() {
    var proposal = proposed(LI, "thing:1");
    refused(STREET, proposal, Reason.NOT_ELIGIBLE);
    electorate.are(LI, CHEN);
    refused(WANG, proposal, Reason.NOT_ELIGIBLE);
    var everywhere = approvals.propose(actor(LI), draft("thing:2", null));
    assertThat(approvals.deciders(everywhere)).containsExactly(CHEN.id());
    electorate.are(LI, WANG);
    refused(WANG, everywhere, Reason.NOT_ELIGIBLE);
    assertThat(approvals.deciders(everywhere)).as("nobody: the page says whom to add").isEmpty();
  }

  @Test
  void what_cannot_be_carried_out_stays_open_and_nothing_is_written() {
    var proposal = proposed(LI, "thing:1");
    deed.impossible = true;
    assertThatIllegalStateException().isThrownBy(() -> approvals.approve(actor(WANG), proposal.id(), ""))
        .withMessage("things have changed");
    assertThat(approvals.find(proposal.id()).orElseThrow().state()).isEqualTo(ProposalState.OPEN);
    assertThat(approvals.find(proposal.id()).orElseThrow().reason()).isEqualTo("because");
    assertThat(acts()).containsExactly("approval.proposed");
    deed.impossible = false;
    approvals.approve(actor(WANG), proposal.id(), "");
    assertThat(approvals.find(proposal.id()).orElseThrow().reason()).isEqualTo("carried out");
  }

  @Test
  void a_refusal_says_why_and_does_nothing() {
    var proposal = proposed(LI, "thing:1");
    assertThatIllegalArgumentException().isThrownBy(() -> approvals.refuse(actor(WANG), proposal.id(), " "));
    approvals.refuse(actor(WANG), proposal.id(), "not now");
    assertThat(approvals.find(proposal.id())).hasValueSatisfying(found -> {
      assertThat(found.state()).isEqualTo(ProposalState.REFUSED);
      assertThat(found.note()).isEqualTo("not now");
    });
    assertThat(deed.done).isEmpty();
    assertThat(acts()).containsExactly("approval.refused", "approval.proposed");
  }

  @Test
  void only_whoever_proposed_it_takes_it_back() {
    var proposal = proposed(LI, "thing:1");
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.withdraw(actor(WANG), proposal.id()))
        .extracting(NotDecidable::reason).isEqualTo(Reason.NOT_YOURS);
    approvals.withdraw(actor(LI), proposal.id());
    refused(WANG, proposal, Reason.OVER);
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.withdraw(actor(LI), proposal.id()));
    assertThat(acts()).containsExactly("approval.withdrawn", "approval.proposed");
  }

  @Test
  void the_same_is_proposed_once_at_a_time() {
    var first = proposed(LI, "thing:1");
    assertThatIllegalStateException().isThrownBy(() -> proposed(WANG, "thing:1")).withMessageContaining("already");
    assertThat(approvals.open("test.deed", "thing:1")).map(Proposal::id).contains(first.id());
    approvals.refuse(actor(WANG), first.id(), "no");
    assertThat(approvals.open("test.deed", "thing:1")).isEmpty();
    assertThat(proposed(WANG, "thing:1").state()).isEqualTo(ProposalState.OPEN);
    assertThatIllegalArgumentException().isThrownBy(() -> approvals.propose(actor(LI), new Draft("unknown", "x:1", HERE, "why", Map.of())));
    assertThatIllegalArgumentException().isThrownBy(() -> approvals.propose(actor(LI), new Draft("test.deed", "x:1", HERE, " ", Map.of())));
  }

  @Test
  void after_three_days_the_district_decides_too() {
    var proposal = proposed(LI, "thing:1");
    var district = new Viewpoint(Set.of(ELSEWHERE), true);
    clock.advance(Duration.ofDays(3).minusMillis(1));
    sweep.sweep();
    refused(STREET, proposal, Reason.NOT_ELIGIBLE);
    assertThat(approvals.open(district)).isEmpty();

    clock.advance(Duration.ofMillis(1));
    sweep.sweep();
    sweep.sweep();
    assertThat(acts()).containsExactly("approval.escalated", "approval.proposed");
    assertThat(approvals.open(district)).extracting(Proposal::id, Proposal::state)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(proposal.id(), ProposalState.ESCALATED));
    assertThat(approvals.deciders(approvals.find(proposal.id()).orElseThrow())).contains(STREET.id(), WANG.id()).doesNotContain(LI.id());
    approvals.approve(actor(STREET), proposal.id(), "");
    assertThat(deed.done).containsExactly("thing:1 by staff:" + STREET.id());
  }

  @Test
  void what_nobody_decides_ends_and_can_be_proposed_again() {
    var proposal = proposed(LI, "thing:1");
    clock.advance(Duration.ofDays(30));
    refused(WANG, proposal, Reason.OVER);
    assertThat(approvals.deciders(proposal)).isEmpty();
    sweep.sweep();
    assertThat(approvals.find(proposal.id())).hasValueSatisfying(found -> {
      assertThat(found.state()).isEqualTo(ProposalState.EXPIRED);
      assertThat(found.decider()).isNull();
    });
    assertThat(deed.done).isEmpty();
    assertThat(acts()).containsExactly("approval.expired", "approval.proposed");
    assertThat(proposed(LI, "thing:1").state()).isEqualTo(ProposalState.OPEN);
  }

  @Test
  void lists_show_ones_own_communities_the_latest_decision_first() {
    var all = new ArrayList<ProposalId>();
    for (int i = 0; i < 5; i++) {
      var proposal = approvals.propose(actor(CHEN), draft("thing:" + i, i == 4 ? ELSEWHERE : HERE));
      clock.advance(Duration.ofMinutes(1));
      approvals.withdraw(actor(CHEN), proposal.id());
      all.addFirst(proposal.id());
    }
    var here = new Viewpoint(Set.of(HERE), false);
    assertThat(approvals.over(here, null, 2)).extracting(Proposal::id).containsExactly(all.get(1), all.get(2));
    assertThat(approvals.over(here, all.get(2), 2)).extracting(Proposal::id).containsExactly(all.get(3), all.get(4));
    assertThat(approvals.over(new Viewpoint(Set.of(), false), null, 10)).isEmpty();
    var everywhere = approvals.propose(actor(CHEN), draft("thing:9", null));
    assertThat(approvals.open(new Viewpoint(Set.of(), false))).extracting(Proposal::id).containsExactly(everywhere.id());
  }

  @Test
  void two_who_approve_at_the_same_moment_do_it_once() throws Exception {
    for (int round = 0; round < 5; round++) {
      var proposal = proposed(LI, "thing:" + round);
      var go = new CountDownLatch(1);
      int refusals = 0;
      try (var desk = Executors.newFixedThreadPool(2)) {
        var tries = List.of(WANG, CHEN).stream().map(voter -> desk.submit((Callable<Proposal>) () -> {
          go.await();
          return approvals.approve(actor(voter), proposal.id(), "");
        })).toList();
        go.countDown();
        for (var one : tries) {
          try {
            one.get();
          } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(NotDecidable.class);
            refusals++;
          }
        }
      }
      assertThat(refusals).isEqualTo(1);
      assertThat(deed.done).hasSize(round + 1);
    }
  }

  private void refused(Voter voter, Proposal proposal, Reason why) {
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(actor(voter), proposal.id(), ""))
        .extracting(NotDecidable::reason).isEqualTo(why);
    assertThat(approvals.objection(actor(voter), approvals.find(proposal.id()).orElseThrow())).contains(why);
  }

  private Proposal proposed(Voter by, String subject) {
    return approvals.propose(actor(by), draft(subject, HERE));
  }

  private static Draft draft(String subject, @Nullable CommunityId community) {
    return new Draft("test.deed", subject, community, "because", Map.of("until", "2027"));
  }

  private static Actor actor(Voter voter) {
    return new Actor.Staff(voter.id());
  }

  private List<String> acts() {
    return audit.newest(AuditTrail.Query.all(Set.of(HERE, ELSEWHERE), 50)).stream().map(AuditTrail.Entry::act)
        .sorted(java.util.Comparator.comparing((String act) -> act.equals("approval.proposed"))).toList();
  }
}
