package org.huiyin.flow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.huiyin.flow.prompts.Language;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of what was made and is not said yet. */
@Component
class PromptDraftTable {
  private final JdbcClient jdbc;

  PromptDraftTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Prompts.Draft> find(CommunityId community, Language language, String id) {
    return jdbc.sql("select * from flow_prompt_draft where community = ? and language = ? and prompt = ?").param(community.value())
        .param(language.code()).param(id).query(PromptDraftTable::row).optional();
  }

  /** @throws org.springframework.dao.DuplicateKeyException when somebody else has made one since the one before was removed */
  void add(CommunityId community, Language language, String id, Prompts.Draft draft) {
    jdbc.sql("""
        insert into flow_prompt_draft (community, language, prompt, source, said, sound, milliseconds, note, made_at, made_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""").param(community.value()).param(language.code()).param(id).param(draft.source().name())
        .param(draft.said()).param(draft.sound()).param((int) draft.length().toMillis()).param(draft.note()).param(SqlTime.of(draft.at()))
        .param(draft.by()).update();
  }

  /** @return false when it was not there, or is another by now */
  boolean remove(CommunityId community, Language language, String id, String sound) {
    return jdbc.sql("delete from flow_prompt_draft where community = ? and language = ? and prompt = ? and sound = ?").param(community.value())
        .param(language.code()).param(id).param(sound).update() == 1;
  }

  /** Sounds that nobody has taken are not kept. */
  void forgetUnused(String sound) {
    jdbc.sql("""
        delete from flow_prompt_sound where sound = ? and not exists (select 1 from flow_prompt_version v where v.sound = ?)
          and not exists (select 1 from flow_prompt_draft d where d.sound = ?)""").params(sound, sound, sound).update();
  }

  private static Prompts.Draft row(ResultSet row, int number) throws SQLException {
    return new Prompts.Draft(row.getString("sound"), Prompts.Source.valueOf(row.getString("source")), row.getString("said"),
        Duration.ofMillis(row.getInt("milliseconds")), row.getString("note"), SqlTime.read(row, "made_at"), row.getString("made_by"));
  }
}
