package org.huiyin.recording;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.huiyin.call.CallEnded;
import org.huiyin.call.CallLedger;
import org.huiyin.call.MessageSilent;
import org.huiyin.call.Spool;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.Sealing.Outcome;
import org.huiyin.support.Patience;
import org.huiyin.support.RecordingRooms;
import org.huiyin.support.SettableChannels;
import org.huiyin.support.SettableClock;
import org.huiyin.support.SpooledCalls;
import org.huiyin.support.StereoAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@SpringBootTest(classes = RecordingRooms.class, webEnvironment = WebEnvironment.NONE)
@RecordApplicationEvents
abstract class RecordingContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant START = RecordingRooms.START;
  private static final Duration LENGTH = Duration.ofSeconds(4);
  private static final int CALLER = 440;
  private static final int STAFF = 1250;

  @Autowired
  Recordings recordings;
  @Autowired
  RecordingTable table;
  @Autowired
  AudioSealer sealer;
  @Autowired
  PurgeJournalFile journal;
  @Autowired
  Keys keys;
  @Autowired
  WrappingKeys lives;
  @Autowired
  KeyBook book;
  @Autowired
  RecordingSweep sweep;
  @Autowired
  RecordingLocks locks;
  @Autowired
  RecordingCheck check;
  @Autowired
  RecordingSettings settings;
  @Autowired
  StoreWalk walk;
  @Autowired
  WalkTable walkTable;
  @Autowired
  io.micrometer.core.instrument.MeterRegistry meters;
  @Autowired
  AudioStore store;
  @Autowired
  CallLedger ledger;
  @Autowired
  Spool spool;
  @Autowired
  Directory directory;
  @Autowired
  HuiyinHome home;
  @Autowired
  SettableClock clock;
  @Autowired
  SettableChannels asterisk;
  @Autowired
  PlatformTransactionManager transactions;
  @Autowired
  ApplicationEventPublisher publisher;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  ApplicationEvents events;

  private final CallId call = CallId.random();
  private final RecordingId id = RecordingId.random();
  private SpooledCalls files = new SpooledCalls(Path.of("."));
  private CommunityId community = CommunityId.random();

  @BeforeEach
  void nothing_was_recorded_yet() throws IOException {
    files = new SpooledCalls(home.spool());
    community = directory.dialledBy("12345").id();
    jdbc.sql("delete from recording_recording").update();
    jdbc.sql("delete from recording_walk").update();
    jdbc.sql("delete from recording_damage").update();
    jdbc.sql("delete from call_call").update();
    for (var left : spool.calls()) {
      for (var file : spool.filesOf(left).all()) {
        Files.delete(file);
      }
    }
    for (var object : store.ids()) {
      store.delete(object);
    }
    asterisk.unreachable();
    clock.set(START.plusSeconds(60));
  }

  @Test
  void a_call_that_ends_is_stored_by_itself_and_its_spool_is_dropped() {
    files.start(call, START);
    legs(callerSide(LENGTH), staffSide(LENGTH));
    files.end(call, START.plus(LENGTH));
    ledger.look(call);
    untilSealed();
    var facts = recordings.ofCall(call).orElseThrow();
    assertThat(facts.state()).isEqualTo(RecordingState.STORED);
    assertThat(facts.length()).isEqualTo(LENGTH);
    assertThat(facts.missing()).isZero();
    assertThat(facts.salvaged()).isFalse();
    assertThat(facts.problem()).isNull();
    assertThat(facts.storedAt()).isEqualTo(clock.instant());
    assertTones(facts.id());
    assertThat(check.check()).isEmpty();
    assertThat(recordings.newest(Set.of(community), null, 10)).containsExactly(facts);
    assertThat(recordings.newest(Set.of(CommunityId.random()), null, 10)).isEmpty();
  }

  @Test
  void nothing_of_the_audio_is_in_the_store_in_the_clear() throws Exception {
    stored();
    var object = Files.readAllBytes(object());
    assertThat(new String(object, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("OggS", "Opus");
    assertThat(table.wrappedKey(id).orElseThrow()).isNotEmpty();
  }

  @Test
  void the_same_event_twice_is_one_recording() {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    ended(LENGTH);
    var event = new CallEnded(call, community, START, START.plus(LENGTH), "repair");
    sweepInTransaction(event);
    sweepInTransaction(event);
    sweep.sweep();
    untilSealed();
    assertThat(jdbc.sql("select count(*) from recording_recording").query(Long.class).single()).isEqualTo(1);
    assertThat(objects()).hasSize(1);
  }

  @Test
  void a_call_whose_event_was_missed_is_found_in_the_spool() {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    ended(LENGTH);
    sweep.sweep();
    untilSealed();
    assertThat(recordings.ofCall(call).orElseThrow().state()).isEqualTo(RecordingState.STORED);
  }

  @Test
  void a_call_that_ended_without_a_trace_is_named_and_gets_its_recording_by_the_sweep() {
    ended(LENGTH);
    assertThat(check.check()).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    assertThat(check.check()).singleElement().satisfies(finding -> assertThat(finding.subject()).isEqualTo("call:" + call));
    sweep.sweep();
    Patience.until("its recording", PATIENCE,
        () -> recordings.ofCall(call).filter(facts -> facts.state() == RecordingState.EMPTY).isPresent());
    assertThat(check.check()).isEmpty();
    assertThat(recordings.ofCalls(List.of(call, CallId.random()))).containsOnlyKeys(call);
    assertThat(recordings.ofCalls(List.of())).isEmpty();
  }

  @Test
  void while_asterisk_holds_the_files_open_nothing_is_sealed() throws Exception {
    legs(callerSide(LENGTH).cutOff(), staffSide(LENGTH).cutOff());
    spooled(LENGTH);
    asterisk.reachableSince(START.minusSeconds(5));
    asterisk.has(call);
    assertThat(sealing().seal(id)).isInstanceOf(Outcome.NotYet.class);
    clock.advance(Duration.ofHours(1));
    assertThat(sealing().seal(id)).isInstanceOf(Outcome.NotYet.class);
    legs(callerSide(LENGTH), staffSide(LENGTH));
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.Done(LENGTH));
    assertThat(facts().salvaged()).isFalse();
  }

  @Test
  void a_running_call_is_not_sealed() throws Exception {
    ledger.begin(new org.huiyin.call.CallStart(call, "", "12345", org.huiyin.foundation.PhoneNumber.UNKNOWN, START));
    table.insert(id, call, community, START, START);
    legs(callerSide(LENGTH), staffSide(LENGTH));
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.NotYet("the call is not over"));
    assertThat(objects()).isEmpty();
  }

  @Test
  void what_a_killed_asterisk_left_is_repaired_in_the_middle_of_a_sample() throws Exception {
    var bytes = 44 + 2 * 16_000 + 1;
    legs(callerSide(LENGTH).cutOff(bytes), staffSide(LENGTH).cutOff(bytes));
    spooled(Duration.ofSeconds(10));
    asterisk.reachableSince(START.plusSeconds(20));
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.Done(Duration.ofSeconds(2)));
    assertThat(facts().salvaged()).isTrue();
    assertThat(facts().missing()).isEqualTo(Duration.ofSeconds(8));
    assertTones(id);
  }

  @Test
  void a_header_of_zeros_is_no_reason_to_lose_what_follows() throws Exception {
    var wav = callerSide(LENGTH);
    java.util.Arrays.fill(wav.bytes(), 0, 44, (byte) 0);
    legs(wav, staffSide(LENGTH));
    spooled(LENGTH);
    asterisk.reachableSince(START.plusSeconds(20));
    sealing().seal(id);
    assertThat(facts().salvaged()).isTrue();
    assertTones(id);
  }

  @Test
  void a_full_disk_that_lost_audio_silently_is_told_by_the_length() throws Exception {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    spooled(Duration.ofSeconds(34));
    sealing().seal(id);
    assertThat(facts().missing()).isEqualTo(Duration.ofSeconds(30));
    assertThat(facts().salvaged()).isFalse();
  }

  @Test
  void a_missing_leg_is_silence_and_the_recording_says_that_not_all_was_kept() throws Exception {
    files.write(files.file(call, "-caller.wav"), callerSide(LENGTH).bytes());
    spooled(LENGTH);
    sealing().seal(id);
    var audio = heard(id);
    assertThat(StereoAudio.level(audio.left(), CALLER)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.right(), CALLER)).isLessThan(-60);
    assertThat(facts().salvaged()).isTrue();
  }

  @Test
  void an_empty_leg_waits_for_asterisk_and_is_silence_then() throws Exception {
    files.write(files.file(call, "-caller.wav"), new byte[0]);
    files.write(files.file(call, "-staff.wav"), staffSide(LENGTH).bytes());
    spooled(LENGTH);
    assertThat(sealing().seal(id)).isInstanceOf(Outcome.NotYet.class);
    clock.advance(Duration.ofSeconds(60));
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.Done(LENGTH));
    assertThat(StereoAudio.level(heard(id).right(), STAFF)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
  }

  @Test
  void when_only_the_mixed_file_holds_something_it_is_kept() throws Exception {
    legs(Wav.of(new short[0]), Wav.of(new short[0]));
    files.write(files.file(call, ".wav"), callerSide(LENGTH).bytes());
    spooled(LENGTH);
    sealing().seal(id);
    assertThat(StereoAudio.level(heard(id).left(), CALLER)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
    assertThat(spool.filesOf(call).isEmpty()).isTrue();
  }

  @Test
  void a_call_without_audio_is_marked_empty_and_announced() throws Exception {
    legs(Wav.of(new short[0]), Wav.of(new short[0]));
    files.start(call, START);
    spooled(Duration.ofSeconds(1));
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.Done(Duration.ZERO));
    assertThat(facts().state()).isEqualTo(RecordingState.EMPTY);
    assertThat(spool.filesOf(call).isEmpty()).isTrue();
    assertThat(events.stream(RecordingStored.class)).containsExactly(new RecordingStored(id, call, community, START));
    assertThatIllegalStateException().isThrownBy(() -> recordings.open(id, grant(id))).withMessageContaining("EMPTY");
    assertThat(check.check()).isEmpty();
  }

  @Test
  void a_message_in_which_nothing_was_said_is_told_to_the_ledger_once() throws Exception {
    legs(Wav.of(new short[4 * Leg.RATE]), staffSide(LENGTH));
    spooled(LENGTH);
    marked("notice@0-1000;message@2000-3800");
    assertThat(ledger.find(call).orElseThrow().hasMessage()).isTrue();
    sealing().seal(id);
    assertThat(ledger.find(call).orElseThrow().hasMessage()).isFalse();
    ledger.nothingSaid(call);
    assertThat(events.stream(MessageSilent.class)).containsExactly(new MessageSilent(call, community));
  }

  @Test
  void a_message_that_was_spoken_stays_one() throws Exception {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    spooled(LENGTH);
    marked("notice@0-1000;message@2000-3800");
    sealing().seal(id);
    assertThat(ledger.find(call).orElseThrow().hasMessage()).isTrue();
    assertThat(events.stream(MessageSilent.class)).isEmpty();
  }

  @Test
  void files_that_appear_late_are_waited_for() throws Exception {
    spooled(LENGTH);
    clock.set(START.plus(LENGTH).plusSeconds(4));
    assertThat(sealing().seal(id)).isInstanceOf(Outcome.NotYet.class);
    legs(callerSide(LENGTH), staffSide(LENGTH));
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.Done(LENGTH));
  }

  @Test
  void audio_of_another_format_is_a_problem_that_keeps_the_spool() {
    var wav = callerSide(LENGTH);
    ByteBuffer.wrap(wav.bytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(24, 16_000);
    legs(wav, staffSide(LENGTH));
    spooled(LENGTH);
    assertThatThrownBy(() -> sealing().seal(id)).hasMessageContaining("not 8 kHz");
    assertSpoolKept(2);
  }

  @Test
  void a_full_store_loses_nothing_and_is_told() throws Exception {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    spooled(LENGTH);
    var full = sealing(new Faulty(store) {
      @Override
      public void put(RecordingId recording, Content content) throws IOException {
        super.put(recording, out -> content.writeTo(new Limited(out, 4000)));
      }
    }, transactions, _ -> {
    });
    assertThatThrownBy(() -> full.seal(id)).isInstanceOf(IOException.class).hasMessageContaining("No space left");
    assertSpoolKept(2);
    assertThat(objects()).isEmpty();
    var meters = new SimpleMeterRegistry();
    var worker = new SealingWorker(full, store, table, locks, settings, clock, meters);
    worker.poke(id);
    Patience.until("the problem is told", PATIENCE, () -> facts().problem() != null);
    worker.stop();
    assertThat(facts().problem()).contains("No space left");
    assertThat(meters.counter("huiyin.seal.failures").count()).isEqualTo(1);
    assertThat(meters.get("huiyin.seal.backlog").gauge().value()).isEqualTo(1);
    assertThat(table.due(clock.instant())).as("it waits before the next try").isEmpty();
    clock.advance(settings.firstRetry());
    assertThat(table.due(clock.instant())).containsExactly(id);
    sealing().seal(id);
    assertThat(facts().problem()).isNull();
    assertTones(id);
  }

  @Test
  void an_object_that_reads_back_wrong_is_not_believed() {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    spooled(LENGTH);
    var lying = sealing(new Faulty(store) {
      @Override
      public void put(RecordingId recording, Content content) throws IOException {
        super.put(recording, content);
        flip(object(), 5000);
      }
    }, transactions, _ -> {
    });
    assertThatThrownBy(() -> lying.seal(id)).isInstanceOf(IOException.class);
    assertSpoolKept(2);
  }

  @Test
  void a_database_that_fails_at_the_commit_costs_nothing_but_time() throws Exception {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    spooled(LENGTH);
    var failing = sealing(store, new PlatformTransactionManager() {
      @Override
      public TransactionStatus getTransaction(@org.jspecify.annotations.Nullable TransactionDefinition definition) {
        return transactions.getTransaction(definition);
      }

      @Override
      public void commit(TransactionStatus status) {
        transactions.rollback(status);
        throw new TransactionSystemException("the database went away");
      }

      @Override
      public void rollback(TransactionStatus status) {
        transactions.rollback(status);
      }
    }, _ -> {
    });
    assertThatExceptionOfType(TransactionSystemException.class).isThrownBy(() -> failing.seal(id));
    assertSpoolKept(2);
    sealing().seal(id);
    assertTones(id);
    assertThat(objects()).hasSize(1);
  }

  @Test
  void files_that_grow_while_they_are_sealed_are_sealed_again() throws Exception {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    spooled(LENGTH);
    var longer = callerSide(LENGTH.plusSeconds(2));
    var outcome = sealing(store, transactions, step -> {
      if (step.equals("written")) {
        files.write(files.file(call, "-caller.wav"), longer.bytes());
      }
    }).seal(id);
    assertThat(outcome).isInstanceOf(Outcome.NotYet.class);
    assertSpoolKept(2);
    assertThat(sealing().seal(id)).isEqualTo(new Outcome.Done(LENGTH.plusSeconds(2)));
  }

  @Test
  void stopped_after_any_step_it_ends_with_one_object_and_an_empty_spool() throws Exception {
    var steps = new ArrayList<String>();
    prepared();
    sealing(new FileAudioStore(home.store(), steps::add), transactions, steps::add).seal(id);
    assertThat(steps).contains("measured", "store: written", "store: renamed", "store: folder forced", "written", "verified", "committed",
        "dropped -caller.wav", "dropped -staff.wav", "dropped .start", "dropped .end");
    for (var n = 1; n <= steps.size(); n++) {
      nothing_was_recorded_yet();
      events.clear();
      prepared();
      var crash = Crash.afterSteps(n);
      var stopped = sealing(new FileAudioStore(home.store(), crash), transactions, crash);
      assertThatThrownBy(() -> stopped.seal(id)).as("after %s", steps.get(n - 1)).isInstanceOf(Crash.class);
      store.discardUnfinished();
      sealing().seal(id);
      sealing().seal(id);
      assertThat(facts().state()).as("after %s", steps.get(n - 1)).isEqualTo(RecordingState.STORED);
      assertThat(objects()).containsExactly(id);
      assertThat(spool.filesOf(call).isEmpty()).isTrue();
      assertThat(home.store().resolve(".incoming")).isEmptyDirectory();
      assertThat(events.stream(RecordingStored.class)).as("after %s", steps.get(n - 1)).hasSize(1);
      assertTones(id);
      assertThat(check.check()).isEmpty();
    }
  }

  @Test
  void a_listener_seeks_and_reads_any_piece() throws Exception {
    var length = Duration.ofSeconds(100);
    legs(callerSide(length), staffSide(length));
    spooled(length);
    sealing().seal(id);
    byte[] whole;
    try (var channel = recordings.open(id, grant(id)).channel()) {
      assertThat(channel.size()).isEqualTo(facts().bytes()).isGreaterThan(2 * 64 * 1024);
      whole = Channels.newInputStream(channel).readAllBytes();
    }
    assertThat(whole).hasSize((int) facts().bytes());
    try (var channel = recordings.open(id, grant(id)).channel()) {
      for (var from : List.of(100_000, 3, 64 * 1024 - 5, whole.length - 7)) {
        var piece = ByteBuffer.allocate(Math.min(20, whole.length - from));
        channel.position(from);
        Channels.newInputStream(channel).readNBytes(piece.array(), 0, piece.capacity());
        assertThat(piece.array()).isEqualTo(java.util.Arrays.copyOfRange(whole, from, from + piece.capacity()));
      }
    }
    for (var from : List.of(0, 100_000, 64 * 1024 - 5, whole.length - 1)) {
      try (var channel = recordings.open(id, grant(id), from).channel()) {
        assertThat(channel.position()).isEqualTo((long) from);
        assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(whole, from, whole.length));
      }
    }
  }

  @Test
  void what_cannot_be_read_at_the_place_that_is_wanted_is_refused_before_the_first_byte() throws Exception {
    var length = Duration.ofSeconds(100);
    legs(callerSide(length), staffSide(length));
    spooled(length);
    sealing().seal(id);
    flip(object(), 100_000);
    recordings.open(id, grant(id), 0).channel().close();
    assertThatThrownBy(() -> recordings.open(id, grant(id), 100_000)).isInstanceOf(java.io.UncheckedIOException.class)
        .hasMessageContaining(id.toString());
    var lasting = grant(id);
    recordings.destroyKeys(List.of(new PurgeOrder(id, "standard-1y")));
    assertThatIllegalStateException().as("the grant still lasts, and the next piece is refused")
        .isThrownBy(() -> recordings.open(id, lasting, 0)).withMessageContaining("DESTROYING");
  }

  @Test
  void the_waveform_shows_who_speaks_when() throws Exception {
    legs(Wav.tone(CALLER, Duration.ofSeconds(1)), Wav.tone(STAFF, LENGTH));
    spooled(LENGTH);
    sealing().seal(id);
    var peaks = recordings.peaks(id, grant(id));
    assertThat(peaks.left()).hasSize(4 * peaks.perSecond());
    assertThat(peaks.right()).hasSize(4 * peaks.perSecond());
    var loud = (int) (Wav.LOUDNESS * 255);
    assertThat(peaks.left()[10] & 0xff).isCloseTo(loud, within(2));
    assertThat(peaks.left()[50]).isZero();
    assertThat(peaks.right()[50] & 0xff).isCloseTo(loud, within(2));
  }

  @Test
  void a_grant_for_another_recording_or_one_that_is_over_opens_nothing() throws Exception {
    stored();
    assertThatIllegalArgumentException().isThrownBy(() -> recordings.open(id, grant(RecordingId.random())));
    assertThatIllegalArgumentException().isThrownBy(() -> recordings.peaks(id, grant(RecordingId.random())));
    var grant = grant(id);
    clock.set(grant.until());
    assertThatIllegalArgumentException().isThrownBy(() -> recordings.open(id, grant));
  }

  @Test
  void a_flipped_byte_a_cut_and_a_swapped_object_are_found() throws Exception {
    stored();
    var object = object();
    var right = Files.readAllBytes(object);
    flip(object, right.length / 2);
    assertFinding("cannot be read");
    Files.write(object, java.util.Arrays.copyOf(right, right.length - 1));
    assertFinding("bytes instead of");
    assertThatThrownBy(() -> recordings.open(id, grant(id))).hasMessageContaining(id.toString());
    Files.delete(object);
    assertFinding("is missing");
    Files.write(object, right);
    assertThat(check.check()).isEmpty();
  }

  @Test
  void two_objects_in_each_others_place_are_found() throws Exception {
    stored();
    var first = object();
    var otherCall = CallId.random();
    var other = RecordingId.random();
    files.write(files.file(otherCall, "-caller.wav"), callerSide(LENGTH).bytes());
    files.write(files.file(otherCall, "-staff.wav"), staffSide(LENGTH).bytes());
    row(otherCall, LENGTH);
    table.insert(other, otherCall, community, START, START);
    sealing().seal(other);
    var second = home.store().resolve(other.toString().substring(0, 2)).resolve(other.toString());
    assertThat(Files.size(second)).as("equal in length, so that only the content tells").isEqualTo(Files.size(first));
    var aside = home.store().resolveSibling("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);
    assertThat(check.check()).extracting(finding -> finding.subject()).containsExactlyInAnyOrder("recording:" + id, "recording:" + other);
    assertThatThrownBy(() -> recordings.open(id, grant(id))).isInstanceOf(java.io.UncheckedIOException.class);
  }

  @Test
  void the_walk_finds_every_kind_of_damage_once_and_forgets_it_when_it_is_mended() throws Exception {
    stored();
    var early = Files.readAllBytes(object());
    walksALap();
    assertThat(walk.damages()).isEmpty();
    var right = early.clone();
    var kinds = new java.util.LinkedHashMap<String, byte[]>();
    kinds.put("cut", java.util.Arrays.copyOf(right, right.length - 1));
    kinds.put("longer", java.util.Arrays.copyOf(right, right.length + 1));
    kinds.put("empty", new byte[0]);
    kinds.put("another's", another(right.length));
    kinds.put("rolled back", rolledBack());
    for (var bit : List.of(0, 7, 8 * 30, 8 * right.length / 2, 8 * right.length - 1)) {
      var flipped = right.clone();
      flipped[bit / 8] = (byte) (flipped[bit / 8] ^ 1 << bit % 8);
      kinds.put("bit " + bit, flipped);
    }
    for (var kind : kinds.entrySet()) {
      Files.write(object(), kind.getValue());
      walksALap();
      walksALap();
      assertThat(walk.damages()).as(kind.getKey()).singleElement().satisfies(damage -> assertThat(damage.recording()).isEqualTo(id));
      assertThat(meters.get("huiyin.store.damaged").gauge().value()).isEqualTo(1);
      Files.write(object(), right);
      walksALap();
      assertThat(walk.damages()).as("%s, mended", kind.getKey()).isEmpty();
    }
    Files.delete(object());
    walksALap();
    assertThat(walk.damages()).singleElement().satisfies(damage -> assertThat(damage.what()).contains("missing"));
    recordings.destroy(new PurgeOrder(id, "standard-1y"));
    walksALap();
    assertThat(walk.damages()).as("destroyed is not damaged").isEmpty();
  }

  @Test
  void the_walk_keeps_its_pace_and_its_place_over_a_restart() throws Exception {
    for (var i = 0; i < 4; i++) {
      another(0);
    }
    walksALap();
    var lap = walk.walked().lap();
    clock.advance(Duration.ofHours(1));
    var slow = new RecordingSettings(1, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(5),
        org.springframework.util.unit.DataSize.ofBytes(table.page(null, 1).getFirst().objectBytes() - 1));
    for (var second = 0; second < 5; second++) {
      // A new one each time, as after a restart; each reads one object and owes a little.
      var restarted = new StoreWalk(walkTable, table, check, slow, clock, new SimpleMeterRegistry());
      assertThat(walk.walked().lap()).isEqualTo(second < 4 ? lap : lap + 1);
      assertThat(walk.walked().examined()).isEqualTo(second % 4);
      restarted.second();
      restarted.second();
    }
  }

  /** Another recording's object, of the same length where that is asked for. */
  private byte[] another(int length) throws Exception {
    var otherCall = CallId.random();
    var other = RecordingId.random();
    files.write(files.file(otherCall, "-caller.wav"), callerSide(LENGTH).bytes());
    files.write(files.file(otherCall, "-staff.wav"), staffSide(LENGTH).bytes());
    row(otherCall, LENGTH);
    table.insert(other, otherCall, community, START, START);
    sealing().seal(other);
    var bytes = Files.readAllBytes(home.store().resolve(other.toString().substring(0, 2)).resolve(other.toString()));
    assertThat(length == 0 || bytes.length == length).as("equal in length, so that only the content tells").isTrue();
    return bytes;
  }

  /** An earlier object of this same recording, rightly encrypted for it with a key of its own: what a backup might put back. */
  private byte[] rolledBack() throws Exception {
    var aside = new FileAudioStore(home.store().resolveSibling("aside-store"), _ -> {
    });
    legs(callerSide(LENGTH), staffSide(LENGTH));
    new AudioSealer(aside, keys).write(id, Capture.of(spool.filesOf(call)), LENGTH);
    for (var file : spool.filesOf(call).all()) {
      Files.delete(file);
    }
    return Files.readAllBytes(aside.path(id));
  }

  private void walksALap() {
    var before = walk.walked().lap();
    clock.advance(Duration.ofHours(1));
    for (var second = 0; second < 100 && walk.walked().lap() == before; second++) {
      walk.second();
    }
    assertThat(walk.walked().lap()).isEqualTo(before + 1);
  }

  @Test
  void what_lies_in_the_store_without_an_owner_is_named() throws Exception {
    stored();
    var orphan = RecordingId.random();
    store.put(orphan, out -> out.write(1));
    assertThat(check.check()).singleElement().satisfies(finding -> assertThat(finding.subject()).isEqualTo("recording:" + orphan));
  }

  @Test
  void destroyed_for_ever_means_key_object_and_waveform_and_leaves_the_hashes() throws Exception {
    var before = stored();
    recordings.destroy(new PurgeOrder(id, "standard-1y"));
    var after = facts();
    assertThat(after.state()).isEqualTo(RecordingState.DESTROYED);
    assertThat(after.destroyedAt()).isEqualTo(clock.instant());
    assertThat(after.audioHash()).isEqualTo(before.audioHash()).hasSize(64);
    assertThat(after.objectHash()).isEqualTo(before.objectHash()).hasSize(64);
    assertThat(table.wrappedKey(id)).isEmpty();
    assertThat(table.peaks(id)).isEmpty();
    assertThat(objects()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> recordings.open(id, grant(id))).withMessageContaining("DESTROYED");
    recordings.destroy(new PurgeOrder(id, "standard-1y"));
    assertThat(facts()).isEqualTo(after);
    assertThatIllegalArgumentException().isThrownBy(() -> recordings.destroy(new PurgeOrder(RecordingId.random(), "standard-1y")));
    assertThat(check.check()).isEmpty();
  }

  @Test
  void a_destruction_stopped_after_any_step_goes_on_where_it_was() throws Exception {
    for (var step : List.of("key removed", "store: deleted", "object removed", "spool removed")) {
      nothing_was_recorded_yet();
      stored();
      files.start(call, START);
      var crash = Crash.after(step);
      var stopped = new Destruction(table, new FileAudioStore(home.store(), crash), sealing(), spool, locks, journal, clock, crash);
      assertThatThrownBy(() -> stopped.carryOut(new PurgeOrder(id, "standard-1y"))).as(step).isInstanceOf(Crash.class);
      assertThat(facts().state()).isEqualTo(RecordingState.DESTROYING);
      assertThat(table.wrappedKey(id)).as("the key goes first").isEmpty();
      assertThat(check.check()).as("%s: an unfinished destruction shows", step).hasSize(1);
      recordings.destroy(new PurgeOrder(id, "standard-1y"));
      assertThat(facts().state()).isEqualTo(RecordingState.DESTROYED);
      assertThat(objects()).isEmpty();
      assertThat(spool.filesOf(call).isEmpty()).isTrue();
      assertThat(check.check()).isEmpty();
    }
  }

  @Test
  void an_object_that_cannot_be_removed_leaves_the_destruction_open() throws Exception {
    stored();
    var stuck = new Destruction(table, new Faulty(store) {
      @Override
      public void delete(Collection<RecordingId> ids) throws IOException {
        throw new IOException("read-only file system");
      }
    }, sealing(), spool, locks, journal, clock);
    assertThatThrownBy(() -> stuck.carryOut(new PurgeOrder(id, "standard-1y"))).isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(facts().state()).isEqualTo(RecordingState.DESTROYING);
    var lying = new Destruction(table, new Faulty(store) {
      @Override
      public void delete(Collection<RecordingId> ids) {
        // Says that it is done.
      }
    }, sealing(), spool, locks, journal, clock);
    assertThatThrownBy(() -> lying.carryOut(new PurgeOrder(id, "standard-1y"))).hasRootCauseMessage("it was removed but is still there");
    assertThat(facts().state()).isEqualTo(RecordingState.DESTROYING);
  }

  @Test
  void what_was_never_sealed_can_be_destroyed_too_and_is_not_sealed_afterwards() throws Exception {
    prepared();
    recordings.destroy(new PurgeOrder(id, "standard-1y"));
    assertThat(spool.filesOf(call).isEmpty()).isTrue();
    assertThat(facts().state()).isEqualTo(RecordingState.DESTROYED);
    assertThat(sealing().seal(id)).isInstanceOf(Outcome.Idle.class);
    assertThat(objects()).isEmpty();
  }

  @Test
  void destroyed_while_it_was_being_sealed_leaves_no_object() throws Exception {
    prepared();
    var key = sealing(store, transactions, step -> {
      if (step.equals("verified")) {
        recordings.destroyKeys(List.of(new PurgeOrder(id, "standard-1y")));
      }
    });
    assertThatThrownBy(() -> key.seal(id)).hasMessageContaining("destroyed while");
    assertThat(objects()).isEmpty();
    nothing_was_recorded_yet();
    prepared();
    var all = sealing(store, transactions, step -> {
      if (step.equals("verified")) {
        recordings.destroy(new PurgeOrder(id, "standard-1y"));
      }
    });
    assertThat(all.seal(id)).isInstanceOf(Outcome.NotYet.class);
    assertThat(objects()).isEmpty();
    assertThat(facts().state()).isEqualTo(RecordingState.DESTROYED);
  }

  @Test
  void what_is_destroyed_is_written_down_outside_the_database_before_its_object_goes() throws Exception {
    stored();
    var order = new PurgeOrder(id, "standard-1y");
    var stopped = new Destruction(table, store, sealing(), spool, locks, journal, clock, Crash.after("journal written"));
    assertThatExceptionOfType(Crash.class).isThrownBy(() -> stopped.carryOut(order));
    assertThat(object()).exists();
    assertThat(written()).containsExactly(new PurgeJournal.Entry(id, clock.instant(), "standard-1y"));
    var at = clock.instant();
    clock.advance(Duration.ofHours(1));
    recordings.destroy(order);
    assertThat(object()).doesNotExist();
    assertThat(written()).as("once, from when it was first known").containsExactly(new PurgeJournal.Entry(id, at, "standard-1y"));
    assertThat(journal.returned()).isEmpty();
  }

  @Test
  void a_line_that_a_power_cut_tore_takes_no_other_with_it() throws Exception {
    var first = RecordingId.random();
    var second = RecordingId.random();
    var file = Files.createTempDirectory("huiyin-journal").resolve(PurgeJournalFile.NAME);
    var torn = new PurgeJournalFile(file, table);
    torn.append(List.of(new PurgeOrder(first, "standard-1y")), START);
    var line = Files.readString(file);
    Files.writeString(file, line.substring(0, line.length() / 2), StandardOpenOption.APPEND);
    torn.append(List.of(new PurgeOrder(second, "urgent-2y")), START.plusSeconds(1));
    Files.writeString(file, line.replace(first.toString(), RecordingId.random().toString()), StandardOpenOption.APPEND);
    assertThat(torn.entries()).as("nor does one that was changed count").containsExactly(
        new PurgeJournal.Entry(first, START, "standard-1y"), new PurgeJournal.Entry(second, START.plusSeconds(1), "urgent-2y"));
  }

  @Test
  void a_database_from_before_a_destruction_is_told_and_does_not_start() throws Exception {
    stored();
    jdbc.sql("drop table if exists older").update();
    jdbc.sql("create table older as select * from recording_recording").update();
    recordings.destroy(new PurgeOrder(id, "standard-1y"));
    jdbc.sql("delete from recording_recording").update();
    jdbc.sql("insert into recording_recording select * from older").update();
    jdbc.sql("drop table older").update();
    assertThat(journal.returned()).extracting(PurgeJournal.Entry::recording).containsExactly(id);
    var asked = new ReturnedCheck();
    assertThat(asked.returnedRecordings(journal).check()).singleElement()
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo("recording:" + id));
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> asked.nothingDestroyedIsBack(journal))
        .withMessageContaining("1 recordings that were destroyed are back").withMessageContaining("./huiyin restore --here");
  }

  private List<PurgeJournal.Entry> written() {
    return journal.entries().stream().filter(entry -> entry.recording().equals(id)).toList();
  }

  @Test
  void without_its_key_ring_an_installation_with_recordings_does_not_start() throws Exception {
    stored();
    var ring = KeyRing.file(home.keys());
    var aside = ring.resolveSibling("aside");
    Files.move(ring, aside);
    try {
      assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> new Keys(home, table, store, lives, book))
          .withMessageContaining("is missing");
      jdbc.sql("delete from recording_recording").update();
      assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> new Keys(home, table, store, lives, book))
          .withMessageContaining("is missing");
      assertThat(ring).doesNotExist();
    } finally {
      Files.move(aside, ring);
    }
  }

  @Test
  void with_the_ring_of_another_installation_it_does_not_start() throws Exception {
    stored();
    var strange = new HuiyinHome(Files.createTempDirectory("huiyin-other"), "main");
    KeyRing.create(strange.keys());
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> new Keys(strange, table, store, lives, book))
        .withMessageContaining("another installation");
  }

  private RecordingFacts stored() throws Exception {
    prepared();
    sealing().seal(id);
    return facts();
  }

  private void prepared() {
    legs(callerSide(LENGTH), staffSide(LENGTH));
    files.start(call, START);
    files.end(call, START.plus(LENGTH));
    spooled(LENGTH);
  }

  private void legs(Wav caller, Wav staff) {
    files.write(files.file(call, "-caller.wav"), caller.bytes());
    files.write(files.file(call, "-staff.wav"), staff.bytes());
  }

  /** The call's row, closed, without its event: so that nothing is sealed but by the test. */
  private void ended(Duration length) {
    row(call, length);
  }

  private void row(CallId of, Duration length) {
    jdbc.sql(
        """
            insert into call_call (id, community, sip_call_id, dialled, caller_raw, caller_presentation, started_at, ended_at, stage, choice, language,
              notice, marks, ending) values (:id, :community, '', '12345', '', 'UNAVAILABLE', :start, :end, 'done', '', 'zh', 'n1', '', 'COMPLETED')""")
        .param("id", of.value()).param("community", community.value()).param("start", START.atOffset(ZoneOffset.UTC))
        .param("end", START.plus(length).atOffset(ZoneOffset.UTC)).update();
  }

  private void spooled(Duration length) {
    ended(length);
    table.insert(id, call, community, START, START);
  }

  private void marked(String marks) {
    jdbc.sql("update call_call set marks = :marks where id = :id").param("marks", marks).param("id", call.value()).update();
  }

  private Sealing sealing() {
    return sealing(store, transactions, _ -> {
    });
  }

  private Sealing sealing(AudioStore into, PlatformTransactionManager manager, Consumer<String> steps) {
    return new Sealing(table, new AudioSealer(into, keys), into, ledger, spool, publisher, manager, clock, settings.lateFiles(), steps);
  }

  private void sweepInTransaction(CallEnded event) {
    new org.springframework.transaction.support.TransactionTemplate(transactions).executeWithoutResult(_ -> sweep.on(event));
  }

  /** What is left in the spool is removed as the last act. */
  private void untilSealed() {
    Patience.until("the recording is sealed", PATIENCE, () -> spool.filesOf(call).isEmpty());
  }

  private RecordingFacts facts() {
    return recordings.find(id).orElseThrow();
  }

  private List<RecordingId> objects() {
    try {
      return store.ids();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path object() {
    return home.store().resolve(id.toString().substring(0, 2)).resolve(id.toString());
  }

  private PlaybackGrant grant(RecordingId recording) {
    return new PlaybackGrant(recording, new Actor.LocalAdmin(), clock.instant().plusSeconds(60));
  }

  private StereoAudio heard(RecordingId recording) {
    try (var channel = recordings.open(recording, grant(recording)).channel()) {
      return StereoAudio.decode(new ByteArrayInputStream(Channels.newInputStream(channel).readAllBytes()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void assertTones(RecordingId recording) {
    var audio = heard(recording);
    assertThat(audio.length()).isEqualTo(recordings.find(recording).orElseThrow().length());
    assertThat(StereoAudio.level(audio.left(), CALLER)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.right(), STAFF)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.left(), STAFF)).isLessThan(-45);
    assertThat(StereoAudio.level(audio.right(), CALLER)).isLessThan(-45);
  }

  private static Wav callerSide(Duration length) {
    return Wav.turns(CALLER, length, true);
  }

  private static Wav staffSide(Duration length) {
    return Wav.turns(STAFF, length, false);
  }

  private void assertSpoolKept(int count) {
    assertThat(spool.filesOf(call).all()).hasSize(count);
    assertThat(facts().state()).isEqualTo(RecordingState.SPOOLED);
  }

  private void assertFinding(String what) {
    assertThat(check.check()).singleElement().satisfies(finding -> {
      assertThat(finding.subject()).isEqualTo("recording:" + id);
      assertThat(finding.what()).contains(what);
    });
  }

  private static void flip(Path file, long at) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.position(at).read(one);
      channel.position(at).write(ByteBuffer.wrap(new byte[]{(byte) (one.get(0) ^ 1)}));
    }
  }

  /** Passes everything on. */
  private static class Faulty implements AudioStore {
    private final AudioStore store;

    Faulty(AudioStore store) {
      this.store = store;
    }

    @Override
    public void put(RecordingId recording, Content content) throws IOException {
      store.put(recording, content);
    }

    @Override
    public SeekableByteChannel open(RecordingId recording) throws IOException {
      return store.open(recording);
    }

    @Override
    public OptionalLong size(RecordingId recording) throws IOException {
      return store.size(recording);
    }

    @Override
    public void delete(Collection<RecordingId> ids) throws IOException {
      store.delete(ids);
    }

    @Override
    public List<RecordingId> ids() throws IOException {
      return store.ids();
    }

    @Override
    public List<String> strangers() throws IOException {
      return store.strangers();
    }

    @Override
    public void discardUnfinished() throws IOException {
      store.discardUnfinished();
    }

    @Override
    public long free() throws IOException {
      return store.free();
    }
  }

  private static final class Limited extends FilterOutputStream {
    private int left;

    Limited(OutputStream out, int room) {
      super(out);
      this.left = room;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("No space left on device");
      }
      out.write(bytes, offset, length);
    }
  }
}
