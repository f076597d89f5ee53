package org.huiyin.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.huiyin.approval.NotDecidable.Reason;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class TwoPeopleTest {
  private static final Instant PROPOSED = Instant.parse("2026-11-23T06:30:00Z");
  private static final Instant ESCALATES = PROPOSED.plus(TwoPeople.UNTIL_ESCALATION);
  private static final Instant EXPIRES = PROPOSED.plus(TwoPeople.UNTIL_EXPIRY);
  private static final Duration MOMENT = Duration.ofNanos(1000);
  private final CommunityId here = CommunityId.random();
  private final CommunityId elsewhere = CommunityId.random();
  private final StaffId li = StaffId.random();
  private final StaffId wang = StaffId.random();

  @Test
  void three_days_belong_to_the_community_then_the_district_may_too_and_after_thirty_it_is_over() {
    var proposal = proposal(ProposalState.OPEN, here);
    assertThat(Duration.between(PROPOSED, ESCALATES)).isEqualTo(Duration.ofDays(3));
    assertThat(Duration.between(PROPOSED, EXPIRES)).isEqualTo(Duration.ofDays(30));
    assertThat(TwoPeople.at(proposal, PROPOSED)).isEqualTo(ProposalState.OPEN);
    assertThat(TwoPeople.at(proposal, ESCALATES.minus(MOMENT))).isEqualTo(ProposalState.OPEN);
    assertThat(TwoPeople.at(proposal, ESCALATES)).isEqualTo(ProposalState.ESCALATED);
    assertThat(TwoPeople.at(proposal, EXPIRES.minus(MOMENT))).isEqualTo(ProposalState.ESCALATED);
    assertThat(TwoPeople.at(proposal, EXPIRES)).isEqualTo(ProposalState.EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"OPEN", "ESCALATED"})
  void what_is_over_stays_as_it_is_and_nobody_decides_it(ProposalState over) {
    var proposal = proposal(over, here);
    assertThat(TwoPeople.at(proposal, EXPIRES.plus(MOMENT))).isEqualTo(over);
    assertThat(TwoPeople.objection(proposal, staff(wang), voter(wang, Set.of(here), false, false), PROPOSED)).contains(Reason.OVER);
  }

  @Test
  void somebody_else_of_the_community_decides_and_nobody_their_own() {
    var proposal = proposal(ProposalState.OPEN, here);
    assertThat(TwoPeople.objection(proposal, staff(wang), voter(wang, Set.of(here), false, false), PROPOSED)).isEmpty();
    assertThat(TwoPeople.objection(proposal, staff(li), voter(li, Set.of(here), true, true), PROPOSED)).contains(Reason.OWN);
    assertThat(TwoPeople.objection(proposal, new Actor.LocalAdmin(), null, PROPOSED)).contains(Reason.LOCAL_ADMIN);
    assertThat(TwoPeople.objection(proposal, staff(wang), null, PROPOSED)).contains(Reason.NOT_ELIGIBLE);
    assertThat(TwoPeople.objection(proposal, staff(wang), voter(li, Set.of(here), false, false), PROPOSED))
        .as("somebody else's right to vote").contains(Reason.NOT_ELIGIBLE);
    assertThat(TwoPeople.objection(proposal, staff(wang), voter(wang, Set.of(elsewhere), false, false), PROPOSED))
        .contains(Reason.NOT_ELIGIBLE);
  }

  @Test
  void the_district_decides_only_what_nobody_decided_in_time() {
    var district = voter(wang, Set.of(), false, true);
    for (var community : new CommunityId[]{here, null}) {
      var proposal = proposal(ProposalState.OPEN, community);
      assertThat(TwoPeople.objection(proposal, staff(wang), district, ESCALATES.minus(MOMENT))).contains(Reason.NOT_ELIGIBLE);
      assertThat(TwoPeople.objection(proposal, staff(wang), district, ESCALATES)).isEmpty();
      assertThat(TwoPeople.objection(proposal, staff(wang), district, EXPIRES)).contains(Reason.OVER);
    }
  }

  @Test
  void what_concerns_the_whole_installation_is_decided_by_who_belongs_to_all_of_it() {
    var everywhere = proposal(ProposalState.OPEN, null);
    assertThat(TwoPeople.objection(everywhere, staff(wang), voter(wang, Set.of(here), false, false), PROPOSED))
        .contains(Reason.NOT_ELIGIBLE);
    assertThat(TwoPeople.objection(everywhere, staff(wang), voter(wang, Set.of(here), true, false), PROPOSED)).isEmpty();
  }

  private Proposal proposal(ProposalState state, @Nullable CommunityId community) {
    return new Proposal(ProposalId.random(), "test.deed", "thing:1", community, staff(li).reference(), "because", Map.of(), PROPOSED,
        ESCALATES, EXPIRES, state, null, null, "");
  }

  private static Actor staff(StaffId id) {
    return new Actor.Staff(id);
  }

  private static Voter voter(StaffId id, Set<CommunityId> communities, boolean everywhere, boolean district) {
    return new Voter(id, communities, everywhere, district);
  }
}
