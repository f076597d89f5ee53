package org.huiyin.ticket;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;

import org.hibernate.Session;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.SqlIds;
import org.springframework.stereotype.Component;

/** Finds the rows of tickets. */
@Component
class TicketStore {
  private final EntityManager rows;

  TicketStore(EntityManager rows) {
    this.rows = rows;
  }

  void add(TicketRow row) {
    rows.persist(row);
    rows.flush();
  }

  /** Writes what was changed now, so that a row shows its new version. */
  void flush() {
    rows.flush();
  }

  Optional<TicketRow> find(TicketNumber number) {
    return Optional.ofNullable(rows.find(TicketRow.class, TicketRow.stored(number)));
  }

  /** Changes of one ticket happen one after the other. */
  Optional<TicketRow> lock(TicketNumber number) {
    return Optional.ofNullable(rows.find(TicketRow.class, TicketRow.stored(number), LockModeType.PESSIMISTIC_WRITE));
  }

  Optional<TicketRow> ofCall(CallId call) {
    return query("select t from TicketRow t where t.call = :call").setParameter("call", call.value()).getResultStream().findFirst();
  }

  Optional<TicketRow> lockOfCall(CallId call) {
    return query("select t from TicketRow t where t.call = :call").setParameter("call", call.value())
        .setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultStream().findFirst();
  }

  List<TicketRow> ofCalls(Collection<CallId> calls) {
    return rows.unwrap(Session.class).createNativeQuery("select * from ticket_ticket where call_id = any(:calls)", TicketRow.class)
        .addSynchronizedEntityClass(TicketRow.class).setParameter("calls", SqlIds.of(calls, CallId::value)).setReadOnly(true)
        .getResultList();
  }

  /** Which of the calls have a ticket that knows of the call's end. */
  List<UUID> settledAmong(Collection<CallId> calls) {
    return rows.createQuery("select t.call from TicketRow t where t.call in :calls and t.settledAt is not null", UUID.class)
        .setParameter("calls", values(calls)).getResultList();
  }

  List<TicketRow> ofTheSameCaller(TicketRow ticket, int limit) {
    return query("""
        select t from TicketRow t where t.community = :community and t.callerRaw = :raw and t.number <> :number
        order by t.number desc""").setParameter("community", ticket.community).setParameter("raw", ticket.callerRaw)
        .setParameter("number", ticket.number).setMaxResults(limit).getResultList();
  }

  /** Those that are still open first. By the number as it came or, where the network writes it in several ways, as it is. */
  List<TicketRow> ofNumber(CommunityId community, PhoneNumber caller, int limit) {
    var e164 = caller.e164();
    return query("""
        select t from TicketRow t where t.community = :community and (t.callerRaw = :raw or t.callerE164 = :e164)
        and t.callerPresentation = :allowed and t.choice not in :enquiries
        order by case when t.state = :archived then 1 else 0 end, t.number desc""").setParameter("community", community.value())
        .setParameter("raw", caller.raw()).setParameter("e164", e164 == null ? caller.raw() : e164)
        .setParameter("allowed", PhoneNumber.Presentation.ALLOWED).setParameter("enquiries", Settlement.ANSWERED)
        .setParameter("archived", TicketState.ARCHIVED).setMaxResults(limit).getResultList();
  }

  List<TicketRow> list(Tickets.Query wanted) {
    return narrowed(query("select t " + matching(wanted) + " order by t.number desc"), wanted).setMaxResults(wanted.limit())
        .getResultList();
  }

  long count(Tickets.Query wanted) {
    return narrowed(rows.createQuery("select count(t) " + matching(wanted), Long.class), wanted).getSingleResult();
  }

  private TypedQuery<TicketRow> query(String text) {
    return rows.createQuery(text, TicketRow.class);
  }

  /** Only the conditions that are asked for: a condition that may be switched off by its parameter keeps the database from its indexes. */
  private static String matching(Tickets.Query wanted) {
    return "from TicketRow t where t.community in :communities and t.number < :before"
        + (wanted.state() == null ? "" : " and t.state = :state") + (wanted.priority() == null ? "" : " and t.priority = :priority");
  }

  private static <T> TypedQuery<T> narrowed(TypedQuery<T> query, Tickets.Query wanted) {
    var before = wanted.before();
    query.setParameter("communities", wanted.communities().stream().map(CommunityId::value).toList())
        .setParameter("before", before == null ? Long.MAX_VALUE : TicketRow.stored(before));
    if (wanted.state() != null) {
      query.setParameter("state", wanted.state());
    }
    if (wanted.priority() != null) {
      query.setParameter("priority", wanted.priority());
    }
    return query;
  }

  private static Set<UUID> values(Collection<CallId> calls) {
    return Set.copyOf(calls.stream().map(CallId::value).toList());
  }
}
