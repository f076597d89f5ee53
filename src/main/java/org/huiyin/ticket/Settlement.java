package org.huiyin.ticket;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.huiyin.call.Call;
import org.huiyin.call.CallEnded;
import org.huiyin.call.CallLedger;
import org.huiyin.call.MessageSilent;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.SqlTime;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes the end of a call into account, once: a call without a ticket gets one, and a ticket about which nothing was said becomes missed. An urgent
 * one stays accepted, since silence may be the emergency. Who only asked for an answer, was given it and hung up wants no call back: that ticket is archived.
 */
@Component
class Settlement {
  /** The stages in which a caller is given an answer; a call that ended there, without a choice, has its stage for one. */
  static final Set<String> ANSWERED = Set.of("progress", "information");

  private final CallLedger calls;
  private final TicketStore store;
  private final Opener opener;
  private final Sorter sorter;
  private final Changes changes;
  private final Clock clock;

  Settlement(CallLedger calls, TicketStore store, Opener opener, Sorter sorter, Changes changes, Clock clock) {
    this.calls = calls;
    this.store = store;
    this.opener = opener;
    this.sorter = sorter;
    this.changes = changes;
    this.clock = clock;
  }

  @ApplicationModuleListener
  void on(CallEnded ended) {
    settle(ended.call());
  }

  /** The message turns out to be silence. Only a ticket that no person has touched is changed by it. */
  @ApplicationModuleListener
  void on(MessageSilent silent) {
    settle(silent.call());
    var ticket = store.lockOfCall(silent.call()).orElseThrow();
    if (!ticket.touched(Opener.HOTLINE)) {
      miss(ticket, SqlTime.exact(clock.instant()));
    }
  }

  /** Doing it again changes nothing: what staff made of the ticket since stays. */
  @Transactional
  public void settle(CallId id) {
    var call = calls.find(id).filter(found -> found.end() != Call.End.RUNNING);
    if (call.isPresent()) {
      settle(call.get());
    }
  }

  private void settle(Call call) {
    boolean answered = call.choice().isEmpty() && ANSWERED.contains(call.stage()) && !call.hasMessage();
    if (store.ofCall(call.id()).isEmpty()) {
      var sorting = sorter.sorting(call.community(), call.choice());
      opener.open(new Tickets.Opening(call.id(), call.community(), call.caller(), answered ? call.stage() : call.choice(),
          sorting.category(), sorting.priority()));
    }
    var ticket = store.lockOfCall(call.id()).orElseThrow();
    if (ticket.settledAt != null) {
      return;
    }
    var now = SqlTime.exact(clock.instant());
    ticket.settledAt = now;
    if (answered) {
      become(TicketState.ARCHIVED, ticket, now);
      ticket.archivedAt = now;
    } else if (!call.hasMessage()) {
      miss(ticket, now);
    }
  }

  private void miss(TicketRow ticket, Instant now) {
    if (ticket.state == TicketState.ACCEPTED && ticket.priority != Priority.URGENT) {
      become(TicketState.MISSED, ticket, now);
    }
  }

  private void become(TicketState next, TicketRow ticket, Instant now) {
    var before = ticket.state;
    ticket.become(next, now, Opener.HOTLINE);
    changes.tell(Opener.HOTLINE, "ticket.state", ticket, Map.of("from", before.name(), "to", next.name()));
  }
}
