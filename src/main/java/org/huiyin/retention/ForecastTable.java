package org.huiyin.retention;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds up {@code retention_recording} by the time in which periods end. */
@Component
class ForecastTable {
  private final JdbcClient jdbc;

  ForecastTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Tally(long recordings, long bytes, long held) {
    static final Tally NOTHING = new Tally(0, 0, 0);
  }

  /**
   * What is not destroyed yet, by the first of these moments that comes after its end. What is scheduled ends when it is destroyed.
   *
   * @param ends in their order
   * @return by the moment's index; a moment for which there is nothing is left out
   */
  Map<Integer, Tally> count(Set<CommunityId> communities, List<Instant> ends) {
    if (communities.isEmpty() || ends.isEmpty()) {
      return Map.of();
    }
    var cases = IntStream.range(0, ends.size()).mapToObj(i -> " when coalesce(purge_at, keep_until) < :end" + i + " then " + i)
        .collect(Collectors.joining());
    var query = jdbc.sql("select bucket, held, count(*) as recordings, sum(bytes) as bytes from (select case" + cases
        + " end as bucket, held and state = 'KEPT' as held, bytes from retention_recording where state <> 'CERTIFIED' and keep_until < :end"
        + (ends.size() - 1) + " and community in (:communities)) as ending where bucket is not null group by bucket, held")
        .param("communities", communities.stream().map(CommunityId::value).toList());
    for (int i = 0; i < ends.size(); i++) {
      query = query.param("end" + i, SqlTime.of(ends.get(i)));
    }
    var tallies = new HashMap<Integer, Tally>();
    query.query(row -> {
      boolean held = row.getBoolean("held");
      long recordings = row.getLong("recordings");
      tallies.merge(row.getInt("bucket"),
          held ? new Tally(0, 0, recordings) : new Tally(recordings, row.getLong("bytes"), 0),
          (one, other) -> new Tally(one.recordings() + other.recordings(), one.bytes() + other.bytes(), one.held() + other.held()));
    });
    return tallies;
  }
}
