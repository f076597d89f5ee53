package org.huiyin.approval;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Notices every minute what has waited too long. */
@Component
class AgeingSweep {
  private static final Logger log = LoggerFactory.getLogger(AgeingSweep.class);

  private final ProposalTable table;
  private final ProposalBook book;
  private final Clock clock;

  AgeingSweep(ProposalTable table, ProposalBook book, Clock clock) {
    this.table = table;
    this.book = book;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT20S")
  void sweepSoon() {
    try {
      sweep();
    } catch (RuntimeException e) {
      log.warn("What waits for a second person could not be looked through; it goes up to the district at the next try, in a minute", e);
    }
  }

  void sweep() {
    var now = clock.instant();
    table.open().stream().filter(proposal -> TwoPeople.at(proposal, now) != proposal.state()).forEach(proposal -> book.age(proposal.id()));
  }
}
