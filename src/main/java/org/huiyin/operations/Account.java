package org.huiyin.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.huiyin.call.Call;
import org.huiyin.foundation.CallId;
import org.huiyin.operations.Difference.Reason;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Holds the witnesses of a time against each other. Pure: the facts in, the differences out.
 *
 * @param peak the most calls at one time
 * @param busyMinutes the beginnings of the minutes in which every channel was taken: who called then may not have got through
 */
record Account(List<Difference> differences, int peak, List<Instant> busyMinutes) {
  /** Dialplan, events and sweeps have done all they do by then. */
  static final Duration SETTLED = Duration.ofMinutes(10);
  private static final Duration SEALED = Duration.ofHours(1);
  /** The dialplan closes a line after an hour. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(65);
  /** Times are in whole seconds; who hangs up at once has left nothing to record. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  /** Packets that a network or a full machine dropped, and no more. */
  private static final Duration PACKETS = Duration.ofSeconds(3);
  private static final int PACKETS_OF_A_LONG_CALL = 10;
  /** Asterisk may die between two of its lines about a call. */
  private static final Duration AROUND = Duration.ofSeconds(15);

  /** The stage of a call that the dialplan did not record, since the disk was full. */
  private static final String TURNED_AWAY = "full";

  static Account of(DayOfCalls day) {
    var found = new ArrayList<Difference>();
    starts(day, found);
    day.calls().forEach(call -> call(day, call, found));
    witnesses(day, found);
    day.forgotten().forEach(file -> found.add(new Difference(Reason.ORPHAN_FILE, "spool:" + file)));
    var running = simultaneous(day.calls());
    return new Account(List.copyOf(found), running.values().stream().max(Integer::compare).orElse(0),
        running.entrySet().stream().filter(minute -> minute.getValue() >= day.channels()).map(Map.Entry::getKey).toList());
  }

  long alarms() {
    return differences.stream().filter(difference -> !difference.explained()).count();
  }

  private static void starts(DayOfCalls day, List<Difference> found) {
    var starts = day.starts();
    if (starts == null) {
      return;
    }
    Set<CallId> known = day.calls().stream().map(Call::id).collect(Collectors.toSet());
    starts.forEach((call, times) -> {
      if (times > 1) {
        found.add(new Difference(Reason.CALL_STARTED_TWICE, "call:" + call));
      }
      if (!known.contains(call)) {
        found.add(new Difference(Reason.CALL_UNKNOWN, "call:" + call));
      }
    });
    day.calls().stream().filter(call -> !starts.containsKey(call.id())).forEach(
        call -> found.add(new Difference(crashed(day, call) ? Reason.START_CRASHED : Reason.START_NOT_WRITTEN, "call:" + call.id())));
  }

  private static void call(DayOfCalls day, Call call, List<Difference> found) {
    var ended = call.endedAt();
    if (ended == null) {
      if (call.startedAt().plus(LONGEST_CALL).isBefore(day.now())) {
        found.add(new Difference(Reason.CALL_STILL_OPEN, "call:" + call.id()));
      }
      return;
    }
    if (ended.plus(SETTLED).isAfter(day.now())) {
      return;
    }
    if (!day.ticketed().contains(call.id())) {
      found.add(new Difference(Reason.NO_TICKET, "call:" + call.id()));
    }
    if (call.stage().equals(TURNED_AWAY)) {
      found.add(new Difference(Reason.TURNED_AWAY, "call:" + call.id()));
    }
    var recording = day.recordings().get(call.id());
    if (recording == null) {
      found.add(new Difference(Reason.NO_RECORDING, "call:" + call.id()));
    } else {
      recording(day, call, Duration.between(call.startedAt(), ended), recording, found);
    }
  }

  private static void recording(DayOfCalls day, Call call, Duration length, RecordingFacts recording, List<Difference> found) {
    var subject = "recording:" + recording.id();
    if (recording.state() == RecordingState.SPOOLED && call.startedAt().plus(length).plus(SEALED).isBefore(day.now())) {
      found.add(new Difference(Reason.RECORDING_UNSEALED, subject));
    }
    if (!call.stage().equals(TURNED_AWAY)) {
      notWhole(day, call, length, recording, found);
    }
  }

  private static void notWhole(DayOfCalls day, Call call, Duration length, RecordingFacts recording, List<Difference> found) {
    var subject = "recording:" + recording.id();
    if (recording.state() == RecordingState.EMPTY) {
      found.add(new Difference(empty(day, call, length), subject));
    } else if (recording.missing().isPositive()) {
      found.add(new Difference(tooShort(day, call, length, recording.missing()), subject, recording.missing().toSeconds()));
    }
    if (recording.salvaged()) {
      found.add(new Difference(crashed(day, call) ? Reason.RECORDING_SALVAGED_CRASHED : Reason.RECORDING_SALVAGED, subject));
    }
  }

  private static Reason empty(DayOfCalls day, Call call, Duration length) {
    if (crashed(day, call)) {
      return Reason.RECORDING_EMPTY_CRASHED;
    }
    return length.compareTo(AT_ONCE) <= 0 ? Reason.RECORDING_EMPTY_AT_ONCE : Reason.RECORDING_EMPTY;
  }

  private static Reason tooShort(DayOfCalls day, Call call, Duration length, Duration missing) {
    if (crashed(day, call)) {
      return Reason.RECORDING_SHORT_CRASHED;
    }
    return missing.compareTo(PACKETS) <= 0 || missing.multipliedBy(PACKETS_OF_A_LONG_CALL).compareTo(length) <= 0
        ? Reason.RECORDING_SHORT_PACKETS
        : Reason.RECORDING_SHORT;
  }

  /** A kill writes no record, and one that was being written is lost with it. */
  private static void witnesses(DayOfCalls day, List<Difference> found) {
    var witnessed = day.witnessed();
    if (witnessed == null) {
      return;
    }
    Set<CallId> known = day.calls().stream().map(Call::id).collect(Collectors.toSet());
    witnessed.keySet().stream().filter(call -> !known.contains(call))
        .forEach(call -> found.add(new Difference(Reason.WITNESS_ALONE, "call:" + call)));
    for (Call call : day.calls()) {
      var ended = call.endedAt();
      if (ended != null && ended.plus(SETTLED).isBefore(day.now()) && !witnessed.containsKey(call.id())) {
        found.add(new Difference(crashed(day, call) ? Reason.NO_WITNESS_CRASHED : Reason.NO_WITNESS, "call:" + call.id()));
      }
    }
  }

  /** Whether Asterisk, or the machine, went down during the call. */
  private static boolean crashed(DayOfCalls day, Call call) {
    var end = call.endedAt() == null ? day.now() : call.endedAt();
    return day.crashes().stream().filter(crash -> !crash.part().equals("service"))
        .anyMatch(crash -> crash.touches(call.startedAt(), end.plus(AROUND)) && (crash.from() != null || call.end() == Call.End.CUT_OFF));
  }

  /** How many calls there were at one time, at most, in each minute that had any. */
  private static Map<Instant, Integer> simultaneous(List<Call> calls) {
    var changes = new TreeMap<Instant, Integer>();
    for (Call call : calls) {
      var end = call.endedAt();
      if (end != null) {
        changes.merge(call.startedAt(), 1, Integer::sum);
        changes.merge(end.isAfter(call.startedAt()) ? end : call.startedAt().plusSeconds(1), -1, Integer::sum);
      }
    }
    var minutes = new TreeMap<Instant, Integer>();
    int running = 0;
    @Nullable
    Instant before = null;
    for (var change : changes.entrySet()) {
      if (before != null && running > 0) {
        for (var minute = before.truncatedTo(ChronoUnit.MINUTES); minute.isBefore(change.getKey()); minute = minute.plusSeconds(60)) {
          minutes.merge(minute, running, Math::max);
        }
      }
      running += change.getValue();
      before = change.getKey();
    }
    return minutes;
  }
}
