package org.huiyin.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.huiyin.support.TestAsterisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands in the way of a start is one line with the remedy, before anything runs. */
class StartProblemsTest {
  private final List<Path> homes = new ArrayList<>();

  @AfterEach
  void remove() {
    homes.forEach(TestAsterisk::remove);
  }

  static boolean root() {
    return Accounts.root();
  }

  @Test
  void audio_ports_that_others_have_are_told_with_the_setting() throws IOException {
    var held = new ArrayList<DatagramSocket>();
    var settings = settings(Map.of());
    var range = settings.rtpPorts();
    try {
      for (int port = range.first(); port <= range.last(); port += 2) {
        var udp = new DatagramSocket(null);
        udp.bind(new InetSocketAddress(port));
        held.add(udp);
      }
      refused(settings, "HUIYIN_RTP_PORTS", range.toString(), held.size() + " of 200");
    } finally {
      held.forEach(DatagramSocket::close);
    }
  }

  @Test
  void a_secret_that_is_none_any_more_is_named_with_its_file() throws IOException {
    var settings = settings(Map.of());
    Path file = settings.home().secrets().resolve("ami-watchdog.secret");
    Files.writeString(file, "torn");
    refused(settings, file.toString(), "remove it");
  }

  @Test
  void a_home_that_cannot_be_made_is_one_line() throws IOException {
    Path file = Files.createTempFile(Path.of("/tmp"), "huiyin-not-a-folder", "");
    homes.add(file);
    var settings = Settings.from(Map.of("HUIYIN_HOME", file.resolve("home").toString()), Path.of("").toAbsolutePath());
    assertThatThrownBy(() -> settings.home().prepare()).isInstanceOf(Problem.class).hasMessageContaining("HUIYIN_HOME " + file)
        .hasMessageContaining("may be written").message().hasLineCount(1);
  }

  @Test
  @EnabledIf("root")
  void a_full_disk_is_told_with_its_room() throws Exception {
    var settings = settings(Map.of());
    Path home = settings.home().root();
    shell("mount", "-t", "tmpfs", "-o", "size=4m,mode=0755", "tmpfs", home.toString());
    try {
      settings.home().prepare();
      refused(settings, "disk", "full", home.toString(), "300 MB needed");
    } finally {
      shell("umount", home.toString());
    }
  }

  @Test
  void an_asterisk_that_ends_at_once_leaves_its_last_words() throws IOException {
    Path cache = Files.createTempDirectory(Path.of("/tmp"), "huiyin-cache-");
    homes.add(cache);
    Files.setAttribute(cache, "unix:mode", 0755);
    var real = AsteriskRoot.findOrMake(settings(Map.of()).cache(), System.out::println).folder();
    Path damaged = cache.resolve(real.getFileName());
    Files.createDirectories(damaged.resolve("usr/sbin"));
    Files.writeString(damaged.resolve("usr/sbin/asterisk"), "cut off");
    Files.createSymbolicLink(damaged.resolve("usr/lib"), real.resolve("usr/lib"));
    Files.createSymbolicLink(damaged.resolve("usr/share"), real.resolve("usr/share"));
    var settings = settings(Map.of("HUIYIN_CACHE", cache.toString()));
    var root = AsteriskRoot.findOrMake(settings.cache(), System.out::println);
    assertThatThrownBy(() -> PrivateAsterisk.start(root, settings, new Secrets(settings.home()))).isInstanceOf(Problem.class)
        .hasMessageContaining("Asterisk ended while it started").hasMessageContaining("usr/sbin/asterisk").message().hasLineCount(1);
  }

  @Test
  void what_the_service_says_in_one_line_is_what_is_told() throws IOException {
    var settings = settings(Map.of());
    Path log = settings.home().log().resolve("service.log");
    assertThat(ServiceLog.explain("noise\nhuiyin: The key ring is damaged: put back its backup\nCaused by: x.Y: z\n", log, settings))
        .isEqualTo("The key ring is damaged: put back its backup (" + log + ")");
    assertThat(ServiceLog.explain("a\nCaused by: x.Y: z\n\tat b\n", log, settings)).isEqualTo("Caused by: x.Y: z (" + log + ")");
  }

  @Test
  void a_verification_that_breaks_off_after_a_good_report_says_why() throws IOException {
    var settings = settings(Map.of());
    var holds = List.of("holds  audit-chain", "holds  recordings");
    assertThat(VerifyVerb.outcome(0, holds, settings)).isZero();
    assertThat(VerifyVerb.outcome(1, List.of("holds  audit-chain", "WRONG  recordings", "         recording:1: gone; look"), settings))
        .isEqualTo(1);
    var brokenOff = new ArrayList<>(holds);
    brokenOff.add("Caused by: java.io.IOException: No space left on device");
    assertThatThrownBy(() -> VerifyVerb.outcome(1, brokenOff, settings)).isInstanceOf(Problem.class).hasMessageContaining("is full")
        .message().hasLineCount(1);
    assertThat(settings.home().log().resolve("verify.log")).hasContent(String.join("\n", brokenOff) + "\n");
  }

  private Settings settings(Map<String, String> more) {
    var settings = TestAsterisk.freshSettings(more);
    homes.add(settings.home().root());
    return settings;
  }

  private static void refused(Settings settings, String... named) {
    var told = new ArrayList<String>();
    assertThatThrownBy(() -> new Supervisor(settings, Service.ofThisLauncher(settings), told::add).start()).isInstanceOf(Problem.class)
        .message().hasLineCount(1).contains(named);
    assertThat(told).isEmpty();
    assertThat(PidFile.supervisor(settings.home()).running()).isEmpty();
  }

  private static void shell(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
