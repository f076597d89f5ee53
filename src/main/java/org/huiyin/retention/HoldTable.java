package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.approval.ProposalId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_hold}. */
@Component
class HoldTable {
  private static final String ALL = "select * from retention_hold ";
  private static final String IN_FORCE = "lifted_at is null and (until is null or until > :now)";

  private final JdbcClient jdbc;

  HoldTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Hold hold, @Nullable PhoneNumber number) {
    jdbc.sql("insert into retention_hold (id, kind, subject, number, community, reason, placed_by, placed_at, until)"
        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)").param(hold.id().value()).param(hold.kind().name()).param(hold.subject())
        .param(number == null ? null : stored(number)).param(hold.community().value()).param(hold.reason()).param(hold.placedBy())
        .param(SqlTime.of(hold.placedAt())).param(hold.until() == null ? null : SqlTime.of(hold.until())).update();
  }

  Optional<Hold> find(HoldId id) {
    return jdbc.sql(ALL + "where id = ?").param(id.value()).query(HoldTable::read).optional();
  }

  Optional<Hold> lock(HoldId id) {
    return jdbc.sql(ALL + "where id = ? for update").param(id.value()).query(HoldTable::read).optional();
  }

  /** The number that it is for, as it is compared; empty once it is over. */
  Optional<String> number(HoldId id) {
    return jdbc.sql("select number from retention_hold where id = ? and number is not null").param(id.value()).query(String.class)
        .optional();
  }

  /** A number is personal data: it goes with the hold's end. */
  void lifted(HoldId id, Instant at, String by, ProposalId proposal) {
    jdbc.sql("update retention_hold set lifted_at = ?, lifted_by = ?, proposal = ?, number = null where id = ?")
        .params(SqlTime.of(at), by, proposal.value(), id.value()).update();
  }

  /** Forgets the numbers of holds that ended by themselves. */
  void forgetNumbers(Instant now) {
    jdbc.sql("update retention_hold set number = null where number is not null and until <= ?").param(SqlTime.of(now)).update();
  }

  List<Hold> newest(Set<CommunityId> communities, boolean inForceOnly, Instant now, @Nullable Hold after, int limit) {
    if (communities.isEmpty()) {
      return List.of();
    }
    var query = jdbc.sql(ALL + "where community in (:communities)" + (inForceOnly ? " and " + IN_FORCE : "")
        + (after == null ? "" : " and (placed_at, id) < (:at, :id)") + " order by placed_at desc, id desc fetch first :limit rows only")
        .param("communities", communities.stream().map(CommunityId::value).toList()).param("limit", limit);
    query = inForceOnly ? query.param("now", SqlTime.of(now)) : query;
    return (after == null ? query : query.param("at", SqlTime.of(after.placedAt())).param("id", after.id().value()))
        .query(HoldTable::read).list();
  }

  /**
   * The holds in force that cover a recording, or a call that has none.
   *
   * @param tickets the numbers of its tickets
   * @param numbers the telephone numbers of its call and tickets
   */
  List<Hold> covering(CommunityId community, @Nullable RecordingId recording, List<String> tickets, List<PhoneNumber> numbers,
      Instant now) {
    return jdbc.sql(ALL + "where community = :community and " + IN_FORCE + """
        and ((kind = 'RECORDING' and subject = :recording) or (kind = 'TICKET' and subject in (:tickets))
         or (kind = 'NUMBER' and number in (:numbers))) order by placed_at, id""").param("community", community.value())
        .param("now", SqlTime.of(now)).param("recording", recording == null ? "" : recording.toString())
        .param("tickets", orNothing(tickets))
        .param("numbers", orNothing(numbers.stream().filter(PhoneNumber::known).map(HoldTable::stored).toList())).query(HoldTable::read)
        .list();
  }

  /** What a hold in force covers: {@code key} is the recording's id, the ticket's number or the telephone number as it is compared. */
  record Held(Hold.Kind kind, CommunityId community, String key) {
  }

  /** Those of the keys that a hold in force covers. */
  Set<Held> held(Collection<Held> asked, Instant now) {
    if (asked.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(jdbc.sql(
        "select distinct kind, community, case when kind = 'NUMBER' then number else subject end as compared from retention_hold where "
            + IN_FORCE
            + " and community in (:communities) and ((kind <> 'NUMBER' and subject in (:keys)) or (kind = 'NUMBER' and number in (:keys)))")
        .param("now", SqlTime.of(now)).param("communities", asked.stream().map(held -> held.community().value()).distinct().toList())
        .param("keys", asked.stream().map(Held::key).distinct().toList())
        .query((row, _) -> new Held(Hold.Kind.valueOf(row.getString("kind")), new CommunityId(row.getObject("community", UUID.class)),
            row.getString("compared")))
        .list());
  }

  /** Numbers are compared in their international form where they have one. */
  static String stored(PhoneNumber number) {
    return number.e164() == null ? number.raw() : number.e164();
  }

  private static List<String> orNothing(List<String> values) {
    return values.isEmpty() ? List.of("") : values;
  }

  private static Hold read(ResultSet row, int number) throws SQLException {
    return new Hold(new HoldId(row.getObject("id", UUID.class)), Hold.Kind.valueOf(row.getString("kind")), row.getString("subject"),
        new CommunityId(row.getObject("community", UUID.class)), row.getString("reason"), row.getString("placed_by"),
        SqlTime.read(row, "placed_at"), SqlTime.readNullable(row, "until"), SqlTime.readNullable(row, "lifted_at"),
        row.getString("lifted_by"));
  }
}
