package org.huiyin.flow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of the PINs that are good now, and of those who tried wrong ones. */
@Component
class StudioTable {
  private final JdbcClient jdbc;

  StudioTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A PIN that nobody can read any more, and what it is good for. */
  record Row(StudioPass pass, byte[] salt, byte[] hash) {
  }

  /** In the place of the one that the same person had. */
  void put(StudioPass pass, byte[] salt, byte[] hash, Instant until) {
    jdbc.sql("delete from flow_studio_pin where asked_by = ?").param(pass.by().reference()).update();
    jdbc.sql(
        """
            insert into flow_studio_pin (id, salt, hash, community, language, prompt, said, note, asked_by, good_until)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .param(pass.id()).param(salt).param(hash).param(pass.community().value()).param(pass.prompt().language().code())
        .param(pass.prompt().id()).param(pass.prompt().text()).param(pass.note()).param(pass.by().reference()).param(SqlTime.of(until))
        .update();
  }

  List<Row> good(Instant now) {
    return jdbc.sql("select * from flow_studio_pin where good_until > ?").param(SqlTime.of(now)).query(StudioTable::row).list();
  }

  /** Whether it was there: of two calls with the same PIN one uses it up. */
  boolean use(UUID id) {
    return jdbc.sql("delete from flow_studio_pin where id = ?").param(id).update() == 1;
  }

  /** The PINs of one prompt, in every language. */
  void forget(CommunityId community, String prompt) {
    jdbc.sql("delete from flow_studio_pin where community = ? and prompt = ?").param(community.value()).param(prompt).update();
  }

  void forgetBefore(Instant moment) {
    jdbc.sql("delete from flow_studio_pin where good_until < ?").param(SqlTime.of(moment)).update();
  }

  /** Held to the end of the transaction: one PIN is tried at a time, on all machines of the installation. */
  PinGuard lockGuard() {
    return jdbc.sql("select * from flow_studio_guard where one = 1 for update")
        .query((row, _) -> new PinGuard(row.getInt("wrong"), SqlTime.read(row, "since"), SqlTime.readNullable(row, "locked_until")))
        .single();
  }

  void update(PinGuard guard) {
    var lockedUntil = guard.lockedUntil();
    jdbc.sql("update flow_studio_guard set wrong = ?, since = ?, locked_until = ? where one = 1").param(guard.wrong())
        .param(SqlTime.of(guard.since())).param(lockedUntil == null ? null : SqlTime.of(lockedUntil)).update();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var prompt = new Prompt(Language.of(row.getString("language")), row.getString("prompt"), row.getString("said"));
    return new Row(new StudioPass(row.getObject("id", UUID.class), Actor.of(row.getString("asked_by")),
        new CommunityId(row.getObject("community", UUID.class)), prompt, row.getString("note")), row.getBytes("salt"),
        row.getBytes("hash"));
  }
}
