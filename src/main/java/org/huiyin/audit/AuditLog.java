package org.huiyin.audit;

import java.util.List;
import java.util.Map;

import org.huiyin.foundation.Actor;

/** Appends acts to the log. There is no way to change or remove one. */
public interface AuditLog {
  /** The detail that says which community an act concerns: entries with it are seen by that community's auditors only. */
  String COMMUNITY = "community";

  /**
   * Appends in the caller's transaction, which must exist: the deed and its entry stand or fall together.
   *
   * @param act what was done, such as {@code recording.replayed}; lower case, dots and hyphens
   * @param subject what it was done to: {@code recording:<id>}, {@code ticket:20261123-0042}
   * @param details short facts, ids only, never personal data; {@link #COMMUNITY} where one is concerned
   * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
   */
  void append(Actor actor, String act, String subject, Map<String, String> details);

  /** The same act done to many, an entry for each; like the other one. */
  void append(Actor actor, String act, List<Deed> deeds);

  /**
   * What was done to one subject.
   *
   * @param subject {@code recording:<id>}, {@code ticket:20261123-0042}
   * @param details short facts, ids only, never personal data; {@link #COMMUNITY} where one is concerned
   */
  record Deed(String subject, Map<String, String> details) {
  }
}
