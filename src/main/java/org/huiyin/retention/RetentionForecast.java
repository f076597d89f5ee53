package org.huiyin.retention;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;

import org.huiyin.foundation.CommunityId;

/** How much will be destroyed in each of the next twelve months, as far as it is known today. */
public interface RetentionForecast {
  int MONTHS = 12;

  /** For the recordings of these communities; at most a minute old. */
  Outlook of(Set<CommunityId> communities);

  /** @param months twelve calendar months in the default community's time, this one first; whatever is due already is in it */
  record Outlook(Instant asOf, List<Month> months) {
  }

  /**
   * @param recordings whose period ends in that month and that nothing holds
   * @param bytes their audio
   * @param held whose period ends in it and that a hold keeps
   */
  record Month(YearMonth month, long recordings, long bytes, long held) {
  }
}
