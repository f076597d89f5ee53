package org.huiyin.access;

import java.util.Map;
import java.util.Optional;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Telephone numbers as a reader may see them: masked for everybody, and whole only after the audit says so. */
@Component
public class NumberView {
  private final AuditLog audit;
  private final TransactionTemplate ownTransaction;

  NumberView(AuditLog audit, PlatformTransactionManager transactions) {
    this.audit = audit;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** {@code 138****8000}: what lists and pages show to everybody. */
  public String masked(PhoneNumber number) {
    return number.masked();
  }

  /**
   * The whole number, once the entry that it was shown is committed.
   *
   * @param community whose number it is
   * @param subject what the number belongs to: {@code ticket:20261123-0042} or {@code call:<id>}
   * @return empty when the reader may not see it or there is none to see; nothing is logged then
   */
  public Optional<String> whole(StaffMember reader, PhoneNumber number, CommunityId community, String subject) {
    boolean may = reader.enabled() && RoleTable.allows(reader.roles(), Permission.SEE_FULL_NUMBERS);
    return may ? shown(new Actor.Staff(reader.id()), number, community, subject) : Optional.empty();
  }

  /** The same for whoever sits at the machine. */
  public Optional<String> whole(Actor.LocalAdmin reader, PhoneNumber number, CommunityId community, String subject) {
    return shown(reader, number, community, subject);
  }

  private Optional<String> shown(Actor reader, PhoneNumber number, CommunityId community, String subject) {
    if (!number.known()) {
      return Optional.empty();
    }
    ownTransaction
        .executeWithoutResult(status -> audit.append(reader, "number.shown", subject, Map.of(AuditLog.COMMUNITY, community.toString())));
    return Optional.of(number.raw());
  }
}
