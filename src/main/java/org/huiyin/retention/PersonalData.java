package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.ErasureStep;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.PersonRequests.Fate;
import org.huiyin.retention.PersonRequests.Item;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What is stored about a number, what keeps it, and the erasure of what nothing keeps. */
@Component
class PersonalData {
  private final CallLedger calls;
  private final Recordings recordings;
  private final Tickets tickets;
  private final RetentionTable rows;
  private final Registrar registrar;
  private final Schedule schedule;
  private final ObjectProvider<ErasureStep> owners;
  private final Clock clock;

  PersonalData(CallLedger calls, Recordings recordings, Tickets tickets, RetentionTable rows, Registrar registrar, Schedule schedule,
      ObjectProvider<ErasureStep> owners, Clock clock) {
    this.calls = calls;
    this.recordings = recordings;
    this.tickets = tickets;
    this.rows = rows;
    this.registrar = registrar;
    this.schedule = schedule;
    this.owners = owners;
    this.clock = clock;
  }

  List<Item> about(CommunityId community, PhoneNumber number) {
    var now = clock.instant();
    return calls.ofCaller(community, number).stream().map(calls::find).flatMap(Optional::stream)
        .sorted(Comparator.comparing(Call::startedAt).thenComparing(call -> call.id().value()).reversed()).map(call -> item(call, now))
        .toList();
  }

  private Item item(Call call, Instant now) {
    var recording = recordings.ofCall(call.id()).filter(PersonalData::audible);
    var ticket = tickets.ofCall(call.id()).orElse(null);
    var row = recording.flatMap(facts -> rows.find(facts.id()));
    if (row.isEmpty()) {
      return unregistered(call, recording.map(RecordingFacts::id).orElse(null), ticket, now);
    }
    var kept = row.get();
    var look = schedule.sight(kept, now);
    var fate = kept.state().begun() ? Fate.GONE : fate(look, kept.state() == Life.State.SCHEDULED);
    var until = fate == Fate.GONE ? null : fate == Fate.SCHEDULED ? kept.purgeAt() : look.verdict().until();
    return new Item(call.id(), call.startedAt(), call.choice(), kept.recording(), ticket, fate, look.verdict().policy(), until);
  }

  /** Most often nobody said anything that is stored: who called is kept as long as the audio would be. */
  private Item unregistered(Call call, @Nullable RecordingId recording, @Nullable Ticket ticket, Instant now) {
    var look = schedule.sight(call.id(), call.community(), recording, call.startedAt(), now);
    var fate = call.end() == Call.End.RUNNING ? Fate.PERIOD : fate(look, false);
    return new Item(call.id(), call.startedAt(), call.choice(), recording, ticket, fate, look.verdict().policy(), look.verdict().until());
  }

  private static Fate fate(Schedule.Sight look, boolean scheduled) {
    if (look.keeper() != null) {
      return switch (look.keeper()) {
        case HOLD -> Fate.HOLD;
        case LONG_KEEP -> Fate.LONG_KEEP;
        case OPEN_TICKET -> Fate.OPEN_TICKET;
      };
    }
    if (scheduled) {
      return Fate.SCHEDULED;
    }
    return look.verdict() instanceof Verdict.Keep ? Fate.PERIOD : Fate.ERASABLE;
  }

  private static boolean audible(RecordingFacts facts) {
    return facts.state() != RecordingState.EMPTY && facts.state() != RecordingState.DESTROYED;
  }

  /**
   * Schedules what nothing keeps, and erases at once who called where there is no audio. Asked anew, row by row.
   *
   * @return how many calls it concerned
   */
  int erase(CommunityId community, PhoneNumber number) {
    var now = clock.instant();
    int erased = 0;
    for (var item : about(community, number)) {
      if (item.fate() != Fate.ERASABLE) {
        continue;
      }
      if (item.recording() == null) {
        owners.orderedStream().forEach(owner -> owner.erase(List.of(item.call())));
      } else {
        recordings.find(item.recording()).ifPresent(registrar::register);
        schedule.look(rows.lock(item.recording()).orElseThrow(), now, Life.Cause.REQUEST);
      }
      erased++;
    }
    return erased;
  }
}
