package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.huiyin.approval.Approvals;
import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Decisions.Decided;
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

  @Nullable
  Keeper keeper(RetentionRow row, Decided decided, Instant now) {
    return keeper(new Of(row.call(), row.community(), row.recording()), decided, now);
  }

  /** What keeps the data of a call whether or not it has a recording. */
  @Nullable
  Keeper keeper(CallId call, CommunityId community, @Nullable RecordingId recording, Decided decided, Instant now) {
    return keeper(new Of(call, community, recording), decided, now);
  }

  private record Of(CallId call, CommunityId community, @Nullable RecordingId recording) {
  }

  private @Nullable Keeper keeper(Of of, Decided decided, Instant now) {
    var subjects = subjects(of.recording(), decided.ticket());
    return Life.keeper(() -> !holds(of, decided.ticket(), now).isEmpty(),
        () -> longKeeps.covers(of.community(), subjects) || proposed(subjects, decided, now), decided.open(),
        () -> of.recording() != null && sentences.sentenced(of.recording()));
  }

  List<Hold> holds(RetentionRow row, Instant now) {
    return holds(new Of(row.call(), row.community(), row.recording()), tickets.ofCall(row.call()), now);
  }

  private List<Hold> holds(Of of, Optional<Ticket> ticket, Instant now) {
    var numbers = Stream.of(calls.find(of.call()).map(Call::caller), ticket.map(Ticket::caller)).flatMap(Optional::stream).distinct()
        .toList();
    return table.covering(of.community(), of.recording(), ticket.map(found -> found.number().toString()).stream().toList(), numbers, now);
  }

  List<LongKeep> longKeeps(RetentionRow row) {
    return longKeeps.covering(row.community(), subjects(row.recording(), tickets.ofCall(row.call())));
  }

  /** What somebody has asked to keep is not destroyed while a second person has not answered. Asked only where it makes a difference. */
  private boolean proposed(List<String> subjects, Decided decided, Instant now) {
    return !now.isBefore(decided.verdict().until().minus(Life.DELAY)) && subjects.stream()
        .anyMatch(subject -> approvals.open(LongKeeps.BEGINNING, LongKeepBook.reference(subject)).isPresent());
  }

  private static List<String> subjects(@Nullable RecordingId recording, Optional<Ticket> ticket) {
    return Stream.concat(Stream.ofNullable(recording).map(RecordingId::toString), ticket.map(found -> found.number().toString()).stream())
        .toList();
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
