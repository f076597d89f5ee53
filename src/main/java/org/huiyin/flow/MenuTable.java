package org.huiyin.flow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of menus. Versions are only added. */
@Component
class MenuTable {
  private final JdbcClient jdbc;

  MenuTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The version in force of every community that has one of its own. */
  List<Row> newest() {
    return jdbc.sql("""
        select v.* from flow_menu_version v
        where v.version = (select max(w.version) from flow_menu_version w where w.community = v.community)""").query(MenuTable::row).list();
  }

  List<Menus.Version> versions(CommunityId community) {
    return jdbc.sql("select * from flow_menu_version where community = ? order by version desc").param(community.value())
        .query(MenuTable::row).list().stream().map(Row::version).toList();
  }

  Optional<Menus.Version> version(CommunityId community, int number) {
    return jdbc.sql("select * from flow_menu_version where community = ? and version = ?").param(community.value()).param(number)
        .query(MenuTable::row).optional().map(Row::version);
  }

  int newest(CommunityId community) {
    return jdbc.sql("select coalesce(max(version), 1) from flow_menu_version where community = ?").param(community.value())
        .query(Integer.class).single();
  }

  /** @throws org.springframework.dao.DuplicateKeyException when somebody else has published that version */
  void add(CommunityId community, Menus.Version version) {
    var at = java.util.Objects.requireNonNull(version.at());
    jdbc.sql("""
        insert into flow_menu_version (community, version, document, note, published_at, published_by, rolled_back_to)
        values (?, ?, ?, ?, ?, ?, ?)""").param(community.value()).param(version.number()).param(version.document()).param(version.note())
        .param(SqlTime.of(at)).param(version.by()).param(version.rolledBackTo()).update();
  }

  Optional<Menus.Draft> draft(CommunityId community) {
    return draft(community, "");
  }

  /** Nobody else changes it until this transaction is over. */
  Optional<Menus.Draft> lockedDraft(CommunityId community) {
    return draft(community, " for update");
  }

  private Optional<Menus.Draft> draft(CommunityId community, String lock) {
    return jdbc.sql("select * from flow_menu_draft where community = ?" + lock).param(community.value()).query(
        (row, _) -> new Menus.Draft(row.getString("document"), row.getInt("revision"), row.getInt("based_on"),
            SqlTime.read(row, "changed_at"), row.getString("changed_by")))
        .optional();
  }

  /** @throws org.springframework.dao.DuplicateKeyException when there is one already */
  void begin(CommunityId community, Menus.Draft draft) {
    jdbc.sql("insert into flow_menu_draft (community, document, revision, based_on, changed_at, changed_by) values (?, ?, ?, ?, ?, ?)")
        .param(community.value()).param(draft.document()).param(draft.revision()).param(draft.basedOn()).param(SqlTime.of(draft.at()))
        .param(draft.by()).update();
  }

  void change(CommunityId community, Menus.Draft draft) {
    jdbc.sql("update flow_menu_draft set document = ?, revision = ?, based_on = ?, changed_at = ?, changed_by = ? where community = ?")
        .param(draft.document()).param(draft.revision()).param(draft.basedOn()).param(SqlTime.of(draft.at()))
        .param(draft.by()).param(community.value()).update();
  }

  void drop(CommunityId community) {
    jdbc.sql("delete from flow_menu_draft where community = ?").param(community.value()).update();
  }

  record Row(CommunityId community, Menus.Version version) {
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    int version = row.getInt("version");
    int to = row.getInt("rolled_back_to");
    @Nullable
    Integer rolledBackTo = row.wasNull() ? null : to;
    var document = row.getString("document");
    return new Row(new CommunityId(row.getObject("community", java.util.UUID.class)),
        new Menus.Version(version, version + "-" + MenuDocument.fingerprint(document), document, row.getString("note"),
            SqlTime.read(row, "published_at"), row.getString("published_by"), rolledBackTo));
  }
}
