package org.huiyin.retention;

import java.time.Instant;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the purge from running away: a clock that is not believed, and a volume that nobody expected. Two people let it go on; the time is also confirmed
 * by a synchronisation that works.
 */
public interface Safeguards {
  /** The subject of both kinds of proposals. */
  String SUBJECT = "purge:installation";
  /** The kind of the proposals to confirm the time. */
  String TIME = "purge.time";
  /** The kind of the proposals to accept a volume. */
  String VOLUME = "purge.volume";

  /** As of now. */
  State state();

  /**
   * Proposes to believe the clock as it is.
   *
   * @throws IllegalStateException when nothing is doubted, or that is proposed already
   */
  Proposal proposeTime(Actor by, String reason);

  /**
   * Proposes to destroy as much as is due.
   *
   * @throws IllegalStateException when nothing waits for that, or it is proposed already
   */
  Proposal proposeVolume(Actor by, String reason);

  /**
   * @param now what the clock says
   * @param synchronised whether the machine says that its clock is kept right; null when it does not say
   * @param excess why the volume waits; null when it does not
   */
  record State(Instant now, Set<Doubt> doubts, @Nullable Boolean synchronised, @Nullable Excess excess) {
    public boolean waits() {
      return !doubts.isEmpty() || excess != null;
    }
  }

  /**
   * @param amount what was destroyed in the last thirty days, and what is due now
   * @param forecast what was forecast for these days
   */
  record Excess(long amount, long forecast) {
  }
}
