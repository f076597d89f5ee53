package org.huiyin.operations;

import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.huiyin.call.Call;
import org.huiyin.call.CrashWindow;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.operations.Difference.Reason;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A day on which everything agrees, and then each way in which it may not. */
class AccountTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-22T16:00:00Z");
  private static final Instant NOON = MIDNIGHT.plus(Duration.ofHours(12));
  private static final Duration LENGTH = Duration.ofSeconds(40);
  private static final CommunityId COMMUNITY = CommunityId.random();

  private final CallId id = CallId.random();
  private final Map<CallId, Integer> starts = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final Map<CallId, RecordingFacts> recordings = new HashMap<>();
  private final Set<CallId> ticketed = new HashSet<>();
  private final Map<CallId, Set<String>> witnessed = new HashMap<>();
  private final List<String> forgotten = new ArrayList<>();
  private final List<CrashWindow> crashes = new ArrayList<>();
  private int channels = 30;
  private Instant now = MIDNIGHT.plus(Duration.ofHours(25));

  AccountTest() {
    call(id, NOON, LENGTH, Call.End.COMPLETED);
  }

  @Test
  void a_day_on_which_all_agree_has_no_difference() {
    for (int i = 0; i < 20; i++) {
      call(CallId.random(), NOON.plusSeconds(i), LENGTH, Call.End.COMPLETED);
    }
    assertThat(account().differences()).isEmpty();
    assertThat(account().alarms()).isZero();
  }

  @Test
  void each_thing_that_is_missing_is_an_alarm() {
    ticketed.clear();
    assertAlarm(Reason.NO_TICKET, "call:" + id);
    ticketed.add(id);
    var recording = recordings.remove(id);
    assertAlarm(Reason.NO_RECORDING, "call:" + id);
    recordings.put(id, java.util.Objects.requireNonNull(recording));
    witnessed.clear();
    assertAlarm(Reason.NO_WITNESS, "call:" + id);
    witnessed.put(id, Set.of("main-1.1"));
    starts.clear();
    assertAlarm(Reason.START_NOT_WRITTEN, "call:" + id);
    starts.put(id, 2);
    assertAlarm(Reason.CALL_STARTED_TWICE, "call:" + id);
    starts.put(id, 1);
    forgotten.add("20261122/strange.wav");
    assertAlarm(Reason.ORPHAN_FILE, "spool:20261122/strange.wav");
  }

  @Test
  void a_call_that_only_asterisk_knows_is_an_alarm() {
    var unknown = CallId.random();
    starts.put(unknown, 1);
    assertAlarm(Reason.CALL_UNKNOWN, "call:" + unknown);
    starts.remove(unknown);
    witnessed.put(unknown, Set.of("main-1.2"));
    assertAlarm(Reason.WITNESS_ALONE, "call:" + unknown);
  }

  @Test
  void what_may_still_come_is_no_difference_yet() {
    now = NOON.plus(LENGTH).plus(Account.SETTLED).minusSeconds(1);
    ticketed.clear();
    recordings.clear();
    witnessed.clear();
    assertThat(account().differences()).isEmpty();
    now = now.plusSeconds(2);
    assertThat(account().differences()).extracting(Difference::reason).containsExactlyInAnyOrder(Reason.NO_TICKET, Reason.NO_RECORDING,
        Reason.NO_WITNESS);
  }

  @Test
  void a_call_whose_end_never_came_is_an_alarm_after_the_longest_that_a_call_can_be() {
    var open = CallId.random();
    call(open, NOON, null, Call.End.RUNNING);
    now = NOON.plus(Duration.ofMinutes(64));
    assertThat(account().differences()).isEmpty();
    now = NOON.plus(Duration.ofMinutes(66));
    assertAlarm(Reason.CALL_STILL_OPEN, "call:" + open);
  }

  @Test
  void a_recording_that_still_lies_in_the_spool_is_an_alarm_after_an_hour() {
    recording(id, RecordingState.SPOOLED, Duration.ZERO);
    now = NOON.plus(LENGTH).plus(Duration.ofMinutes(59));
    assertThat(account().differences()).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    assertAlarm(Reason.RECORDING_UNSEALED, "recording:" + recordingOf(id));
  }

  @Test
  void a_short_recording_is_explained_by_a_crash_or_some_packets_and_an_alarm_otherwise() {
    recording(id, RecordingState.STORED, Duration.ofMillis(2500));
    assertThat(account().differences()).extracting(Difference::reason).containsExactly(Reason.RECORDING_SHORT_PACKETS);
    recording(id, RecordingState.STORED, Duration.ofSeconds(5));
    assertAlarm(Reason.RECORDING_SHORT, "recording:" + recordingOf(id));
    crashes.add(new CrashWindow("asterisk", NOON.plus(LENGTH), NOON.plus(LENGTH).plusSeconds(1)));
    assertThat(account().differences()).extracting(Difference::reason).containsExactly(Reason.RECORDING_SHORT_CRASHED);
    assertThat(account().alarms()).isZero();
  }

  @Test
  void a_salvaged_recording_is_explained_by_a_crash_only() {
    recordings.computeIfPresent(id, (_, whole) -> new RecordingFacts(whole.id(), id, COMMUNITY, RecordingState.STORED, NOON, LENGTH,
        Duration.ZERO, true, "", "", 0, null, null, null));
    assertAlarm(Reason.RECORDING_SALVAGED, "recording:" + recordingOf(id));
    crashes.add(new CrashWindow("asterisk", NOON.plus(LENGTH), NOON.plus(LENGTH).plusSeconds(1)));
    assertThat(account().differences()).extracting(Difference::reason).containsExactly(Reason.RECORDING_SALVAGED_CRASHED);
  }

  @Test
  void a_crash_of_the_service_explains_nothing_since_asterisk_goes_on_by_itself() {
    recording(id, RecordingState.STORED, Duration.ofSeconds(5));
    crashes.add(new CrashWindow("service", NOON.plusSeconds(3), NOON.plusSeconds(9)));
    assertAlarm(Reason.RECORDING_SHORT, "recording:" + recordingOf(id));
  }

  @Test
  void a_call_without_audio_is_explained_when_it_was_over_at_once() {
    recording(id, RecordingState.EMPTY, Duration.ZERO);
    assertAlarm(Reason.RECORDING_EMPTY, "recording:" + recordingOf(id));
    var brief = CallId.random();
    call(brief, NOON, Duration.ofSeconds(1), Call.End.COMPLETED);
    recording(brief, RecordingState.EMPTY, Duration.ZERO);
    recording(id, RecordingState.STORED, Duration.ZERO);
    assertThat(account().differences()).extracting(Difference::reason).containsExactly(Reason.RECORDING_EMPTY_AT_ONCE);
  }

  @Test
  void a_caller_turned_away_by_a_full_disk_left_no_audio_and_was_told_so() {
    var away = CallId.random();
    turnedAway(away, RecordingState.EMPTY, LENGTH, false);
    assertThat(account().differences()).containsExactly(new Difference(Reason.TURNED_AWAY, "call:" + away));
    assertThat(account().alarms()).isZero();
  }

  @Test
  void what_was_written_before_the_caller_was_turned_away_is_no_second_difference() {
    turnedAway(CallId.random(), RecordingState.STORED, LENGTH.minusMillis(20), true);
    assertThat(account().differences()).extracting(Difference::reason).containsExactly(Reason.TURNED_AWAY);
  }

  @Test
  void a_caller_turned_away_still_has_a_ticket_a_recording_and_a_witness_or_it_is_an_alarm() {
    var away = CallId.random();
    turnedAway(away, RecordingState.SPOOLED, Duration.ZERO, false);
    assertAlarm(Reason.RECORDING_UNSEALED, "recording:" + recordingOf(away));
    recordings.remove(away);
    assertAlarm(Reason.NO_RECORDING, "call:" + away);
    ticketed.remove(away);
    assertAlarm(Reason.NO_TICKET, "call:" + away);
    witnessed.remove(away);
    assertAlarm(Reason.NO_WITNESS, "call:" + away);
  }

  @Test
  void a_kill_writes_no_record_and_only_calls_of_that_time_are_explained_by_it() {
    var cut = CallId.random();
    call(cut, NOON.plusSeconds(600), Duration.ofSeconds(12), Call.End.CUT_OFF);
    witnessed.remove(cut);
    witnessed.remove(id);
    crashes.add(new CrashWindow("asterisk", NOON.plusSeconds(612), NOON.plusSeconds(613)));
    var account = account();
    assertThat(account.differences()).contains(new Difference(Reason.NO_WITNESS_CRASHED, "call:" + cut),
        new Difference(Reason.NO_WITNESS, "call:" + id));
    assertThat(account.alarms()).isEqualTo(1);
  }

  @Test
  void a_crash_of_unknown_beginning_explains_calls_that_were_cut_off_and_no_others() {
    crashes.add(new CrashWindow("supervisor", null, NOON.plusSeconds(3600)));
    witnessed.clear();
    assertAlarm(Reason.NO_WITNESS, "call:" + id);
    calls.clear();
    call(id, NOON, LENGTH, Call.End.CUT_OFF);
    witnessed.clear();
    assertThat(account().differences()).extracting(Difference::reason).containsExactly(Reason.NO_WITNESS_CRASHED);
  }

  @Test
  void where_asterisk_kept_no_account_the_others_are_held_against_each_other_alone() {
    var day = new DayOfCalls(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), null, calls, recordings, ticketed, Set.of(), null, forgotten,
        crashes, channels, now);
    assertThat(Account.of(day).differences()).isEmpty();
  }

  @Test
  void minutes_in_which_every_channel_was_taken_are_named() {
    channels = 3;
    for (int i = 1; i < 3; i++) {
      call(CallId.random(), NOON.plusSeconds(30 + i), Duration.ofSeconds(50), Call.End.COMPLETED);
    }
    assertThat(account().peak()).isEqualTo(3);
    assertThat(account().busyMinutes()).containsExactly(NOON);
    channels = 2;
    assertThat(account().busyMinutes()).containsExactly(NOON, NOON.plusSeconds(60));
    channels = 4;
    assertThat(account().busyMinutes()).isEmpty();
  }

  @Test
  void every_reason_is_said_in_both_languages() throws IOException {
    for (var file : List.of("/messages/web.properties", "/messages/web_en.properties")) {
      var words = new Properties();
      try (var in = new InputStreamReader(java.util.Objects.requireNonNull(AccountTest.class.getResourceAsStream(file)), UTF_8)) {
        words.load(in);
      }
      assertThat(Reason.values()).allSatisfy(reason -> assertThat(words).containsKey("statement.reason." + reason.code()));
    }
  }

  private void assertAlarm(Reason reason, String subject) {
    assertThat(account().differences()).filteredOn(difference -> !difference.explained())
        .extracting(Difference::reason, Difference::subject).contains(org.assertj.core.api.Assertions.tuple(reason, subject));
    assertThat(account().alarms()).isPositive();
  }

  private Account account() {
    return Account.of(new DayOfCalls(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), starts, calls, recordings, ticketed, Set.of(), witnessed,
        forgotten, crashes, channels, now));
  }

  private void turnedAway(CallId call, RecordingState state, Duration missing, boolean salvaged) {
    call(call, NOON, LENGTH, Call.End.COMPLETED, "full");
    recordings.put(call, new RecordingFacts(RecordingId.random(), call, COMMUNITY, state, NOON, LENGTH.minus(missing), missing, salvaged,
        "", "", 0, null, null, null));
  }

  /** A call that everybody knows. */
  private void call(CallId call, Instant at, @Nullable Duration length, Call.End end) {
    call(call, at, length, end, "done");
  }

  private void call(CallId call, Instant at, @Nullable Duration length, Call.End end, String stage) {
    calls.add(new Call(call, COMMUNITY, "sip-" + call, "12345", PhoneNumber.UNKNOWN, at, length == null ? null : at.plus(length), stage,
        "repair", "zh", "n1", List.of(), end, false, ""));
    starts.put(call, 1);
    ticketed.add(call);
    witnessed.put(call, Set.of("main-" + call));
    recording(call, RecordingState.STORED, Duration.ZERO);
  }

  private void recording(CallId call, RecordingState state, Duration missing) {
    recordings.put(call, new RecordingFacts(RecordingId.random(), call, COMMUNITY, state, NOON, LENGTH.minus(missing), missing, false, "",
        "", 0, null, null, null));
  }

  private String recordingOf(CallId call) {
    return java.util.Objects.requireNonNull(recordings.get(call)).id().toString();
  }
}
