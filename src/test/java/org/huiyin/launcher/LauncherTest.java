package org.huiyin.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.huiyin.resident.Outcome;
import org.huiyin.resident.Resident;
import org.huiyin.resident.SipAddress;
import org.huiyin.resident.Sound;
import org.huiyin.support.AppFolder;
import org.huiyin.support.TestAsterisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher's verbs as an operator runs them: each a process of its own, with the real Asterisk and the real service. */
class LauncherTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @SuppressWarnings("NullAway.Init")
  private static AppFolder app;
  @SuppressWarnings("NullAway.Init")
  private static Settings settings;
  @SuppressWarnings("NullAway.Init")
  private static Printed firstUp;

  private record Printed(int exit, String out, String err) {
  }

  @BeforeAll
  static void up() throws Exception {
    app = new AppFolder();
    settings = TestAsterisk.freshSettings(Map.of());
    firstUp = run(settings, "up", "--detach");
    assertThat(firstUp.exit()).as(firstUp.out() + firstUp.err()).isZero();
  }

  @AfterAll
  static void down() throws Exception {
    List<ProcessHandle> all = Stream
        .of(PidFile.supervisor(settings.home()), PidFile.asterisk(settings.home()), PidFile.service(settings.home()))
        .flatMap(file -> file.running().stream()).toList();
    Printed down = run(settings, "down");
    assertThat(down.exit()).isZero();
    assertThat(all).hasSize(3);
    // What has ended still has its number until its parent has fetched it.
    until("the end of all three", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(run(settings, "status").exit()).isEqualTo(1);
    Printed verify = run(settings, "verify");
    assertThat(verify.exit()).as(verify.out() + verify.err()).isZero();
    TestAsterisk.remove(settings.home().root());
    app.close();
  }

  @Test
  void the_first_up_tells_all_that_is_needed_and_the_password_once() throws Exception {
    String password = Files.readString(settings.home().secrets().resolve("first-admin.txt")).replaceAll("(?s).*password=(\\S+).*", "$1");
    assertThat(firstUp.out()).contains("http://127.0.0.1:" + settings.httpPort(), "sip:12345@127.0.0.1:" + settings.sipPort(),
        "./huiyin down", password);
    Printed second = run(settings, "up", "--detach");
    assertThat(second.exit()).isZero();
    assertThat(second.out()).contains("runs already").doesNotContain(password);
    assertThat(Files.readString(settings.home().log().resolve("supervisor.log"))).doesNotContain(password);
  }

  @Test
  void the_status_names_every_part_and_is_0_when_calls_are_answered() throws Exception {
    until("status 0", () -> status() == 0);
    assertThat(run(settings, "status").out()).contains("Asterisk       runs", "service        runs", "are answered",
        String.valueOf(settings.sipPort()));
  }

  @Test
  void a_killed_asterisk_is_started_again() {
    ProcessHandle killed = pid("asterisk");
    killed.destroyForcibly();
    until("another Asterisk", () -> PidFile.asterisk(settings.home()).running().filter(now -> now.pid() != killed.pid()).isPresent());
    until("status 0", () -> status() == 0);
  }

  @Test
  void a_killed_service_is_started_again_and_meanwhile_only_the_fallback_answers() {
    ProcessHandle killed = pid("service");
    killed.destroyForcibly();
    until("status 3", () -> status() == 3);
    until("another service", () -> PidFile.service(settings.home()).running().filter(now -> now.pid() != killed.pid()).isPresent());
    until("status 0", () -> status() == 0);
  }

  /** The watchdog of the supervisor's own process does it: the service cannot, and Asterisk waits for the service. */
  @Test
  void who_is_inside_a_service_that_hangs_is_led_to_the_fallback_and_leaves_a_message() throws Exception {
    until("status 0", () -> status() == 0);
    ProcessHandle service = pid("service");
    Outcome.Talked call = Resident.at(SipAddress.loopback(settings.sipPort())).dials("12345")
        .hears(Duration.ofSeconds(1), Duration.ofSeconds(20))
        .meanwhile(() -> signal("STOP", service)).says(Sound.tone(440, Duration.ofSeconds(2))).presses("#")
        .staysOnTheLine(Duration.ofSeconds(60))
        .call().talked();
    signal("CONT", service);
    assertThat(call.endedBy()).isEqualTo(Outcome.End.HOTLINE);
    assertThat(Files.readString(settings.home().log().resolve("supervisor.log"))).contains("the service hangs: leading");
    until("the message's recording with its ticket", () -> {
      try {
        JsonNode calls = JsonMapper.shared().readTree(run(settings, "api", "GET", "/api/v1/calls?sipCallId=" + call.sipCallId()).out())
            .path("items");
        return calls.size() == 1 && calls.get(0).path("recordingState").asString("").equals("stored") && calls.get(0).hasNonNull("message")
            && calls.get(0).hasNonNull("ticket");
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    until("status 0", () -> status() == 0);
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_call_from_the_command_line_ends_as_a_stored_recording_with_a_ticket() throws Exception {
    until("status 0", () -> status() == 0);
    Printed call = run(settings, "call", "--press", "2", "--json");
    JsonNode result = JsonMapper.shared().readTree(call.out());
    assertThat(call.exit()).as(call.out()).isZero();
    assertThat(result.propertyNames()).containsExactlyInAnyOrder("callId", "ticket", "message", "recordingId", "recordingState", "seconds",
        "audioUrl",
        "consoleUrl", "error");
    assertThat(result.path("ticket").asString()).matches("\\d{8}-\\d{4}");
    assertThat(result.path("recordingState").asString()).isEqualTo("stored");
    assertThat(result.path("message").path("seconds").asDouble()).isBetween(4.5, 8.0);
    assertThat(result.path("error").isNull()).isTrue();
    Printed audio = run(settings, "api", "GET", result.path("audioUrl").asString());
    assertThat(audio.exit()).as(audio.err()).isZero();
    assertThat(audio.out()).startsWith("OggS");
  }

  /** By the service that runs, and by the checks alone once it is stopped. */
  @Test
  void verify_names_a_changed_byte_and_a_removed_object_and_holds_when_they_are_as_they_were() throws Exception {
    until("status 0", () -> status() == 0);
    String changed = storedCall();
    String removed = storedCall();
    assertHolds();
    Path object = object(changed);
    Path aside = settings.home().root().resolve("aside");
    flipOneBit(object);
    Files.move(object(removed), aside);
    assertNames(changed, removed);
    assertThat(run(settings, "down").exit()).isZero();
    assertNames(changed, removed);
    flipOneBit(object);
    Files.move(aside, object(removed));
    assertHolds();
    Printed up = run(settings, "up", "--detach");
    assertThat(up.exit()).as(up.err()).isZero();
    assertHolds();
  }

  @Test
  void a_backup_made_while_calls_are_answered_yields_its_recordings_in_another_home() throws Exception {
    until("status 0", () -> status() == 0);
    String recording = storedCall();
    Path backups = Files.createTempDirectory("huiyin-backups-");
    Settings other = TestAsterisk.freshSettings(Map.of());
    try {
      assertThat(run(settings, "api", "GET", "/api/v1/health").out()).contains("./huiyin backup --keys");
      Printed data = run(settings, "backup", backups.resolve("data").toString());
      assertThat(data.exit()).as(data.err()).isZero();
      assertThat(settings.home().db().resolve("backup")).as("the service's copy was fetched").isEmptyDirectory();
      Printed again = run(settings, "backup", backups.resolve("data").toString());
      assertThat(again.out()).contains("files");
      assertThat(run(settings, "backup", "--keys", backups.resolve("keys").toString()).exit()).isZero();
      until("the page to know of it", () -> {
        try {
          return !run(settings, "api", "GET", "/api/v1/health").out().contains("./huiyin backup --keys");
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      until("the entry in the audit", () -> {
        try {
          return run(settings, "api", "GET", "/api/v1/audit?act=keys.backed-up").out().contains("keys.backed-up");
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      Printed restored = run(other, "restore", backups.resolve("data").toString(), "--keys", backups.resolve("keys").toString());
      assertThat(restored.out()).contains("holds  recordings", "restored and checked in").doesNotContain("WRONG");
      assertThat(restored.exit()).as(restored.err()).isZero();
      assertThat(other.home().store().resolve(recording.substring(0, 2)).resolve(recording)).hasSameBinaryContentAs(object(recording));
    } finally {
      TestAsterisk.remove(backups);
      TestAsterisk.remove(other.home().root());
    }
  }

  private static void assertHolds() throws Exception {
    Printed verify = run(settings, "verify");
    assertThat(verify.exit()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out()).contains("holds  recordings", "holds  completeness", "holds  audit").doesNotContain("WRONG");
  }

  private static void assertNames(String changed, String removed) throws Exception {
    Printed verify = run(settings, "verify");
    assertThat(verify.exit()).as(verify.out() + verify.err()).isEqualTo(1);
    assertThat(verify.out().lines().filter(line -> line.startsWith("WRONG"))).containsExactly("WRONG  recordings");
    assertThat(verify.out().lines().filter(line -> line.startsWith("         ")))
        .hasSize(2)
        .anyMatch(line -> line.contains("recording:" + changed + ": its object cannot be read"))
        .anyMatch(line -> line.contains("recording:" + removed + ": its object is missing"));
  }

  private static String storedCall() throws Exception {
    Printed call = run(settings, "call", "--seconds", "3", "--json");
    assertThat(call.exit()).as(call.out()).isZero();
    return JsonMapper.shared().readTree(call.out()).path("recordingId").asString();
  }

  private static Path object(String recording) {
    return settings.home().root().resolve("store").resolve(recording.substring(0, 2)).resolve(recording);
  }

  private static void flipOneBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void the_api_answers_2xx_with_0_and_everything_else_on_stderr() throws Exception {
    until("status 0", () -> status() == 0);
    assertThat(run(settings, "api", "GET", "/api/v1/calls?limit=1").exit()).isZero();
    Printed wrong = run(settings, "api", "GET", "/api/v1/calls/00000000-0000-0000-0000-000000000000");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("404");
  }

  @Test
  void a_taken_port_is_one_line_that_names_the_setting() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String name : List.of("HUIYIN_HTTP_PORT", "HUIYIN_SIP_PORT", "HUIYIN_AMI_PORT", "HUIYIN_AGI_PORT")) {
        Settings other = TestAsterisk.freshSettings(Map.of(name, String.valueOf(taken.getLocalPort())));
        Printed up = run(other, "up");
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).hasLineCount(1).contains(name, String.valueOf(taken.getLocalPort()), "taken");
        TestAsterisk.remove(other.home().root());
      }
    }
  }

  @Test
  void a_call_without_a_hotline_is_an_object_with_an_error() throws Exception {
    Settings other = TestAsterisk.freshSettings(Map.of());
    Printed call = run(other, "call", "--json");
    assertThat(call.exit()).isEqualTo(1);
    JsonNode result = JsonMapper.shared().readTree(call.out());
    assertThat(result.path("error").asString()).contains("./huiyin up");
    assertThat(result.path("ticket").isNull()).isTrue();
    TestAsterisk.remove(other.home().root());
  }

  static boolean root() {
    return Accounts.root();
  }

  @Test
  @EnabledIf("root")
  void a_home_that_the_unprivileged_user_cannot_enter_is_one_clear_line() throws Exception {
    Path closed = Files.createTempDirectory(Path.of("/tmp"), "huiyin-closed-");
    try {
      Printed up = run(TestAsterisk.freshSettings(Map.of("HUIYIN_HOME", closed.resolve("home").toString())), "up");
      assertThat(up.exit()).isEqualTo(1);
      assertThat(up.err()).hasLineCount(1).contains("HUIYIN_HOME", closed.toString(), "chmod o+x");
    } finally {
      TestAsterisk.remove(closed);
    }
  }

  /** The verb itself, without a Java of its own for each look. */
  private static int status() {
    return StatusVerb.run(settings);
  }

  private static ProcessHandle pid(String which) {
    PidFile file = which.equals("asterisk") ? PidFile.asterisk(settings.home()) : PidFile.service(settings.home());
    until(which, () -> file.running().isPresent());
    return file.running().orElseThrow();
  }

  private static Printed run(Settings of, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-cp", app.classPath(), Launcher.class.getName()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile("huiyin-out", "");
    Path err = Files.createTempFile("huiyin-err", "");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      Map<String, String> environment = new HashMap<>(of.environment());
      builder.environment().keySet().removeIf(name -> name.startsWith("HUIYIN_"));
      builder.environment().putAll(environment);
      int exit = builder.start().waitFor();
      return new Printed(exit, new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }
}
