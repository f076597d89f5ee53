package org.huiyin.ticket;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.SqlTime;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens tickets, one for each call. */
@Component
class Opener {
  static final Actor HOTLINE = new Actor.Component("hotline");
  private static final int LONGEST_CHOICE = 40;

  private final TicketStore store;
  private final DayNumbers numbers;
  private final Directory directory;
  private final Changes changes;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Opener(TicketStore store, DayNumbers numbers, Directory directory, Changes changes, Clock clock,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.numbers = numbers;
    this.directory = directory;
    this.changes = changes;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Opens the call's ticket, or finds the one it has. */
  TicketRow open(Tickets.Opening opening) {
    if (opening.choice().length() > LONGEST_CHOICE) {
      throw new IllegalArgumentException("a menu choice has at most " + LONGEST_CHOICE + " characters");
    }
    var now = clock.instant();
    var day = LocalDate.ofInstant(now, directory.community(opening.community())
        .orElseThrow(() -> new IllegalArgumentException("there is no community " + opening.community())).zone());
    numbers.begin(day);
    try {
      return transaction.execute(_ -> once(opening, day));
    } catch (DataIntegrityViolationException e) {
      // The same call was opened in another transaction under another day's lock: around midnight.
      return transaction.execute(_ -> store.ofCall(opening.call()).orElseThrow(() -> e));
    }
  }

  private TicketRow once(Tickets.Opening opening, LocalDate day) {
    var early = store.ofCall(opening.call());
    if (early.isPresent()) {
      return early.get();
    }
    numbers.lock(day);
    return store.ofCall(opening.call()).orElseGet(() -> {
      var row = new TicketRow(numbers.next(day), opening, SqlTime.exact(clock.instant()), HOTLINE);
      store.add(row);
      changes.tell(HOTLINE, "ticket.opened", row, Map.of("choice", opening.choice()));
      return row;
    });
  }
}
