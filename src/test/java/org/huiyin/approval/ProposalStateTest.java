package org.huiyin.approval;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ProposalStateTest {
  private static final Set<ProposalState> WAITING = Set.of(ProposalState.OPEN, ProposalState.ESCALATED);

  @ParameterizedTest
  @EnumSource
  void what_is_decided_stays_decided(ProposalState from) {
    for (var to : ProposalState.values()) {
      boolean legal = WAITING.contains(from) && to != ProposalState.OPEN && to != from;
      assertThat(from.mayBecome(to)).as("%s to %s", from, to).isEqualTo(legal);
    }
    assertThat(from.open()).isEqualTo(WAITING.contains(from));
  }

  @Test
  void an_illegal_step_names_both_states() {
    assertThatIllegalStateException().isThrownBy(() -> ProposalState.REFUSED.requireMayBecome(ProposalState.APPROVED))
        .withMessageContaining("REFUSED").withMessageContaining("APPROVED");
  }
}
