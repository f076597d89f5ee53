package org.huiyin.ticket;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts the tickets of a day. A number is taken in the ticket's own transaction, so one that is rolled back leaves no gap. */
@Component
class DayNumbers {
  private final JdbcClient jdbc;
  private final TransactionTemplate apart;
  private volatile @Nullable LocalDate begun;

  DayNumbers(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.apart = new TransactionTemplate(transactions);
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Makes sure that the day has its row. Not within the ticket's transaction: two that insert it at once would wait for each other. */
  void begin(LocalDate day) {
    if (day.equals(begun)) {
      return;
    }
    apart.executeWithoutResult(
        _ -> jdbc.sql("insert into ticket_day (date_of, last_number) values (?, 0) on conflict do nothing").param(day).update());
    begun = day;
  }

  /** Waits until no other transaction holds a number of the day. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock(LocalDate day) {
    jdbc.sql("select last_number from ticket_day where date_of = ? for update").param(day).query(Integer.class).single();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public TicketNumber next(LocalDate day) {
    jdbc.sql("update ticket_day set last_number = last_number + 1 where date_of = ?").param(day).update();
    return new TicketNumber(day, jdbc.sql("select last_number from ticket_day where date_of = ?").param(day).query(Integer.class).single());
  }
}
