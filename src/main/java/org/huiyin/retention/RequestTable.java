package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_request} and its log. */
@Component
class RequestTable {
  private static final String ALL = "select * from retention_request ";

  private final JdbcClient jdbc;

  RequestTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(PersonRequest request, PhoneNumber number) {
    jdbc.sql("""
        insert into retention_request (id, community, number, masked, identity, received_by, received_at, due_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)""").params(request.id().value(), request.community().value(), number.raw(), request.masked(),
        request.identity(), request.receivedBy(), SqlTime.of(request.receivedAt()), SqlTime.of(request.dueAt())).update();
  }

  Optional<PersonRequest> find(PersonRequestId id) {
    return jdbc.sql(ALL + "where id = ?").param(id.value()).query((row, _) -> read(row, log(id))).optional();
  }

  Optional<PersonRequest> lock(PersonRequestId id) {
    return jdbc.sql(ALL + "where id = ? for update").param(id.value()).query((row, _) -> read(row, log(id))).optional();
  }

  List<PersonRequest> newest(Set<CommunityId> communities, boolean openOnly, @Nullable PersonRequest after, int limit) {
    if (communities.isEmpty()) {
      return List.of();
    }
    var query = jdbc.sql(ALL + "where community in (:communities)" + (openOnly ? " and answered_at is null" : "")
        + (after == null ? "" : " and (received_at, id) < (:at, :id)") + " order by received_at desc, id desc fetch first :limit rows only")
        .param("communities", communities.stream().map(CommunityId::value).toList()).param("limit", limit);
    return (after == null ? query : query.param("at", SqlTime.of(after.receivedAt())).param("id", after.id().value()))
        .query((row, _) -> read(row, List.of())).list();
  }

  void answered(PersonRequestId id, Instant at, String by, String answer) {
    jdbc.sql("update retention_request set answered_at = ?, answered_by = ?, answer = ? where id = ?")
        .params(SqlTime.of(at), by, answer, id.value()).update();
  }

  void forgetNumber(PersonRequestId id) {
    jdbc.sql("update retention_request set number = null where id = ?").param(id.value()).update();
  }

  List<PersonRequestId> answeredWithNumber() {
    return jdbc.sql("select id from retention_request where answered_at is not null and number is not null")
        .query((row, _) -> new PersonRequestId(row.getObject("id", UUID.class))).list();
  }

  long countOverdue(Instant now) {
    return jdbc.sql("select count(*) from retention_request where answered_at is null and due_at < ?").param(SqlTime.of(now))
        .query(Long.class).single();
  }

  /** In the transaction that has locked the request. */
  void happened(PersonRequestId id, Instant at, String actor, String kind, String detail) {
    jdbc.sql("""
        insert into retention_request_event (request, position, at, actor, kind, detail)
        select ?, count(*), ?, ?, ?, ? from retention_request_event where request = ?""")
        .params(id.value(), SqlTime.of(at), actor, kind, detail, id.value()).update();
  }

  private List<PersonRequest.Event> log(PersonRequestId id) {
    return jdbc.sql("select * from retention_request_event where request = ? order by position").param(id.value())
        .query((row, _) -> new PersonRequest.Event(SqlTime.read(row, "at"), row.getString("actor"), row.getString("kind"),
            row.getString("detail")))
        .list();
  }

  private static PersonRequest read(ResultSet row, List<PersonRequest.Event> log) throws SQLException {
    var number = row.getString("number");
    return new PersonRequest(new PersonRequestId(row.getObject("id", UUID.class)),
        new CommunityId(row.getObject("community", UUID.class)),
        number == null ? null : PhoneNumber.of(number, PhoneNumber.Presentation.ALLOWED, "CN"), row.getString("masked"),
        row.getString("identity"), row.getString("received_by"), SqlTime.read(row, "received_at"), SqlTime.read(row, "due_at"),
        SqlTime.readNullable(row, "answered_at"), row.getString("answered_by"), row.getString("answer"), log);
  }
}
