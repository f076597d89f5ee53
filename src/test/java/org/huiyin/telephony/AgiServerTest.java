package org.huiyin.telephony;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.support.Patience;
import org.huiyin.telephony.CallSession.Note;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class AgiServerTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<CallId> ended = new CopyOnWriteArrayList<>();
  private final List<CallStart> began = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private AgiServer serving(CallScript script) {
    return serving(script, 2500, 4096);
  }

  private AgiServer serving(CallScript script, int maxSessions, int maxWaiting) {
    var settings = new TelephonySettings(true, 0, 5038, "CN", maxSessions, maxWaiting);
    var server = new AgiServer(settings, SECRET, means(), new AgiServer.Scripts(() -> script, () -> null), new AgiServer.Calls() {
      @Override
      public void began(CallStart call) {
        began.add(call);
      }

      @Override
      public void ended(CallId call) {
        ended.add(call);
      }
    }, registry);
    server.start();
    open.add(server);
    return server;
  }

  private double refused(String reason) {
    var counter = registry.find("huiyin.agi.refused").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  private static void playsOnePrompt(CallSession session) {
    assertThat(session.play(List.of("huiyin/zh/menu"), "123")).isEqualTo(new Outcome.Key('2'));
    session.note(Note.CHOICE, "repair");
    session.done();
  }

  private static void isServed(AgiServer server) throws IOException {
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      assertThat(call.answers(NO_KEYS_YET)).isEqualTo(LIST_OF_KEYS);
      assertThat(call.answers("200 result=50 endpos=4000")).isEqualTo("STREAM FILE \"huiyin/zh/menu\" \"123\" 0");
      assertThat(call.answers("200 result=0")).isEqualTo("EXEC \"MSet\" \"HY_CHOICE=repair,HOTLINE_DONE=1\"");
      assertThat(call.command()).isNull();
    }
  }

  private static final String LIST_OF_KEYS = "GET VARIABLE \"HY_KEYS\"";
  private static final String NO_KEYS_YET = "200 result=0";

  @Test
  void a_call_is_walked_and_counted() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    isServed(server);
    assertThat(began).singleElement().satisfies(call -> {
      assertThat(call.caller().e164()).isEqualTo("+8613800138000");
      assertThat(call.dialled()).isEqualTo("12345");
      assertThat(call.sipCallId()).isEqualTo("sip-1@test");
      assertThat(call.startedAt().getEpochSecond()).isEqualTo(1795482000);
      assertThat(ended).containsExactly(call.id());
    });
    assertThat(registry.get("huiyin.agi.commands").tag("command", "exec").timer().count()).isEqualTo(1);
    assertThat(registry.get("huiyin.agi.duration").tag("outcome", "returned").timer().count()).isEqualTo(1);
    assertThat(registry.get("huiyin.agi.sessions").gauge().value()).isZero();
  }

  @Test
  void two_thousand_idle_connections_do_not_stop_a_call() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    for (int i = 0; i < 2000; i++) {
      open.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }
    isServed(server);
  }

  @Test
  void an_idle_connection_is_closed_after_five_seconds_even_if_it_trickles() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    long began = System.nanoTime();
    try (var silent = new AgiPeer(server.port()); var trickling = new AgiPeer(server.port())) {
      var trickle = CompletableFuture.runAsync(() -> {
        try {
          while (true) {
            trickling.write("a");
            Thread.sleep(200);
          }
        } catch (IOException | InterruptedException closed) {
          // as it should be
        }
      });
      assertThat(silent.command()).isNull();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
      trickle.get(5, TimeUnit.SECONDS);
      assertThat(refused("too-slow")).isEqualTo(2);
    }
  }

  @Test
  void of_too_many_who_only_wait_the_oldest_is_closed_and_a_call_comes_through() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt, 10, 20);
    try (var oldest = new AgiPeer(server.port())) {
      for (int i = 0; i < 20; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      assertThat(oldest.command()).isNull();
      assertThat(refused("evicted")).isEqualTo(1);
      isServed(server);
    }
  }

  @Test
  void a_line_of_a_hundred_megabytes_is_cut_off_early() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    try (var hostile = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      byte[] megabyte = new byte[1024 * 1024];
      Arrays.fill(megabyte, (byte) 'a');
      assertThatThrownBy(() -> {
        for (int i = 0; i < 100; i++) {
          hostile.getOutputStream().write(megabyte);
        }
      }).isInstanceOf(SocketException.class);
    }
    assertThat(refused("too-long")).isEqualTo(1);
    isServed(server);
  }

  @Test
  void a_header_of_endless_lines_is_cut_off_too() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    try (var hostile = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      assertThatThrownBy(() -> {
        for (int i = 0; i < 1_000_000; i++) {
          hostile.getOutputStream().write("agi_more: and more\n".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
      }).isInstanceOf(SocketException.class);
    }
    assertThat(refused("too-long")).isEqualTo(1);
  }

  @Test
  void without_the_secret_no_script_runs() throws Exception {
    var server = serving(_ -> {
      throw new AssertionError("must not run");
    });
    for (String path : List.of("hotline", "/hotline", "wrong/hotline", SECRET, SECRET.substring(1) + "/hotline", "")) {
      try (var stranger = new AgiPeer(server.port()).header(path, CallId.random().toString(), "", "", "", "", "1795482000")) {
        assertThat(stranger.command()).isNull();
      }
    }
    assertThat(refused("secret") + refused("path")).isEqualTo(6);
    assertThat(refused("secret")).isEqualTo(5);
    try (var other = new AgiPeer(server.port()).header(SECRET + "/java.lang.Runtime")) {
      assertThat(other.command()).isNull();
    }
    assertThat(refused("path")).isEqualTo(2);
    assertThat(began).isEmpty();
  }

  @Test
  void a_call_without_a_proper_id_is_left_to_the_dialplan() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    try (var call = new AgiPeer(server.port()).header(SECRET + "/hotline", "1-1-1-1-1", "", "", "", "", "1795482000")) {
      assertThat(call.command()).isNull();
    }
    assertThat(refused("malformed")).isEqualTo(1);
  }

  @Test
  void a_caller_without_a_number_and_one_with_far_too_many_digits_are_served() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    for (String number : List.of("", "1".repeat(300))) {
      try (var call = new AgiPeer(server.port()).header(SECRET + "/hotline", CallId.random().toString(), "", number, "withheld", "",
          "1795482000")) {
        call.answers(NO_KEYS_YET);
        assertThat(call.command()).startsWith("STREAM FILE");
      }
    }
    assertThat(began).allSatisfy(call -> assertThat(call.caller().presentation()).isEqualTo(Presentation.WITHHELD)).hasSize(2);
  }

  @Test
  void a_call_beyond_the_limit_is_left_to_the_dialplan() throws Exception {
    var release = new CountDownLatch(1);
    var server = serving(session -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      playsOnePrompt(session);
    }, 1, 100);
    try (var first = AgiPeer.call(server.port(), SECRET)) {
      awaitUntil(() -> server.activeSessions() == 1);
      try (var second = AgiPeer.call(server.port(), SECRET)) {
        assertThat(second.command()).isNull();
      }
      assertThat(refused("full")).isEqualTo(1);
      release.countDown();
      first.answers(NO_KEYS_YET);
      assertThat(first.command()).startsWith("STREAM FILE");
    }
    awaitUntil(() -> server.activeSessions() == 0);
    isServed(server);
  }

  @Test
  void an_exception_in_the_script_leaves_the_call_to_the_dialplan(CapturedOutput output) throws Exception {
    var server = serving(session -> {
      session.play(List.of("huiyin/zh/notice"), "");
      throw new IllegalStateException("the menu is broken");
    });
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      call.answers("200 result=0 endpos=100");
      assertThat(call.command()).as("HOTLINE_DONE is not set").isNull();
    }
    awaitUntil(() -> ended.size() == 1);
    assertThat(output).contains("Call " + ended.getFirst() + ": its script failed; the dialplan takes the message")
        .contains("the menu is broken");
    assertThat(registry.get("huiyin.agi.duration").tag("outcome", "failed").timer().count()).isEqualTo(1);
  }

  @Test
  void after_a_hang_up_every_act_returns_at_once_and_nothing_more_is_sent() throws Exception {
    var outcomes = new CompletableFuture<List<Object>>();
    var server = serving(session -> {
      var all = new ArrayList<Object>();
      all.add(session.play(List.of("huiyin/zh/notice", "huiyin/zh/menu"), "1"));
      all.add(session.playWhole(List.of("huiyin/zh/menu"), "1"));
      all.add(session.awaitKey(Duration.ofSeconds(30)));
      all.add(session.listen(Duration.ofSeconds(10), Duration.ofSeconds(60)).end());
      session.note(Note.STAGE, "message");
      session.done();
      outcomes.complete(all);
    });
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      call.answers(NO_KEYS_YET);
      call.answers("200 result=-1 endpos=160\nHANGUP");
      assertThat(call.command()).isEqualTo("CHANNEL STATUS");
      call.write("511 Command Not Permitted on a dead channel or intercept routine\n");
      assertThat(call.command()).isNull();
    }
    assertThat(outcomes.get(5, TimeUnit.SECONDS)).containsExactly(new Outcome.HungUp(), new Outcome.HungUp(), new Outcome.HungUp(),
        Listened.End.HUNG_UP);
  }

  @Test
  void a_sound_that_cannot_be_played_is_skipped_and_told(CapturedOutput output) throws Exception {
    var server = serving(session -> session.play(List.of("huiyin/zh/absent", "huiyin/zh/menu"), "1"));
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      call.answers(NO_KEYS_YET);
      call.answers("200 result=-1 endpos=0");
      assertThat(call.answers("200 result=6")).isEqualTo("CHANNEL STATUS");
      assertThat(call.answers("200 result=0 endpos=8000")).contains("huiyin/zh/menu");
    }
    assertThat(output).contains("the sound huiyin/zh/absent cannot be played");
  }

  @Test
  void a_stream_of_hangup_lines_ends_quietly() throws Exception {
    var outcome = new CompletableFuture<Outcome>();
    var server = serving(session -> outcome.complete(session.play(List.of("huiyin/zh/menu"), "1")));
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      call.command();
      call.write("HANGUP\n".repeat(5000) + "200 result=-1\n");
      assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(new Outcome.HungUp());
    }
  }

  @Test
  void an_endless_reply_ends_the_script_and_not_the_service() throws Exception {
    var server = serving(AgiServerTest::playsOnePrompt);
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      call.command();
      assertThatThrownBy(() -> {
        for (int i = 0; i < 10_000; i++) {
          call.write("x".repeat(10_000));
        }
      }).isInstanceOf(SocketException.class);
    }
    awaitUntil(() -> ended.size() == 1);
    assertThat(registry.get("huiyin.agi.duration").tag("outcome", "failed").timer().count()).isEqualTo(1);
    isServed(server);
  }

  @Test
  void a_key_in_a_whole_prompt_is_kept_and_the_rest_plays_from_where_it_was() throws Exception {
    var outcomes = new CompletableFuture<List<Outcome>>();
    var server = serving(session -> outcomes.complete(List.of(session.playWhole(List.of("huiyin/zh/notice"), "0123"), session.awaitKey(
        Duration.ofSeconds(1)))));
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      assertThat(call.answers("200 result=50 endpos=8000")).endsWith(" 0");
      assertThat(call.answers("200 result=49 endpos=9000")).endsWith(" 8000");
      assertThat(call.answers("200 result=0 endpos=48000")).endsWith(" 9000");
      assertThat(call.answers("200 result=1 (21)")).isEqualTo(LIST_OF_KEYS);
      assertThat(outcomes.get(5, TimeUnit.SECONDS)).containsExactly(new Outcome.Key('2'), new Outcome.Key('1'));
    }
  }

  @Test
  void a_value_that_could_be_more_than_a_value_is_refused() throws Exception {
    var result = new CompletableFuture<@org.jspecify.annotations.Nullable Void>();
    var server = serving(session -> {
      for (String value : List.of("a\nSET VARIABLE HOTLINE_DONE 1", "\"", "${SHELL(x)}", "报修", "x".repeat(Note.LONGEST + 1))) {
        assertThatIllegalArgumentException().isThrownBy(() -> session.note(Note.STAGE, value));
      }
      for (String sound : List.of("../../etc/passwd", "a b", "a\nHANGUP", "", "/etc/passwd", "a\"b")) {
        assertThatIllegalArgumentException().isThrownBy(() -> session.play(List.of(sound), ""));
      }
      assertThatIllegalArgumentException().isThrownBy(() -> session.play(List.of("menu"), "1\n2"));
      result.complete(null);
    });
    try (var call = AgiPeer.call(server.port(), SECRET)) {
      assertThat(call.command()).isNull();
      result.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_call_to_ourselves_comes_back_only_with_the_right_secret() {
    var server = serving(AgiServerTest::playsOnePrompt);
    assertThat(new SelfCall(server::port, SECRET).answered()).isTrue();
    assertThat(new SelfCall(server::port, "wrong").answered()).isFalse();
    server.close();
    assertThat(new SelfCall(server::port, SECRET).answered()).isFalse();
  }

  @Test
  void a_taken_port_is_one_clear_line() {
    var first = serving(AgiServerTest::playsOnePrompt);
    var second = new AgiServer(new TelephonySettings(true, first.port(), 5038, "CN", 1, 1), SECRET, means(),
        new AgiServer.Scripts(() -> null, () -> null), new AgiServer.Calls() {
          @Override
          public void began(CallStart call) {
          }

          @Override
          public void ended(CallId call) {
          }
        }, new SimpleMeterRegistry());
    assertThatThrownBy(second::start).hasMessage("port " + first.port() + " is in use: choose another with HUIYIN_AGI_PORT");
  }

  private static void awaitUntil(Callable<Boolean> condition) {
    Patience.until("what the test waits for", Duration.ofSeconds(10), condition);
  }

  private static AgiCall.Means means() {
    return new AgiCall.Means("/tmp/nowhere", new MuteTelephones(() -> null), new SaidAgain(Path.of("/tmp/nothing")),
        new StudioTakes(Path.of("/tmp/nothing"), java.time.InstantSource.system()));
  }
}
