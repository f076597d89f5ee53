package org.huiyin.web.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.StaffId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tokens with which other programs use the API in somebody's name. Only their hashes are kept. */
@Component
class Tokens {
  static final Duration LONGEST = Duration.ofDays(366);
  static final int LONGEST_NAME = 80;
  private static final String COLUMNS = "id, staff_id, name, created_at, expires_at, revoked_at";

  private final JdbcClient jdbc;
  private final AuditLog audit;
  private final Clock clock;

  Tokens(JdbcClient jdbc, AuditLog audit, Clock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes a token; its text is known only now.
   *
   * @throws IllegalArgumentException when it has no name, or would live longer than a year
   */
  @Transactional
  Made make(StaffId owner, String name, Duration life) {
    String tidy = name.strip();
    if (tidy.isEmpty() || tidy.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a token's name has 1 to " + LONGEST_NAME + " characters");
    }
    if (!life.isPositive() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a token lives at most " + LONGEST.toDays() + " days");
    }
    String text = RandomSecrets.token();
    Instant now = clock.instant();
    var token = new Token(UUID.randomUUID(), owner, tidy, now, now.plus(life), null);
    jdbc.sql("insert into web_token (id, staff_id, name, token_hash, created_at, expires_at) values (?, ?, ?, ?, ?, ?)").param(token.id())
        .param(owner.value()).param(tidy).param(RandomSecrets.hashOf(text)).param(Credentials.utc(now))
        .param(Credentials.utc(token.expiresAt())).update();
    audit.append(new Actor.Staff(owner), "token.made", "token:" + token.id(), Map.of("until", token.expiresAt().toString()));
    return new Made(token, text);
  }

  /** Whose token it is; empty when it is unknown, over or revoked. */
  Optional<StaffId> ownerOf(String text) {
    return jdbc.sql("select " + COLUMNS + " from web_token where token_hash = ? and revoked_at is null").param(RandomSecrets.hashOf(text))
        .query(Tokens::read).optional().filter(token -> clock.instant().isBefore(token.expiresAt())).map(Token::owner);
  }

  /** The tokens that can still be used, the newest first. */
  List<Token> of(StaffId owner) {
    return jdbc
        .sql("select " + COLUMNS + " from web_token where staff_id = ? and revoked_at is null and expires_at > ? order by created_at desc")
        .param(owner.value()).param(Credentials.utc(clock.instant())).query(Tokens::read).list();
  }

  /** Whether there was such a token of this owner. */
  @Transactional
  boolean revoke(Actor by, StaffId owner, UUID id) {
    int revoked = jdbc.sql("update web_token set revoked_at = ? where id = ? and staff_id = ? and revoked_at is null")
        .param(Credentials.utc(clock.instant())).param(id).param(owner.value()).update();
    if (revoked > 0) {
      audit.append(by, "token.revoked", "token:" + id, Map.of());
    }
    return revoked > 0;
  }

  @Transactional
  void revokeAll(Actor by, StaffId owner) {
    of(owner).forEach(token -> revoke(by, owner, token.id()));
  }

  private static Token read(ResultSet row, int index) throws SQLException {
    var revoked = row.getObject("revoked_at", OffsetDateTime.class);
    return new Token(row.getObject("id", UUID.class), new StaffId(row.getObject("staff_id", UUID.class)), row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        revoked == null ? null : revoked.toInstant());
  }

  record Token(UUID id, StaffId owner, String name, Instant createdAt, Instant expiresAt, @Nullable Instant revokedAt) {
  }

  /** A token and its text, which nobody can read again. */
  record Made(Token token, String text) {
  }
}
