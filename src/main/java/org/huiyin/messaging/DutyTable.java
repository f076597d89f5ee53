package org.huiyin.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.messaging.DutyWebhooks.Backlog;
import org.huiyin.messaging.DutyWebhooks.DutyWebhook;
import org.huiyin.messaging.DutyWebhooks.SecretState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DutyTable {
  private static final Duration SHOWN = Duration.ofDays(7);
  private static final Duration KEPT = Duration.ofDays(30);

  private final JdbcClient jdbc;

  private final DutySecrets secrets;

  DutyTable(JdbcClient jdbc, DutySecrets secrets) {
    this.jdbc = jdbc;
    this.secrets = secrets;
  }

  /** @param secret empty where its key is missing */
  record Receiver(String address, Optional<String> secret) {
  }

  Optional<Receiver> receiver(CommunityId community) {
    return jdbc.sql("select address, secret, sealed_secret from messaging_duty_webhook where community = ?").param(community.value())
        .query(
            (row, _) -> new Receiver(row.getString("address"), secret(community, row.getString("sealed_secret"), row.getString("secret"))))
        .optional();
  }

  private Optional<String> secret(CommunityId community, @Nullable String sealed, @Nullable String clear) {
    return sealed == null ? Optional.ofNullable(clear) : secrets.open(community, sealed);
  }

  /** Secrets that an older release left as they are. */
  Map<CommunityId, String> clear() {
    var all = new HashMap<CommunityId, String>();
    jdbc.sql("select community, secret from messaging_duty_webhook where secret is not null")
        .query(row -> {
          all.put(new CommunityId(row.getObject("community", UUID.class)), row.getString("secret"));
        });
    return all;
  }

  /** @return false when it was changed meanwhile */
  boolean seal(CommunityId community, String clear, String sealed) {
    return jdbc
        .sql("update messaging_duty_webhook set sealed_secret = ?, secret = null, once_clear = true where community = ? and secret = ?")
        .params(sealed, community.value(), clear).update() == 1;
  }

  /** @return the address; empty where there is none */
  Optional<String> renew(CommunityId community, String secret) {
    var renewed = jdbc.sql("update messaging_duty_webhook set sealed_secret = ?, secret = null, once_clear = false where community = ?")
        .params(secrets.seal(community, secret), community.value()).update() == 1;
    return renewed ? receiver(community).map(Receiver::address) : Optional.empty();
  }

  Optional<DutyWebhook> find(CommunityId community) {
    return jdbc.sql("""
        select w.address, w.set_at, w.secret, w.sealed_secret, w.once_clear,
          (select count(*) from messaging_duty_message m where m.community = w.community and m.next_at is not null) as waiting,
          (select max(m.delivered_at) from messaging_duty_message m where m.community = w.community) as delivered
        from messaging_duty_webhook w where w.community = ?""").param(community.value())
        .query((row, _) -> new DutyWebhook(row.getString("address"), SqlTime.read(row, "set_at"), row.getInt("waiting"),
            SqlTime.readNullable(row, "delivered"), lastProblem(community), state(community, row)))
        .optional();
  }

  private SecretState state(CommunityId community, ResultSet row) throws SQLException {
    if (secret(community, row.getString("sealed_secret"), row.getString("secret")).isEmpty()) {
      return SecretState.LOST;
    }
    return row.getBoolean("once_clear") ? SecretState.ONCE_CLEAR : SecretState.SEALED;
  }

  private @Nullable String lastProblem(CommunityId community) {
    return jdbc.sql("select problem from messaging_duty_message where community = ? and attempts > 0 order by tried_at desc, id limit 1")
        .param(community.value()).query((row, _) -> Optional.ofNullable(row.getString("problem"))).optional().flatMap(each -> each)
        .orElse(null);
  }

  /** @return whether there was one before */
  boolean remove(CommunityId community) {
    return jdbc.sql("delete from messaging_duty_webhook where community = ?").param(community.value()).update() > 0;
  }

  void set(CommunityId community, String address, String secret, Instant now) {
    jdbc.sql("insert into messaging_duty_webhook (community, address, sealed_secret, set_at) values (?, ?, ?, ?)")
        .params(community.value(), address, secrets.seal(community, secret), SqlTime.of(now)).update();
  }

  void forget(CommunityId community) {
    jdbc.sql("update messaging_duty_message set next_at = null, problem = 'removed' where community = ? and next_at is not null")
        .param(community.value()).update();
  }

  boolean told(String ticket) {
    return jdbc.sql("select count(*) from messaging_duty_message where ticket = ?").param(ticket).query(Integer.class).single() > 0;
  }

  void add(DutyMessage message) {
    jdbc.sql("""
        insert into messaging_duty_message (id, community, ticket, body, created_at, attempts, next_at) values (?, ?, ?, ?, ?, 0, ?)""")
        .params(message.id(), message.community().value(), message.ticket(), message.body(), SqlTime.of(message.created()),
            SqlTime.of(message.next()))
        .update();
  }

  List<DutyMessage> due(Instant now, int most) {
    return jdbc.sql("""
        select id, community, ticket, body, created_at, attempts, next_at from messaging_duty_message
        where next_at is not null and next_at <= ? order by next_at, id limit ?""").params(SqlTime.of(now), most)
        .query((row, _) -> new DutyMessage(row.getObject("id", UUID.class), new CommunityId(row.getObject("community", UUID.class)),
            row.getString("ticket"), row.getString("body"), SqlTime.read(row, "created_at"), row.getInt("attempts"),
            SqlTime.read(row, "next_at")))
        .list();
  }

  /** Whether this try is ours: nobody else takes it before the lease is over. Counted before it is made, so that a killed service has tried too. */
  Optional<DutyMessage> claim(DutyMessage message, Instant now, Instant lease) {
    var claimed = jdbc.sql(
        """
            update messaging_duty_message set attempts = attempts + 1, next_at = ?, tried_at = ? where id = ? and attempts = ? and next_at = ?""")
        .params(SqlTime.of(lease), SqlTime.of(now), message.id(), message.attempts(), SqlTime.of(message.next())).update() == 1;
    return claimed
        ? Optional.of(new DutyMessage(message.id(), message.community(), message.ticket(), message.body(), message.created(),
            message.attempts() + 1, SqlTime.exact(lease)))
        : Optional.empty();
  }

  boolean delivered(DutyMessage message, Instant now) {
    return jdbc.sql("""
        update messaging_duty_message set next_at = null, delivered_at = ?, problem = null where id = ? and delivered_at is null""")
        .params(SqlTime.of(now), message.id()).update() == 1;
  }

  /** @param next null when it is given up */
  void failed(DutyMessage message, String problem, @Nullable Instant next) {
    jdbc.sql("update messaging_duty_message set next_at = ?, problem = ? where id = ? and delivered_at is null and next_at is not null")
        .param(next == null ? null : SqlTime.of(next)).param(problem).param(message.id()).update();
  }

  Backlog backlog(Instant now) {
    int failing = jdbc.sql("select count(*) from messaging_duty_message where next_at is not null and problem is not null")
        .query(Integer.class).single();
    int givenUp = jdbc.sql("""
        select count(*) from messaging_duty_message
        where next_at is null and delivered_at is null and problem <> 'removed' and created_at > ?""").param(SqlTime.of(now.minus(SHOWN)))
        .query(Integer.class).single();
    return new Backlog(failing, givenUp);
  }

  void tidy(Instant now) {
    jdbc.sql("delete from messaging_duty_message where next_at is null and created_at < ?").param(SqlTime.of(now.minus(KEPT))).update();
  }
}
