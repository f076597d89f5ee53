package org.huiyin.flow;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of the communities' own prompts. They are only added. */
@Component
class PromptTable {
  private static final int NARROW = 8_000;
  private static final int WIDE = 16_000;
  private static final int PART = 512 * 1024;

  private final JdbcClient jdbc;

  PromptTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param sound null where the product's own is said again */
  record Row(CommunityId community, Language language, String id, Prompts.Version version, @Nullable String sound) {
    /** {@code zh/notice}. */
    String path() {
      return language.code() + "/" + id;
    }
  }

  /** The newest of every prompt that was ever changed, but of no sentence that was removed before that moment. */
  List<Row> newest(Instant removed) {
    return jdbc.sql("""
        select v.* from flow_prompt_version v left join flow_sentence s on s.community = v.community and s.prompt = v.prompt
        where v.version = (select max(w.version) from flow_prompt_version w
          where w.community = v.community and w.language = v.language and w.prompt = v.prompt)
        and (s.removed_at is null or s.removed_at > ?)""").param(SqlTime.of(removed)).query(PromptTable::row).list();
  }

  /** The newest first. */
  List<Row> versions(CommunityId community, Language language, String id) {
    return jdbc.sql("select * from flow_prompt_version where community = ? and language = ? and prompt = ? order by version desc")
        .param(community.value()).param(language.code()).param(id).query(PromptTable::row).list();
  }

  /** @throws org.springframework.dao.DuplicateKeyException when somebody else has added that version */
  void add(Row row) {
    var version = row.version();
    jdbc.sql(
        """
            insert into flow_prompt_version (community, language, prompt, version, source, said, sound, milliseconds, note, made_at, made_by, back_to)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .param(row.community().value()).param(row.language().code()).param(row.id())
        .param(version.number()).param(version.source().name()).param(version.said()).param(row.sound())
        .param((int) version.length().toMillis()).param(version.note())
        .param(SqlTime.of(java.util.Objects.requireNonNull(version.at()))).param(version.by()).param(version.backTo()).update();
  }

  /** A sound that is there already is not written again. */
  void keep(Recorded recorded) {
    var there = jdbc.sql("select count(*) from flow_prompt_sound where sound = ?").param(recorded.name()).query(Integer.class).single();
    if (there == 0) {
      keep(recorded.name(), NARROW, recorded.narrow());
      keep(recorded.name(), WIDE, recorded.wide());
    }
  }

  private void keep(String sound, int rate, byte[] bytes) {
    for (int part = 0; part * PART < bytes.length; part++) {
      jdbc.sql("insert into flow_prompt_sound (sound, rate, part, bytes) values (?, ?, ?, ?)").param(sound).param(rate).param(part)
          .param(Arrays.copyOfRange(bytes, part * PART, Math.min(bytes.length, (part + 1) * PART))).update();
    }
  }

  Optional<Recorded> recorded(String sound, Duration length) {
    return narrow(sound).map(narrow -> new Recorded(narrow, bytes(sound, WIDE), length));
  }

  Optional<byte[]> narrow(String sound) {
    var bytes = bytes(sound, NARROW);
    return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
  }

  private byte[] bytes(String sound, int rate) {
    var all = new ByteArrayOutputStream();
    jdbc.sql("select bytes from flow_prompt_sound where sound = ? and rate = ? order by part").param(sound).param(rate)
        .query((row, _) -> row.getBytes(1)).list().forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    int to = row.getInt("back_to");
    @Nullable
    Integer backTo = row.wasNull() ? null : to;
    return new Row(new CommunityId(row.getObject("community", UUID.class)), Language.of(row.getString("language")), row.getString("prompt"),
        new Prompts.Version(row.getInt("version"), Prompts.Source.valueOf(row.getString("source")), row.getString("said"),
            Duration.ofMillis(row.getInt("milliseconds")), row.getString("note"), SqlTime.read(row, "made_at"), row.getString("made_by"),
            backTo),
        row.getString("sound"));
  }
}
