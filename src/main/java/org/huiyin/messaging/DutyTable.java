package org.huiyin.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.messaging.DutyWebhooks.Backlog;
import org.huiyin.messaging.DutyWebhooks.DutyWebhook;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DutyTable {
  private static final Duration SHOWN = Duration.ofDays(7);
  private static final Duration KEPT = Duration.ofDays(30);

  private final JdbcClient jdbc;

  DutyTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Receiver(String address, String secret) {
  }

  Optional<Receiver> receiver(CommunityId community) {
    return jdbc.sql("select address, secret from messaging_duty_webhook where community = ?").param(community.value())
        .query((row, _) -> new Receiver(row.getString("address"), row.getString("secret"))).optional();
  }

  Optional<DutyWebhook> find(CommunityId community) {
    return jdbc.sql("""
        select w.address, w.set_at,
          (select count(*) from messaging_duty_message m where m.community = w.community and m.next_at is not null) as waiting,
          (select max(m.delivered_at) from messaging_duty_message m where m.community = w.community) as delivered
        from messaging_duty_webhook w where w.community = ?""").param(community.value())
        .query((row, _) -> new DutyWebhook(row.getString("address"), SqlTime.read(row, "set_at"), row.getInt("waiting"),
            SqlTime.readNullable(row, "delivered"), lastProblem(community)))
        .optional();
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
    jdbc.sql("insert into messaging_duty_webhook (community, address, secret, set_at) values (?, ?, ?, ?)")
        .params(community.value(), address, secret, SqlTime.of(now)).update();
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
