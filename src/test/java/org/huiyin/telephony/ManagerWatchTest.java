package org.huiyin.telephony;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.asteriskjava.manager.action.SetVarAction;
import org.asteriskjava.manager.response.ManagerResponse;
import org.huiyin.foundation.CallId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.huiyin.telephony.RealHotline.awaitUntil;

/** The manager connection and the heartbeat, against a real Asterisk and over a wire that is cut in every way. */
@Timeout(120)
class ManagerWatchTest {
  private static final Pattern HEARTBEAT = Pattern.compile("(?m)^\\s*HB=(\\d+)");

  private static RealHotline hotline;

  @BeforeAll
  static void start() {
    hotline = new RealHotline().started();
    hotline.sound("huiyin/zh/one", 500, ofSeconds(1));
  }

  @AfterAll
  static void stop() {
    hotline.close();
  }

  private static long heartbeat() {
    var found = HEARTBEAT.matcher(hotline.asterisk.console("dialplan show globals"));
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  private static ManagerWatch over(UnreliableWire wire, AtomicInteger connections) {
    return watch(wire.port(), new SelfCall(hotline.agi::port, hotline.asterisk.secrets().agi()), connections);
  }

  private static ManagerWatch watch(int port, SelfCall selfCall, AtomicInteger connections) {
    var watch = new ManagerWatch(port, "huiyin", hotline.asterisk.secrets().ami(), selfCall::answered, new ManagerLine.Listener() {
      @Override
      public void callEnded(String callId) {
      }

      @Override
      public void asteriskBooted() {
      }
    }, connections::incrementAndGet, Clock.systemUTC());
    watch.start();
    return watch;
  }

  /** The next beat after now; how long it took to come. */
  private static Duration nextBeat(ManagerWatch watch) {
    var now = Clock.systemUTC().instant();
    awaitUntil(() -> {
      var last = watch.lastHeartbeat();
      return last != null && last.isAfter(now);
    });
    return Duration.between(now, Clock.systemUTC().instant());
  }

  @Test
  void the_heartbeat_is_asterisks_own_time_and_goes_on() {
    long first = heartbeat();
    assertThat(first).isCloseTo(Clock.systemUTC().instant().getEpochSecond(), org.assertj.core.data.Offset.offset(4L));
    awaitUntil(() -> heartbeat() > first);
    assertThat(hotline.manager.version()).startsWith("22.");
  }

  @Test
  void without_an_answer_from_fast_agi_there_is_no_heartbeat() throws Exception {
    // A port whose owner hangs: it accepts and does not answer.
    var unanswered = new ArrayList<Socket>();
    try (var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var wire = new UnreliableWire(hotline.asterisk.settings()
            .amiPort())) {
      var port = new AtomicInteger(hotline.agi.port());
      try (var watch = watch(wire.port(), new SelfCall(port::get, hotline.asterisk.secrets().agi()), new AtomicInteger())) {
        nextBeat(watch);
        port.set(deaf.getLocalPort());
        Instant stale = watch.lastHeartbeat();
        for (int call = 0; call < 4; call++) {
          unanswered.add(deaf.accept());
        }
        assertThat(Duration.between(stale, watch.lastHeartbeat())).as("at most the beat that was on its way").isLessThan(ofSeconds(3));
        assertThat(watch.line()).as("Asterisk itself is still there").isNotNull();
        port.set(hotline.agi.port());
        assertThat(nextBeat(watch)).isLessThan(ofSeconds(8));
      }
    } finally {
      for (var socket : unanswered) {
        socket.close();
      }
    }
  }

  @Test
  void a_connection_that_is_finished_reset_or_half_open_is_replaced() throws Exception {
    try (var wire = new UnreliableWire(hotline.asterisk.settings().amiPort())) {
      var connections = new AtomicInteger();
      try (var watch = over(wire, connections)) {
        nextBeat(watch);
        wire.finish();
        awaitUntil(() -> connections.get() == 2);
        assertThat(nextBeat(watch)).isLessThan(ofSeconds(5));
        wire.reset();
        awaitUntil(() -> connections.get() == 3);
        assertThat(nextBeat(watch)).isLessThan(ofSeconds(5));
        wire.freezeThoseThatAre();
        long frozenAt = System.nanoTime();
        awaitUntil(() -> connections.get() == 4);
        assertThat(Duration.ofNanos(System.nanoTime() - frozenAt)).isLessThan(ofSeconds(10));
        assertThat(nextBeat(watch)).isLessThan(ofSeconds(5));
      }
    }
  }

  @Test
  void whoever_speaks_another_protocol_there_is_tried_again_until_asterisk_answers() throws Exception {
    try (var wire = new UnreliableWire(hotline.asterisk.settings().amiPort())) {
      wire.answerWithJunk(true);
      try (var watch = over(wire, new AtomicInteger())) {
        awaitUntil(() -> wire.connections() >= 3);
        assertThat(watch.line()).isNull();
        wire.answerWithJunk(false);
        nextBeat(watch);
        assertThat(watch.line()).isNotNull();
      }
    }
  }

  @Test
  void many_lost_connections_leave_no_threads_behind() throws Exception {
    try (var wire = new UnreliableWire(hotline.asterisk.settings().amiPort())) {
      var connections = new AtomicInteger();
      try (var watch = over(wire, connections)) {
        for (int i = 1; i <= 8; i++) {
          int so = i;
          awaitUntil(() -> connections.get() == so);
          awaitUntil(() -> watch.line() != null);
          wire.finish();
        }
        awaitUntil(() -> connections.get() == 9);
        nextBeat(watch);
        // The library may miss its own sign to stop and then looks again after a minute; two connections of two threads each go on.
        awaitUntil(ofSeconds(80), () -> libraryThreads() <= 4);
      }
    }
  }

  private static long libraryThreads() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("Asterisk-Java")).count();
  }

  @Test
  void asterisk_killed_and_started_again_is_found_again_and_told_about() {
    int boots = hotline.boots;
    int connections = hotline.connections;
    var before = new AsteriskChannels(hotline.manager::line).startedAt().orElseThrow();
    // Asterisk tells its start in whole seconds, and it may be up again within the one it was started in.
    awaitUntil(() -> Clock.systemUTC().instant().isAfter(before.plusSeconds(1)));
    hotline.asterisk.killAndRestart();
    nextBeat(hotline.manager);
    assertThat(hotline.connections).isGreaterThan(connections);
    assertThat(hotline.boots).isGreaterThan(boots);
    assertThat(heartbeat()).isPositive();
    var after = new AsteriskChannels(hotline.manager::line).startedAt().orElseThrow();
    assertThat(after).isAfter(before).isBetween(Clock.systemUTC().instant().minusSeconds(60), Clock.systemUTC().instant());
  }

  @Test
  void a_line_break_in_a_value_never_reaches_asterisk() throws Exception {
    var line = Objects.requireNonNull(hotline.manager.line());
    for (String end : List.of("\r\n", "\n", "\r")) {
      var action = new SetVarAction("HARMLESS", "1" + end + "Action: Setvar" + end + "Variable: PWNED" + end + "Value: 1" + end + end);
      assertThatIllegalArgumentException().isThrownBy(() -> line.ask(action, ManagerResponse.class));
    }
    line.ask(new SetVarAction("HARMLESS", "2"), ManagerResponse.class);
    assertThat(hotline.asterisk.console("dialplan show globals")).doesNotContain("PWNED").contains("HARMLESS=2");
  }

  @Test
  void a_call_is_live_until_it_is_over_and_its_end_is_told() throws Exception {
    var channels = new AsteriskChannels(hotline.manager::line);
    var id = new CompletableFuture<CallId>();
    var live = new CompletableFuture<List<Optional<Boolean>>>();
    hotline.script = session -> {
      id.complete(session.call().id());
      live.complete(List.of(channels.isLive(session.call().id()), channels.isLive(CallId.random())));
      session.play(List.of("huiyin/zh/one"), "");
      session.done();
    };
    nextBeat(hotline.manager);
    hotline.resident().from("13912345678").dials("12345").staysOnTheLine(ofSeconds(20)).call().talked();
    assertThat(live.get(10, TimeUnit.SECONDS)).containsExactly(Optional.of(true), Optional.of(false));
    var call = id.get(10, TimeUnit.SECONDS);
    awaitUntil(() -> hotline.endedByEvent.contains(call.toString()));
    awaitUntil(() -> channels.isLive(call).equals(Optional.of(false)));
    assertThat(hotline.began).anySatisfy(start -> assertThat(start.caller().e164()).isEqualTo("+8613912345678"));
  }

  @Test
  void at_the_end_the_dialplan_is_told_that_nobody_answers() throws Exception {
    try (var other = new RealHotline().started()) {
      assertThat(other.asterisk.console("dialplan show globals")).containsPattern(HEARTBEAT);
      other.manager.close();
      awaitUntil(() -> other.asterisk.console("dialplan show globals").matches("(?s).*\\bHB=0\\b.*"));
    }
  }

  @Test
  void without_an_asterisk_nothing_is_known_and_nothing_breaks() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (var watch = watch(nobody, new SelfCall(hotline.agi::port, "x"), new AtomicInteger())) {
      var channels = new AsteriskChannels(watch::line);
      assertThat(channels.isLive(CallId.random())).isEmpty();
      assertThat(channels.startedAt()).isEmpty();
      assertThat(watch.lastHeartbeat()).isNull();
    }
  }
}
