package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.springframework.stereotype.Component;

/** Counts once a minute at most, since it goes through every recording that is kept. */
@Component
class ForecastBook implements RetentionForecast {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 64;

  private final ForecastTable table;
  private final Directory directory;
  private final Clock clock;
  private final Map<Set<CommunityId>, Outlook> remembered = new ConcurrentHashMap<>();

  ForecastBook(ForecastTable table, Directory directory, Clock clock) {
    this.table = table;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public Outlook of(Set<CommunityId> communities) {
    var now = clock.instant();
    var last = remembered.get(communities);
    if (last == null || Duration.between(last.asOf(), now).abs().compareTo(FRESH) > 0) {
      last = count(Set.copyOf(communities), now);
      if (remembered.size() >= MOST_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(Set.copyOf(communities), last);
    }
    return last;
  }

  private Outlook count(Set<CommunityId> communities, Instant now) {
    var zone = directory.dialledBy("").zone();
    var first = YearMonth.from(now.atZone(zone));
    var months = IntStream.range(0, MONTHS).mapToObj(first::plusMonths).toList();
    List<Instant> ends = months.stream().map(month -> end(month, zone)).toList();
    var tallies = table.count(communities, ends);
    return new Outlook(now, IntStream.range(0, MONTHS).mapToObj(i -> {
      var tally = tallies.getOrDefault(i, ForecastTable.Tally.NOTHING);
      return new Month(months.get(i), tally.recordings(), tally.bytes(), tally.held());
    }).toList());
  }

  private static Instant end(YearMonth month, ZoneId zone) {
    return month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
  }
}
