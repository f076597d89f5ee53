package org.huiyin.ticket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Finds ended calls that no event settled, so that every ended call has its one ticket. */
@Component
class SettlementSweep {
  private static final Logger log = LoggerFactory.getLogger(SettlementSweep.class);
  private static final int PAGE = 200;
  private static final Duration NEAR = Duration.ofHours(1);
  private static final Duration FAR = Duration.ofDays(2);
  private static final Duration FAR_EVERY = Duration.ofMinutes(10);

  private final CallLedger calls;
  private final Directory directory;
  private final TicketStore store;
  private final Settlement settlement;
  private final Clock clock;
  private Instant lastFar = Instant.MIN;

  SettlementSweep(CallLedger calls, Directory directory, TicketStore store, Settlement settlement, Clock clock) {
    this.calls = calls;
    this.directory = directory;
    this.store = store;
    this.settlement = settlement;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT15S")
  void sweepSoon() {
    var now = clock.instant();
    boolean far = lastFar.isBefore(now.minus(FAR_EVERY)) || lastFar.isAfter(now);
    try {
      sweep(now.minus(far ? FAR : NEAR));
      if (far) {
        lastFar = now;
      }
    } catch (RuntimeException e) {
      log.warn("The sweep for calls without a ticket stopped; next try in 30 seconds", e);
    }
  }

  /** Settles every ended call that started since then; returns how many needed it. */
  int sweep(Instant since) {
    var all = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    int settled = 0;
    var page = calls.newest(all, null, PAGE);
    while (!page.isEmpty()) {
      settled += settle(page);
      var oldest = page.getLast();
      page = oldest.startedAt().isBefore(since) ? List.of() : calls.newest(all, oldest.id(), PAGE);
    }
    return settled;
  }

  private int settle(List<Call> page) {
    var ended = page.stream().filter(call -> call.end() != Call.End.RUNNING).map(Call::id).collect(Collectors.toSet());
    if (ended.isEmpty()) {
      return 0;
    }
    store.settledAmong(ended).forEach(id -> ended.remove(new CallId(id)));
    for (var call : ended) {
      try {
        settlement.settle(call);
      } catch (RuntimeException e) {
        log.warn("Call {} ended but its ticket could not be written; next try in 30 seconds", call, e);
      }
    }
    return ended.size();
  }
}
