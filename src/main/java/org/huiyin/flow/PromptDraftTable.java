package org.huiyin.flow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.huiyin.flow.PromptDrafts.Draft;
import org.huiyin.flow.prompts.Prompt;
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

  Optional<Draft> find(CommunityId community, Prompt prompt) {
    return jdbc.sql("select * from flow_prompt_draft where community = ? and language = ? and prompt = ?").param(community.value())
        .param(prompt.language().code()).param(prompt.id()).query(PromptDraftTable::row).optional();
  }

  /** @throws org.springframework.dao.DuplicateKeyException when there is one */
  void add(CommunityId community, Prompt prompt, Draft draft) {
    jdbc.sql("""
        insert into flow_prompt_draft (community, language, prompt, source, said, sound, milliseconds, note, made_at, made_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""").param(community.value()).param(prompt.language().code()).param(prompt.id())
        .param(draft.source().name()).param(draft.said()).param(draft.id()).param((int) draft.length().toMillis()).param(draft.note())
        .param(SqlTime.of(draft.at())).param(draft.by()).update();
  }

  /** @return false when it was not there, or is another by now */
  boolean remove(CommunityId community, Prompt prompt, String draft) {
    return jdbc.sql("delete from flow_prompt_draft where community = ? and language = ? and prompt = ? and sound = ?")
        .param(community.value()).param(prompt.language().code()).param(prompt.id()).param(draft).update() == 1;
  }

  /** Those of one prompt, in every language. */
  void removeAll(CommunityId community, String id) {
    var sounds = jdbc.sql("select sound from flow_prompt_draft where community = ? and prompt = ?").param(community.value()).param(id)
        .query((row, _) -> row.getString(1)).list();
    jdbc.sql("delete from flow_prompt_draft where community = ? and prompt = ?").param(community.value()).param(id).update();
    sounds.forEach(this::forgetUnused);
  }

  /** A sound that nobody has taken, and nobody else's draft holds, is not kept. */
  void forgetUnused(String sound) {
    jdbc.sql("""
        delete from flow_prompt_sound where sound = ? and not exists (select 1 from flow_prompt_version v where v.sound = ?)
          and not exists (select 1 from flow_prompt_draft d where d.sound = ?)""").params(sound, sound, sound).update();
  }

  private static Draft row(ResultSet row, int number) throws SQLException {
    return new Draft(row.getString("sound"), Prompts.Source.valueOf(row.getString("source")), row.getString("said"),
        Duration.ofMillis(row.getInt("milliseconds")), row.getString("note"), SqlTime.read(row, "made_at"), row.getString("made_by"));
  }
}
