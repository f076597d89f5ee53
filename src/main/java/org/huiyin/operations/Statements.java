package org.huiyin.operations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.huiyin.foundation.SigningKeys.PublicKeyText;
import org.jspecify.annotations.Nullable;

/** The signed accounts of each day: whether the calls that were answered, the recordings and the tickets agree. */
public interface Statements {
  /** The latest day first; only days before that one, or from the latest when null; limit 1 to 200. */
  List<Statement> newest(@Nullable LocalDate before, int limit);

  Optional<Statement> of(LocalDate day);

  /** The key that new statements are signed with, X.509 in PEM; its id is what their {@code keyId} says. */
  PublicKeyText key();

  /**
   * @param calls how many calls were answered
   * @param explained differences whose reason is known
   * @param alarming differences that nobody can explain
   * @param body the statement itself, JSON, letter by letter as it was signed (UTF-8)
   * @param signature Ed25519 over the body's bytes, in base64
   */
  record Statement(LocalDate day, Instant madeAt, int calls, int explained, int alarming, String keyId, String signature, String body) {
  }
}
