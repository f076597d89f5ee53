package org.huiyin.approval;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.huiyin.approval.Approvals.Viewpoint;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ViewpointTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:30:00Z");
  private final CommunityId here = CommunityId.random();
  private final CommunityId elsewhere = CommunityId.random();

  @ParameterizedTest
  @EnumSource(ProposalState.class)
  void one_s_own_community_s_proposals_and_those_of_the_installation_are_seen_and_no_other_community_s(ProposalState state) {
    var viewer = new Viewpoint(Set.of(here), false);
    assertThat(viewer.sees(proposal(here, state))).isTrue();
    assertThat(viewer.sees(proposal(null, state))).isTrue();
    assertThat(viewer.sees(proposal(elsewhere, state))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ProposalState.class)
  void the_district_sees_another_community_s_only_when_it_went_up_to_them(ProposalState state) {
    assertThat(new Viewpoint(Set.of(), true).sees(proposal(elsewhere, state))).isEqualTo(state == ProposalState.ESCALATED);
  }

  @Test
  void whoever_belongs_to_no_community_sees_what_concerns_the_installation() {
    assertThat(new Viewpoint(Set.of(), false).sees(proposal(null, ProposalState.OPEN))).isTrue();
    assertThat(new Viewpoint(Set.of(), false).sees(proposal(here, ProposalState.ESCALATED))).isFalse();
  }

  private static Proposal proposal(@Nullable CommunityId community, ProposalState state) {
    return new Proposal(ProposalId.random(), "hold.lift", "hold:x", community, "local-admin", "why", Map.of(), NOW, NOW, NOW, state, null,
        null,
        "");
  }
}
