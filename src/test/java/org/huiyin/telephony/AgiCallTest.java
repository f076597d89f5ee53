package org.huiyin.telephony;

import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.resident.Dialling;
import org.huiyin.resident.Keys;
import org.huiyin.resident.Sound;
import org.huiyin.support.Tones;
import org.huiyin.telephony.Listened.End;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** The real thing under the contract: a SIPp caller, Asterisk, FastAGI. */
@Timeout(120)
class AgiCallTest implements CallSessionContract {
  private static RealHotline hotline;

  @BeforeAll
  static void start() {
    hotline = new RealHotline().started();
    hotline.sound(ONE, 500, SOUND);
    hotline.sound(TWO, 700, SOUND);
    hotline.sound(THREE, 900, SOUND);
  }

  @AfterAll
  static void stop() {
    hotline.close();
  }

  @Override
  public Left inACall(CallScript script, Doing... doings) throws Exception {
    return inACall(Keys.RTP_EVENTS, script, doings);
  }

  private static Left inACall(Keys keys, CallScript script, Doing... doings) throws Exception {
    return inACall(new AtomicReference<>(), keys, script, doings);
  }

  private static Left inACall(AtomicReference<Sound> heard, Keys keys, CallScript script, Doing... doings) throws Exception {
    var moments = new Moments();
    var ended = new CountDownLatch(1);
    var failure = new AtomicReference<Throwable>();
    var id = new AtomicReference<CallId>();
    hotline.script = session -> {
      id.set(session.call().id());
      try {
        script.run(new Watched(session, moments));
      } catch (Throwable e) {
        failure.set(e);
      } finally {
        ended.countDown();
      }
    };
    Dialling resident = hotline.resident().with(keys).dials("12345");
    boolean gone = false;
    for (Doing doing : doings) {
      resident = resident.meanwhile(() -> moments.awaitMiddleOf(doing.moment()));
      if (doing.says() != null) {
        resident = resident.saysNow(Sound.tone(440, doing.says()));
      }
      resident = resident.pressesNow(doing.keys());
      gone |= doing.hangsUp();
    }
    var outcome = (gone ? resident : resident.meanwhile(() -> await(ended))).hangsUp().call();
    heard.set(outcome.talked().heard());
    await(ended);
    if (failure.get() != null) {
      throw new AssertionError("in the script", failure.get());
    }
    return left(hotline.sidecar(id.get()));
  }

  /** The resident does what they do, then waits for the script's end. */
  private static void inACall(Dialling resident, CallScript script) {
    var ended = new CountDownLatch(1);
    var failure = new AtomicReference<Throwable>();
    hotline.script = session -> {
      try {
        script.run(session);
        session.done();
      } catch (Throwable e) {
        failure.set(e);
      } finally {
        ended.countDown();
      }
    };
    resident.meanwhile(() -> await(ended)).hangsUp().call().talked();
    await(ended);
    if (failure.get() != null) {
      throw new AssertionError("in the script", failure.get());
    }
  }

  @Test
  void the_resident_hears_their_own_words_out_of_the_running_recording_and_no_copy_stays() throws Exception {
    var heard = new AtomicReference<Sound>();
    var copies = new AtomicReference<List<String>>();
    inACall(heard, Keys.RTP_EVENTS, session -> {
      var said = session.listen(ofSeconds(3), ofSeconds(30));
      session.playBack(List.of(new CallSession.Piece(session.elapsed().minus(said.spoken()), session.elapsed())), "1");
      copies.set(List.of(Objects.requireNonNull(hotline.said().toFile().list())));
    }, CallSessionContract.says(0, ofSeconds(3), "#"));
    assertThat(Tones.of(440, heard.get())).isBetween(Duration.ofMillis(2500), Duration.ofMillis(3100));
    assertThat(copies.get()).isEmpty();
  }

  @Test
  void without_a_place_for_the_copy_the_call_goes_on() throws Exception {
    var said = hotline.said();
    if (Files.isDirectory(said)) {
      Files.delete(said);
    }
    Files.createFile(said);
    try {
      inACall(session -> {
        assertThat(session.playBack(List.of(new CallSession.Piece(Duration.ZERO, SOUND)), "1")).isEqualTo(new Outcome.Silence());
        assertThat(session.play(List.of(ONE), "1")).isEqualTo(new Outcome.Silence());
      });
    } finally {
      Files.delete(said);
    }
  }

  private static Duration took(CallSession session, Runnable act) {
    var began = session.elapsed();
    act.run();
    return session.elapsed().minus(began);
  }

  private static Left left(Map<?, ?> sidecar) {
    var notes = new EnumMap<CallSession.Note, String>(CallSession.Note.class);
    var fields = Map.of("stage", CallSession.Note.STAGE, "choice", CallSession.Note.CHOICE, "language", CallSession.Note.LANGUAGE, "notice",
        CallSession.Note.NOTICE, "marks", CallSession.Note.MARKS);
    fields.forEach((name, note) -> {
      String value = String.valueOf(sidecar.get(name));
      if (!value.isEmpty()) {
        notes.put(note, value);
      }
    });
    return new Left(notes, "1".equals(sidecar.get("done")));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_key_that_arrives_by_rfc_4733_and_by_info_counts_once() throws Exception {
    for (int round = 0; round < 3; round++) {
      inACall(Keys.BOTH, session -> {
        assertThat(session.playWhole(List.of(ONE), "0123456789")).isEqualTo(new Outcome.Key('2'));
        assertThat(session.play(List.of(TWO), "0123456789")).isEqualTo(new Outcome.Silence());
        assertThat(session.awaitKey(ofSeconds(3))).isEqualTo(new Outcome.Key('2'));
        assertThat(session.awaitKey(ofSeconds(1))).isEqualTo(new Outcome.Silence());
        assertThat(session.play(List.of(THREE), "0123456789")).isEqualTo(new Outcome.Key('3'));
        assertThat(session.play(List.of(ONE), "0123456789")).isEqualTo(new Outcome.Silence());
      }, CallSessionContract.presses(0, "2"), CallSessionContract.presses(2, "2"), CallSessionContract.presses(4, "3"));
    }
  }

  @Test
  void keys_by_info_alone_count() throws Exception {
    inACall(Keys.SIP_INFO, session -> {
      assertThat(session.play(List.of(ONE), "12")).isEqualTo(new Outcome.Key('2'));
      assertThat(session.awaitKey(ofSeconds(5))).isEqualTo(new Outcome.Key('#'));
    }, CallSessionContract.presses(0, "2"), CallSessionContract.presses(1, "#"));
  }

  @Test
  void the_same_key_pressed_twice_by_a_quick_finger_is_two_keys() throws Exception {
    inACall(session -> {
      assertThat(session.awaitKey(ofSeconds(5))).isEqualTo(new Outcome.Key('2'));
      assertThat(session.awaitKey(ofSeconds(2))).isEqualTo(new Outcome.Key('2'));
    }, CallSessionContract.presses(0, "2"), CallSessionContract.says(0, Duration.ofMillis(150), "2"));
  }

  @Test
  void what_a_whole_prompt_says_is_heard_without_a_hole_where_a_key_fell() throws Exception {
    var heard = new AtomicReference<Sound>();
    inACall(heard, Keys.RTP_EVENTS, session -> session.playWhole(List.of(ONE, TWO), "2"), CallSessionContract.presses(0, "2"),
        CallSessionContract.presses(1, "2"));
    // 5 ms of fade at each end of both sounds are not counted as loud.
    assertThat(loudMillis(heard.get())).isBetween(1940L, 2100L);
  }

  @Test
  void a_key_pressed_before_the_first_act_counts() throws Exception {
    var pressed = new CountDownLatch(1);
    var resident = hotline.resident().dials("12345").pressesNow("3").meanwhile(pressed::countDown);
    inACall(resident, session -> {
      await(pressed);
      assertThat(session.playWhole(List.of(ONE), "123")).isEqualTo(new Outcome.Key('3'));
      assertThat(session.awaitKey(ofSeconds(1))).as("it was one key").isEqualTo(new Outcome.Silence());
    });
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void keys_pressed_between_two_acts_count_once_each_and_in_their_order(Keys kind) throws Exception {
    var played = new CountDownLatch(1);
    var pressed = new CountDownLatch(1);
    var resident = hotline.resident().with(kind).dials("12345").meanwhile(() -> await(played)).pressesNow("52")
        .meanwhile(pressed::countDown);
    inACall(resident, session -> {
      assertThat(session.play(List.of(ONE), "0123456789")).isEqualTo(new Outcome.Silence());
      played.countDown();
      await(pressed);
      assertThat(took(session, () -> assertThat(session.play(List.of(TWO), "0123456789")).isEqualTo(new Outcome.Key('5'))))
          .as("the sound was not played first").isLessThan(SOUND);
      assertThat(session.awaitKey(ofSeconds(5))).isEqualTo(new Outcome.Key('2'));
      assertThat(session.awaitKey(ofSeconds(1))).isEqualTo(new Outcome.Silence());
    });
  }

  @Test
  void a_key_takes_nothing_from_the_length_of_the_recording() throws Exception {
    var id = new AtomicReference<CallId>();
    var length = new AtomicReference<Duration>();
    var resident = hotline.resident().dials("12345");
    for (int i = 0; i < 8; i++) {
      resident = resident.waits(Duration.ofMillis(400)).pressesNow("" + i);
    }
    inACall(resident, session -> {
      id.set(session.call().id());
      for (int i = 0; i < 8; i++) {
        assertThat(session.awaitKey(ofSeconds(20))).isEqualTo(new Outcome.Key((char) ('0' + i)));
      }
      length.set(session.elapsed());
    });
    assertThat(hotline.leg(id.get(), "caller").length()).as("8 keys of 160 ms").isGreaterThan(length.get().minusMillis(400));
  }

  @Test
  void a_telephone_that_sends_nothing_at_all_is_silent() throws Exception {
    inACall(hotline.resident().mute().dials("12345"),
        session -> assertThat(session.listen(ofSeconds(3), ofSeconds(60))).isEqualTo(new Listened(ofSeconds(3), End.SILENCE)));
  }

  @Test
  void a_telephone_that_keeps_its_silence_to_itself_is_heard_out_and_then_silent() throws Exception {
    var resident = hotline.resident().dials("12345").saysNow(Sound.tone(440, ofSeconds(1))).fallsMute();
    inACall(resident, session -> {
      var heard = session.listen(ofSeconds(2), ofSeconds(120));
      assertThat(heard.end()).isEqualTo(End.SILENCE);
      assertThat(heard.spoken()).isBetween(ofSeconds(2), ofSeconds(12));
    });
  }

  @Test
  void silence_is_counted_from_its_beginning_and_ends_the_message_with_no_more() throws Exception {
    var silent = new AtomicReference<Duration>();
    var resident = hotline.resident().dials("12345").saysNow(Sound.tone(440, ofSeconds(6)));
    inACall(resident, session -> {
      var heard = session.listen(ofSeconds(5), ofSeconds(60));
      assertThat(heard.end()).isEqualTo(End.SILENCE);
      silent.set(heard.spoken().minusSeconds(6));
    });
    assertThat(silent.get()).isBetween(Duration.ofMillis(3500), ofSeconds(8));
  }

  @Test
  void marks_are_counted_from_the_recordings_beginning() throws Exception {
    var at = new AtomicReference<List<Duration>>();
    var id = new AtomicReference<CallId>();
    inACall(session -> {
      id.set(session.call().id());
      session.awaitKey(ofSeconds(1));
      var first = session.elapsed();
      session.play(List.of(ONE), "");
      session.awaitKey(ofSeconds(1));
      at.set(List.of(first, session.elapsed()));
      session.play(List.of(TWO), "");
    });
    var leg = hotline.leg(id.get(), "staff");
    var onsets = onsets(leg);
    assertThat(onsets).hasSize(2);
    // 40 to 60 ms, and up to 300 in the first call of a cold service.
    for (int i = 0; i < 2; i++) {
      assertThat(onsets.get(i).minus(at.get().get(i)).abs()).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void a_script_that_fails_leaves_the_caller_to_the_dialplan() throws Exception {
    var id = new AtomicReference<CallId>();
    hotline.script = session -> {
      id.set(session.call().id());
      session.play(List.of(ONE), "");
      throw new IllegalStateException("seeded");
    };
    hotline.resident().dials("12345").hangsUpAfter(ofSeconds(4)).call().talked();
    var sidecar = hotline.sidecar(id.get());
    assertThat(sidecar.get("stage")).asString().startsWith("fallback");
    assertThat(sidecar.get("done")).isEqualTo("");
  }

  /** Where it becomes loud after silence. */
  private static List<Duration> onsets(Sound sound) {
    var onsets = new java.util.ArrayList<Duration>();
    short[] samples = sound.samples();
    int quiet = 8000;
    for (int i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i]) > 3000) {
        if (quiet > 4000) {
          onsets.add(Duration.ofMillis(i / 8));
        }
        quiet = 0;
      } else {
        quiet++;
      }
    }
    return onsets;
  }

  private static long loudMillis(Sound sound) {
    long loud = 0;
    short[] samples = sound.samples();
    for (int from = 0; from + 80 <= samples.length; from += 80) {
      double energy = 0;
      for (int i = from; i < from + 80; i++) {
        energy += (double) samples[i] * samples[i];
      }
      loud += Math.sqrt(energy / 80) > 2000 ? 10 : 0;
    }
    return loud;
  }

  private record Watched(CallSession session, Moments moments) implements CallSession {
    @Override
    public CallStart call() {
      return session.call();
    }

    @Override
    public Duration elapsed() {
      return session.elapsed();
    }

    @Override
    public Outcome play(List<String> sounds, String keys) {
      moments.begin(sounds.size());
      return session.play(sounds, keys);
    }

    @Override
    public Outcome playWhole(List<String> sounds, String keys) {
      moments.begin(sounds.size());
      return session.playWhole(sounds, keys);
    }

    @Override
    public Outcome playBack(List<Piece> pieces, String keys) {
      moments.begin(1);
      return session.playBack(pieces, keys);
    }

    @Override
    public Outcome awaitKey(Duration limit) {
      moments.begin(1);
      return session.awaitKey(limit);
    }

    @Override
    public Listened listen(Duration silence, Duration limit) {
      moments.begin(1);
      return session.listen(silence, limit);
    }

    @Override
    public void note(Note note, String value) {
      session.note(note, value);
    }

    @Override
    public void done() {
      session.done();
    }
  }
}
