package org.huiyin.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.SigningKeys;
import org.huiyin.foundation.SigningKeys.PublicKeyText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the statement of each day, once, signed and chained to the one before, and keeps them. A day that was slept through is made up for. */
@Component
@Import(SigningKeys.class)
class StatementBook implements Statements {
  private static final Logger log = LoggerFactory.getLogger(StatementBook.class);
  private static final int MOST = 200;
  private static final int MOST_MADE_UP_FOR = 31;
  private static final Duration STARTS_KEPT = Duration.ofDays(90);
  private static final Actor ACCOUNTANT = new Actor.Component("completeness");

  private final StatementTable table;
  private final SigningKeys keys;
  private final Witnesses witnesses;
  private final AsteriskAccounts asterisk;
  private final AuditLog audit;
  private final Directory directory;
  private final HuiyinHome home;
  private final OperationsSettings settings;
  private final Clock clock;
  private final TransactionTemplate transaction;

  StatementBook(StatementTable table, SigningKeys keys, Witnesses witnesses, AsteriskAccounts asterisk, AuditLog audit,
      Directory directory, HuiyinHome home, OperationsSettings settings, Clock clock, PlatformTransactionManager transactions) {
    this.table = table;
    this.keys = keys;
    this.witnesses = witnesses;
    this.asterisk = asterisk;
    this.audit = audit;
    this.directory = directory;
    this.home = home;
    this.settings = settings;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT2M")
  void makeSoon() {
    try {
      makeDue();
    } catch (RuntimeException e) {
      log.warn("The statement of yesterday's calls could not be made; next try in ten minutes", e);
    }
  }

  /** Makes every statement that is due and that no other node is making; returns how many. */
  int makeDue() {
    var due = due();
    if (due.isEmpty() || !table.lease(home.node(), clock.instant(), settings.statementLease())) {
      return 0;
    }
    int made = 0;
    for (var day = due.get(); !day.isAfter(yesterday()) && made < MOST_MADE_UP_FOR; day = day.plusDays(1)) {
      make(day);
      made++;
    }
    asterisk.forgetBefore(clock.instant().minus(STARTS_KEPT));
    return made;
  }

  /** The first day that should have its statement by now and has none. */
  Optional<LocalDate> due() {
    var now = clock.instant().atZone(zone());
    if (now.toLocalTime().isBefore(settings.statementAt())) {
      return Optional.empty();
    }
    var last = table.newest(null, 1);
    var next = last.isEmpty() ? yesterday() : last.getFirst().day().plusDays(1);
    return next.isAfter(yesterday()) ? Optional.empty() : Optional.of(next);
  }

  /** Since when the first of the statements that are due has been. */
  Optional<Instant> dueSince() {
    return due().map(day -> day.plusDays(1).atTime(settings.statementAt()).atZone(zone()).toInstant());
  }

  private void make(LocalDate day) {
    var heard = witnesses.hear(beginning(day), beginning(day.plusDays(1)));
    var account = Account.of(heard);
    var before = table.newest(day, 1);
    var body = StatementText.of(day, zone(), home.node(), heard, account,
        before.isEmpty() ? "" : StatementText.hash(before.getFirst().body()));
    var signed = keys.sign(body);
    int alarming = Math.toIntExact(account.alarms());
    var statement = new Statement(day, heard.now(), heard.calls().size(), account.differences().size() - alarming, alarming,
        signed.keyId(), signed.signature(), body);
    transaction.executeWithoutResult(_ -> {
      if (table.insert(statement)) {
        audit.append(ACCOUNTANT, "statement.made", "statement:" + day, Map.of("hash", StatementText.hash(body)));
      }
    });
    if (alarming > 0) {
      log.warn("The account of {} has {} differences that nobody can explain; the page Balance names them", day, alarming);
    }
  }

  @Override
  public List<Statement> newest(@Nullable LocalDate before, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    return table.newest(before, limit);
  }

  @Override
  public Optional<Statement> of(LocalDate day) {
    return table.find(day);
  }

  @Override
  public PublicKeyText key() {
    return keys.current();
  }

  private LocalDate yesterday() {
    return LocalDate.ofInstant(clock.instant(), zone()).minusDays(1);
  }

  private Instant beginning(LocalDate day) {
    return day.atStartOfDay(zone()).toInstant();
  }

  private ZoneId zone() {
    return directory.dialledBy("").zone();
  }
}
