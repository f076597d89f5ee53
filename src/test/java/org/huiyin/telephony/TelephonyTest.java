package org.huiyin.telephony;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Spool;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.launcher.Settings;
import org.huiyin.support.TestAsterisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.huiyin.telephony.RealHotline.awaitUntil;

/** The module as a whole: its life from start to stop, and what it does about a ledger that hangs. */
@Timeout(120)
class TelephonyTest {
  private final List<Object> looks = new CopyOnWriteArrayList<>();
  private final CountDownLatch databaseIsBack = new CountDownLatch(1);
  private final CallId leftInTheSpool = CallId.random();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CountDownLatch scriptMayEnd = new CountDownLatch(1);

  /** begin() does not return while the database is away; look() notes the id. */
  private CallLedger hangingLedger() {
    return (CallLedger) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{CallLedger.class}, (_, method, arguments) -> {
      switch (method.getName()) {
        case "begin" -> databaseIsBack.await();
        case "look" -> looks.add(arguments[0]);
        default -> throw new IllegalStateException(method.getName());
      }
      return null;
    });
  }

  private Spool spoolWithOneCall() {
    return (Spool) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Spool.class}, (_, _, _) -> List.of(leftInTheSpool));
  }

  private Telephony telephony(Settings settings) {
    var beans = new StaticListableBeanFactory();
    beans.addBean("script", (CallScript) session -> {
      session.awaitKey(Duration.ofSeconds(1));
      try {
        assertThat(scriptMayEnd.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      session.done();
    });
    beans.addBean("ledger", hangingLedger());
    beans.addBean("spool", spoolWithOneCall());
    return new Telephony(new TelephonySettings(true, settings.agiPort(), settings.amiPort(), "CN", 100, 100), new HuiyinHome(settings.home()
        .root(), "test"), Clock.systemUTC(), registry,
        new AgiServer.Scripts(beans.getBeanProvider(CallScript.class)::getIfAvailable, () -> null), beans.getBeanProvider(CallLedger.class),
        beans
            .getBeanProvider(Spool.class));
  }

  @Test
  void it_lives_beside_a_database_that_hangs_and_tells_asterisk_when_it_goes() throws Exception {
    try (var asterisk = TestAsterisk.start()) {
      var telephony = telephony(asterisk.settings());
      assertThat(telephony.telephonyState()).isEqualTo(new TelephonyState(false, false, null, "", 0));
      telephony.start();
      awaitUntil(() -> telephony.telephonyState().lastHeartbeat() != null);
      assertThat(telephony.telephonyState().agiListening()).isTrue();
      assertThat(telephony.telephonyState().managerConnected()).isTrue();
      assertThat(telephony.telephonyState().asteriskVersion()).startsWith("22.");
      assertThat(telephony.startedAt()).isPresent();
      awaitUntil(() -> looks.contains(leftInTheSpool));

      long began = System.nanoTime();
      try (var call = AgiPeer.call(asterisk.settings().agiPort(), asterisk.secrets().agi())) {
        assertThat(call.answers("200 result=0")).isEqualTo("GET VARIABLE \"HY_KEYS\"");
        assertThat(call.answers("200 result=49 endpos=8000")).startsWith("STREAM FILE \"quiet\"");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).as("the caller does not wait for the database")
            .isLessThan(Duration.ofMillis(1500));
        assertThat(telephony.telephonyState().activeSessions()).isEqualTo(1);
        assertThat(registry.get("huiyin.agi.sessions").gauge().value()).isEqualTo(1);
        scriptMayEnd.countDown();
        assertThat(call.answers("200 result=1")).contains("HOTLINE_DONE");
      }
      awaitUntil(() -> looks.size() >= 2);
      assertThat(registry.get("huiyin.heartbeat.age").gauge().value()).isBetween(0.0, 10.0);
      assertThat(registry.get("huiyin.ami.connected").gauge().value()).isEqualTo(1);

      telephony.stop();
      assertThat(telephony.isRunning()).isFalse();
      assertThat(asterisk.console("dialplan show globals")).containsPattern("HB=0\\b");
      assertThatThrownBy(() -> new AgiPeer(asterisk.settings().agiPort())).isInstanceOf(java.net.ConnectException.class);
      databaseIsBack.countDown();
    }
  }

  @Test
  void without_an_asterisk_it_starts_all_the_same_and_finds_it_later() {
    var settings = TestAsterisk.freshSettings(java.util.Map.of());
    var secrets = new org.huiyin.launcher.Secrets(settings.home());
    assertThat(secrets.agi()).isNotEqualTo(secrets.ami());
    var telephony = telephony(settings);
    try {
      telephony.start();
      assertThat(telephony.telephonyState().agiListening()).isTrue();
      assertThat(telephony.telephonyState().managerConnected()).isFalse();
      assertThat(telephony.isLive(CallId.random())).isEmpty();
    } finally {
      telephony.stop();
      TestAsterisk.remove(settings.home().root());
    }
  }

  @Test
  void without_secrets_it_says_what_makes_them() {
    var settings = TestAsterisk.freshSettings(java.util.Map.of());
    try {
      assertThatThrownBy(() -> telephony(settings)).hasMessageContaining("agi.secret is missing: ./huiyin up makes it");
    } finally {
      TestAsterisk.remove(settings.home().root());
    }
  }
}
