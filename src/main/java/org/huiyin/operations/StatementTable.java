package org.huiyin.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.huiyin.foundation.SqlTime;
import org.huiyin.operations.Statements.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code operations_statement}, and who may make the next. A day has one statement; it is never changed. */
@Component
class StatementTable {
  private static final String JOB = "statements";

  private final JdbcClient jdbc;

  StatementTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @return false when the day has its statement already */
  boolean insert(Statement statement) {
    return jdbc.sql("""
        insert into operations_statement (date_of, made_at, calls, explained, alarming, key_id, signature, body)
        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
        .params(statement.day(), SqlTime.of(statement.madeAt()), statement.calls(), statement.explained(), statement.alarming(),
            statement.keyId(), statement.signature(), statement.body())
        .update() == 1;
  }

  Optional<Statement> find(LocalDate day) {
    return jdbc.sql("select * from operations_statement where date_of = ?").param(day).query(StatementTable::statement).optional();
  }

  List<Statement> newest(@Nullable LocalDate before, int limit) {
    return before == null
        ? jdbc.sql("select * from operations_statement order by date_of desc fetch first ? rows only").param(limit)
            .query(StatementTable::statement).list()
        : jdbc.sql("select * from operations_statement where date_of < ? order by date_of desc fetch first ? rows only")
            .params(before, limit)
            .query(StatementTable::statement).list();
  }

  /** The oldest first, so that each can be held against the one before it. */
  List<Statement> after(LocalDate day, int limit) {
    return jdbc.sql("select * from operations_statement where date_of > ? order by date_of fetch first ? rows only").params(day, limit)
        .query(StatementTable::statement).list();
  }

  /** Takes or keeps the lease; another node has it when false. */
  boolean lease(String owner, Instant now, Duration length) {
    return jdbc.sql("update operations_lease set owner = ?, held_until = ? where job = ? and (owner = ? or held_until < ?)")
        .params(owner, SqlTime.of(now.plus(length)), JOB, owner, SqlTime.of(now)).update() == 1;
  }

  private static Statement statement(ResultSet row, int number) throws SQLException {
    return new Statement(row.getObject("date_of", LocalDate.class), SqlTime.read(row, "made_at"), row.getInt("calls"),
        row.getInt("explained"), row.getInt("alarming"), row.getString("key_id"), row.getString("signature"), row.getString("body"));
  }
}
