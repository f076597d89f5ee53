package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CallId;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.Tickets;
import org.springframework.stereotype.Component;

/** Which holds cover which recording. Asked anew each time, so that what is added later to a ticket or by a number is covered too. */
@Component
class Coverage {
  private final HoldTable table;
  private final Tickets tickets;
  private final CallLedger calls;

  Coverage(HoldTable table, Tickets tickets, CallLedger calls) {
    this.table = table;
    this.tickets = tickets;
    this.calls = calls;
  }

  List<Hold> of(RetentionRow row, Instant now) {
    var ticket = tickets.ofCall(row.call());
    var numbers = Stream.of(calls.find(row.call()).map(Call::caller), ticket.map(Ticket::caller)).flatMap(Optional::stream).distinct()
        .toList();
    return table.covering(row, ticket.map(found -> found.number().toString()).stream().toList(), numbers, now);
  }

  /** The calls whose recordings the subject stands for now. */
  List<CallId> calls(Holds.Subject subject) {
    return switch (subject) {
      case Holds.Subject.OfRecording _ -> List.of();
      case Holds.Subject.OfTicket(var number) -> tickets.find(number).map(Ticket::call).stream().toList();
      case Holds.Subject.OfNumber(var community, var number) -> calls.ofCaller(community, number);
    };
  }
}
