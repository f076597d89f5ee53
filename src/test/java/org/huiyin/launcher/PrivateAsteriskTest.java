package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.huiyin.support.TestAsterisk;
import org.huiyin.support.TestHotline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrivateAsteriskTest {
  @Test
  void it_boots_with_every_module_it_names_and_without_a_complaint() throws IOException {
    try (var asterisk = TestAsterisk.start()) {
      assertThat(asterisk.console("core show version")).contains("Asterisk 22.");
      assertThat(asterisk.console("module show")).doesNotContain("Not Running");
      assertThat(AsteriskConfig.template("modules.conf").lines().filter(line -> line.matches("(pre)?load = .*")))
          .allSatisfy(line -> assertThat(asterisk.console("module show like " + line.replaceAll(".*= ", ""))).contains("Running"));
      assertThat(Files.readString(asterisk.settings().home().log().resolve("asterisk/messages"))).doesNotContain("WARNING", "ERROR");
    }
  }

  @Test
  void two_run_side_by_side() {
    try (var one = TestAsterisk.start(); var other = TestAsterisk.start()) {
      assertThat(one.console("core show uptime")).contains("System uptime");
      assertThat(other.console("core show uptime")).contains("System uptime");
    }
  }

  /** Each example, filled in, becomes an endpoint that leads into the hotline, also behind a translated address. */
  @ParameterizedTest
  @ValueSource(strings = {"registered", "fixed-address", "analogue-gateway"})
  void a_trunk_becomes_an_endpoint_that_leads_into_the_hotline(String example) throws IOException {
    Path file = Files.createTempFile("trunk", ".conf");
    Files.writeString(file,
        Files.readString(Path.of("asterisk-config/trunk/" + example + ".conf")).replaceAll("<[A-Z-]+>", "198.51.100.4"));
    try (
        var asterisk = TestAsterisk.start(Map.of("HUIYIN_TRUNK", file.toString(), "HUIYIN_SIP_EXTERNAL", "203.0.113.7", "HUIYIN_LOCAL_NETS",
            "192.168.0.0/16,10.0.0.0/8", "HUIYIN_SIP_BIND", "0.0.0.0"))) {
      String name = example.equals("analogue-gateway") ? "gateway" : "carrier";
      assertThat(asterisk.console("pjsip show endpoint " + name)).containsPattern("context +: from-trunk")
          .containsPattern("dtmf_mode +: auto")
          .contains("198.51.100.4/32");
      assertThat(asterisk.console("pjsip show transport udp")).containsPattern("external_media_address +: 203.0.113.7")
          .contains("192.168.0.0/255.255.0.0")
          .contains("10.0.0.0/255.0.0.0");
      assertThat(Files.readString(asterisk.settings().home().log().resolve("asterisk/messages"))).doesNotContain("ERROR", "sorcery",
          "Could not find option");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void its_logs_are_turned_over_when_they_are_long_and_only_the_newest_are_kept() throws IOException {
    try (var asterisk = TestAsterisk.start()) {
      Path folder = asterisk.settings().home().log().resolve("asterisk");
      var told = new ArrayList<String>();
      var rotation = new LogRotation(asterisk.settings().home(), () -> Optional.of(asterisk.asterisk()), 10_000, told::add);
      for (int round = 0; round < 7; round++) {
        Files.writeString(folder.resolve("messages"), ("round " + round + "\n").repeat(2000), StandardOpenOption.APPEND);
        rotation.look();
      }
      assertThat(told).isEmpty();
      assertThat(folder.resolve("messages").toFile().length()).isLessThan(10_000);
      assertThat(Files.readString(folder.resolve("messages.0"))).contains("round 6").doesNotContain("round 5");
      try (var files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("messages."))).containsExactlyInAnyOrder(
            "messages.0",
            "messages.1", "messages.2", "messages.3");
      }
    }
  }

  /** What stands in the log, the way to the service among it, is for Asterisk and the service alone. */
  @Test
  void its_logs_are_closed_to_everybody_else() throws IOException {
    try (var asterisk = TestAsterisk.start()) {
      Path folder = asterisk.settings().home().log().resolve("asterisk");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).endsWith("---");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("messages")))).endsWith("---");
    }
  }

  @Test
  void it_stops_by_its_own_process_and_leaves_none_behind() {
    Process process;
    try (var asterisk = TestAsterisk.start()) {
      process = asterisk.asterisk().process();
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(process.isAlive()).isFalse();
  }

  static boolean precedence() {
    return Precedence.granted();
  }

  /** Asterisk looks for it once a minute from its second minute on; it touches its file every 5 s. */
  @Test
  @EnabledIf("precedence")
  void the_canary_that_lets_it_keep_its_precedence_goes_on_singing() throws IOException {
    try (var asterisk = TestAsterisk.start()) {
      Path song = asterisk.settings().home().asterisk().resolve("run/alt.asterisk.canary.tweet.tweet.tweet");
      FileTime first = TestHotline.await(Duration.ofSeconds(10), "the canary's first note", () -> sung(song, FileTime.fromMillis(0)));
      TestHotline.await(Duration.ofSeconds(20), "the canary's second note", () -> sung(song, first));
    }
  }

  private static @Nullable FileTime sung(Path song, FileTime since) {
    try {
      FileTime at = Files.getLastModifiedTime(song);
      return at.compareTo(since) > 0 ? at : null;
    } catch (IOException notYet) {
      return null;
    }
  }

  static boolean root() {
    return Accounts.root();
  }

  @Test
  @EnabledIf("root")
  void started_by_root_it_runs_without_rights_and_its_secrets_are_closed_to_others() throws IOException {
    try (var asterisk = TestAsterisk.start()) {
      long pid = asterisk.asterisk().process().pid();
      assertThat(Files.readString(Path.of("/proc/" + pid + "/status"))).contains("Uid:\t64999\t64999\t64999\t64999")
          .contains("CapEff:\t0000000000000000").contains("NoNewPrivs:\t1");
      Home home = asterisk.settings().home();
      for (String secret : Arrays.asList("agi.secret", "ami-service.secret", "ami-watchdog.secret")) {
        assertThat(mode(home.secrets().resolve(secret))).isEqualTo(0600);
      }
      assertThat(mode(home.asterisk().resolve("etc/manager.conf"))).isEqualTo(0640);
    }
  }

  private static int mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }
}
