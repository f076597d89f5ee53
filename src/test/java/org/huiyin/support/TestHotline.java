package org.huiyin.support;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.huiyin.launcher.JavaOptions;
import org.huiyin.launcher.Journal;
import org.huiyin.launcher.Settings;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.Resident;
import org.huiyin.resident.SipAddress;
import org.huiyin.resident.Sound;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole hotline: a private Asterisk and the service as a process of its own, in a temporary home, asked over REST as local-admin. It ends with the
 * test, by its own processes.
 */
public final class TestHotline implements AutoCloseable {
  private static final Duration TO_BE_READY = Duration.ofMinutes(4);
  private static final Duration TO_BE_VERIFIED = Duration.ofMinutes(20);
  private static final Duration TO_BE_STORED = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TestAsterisk asterisk;
  private final Map<String, String> ofTheService;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process service;

  private TestHotline(TestAsterisk asterisk, Map<String, String> ofTheService) {
    this.asterisk = asterisk;
    this.ofTheService = ofTheService;
    Runtime.getRuntime().addShutdownHook(new Thread(this::killBoth));
  }

  /** With the community's own prompts in place of spoken ones, by {@code language/id}; none for the voices of the product. */
  public static TestHotline start(Map<String, Sound> ownPrompts) throws IOException {
    return start(ownPrompts, Map.of());
  }

  /** @param environment settings of the test's own, see {@link TestAsterisk#start(Map)} */
  public static TestHotline start(Map<String, Sound> ownPrompts, Map<String, String> environment) throws IOException {
    return start(ownPrompts, environment, Map.of());
  }

  /** @param ofTheService what the service sees differently, such as a port that leads to the other end of a wire */
  public static TestHotline start(Map<String, Sound> ownPrompts, Map<String, String> environment, Map<String, String> ofTheService)
      throws IOException {
    TestHotline hotline = new TestHotline(TestAsterisk.start(environment), ofTheService);
    try {
      for (Map.Entry<String, Sound> own : ownPrompts.entrySet()) {
        write(own.getValue(), hotline.settings().home().root().resolve("prompts").resolve(own.getKey() + ".wav"));
      }
      hotline.makePrompts();
      hotline.startService();
      hotline.awaitReady();
      hotline.attendAlways();
      return hotline;
    } catch (IOException | RuntimeException | AssertionError e) {
      hotline.close();
      throw e;
    }
  }

  /** So that no test depends on the hour at which it runs. */
  private void attendAlways() {
    var hours = Stream.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday", "make-up")
        .map(day -> "\"" + day + "\":\"00:00-24:00\"").collect(Collectors.joining(","));
    put(calendar() + "/hours", "{\"hours\":{" + hours + "},\"workingDays\":[\"monday\"]}");
  }

  /** Where the sample community's calendar is set. */
  public String calendar() {
    return "/api/v1/communities/" + json("/api/v1/communities").get("items").get(0).get("id").asString() + "/calendar";
  }

  public void put(String path, String json) {
    HttpResponse<byte[]> answer = send(path, Duration.ofSeconds(20),
        request -> request.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answers " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  public void upload(String path, byte[] file) {
    HttpResponse<byte[]> answer = send(path, Duration.ofSeconds(60),
        request -> request.header("Content-Type", "application/octet-stream").PUT(BodyPublishers.ofByteArray(file)));
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answers " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  public JsonNode post(String path, String json) {
    HttpResponse<byte[]> answer = send(path, Duration.ofSeconds(20),
        request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(path + " answers " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(answer.body());
  }

  public void delete(String path) {
    HttpResponse<byte[]> answer = send(path, Duration.ofSeconds(20), HttpRequest.Builder::DELETE);
    if (answer.statusCode() != 204) {
      throw new AssertionError(path + " answers " + answer.statusCode());
    }
  }

  public Settings settings() {
    return asterisk.settings();
  }

  public TestAsterisk asterisk() {
    return asterisk;
  }

  public Resident resident() {
    return Resident.at(SipAddress.loopback(settings().sipPort()));
  }

  public long servicePid() {
    return running().pid();
  }

  public Duration promptLength(String languageAndId) throws IOException {
    return Sound.read(settings().home().sounds().resolve(languageAndId + ".wav")).length();
  }

  public void startService() throws IOException {
    start(serviceCommand());
  }

  /** @param wrongTime what its clock shows, as the command {@code faketime -f} takes it, such as {@code +86400s} */
  public void startService(String wrongTime) throws IOException {
    start(atAnotherTime(serviceCommand(), wrongTime));
  }

  private ProcessBuilder serviceCommand() {
    return java(Stream.concat(JavaOptions.SERVICE.stream(), Stream.of("org.huiyin.Huiyin")).toList());
  }

  private void start(ProcessBuilder command) throws IOException {
    service = command.redirectOutput(ProcessBuilder.Redirect.appendTo(serviceLog().toFile())).start();
    journal().note("service", Journal.Event.STARTED, servicePid());
  }

  private static ProcessBuilder atAnotherTime(ProcessBuilder process, String time) {
    process.command(Stream.concat(Stream.of("faketime", "-f", time), process.command().stream()).toList());
    process.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    return process;
  }

  /** As the power going out: nothing is said good-bye to. */
  public void killService() {
    Process running = service;
    if (running != null) {
      running.destroyForcibly();
      await(Duration.ofSeconds(30), "the service's end", () -> running.isAlive() ? null : running);
      if (Files.isDirectory(settings().home().log())) {
        journal().note("service", Journal.Event.DIED, running.pid());
      }
    }
  }

  private Journal journal() {
    return new Journal(settings().home(), System.out::println);
  }

  private void killBoth() {
    killService();
    asterisk.asterisk().kill();
  }

  public void awaitReady() {
    await(TO_BE_READY, "the service's readiness", () -> {
      if (!running().isAlive()) {
        throw new AssertionError("the service ended at its start:\n" + head(serviceLog()));
      }
      try {
        return get("/actuator/health/readiness").statusCode() == 200 ? true : null;
      } catch (UncheckedIOException notYet) {
        return null;
      }
    });
  }

  /** Everything known of a call once its recording is stored and its ticket is written, which follow the call's end separately. */
  public CallFacts stored(Talked call) {
    return kept(call, Set.of("stored"));
  }

  /** As {@link #stored}, where the recording may have come to another end. */
  public CallFacts kept(Talked call, Set<String> recordingStates) {
    return await(TO_BE_STORED, "the ticket and the recording, " + recordingStates + ", of " + call.sipCallId(), () -> facts(call)
        .filter(facts -> facts.has("ticket") && recordingStates.contains(facts.text("recordingState"))).orElse(null));
  }

  public Optional<CallFacts> facts(Talked call) {
    JsonNode items = json("/api/v1/calls?sipCallId=" + URLEncoder.encode(call.sipCallId(), StandardCharsets.UTF_8)).get("items");
    return items.isEmpty() ? Optional.empty() : Optional.of(new CallFacts(items.get(0)));
  }

  public JsonNode ticket(CallFacts call) {
    return json("/api/v1/tickets/" + call.text("ticket"));
  }

  /** Waits for the ticket's state, which follows what is found in the recording. */
  public boolean settledAs(String state, CallFacts call) {
    return await(TO_BE_STORED, "a ticket that is " + state + " for call " + call.text("callId"),
        () -> ticket(call).get("state").asString().equals(state) ? Boolean.TRUE : null);
  }

  public StoredAudio audio(CallFacts call) throws IOException {
    return StoredAudio.decode(get(call.text("audioUrl")).body());
  }

  public JsonNode json(String path) {
    HttpResponse<byte[]> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answers " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(answer.body());
  }

  /** What {@code huiyin verify} finds out. */
  public JsonNode verification() {
    HttpResponse<byte[]> answer = send("/api/v1/verification", TO_BE_VERIFIED, request -> request.POST(BodyPublishers.noBody()));
    if (answer.statusCode() != 200) {
      throw new AssertionError("the verification answers " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  /** What {@code huiyin verify} prints while the service is stopped, when so much more time has passed. */
  public String verifiedWithoutService(Duration later) throws IOException {
    Process checks = atAnotherTime(java(List.of("org.huiyin.Huiyin", "--spring.profiles.active=verify")),
        "+" + later.toSeconds() + "s").start();
    return new String(checks.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  public HttpResponse<byte[]> get(String path) {
    return send(path, Duration.ofSeconds(20), HttpRequest.Builder::GET);
  }

  private HttpResponse<byte[]> send(String path, Duration limit, UnaryOperator<HttpRequest.Builder> method) {
    try {
      HttpRequest.Builder request = method
          .apply(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings().httpPort() + path)).timeout(limit));
      Path token = settings().home().secrets().resolve("local-admin.token");
      if (Files.exists(token)) {
        request.header("Authorization", "Bearer " + Files.readString(token).strip());
      }
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a value that is not there yet, never longer than the limit. */
  public static <T> T await(Duration limit, String what, Supplier<@Nullable T> source) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      T value = source.get();
      if (value != null) {
        return value;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " did not come within " + limit.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  @Override
  public void close() {
    Process running = service;
    if (running != null) {
      running.destroy();
      try {
        running.waitFor(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      running.destroyForcibly();
    }
    asterisk.close();
  }

  private Process running() {
    Process running = service;
    if (running == null) {
      throw new IllegalStateException("the service was not started");
    }
    return running;
  }

  private Path serviceLog() {
    return settings().home().log().resolve("service.log");
  }

  private static String head(Path log) {
    try {
      return Files.readString(log).lines().limit(60).collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void makePrompts() throws IOException {
    Path log = settings().home().log().resolve("prompts.log");
    Process maker = java(List.of("org.huiyin.flow.prompts.PromptBuilder", settings().home().sounds().toString()))
        .redirectOutput(log.toFile())
        .start();
    try {
      if (maker.waitFor() != 0) {
        throw new AssertionError("the prompts could not be made:\n" + head(log));
      }
    } catch (InterruptedException e) {
      maker.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The product's classes without the tests' own, which Spring would take for parts of the service. */
  private ProcessBuilder java(List<String> arguments) {
    String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(part -> !part.endsWith("test-classes")).map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
    List<String> command = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-cp", classPath), arguments.stream()).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(settings().home().root().toFile());
    builder.environment().putAll(settings().environment());
    builder.environment().putAll(ofTheService);
    builder.environment().put("LANG", "C.UTF-8");
    return builder;
  }

  private static void write(Sound sound, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    short[] samples = sound.samples();
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(bytes.array()), new AudioFormat(Sound.RATE, 16, 1, true, false), samples.length),
        AudioFileFormat.Type.WAVE, file.toFile());
  }

  /** A call as the API shows it. */
  public record CallFacts(JsonNode json) {
    public String text(String field) {
      return has(field) ? json.get(field).asString() : "";
    }

    public boolean has(String field) {
      return json.hasNonNull(field);
    }

    public double number(String field) {
      return json.get(field).asDouble();
    }

    public List<String> markKinds() {
      return json.get("marks").valueStream().map(mark -> mark.get("kind").asString()).toList();
    }
  }
}
