package org.huiyin.telephony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.huiyin.foundation.CallId;
import org.huiyin.resident.Dialling;
import org.huiyin.resident.Outcome.End;
import org.huiyin.resident.Sound;
import org.huiyin.support.Tones;
import org.huiyin.telephony.CallSessionContract.Doing;
import org.huiyin.telephony.StudioSession.Take;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** The real thing under the contract: a SIPp caller, Asterisk, FastAGI. */
@Timeout(120)
class AgiStudioTest implements StudioSessionContract {
  private static final double AWAY = 1100;
  private static final double SPOKEN = 440;
  private static RealHotline hotline;

  @BeforeAll
  static void start() {
    hotline = new RealHotline().started();
    hotline.sound(ONE, 500, CallSessionContract.SOUND);
    hotline.sound(TWO, 900, CallSessionContract.SOUND);
    hotline.sound("huiyin/zh/studio-away", AWAY, CallSessionContract.SOUND);
    hotline.sound("huiyin/en/studio-away", AWAY, CallSessionContract.SOUND);
  }

  @AfterAll
  static void stop() {
    hotline.close();
  }

  /** What became of the call. */
  private record Ended(CallId id, org.huiyin.resident.Outcome.Talked call) {
    boolean heardAway() {
      return Tones.of(AWAY, call.heard()).compareTo(ofMillis(300)) > 0;
    }
  }

  @Override
  public boolean inAStudio(StudioScript script, Doing... doings) throws Exception {
    var ended = dialled(script, doings);
    return !ended.heardAway() && ended.call().endedBy() == End.HOTLINE;
  }

  private static Ended dialled(StudioScript script, Doing... doings) throws Exception {
    var moments = new Moments();
    var over = new CountDownLatch(1);
    var failure = new AtomicReference<Throwable>();
    var id = new AtomicReference<CallId>();
    hotline.studio = session -> {
      id.set(session.id());
      try {
        script.run(new Watched(session, moments));
      } catch (Throwable e) {
        failure.set(e);
      } finally {
        over.countDown();
      }
    };
    Dialling resident = hotline.resident().dials("*75");
    boolean gone = false;
    for (Doing doing : doings) {
      resident = resident.meanwhile(() -> moments.awaitMiddleOf(doing.moment()));
      if (doing.says() != null) {
        resident = resident.saysNow(Sound.tone(SPOKEN, doing.says()));
      }
      resident = resident.pressesNow(doing.keys());
      gone |= doing.hangsUp();
    }
    var call = (gone ? resident.hangsUp() : resident.staysOnTheLine(ofSeconds(60))).call().talked();
    assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
    if (failure.get() != null) {
      throw new AssertionError("in the script", failure.get());
    }
    return new Ended(Objects.requireNonNull(id.get()), call);
  }

  @Test
  void what_is_recorded_and_heard_again_is_what_was_said_and_no_file_of_it_stays() throws Exception {
    var ended = dialled(session -> {
      var wav = ((Take.Taken) session.record(ofSeconds(20))).wav();
      assertThat(files(hotline.takes())).isEmpty();
      var file = write(wav);
      assertThat(Tones.of(SPOKEN, file)).isBetween(ofMillis(1500), ofMillis(2400));
      session.playBack(wav, "1");
      session.done();
    }, CallSessionContract.says(0, ofSeconds(2), "#"));
    assertThat(Tones.of(SPOKEN, ended.call().heard())).isBetween(ofMillis(1500), ofMillis(2400));
    assertThat(files(hotline.said())).isEmpty();
  }

  @Test
  void who_hangs_up_while_they_speak_leaves_no_file() throws Exception {
    dialled(session -> {
      // Asterisk's file is there while it is written
      assertThat(session.record(ofSeconds(20))).isEqualTo(new Take.HungUp());
    }, new Doing(0, ofSeconds(2), "", true));
    RealHotline.awaitUntil(() -> files(hotline.takes()).isEmpty());
  }

  @Test
  void what_a_killed_service_left_is_removed_by_the_next_start_and_what_grew_stale_by_the_next_call() throws Exception {
    var old = Files.createFile(hotline.takes().resolve("old.wav"));
    Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minus(Duration.ofHours(2))));
    var fresh = Files.createFile(hotline.takes().resolve("fresh.wav"));
    dialled(StudioSession::done);
    RealHotline.awaitUntil(() -> files(hotline.takes()).equals(List.of("fresh.wav")));
    new StudioTakes(hotline.takes(), java.time.InstantSource.system()).clear();
    assertThat(fresh).doesNotExist();
  }

  @Test
  void it_is_no_residents_call_so_neither_the_spool_nor_the_account_of_starts_nor_the_ledger_knows_it() throws Exception {
    int before = hotline.began.size();
    var ended = dialled(StudioSession::done);
    assertThat(ended.call().endedBy()).isEqualTo(End.HOTLINE);
    assertThat(ended.heardAway()).isFalse();
    try (Stream<Path> spooled = Files.walk(hotline.asterisk.spool())) {
      assertThat(spooled.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(hotline.began).hasSize(before);
    var log = hotline.asterisk.settings().home().log().resolve("asterisk");
    assertThat(files(log.resolve("starts"))).isEmpty();
    var records = log.resolve("cdr-custom/calls.csv");
    RealHotline.awaitUntil(() -> Files.exists(records));
    // nothing that the nightly account takes for a call's id, and so no difference to explain
    assertThat(Files.readAllLines(records)).isNotEmpty().allMatch(line -> line.startsWith("\"studio\","))
        .noneMatch(line -> line.contains(ended.id().toString()) || line.contains("13800138000"));
  }

  @Test
  void who_dials_while_the_service_cannot_answer_hears_that_in_both_languages_and_is_hung_up() throws Exception {
    hotline.studio = null;
    var call = hotline.resident().dials("*75").staysOnTheLine(ofSeconds(30)).call().talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertThat(Tones.of(AWAY, call.heard())).isGreaterThan(ofMillis(1700));

    var broken = dialled(session -> {
    });
    assertThat(broken.heardAway()).as("a script that does not come to its end").isTrue();
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> all = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Sound write(byte[] wav) {
    try {
      var file = Files.createTempFile("huiyin-take", ".wav");
      try {
        Files.write(file, wav);
        return Sound.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private record Watched(StudioSession session, Moments moments) implements StudioSession {
    @Override
    public CallId id() {
      return session.id();
    }

    @Override
    public Outcome play(List<String> sounds, String keys) {
      moments.begin(sounds.size());
      return session.play(sounds, keys);
    }

    @Override
    public Outcome awaitKey(Duration limit) {
      moments.begin(1);
      return session.awaitKey(limit);
    }

    @Override
    public Take record(Duration limit) {
      moments.begin(1);
      return session.record(limit);
    }

    @Override
    public Outcome playBack(byte[] wav, String keys) {
      moments.begin(1);
      return session.playBack(wav, keys);
    }

    @Override
    public void done() {
      session.done();
    }
  }
}
