package org.huiyin.hotline;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.Sound;
import org.huiyin.support.TestHotline;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who presses no key can speak within half a minute of the answer, in the prompts as they are delivered: heard in the recordings of real calls, where a
 * second is as long as Asterisk's own clock makes it.
 */
class HotlinePromiseTest {
  private static final Duration PROMISED = ofSeconds(30);
  private static final Duration LATE = Duration.ofHours(1);
  private static final double VOICE = 460;
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @SuppressWarnings("NullAway.Init")
  private static TestHotline hotline;

  @BeforeAll
  static void open() throws IOException {
    hotline = TestHotline.start(Map.of());
  }

  @AfterAll
  static void close() {
    hotline.close();
  }

  /** A busy machine only adds to what a call takes: of at most three the quickest counts. */
  @Test
  void who_presses_no_key_speaks_within_thirty_seconds_of_the_answer_in_attended_hours_and_after() throws Exception {
    var attended = LATE;
    var closed = LATE;
    for (int time = 0; time < 3 && (attended.compareTo(PROMISED) > 0 || closed.compareTo(PROMISED) > 0); time++) {
      var both = bothCalls();
      attended = Collections.min(List.of(attended, speaksAt(both.getFirst())));
      closed = Collections.min(List.of(closed, speaksAt(both.getLast())));
    }
    assertThat(attended).as("in attended hours").isBetween(ofSeconds(15), PROMISED);
    assertThat(closed).as("after hours").isBetween(ofSeconds(15), PROMISED);
  }

  /** The desk closes while the first caller listens: that call goes on as it began, and both wait at the same time. */
  private static List<Talked> bothCalls() throws Exception {
    var begun = new CountDownLatch(1);
    var attended = CompletableFuture.supplyAsync(() -> call(begun::countDown), task -> Thread.ofPlatform().daemon().start(task));
    begun.await();
    var today = LocalDate.now(Clock.system(SHANGHAI));
    var days = List.of(today.minusDays(1), today, today.plusDays(1));
    days.forEach(date -> hotline.put(hotline.calendar() + "/days/" + date, "{\"name\":\"停电\",\"hours\":\"\",\"working\":false}"));
    var closed = call(() -> {
      // nothing changes any more
    });
    days.forEach(date -> hotline.delete(hotline.calendar() + "/days/" + date));
    return List.of(attended.get(), closed);
  }

  private static Talked call(Runnable begun) {
    return hotline.resident().dials("12345").hears(ofSeconds(1), ofSeconds(20)).meanwhile(begun).says(Sound.tone(VOICE, ofSeconds(1)))
        .hangsUp().call().talked();
  }

  private static Duration speaksAt(Talked call) throws IOException {
    var facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo("none");
    assertThat(facts.has("message")).isTrue();
    return Tones.place(VOICE, hotline.audio(facts).caller()).from();
  }
}
