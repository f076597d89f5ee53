package org.huiyin.operations;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.SelfCheck;
import org.huiyin.foundation.SigningKeys;
import org.huiyin.operations.Statements.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks every statement's signature, that each names the one before it, and that no day is missing between them. */
@Component
class StatementCheck implements SelfCheck {
  private static final int PAGE = 200;
  private static final String BACKUP = "put back the database's backup, and ask who changed it";

  private final StatementTable table;
  private final SigningKeys keys;
  private final AuditTrail audit;

  StatementCheck(StatementTable table, SigningKeys keys, AuditTrail audit) {
    this.table = table;
    this.keys = keys;
    this.audit = audit;
  }

  @Override
  public String name() {
    return "statements";
  }

  @Override
  public List<Finding> check() {
    var findings = new ArrayList<Finding>();
    @Nullable
    Statement before = null;
    List<Statement> page;
    do {
      page = table.after(before == null ? LocalDate.EPOCH : before.day(), PAGE);
      for (Statement statement : page) {
        wrong(statement, before).ifPresent(what -> findings.add(new Finding("statement:" + statement.day(), what, BACKUP)));
        before = statement;
      }
    } while (page.size() == PAGE);
    findings.addAll(unlikeTheLog());
    return findings;
  }

  /** The chain of statements does not show that its end was cut off; the audit log does. */
  private List<Finding> unlikeTheLog() {
    var findings = new ArrayList<Finding>();
    for (var entry : audit.newest(new AuditTrail.Query(Set.of(), null, "statement.made", null, null, null, null, PAGE))) {
      var day = LocalDate.parse(entry.subject().substring(entry.subject().indexOf(':') + 1));
      var hash = table.find(day).map(statement -> StatementText.hash(statement.body())).orElse("");
      if (!hash.equals(entry.details().getOrDefault("hash", ""))) {
        findings.add(new Finding(entry.subject(), "the audit log knows it, and it is missing or another", BACKUP));
      }
    }
    return findings;
  }

  private Optional<String> wrong(Statement statement, @Nullable Statement before) {
    if (!keys.verifies(statement.keyId(), statement.signature(), statement.body())) {
      return Optional.of("its signature does not hold");
    }
    if (!StatementText.day(statement.body()).equals(statement.day().toString())) {
      return Optional.of("it is the statement of another day");
    }
    if (before != null && !before.day().plusDays(1).equals(statement.day())) {
      return Optional.of("the statements before it are missing, back to " + before.day());
    }
    var previous = before == null ? "" : StatementText.hash(before.body());
    return StatementText.previous(statement.body()).equals(previous)
        ? Optional.empty()
        : Optional.of("it does not follow the statement before it");
  }
}
