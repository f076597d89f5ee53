package org.huiyin.retention;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.huiyin.approval.Approvals;
import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Decisions.Decided;
import org.huiyin.retention.HoldTable.Held;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What keeps which recording. Asked anew each time, so that what is added later to a ticket or by a number is covered too. */
@Component
class Coverage {
  private final HoldTable table;
  private final LongKeepTable longKeeps;
  private final SentenceTable sentences;
  private final Approvals approvals;
  private final Tickets tickets;
  private final CallLedger calls;

  Coverage(HoldTable table, LongKeepTable longKeeps, SentenceTable sentences, Approvals approvals, Tickets tickets, CallLedger calls) {
    this.table = table;
    this.longKeeps = longKeeps;
    this.sentences = sentences;
    this.approvals = approvals;
    this.tickets = tickets;
    this.calls = calls;
  }

  /** A call, and its recording unless it has none. */
  interface Of extends Decisions.Asked {
    @Nullable
    RecordingId recording();
  }

  record OfCall(CallId call, CommunityId community, @Nullable RecordingId recording, Instant callStartedAt) implements Of {
  }

  @Nullable
  Keeper keeper(Of of, Decided decided, Instant now) {
    return keepers(Map.of(of, decided), now).get(of);
  }

  /** Of those that are kept, by what. */
  <T extends Of> Map<T, Keeper> keepers(Map<T, Decided> all, Instant now) {
    var callers = calls.find(all.keySet().stream().map(Of::call).toList());
    var held = table.held(all.entrySet().stream().flatMap(one -> keys(one.getKey(), one.getValue(), callers)).toList(), now);
    var longKept = longKeeps.covered(all.entrySet().stream().flatMap(one -> subjects(one.getKey(), one.getValue())).toList());
    var proposed = proposed(all, now);
    var sentenced = sentences.sentenced(all.entrySet().stream().filter(one -> one.getValue().open())
        .flatMap(one -> Stream.ofNullable(one.getKey().recording())).toList());
    var keepers = new HashMap<T, Keeper>();
    all.forEach((of, decided) -> {
      var keeper = Life.keeper(() -> keys(of, decided, callers).anyMatch(held::contains),
          () -> subjects(of, decided).anyMatch(subject -> longKept.contains(subject) || proposed.contains(LongKeepBook.reference(subject))),
          decided.open(), () -> of.recording() != null && sentenced.contains(of.recording()));
      if (keeper != null) {
        keepers.put(of, keeper);
      }
    });
    return keepers;
  }

  /** What somebody has asked to keep is not destroyed while a second person has not answered. Asked only where it makes a difference. */
  private <T extends Of> Set<String> proposed(Map<T, Decided> all, Instant now) {
    return approvals.open(LongKeeps.BEGINNING,
        all.entrySet().stream().filter(one -> !now.isBefore(one.getValue().verdict().until().minus(Life.DELAY)))
            .flatMap(one -> subjects(one.getKey(), one.getValue())).map(LongKeepBook::reference).toList());
  }

  /** By what holds may cover it: its recording, its ticket, and the numbers of its call and its ticket. */
  private static Stream<Held> keys(Of of, Decided decided, Map<CallId, Call> callers) {
    var numbers = Stream.concat(Stream.ofNullable(callers.get(of.call())).map(Call::caller), decided.ticket().map(Ticket::caller).stream())
        .filter(PhoneNumber::known).map(number -> new Held(Hold.Kind.NUMBER, of.community(), HoldTable.stored(number)));
    return Stream.of(Stream.ofNullable(of.recording()).map(id -> new Held(Hold.Kind.RECORDING, of.community(), id.toString())),
        decided.ticket().map(ticket -> new Held(Hold.Kind.TICKET, of.community(), ticket.number().toString())).stream(), numbers)
        .flatMap(all -> all).distinct();
  }

  private static Stream<String> subjects(Of of, Decided decided) {
    return subjects(of.recording(), decided.ticket()).stream();
  }

  List<Hold> holds(RetentionRow row, Instant now) {
    var ticket = tickets.ofCall(row.call());
    var numbers = Stream.of(calls.find(row.call()).map(Call::caller), ticket.map(Ticket::caller)).flatMap(Optional::stream).distinct()
        .toList();
    return table.covering(row.community(), row.recording(), ticket.map(found -> found.number().toString()).stream().toList(), numbers, now);
  }

  /** Those that cover the ticket itself, whether it has audio or not. */
  List<Hold> holds(Ticket ticket, Instant now) {
    var numbers = Stream.concat(calls.find(ticket.call()).map(Call::caller).stream(), Stream.of(ticket.caller())).distinct().toList();
    return table.covering(ticket.community(), null, List.of(ticket.number().toString()), numbers, now);
  }

  List<LongKeep> longKeeps(RetentionRow row) {
    return longKeeps.covering(row.community(), subjects(row.recording(), tickets.ofCall(row.call())));
  }

  List<LongKeep> longKeeps(Ticket ticket, List<RecordingId> recordings) {
    return longKeeps.covering(ticket.community(),
        Stream.concat(Stream.of(ticket.number().toString()), recordings.stream().map(RecordingId::toString)).toList());
  }

  private static List<String> subjects(@Nullable RecordingId recording, Optional<Ticket> ticket) {
    return Stream.concat(Stream.ofNullable(recording).map(RecordingId::toString), ticket.map(found -> found.number().toString()).stream())
        .toList();
  }

  /** @param number as it is compared, see {@link HoldTable#stored} */
  List<CallId> callsOfNumber(CommunityId community, String number) {
    return number.isEmpty() ? List.of() : calls.ofCaller(community, calls.number(number));
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
