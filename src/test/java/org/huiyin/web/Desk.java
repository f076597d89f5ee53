package org.huiyin.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.resident.Sound;
import org.huiyin.support.SpooledCalls;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the web tests need of a running service: calls that end in the spool, and the REST API as whoever sits at the machine. */
public class Desk {
  public static final double RESIDENT_TONE = 640;
  public static final double STAFF_TONE = 410;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CallLedger ledger;
  private final HuiyinHome home;
  private final Clock clock;
  private final Environment environment;
  private final JdbcClient jdbc;
  private final Directory directory;
  private final HttpClient http = HttpClient.newHttpClient();

  Desk(CallLedger ledger, HuiyinHome home, Clock clock, Environment environment, JdbcClient jdbc, Directory directory) {
    this.ledger = ledger;
    this.home = home;
    this.clock = clock;
    this.environment = environment;
    this.jdbc = jdbc;
    this.directory = directory;
  }

  /** As if nobody had ever added it: the product has no way to take a community away. */
  public void forgetCommunity(String id) {
    for (var table : List.of("directory_staff_community", "directory_number")) {
      jdbc.sql("delete from " + table + " where community = ?").param(UUID.fromString(id)).update();
    }
    jdbc.sql("delete from directory_community where id = ?").param(UUID.fromString(id)).update();
    assertThat(directory.community(CommunityId.random())).as("which has the directory read anew").isEmpty();
  }

  public Path home() {
    return home.home();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + path;
  }

  /** A call of 20 s with a message from 9 to 15 s, a while ago; waits until all that follows a call's end is done. */
  public JsonNode finishedCall(String choice, String caller) {
    var call = CallId.random();
    var start = Instant.ofEpochSecond(clock.instant().getEpochSecond()).minusSeconds(120);
    var spool = new SpooledCalls(home.spool());
    spool.start(call, start, caller, caller.isEmpty() ? "withheld" : "allowed");
    spool.write(spool.file(call, "-caller.wav"),
        wav(Sound.silence(Duration.ofSeconds(9)).then(Sound.tone(RESIDENT_TONE, Duration.ofSeconds(6)))
            .then(Sound.silence(Duration.ofSeconds(5)))));
    spool.write(spool.file(call, "-staff.wav"),
        wav(Sound.tone(STAFF_TONE, Duration.ofSeconds(8)).then(Sound.silence(Duration.ofSeconds(12)))));
    spool.end(call, start.plusSeconds(20), "done", choice, "notice@0-5000;key2@5200-5200;message@9000-15000");
    ledger.look(call);
    until("the recording is stored and kept under a rule, and the ticket written", () -> isWhole(json("/api/v1/calls/" + call)));
    return json("/api/v1/calls/" + call);
  }

  private boolean isWhole(JsonNode call) {
    return call.hasNonNull("ticket") && call.path("recordingState").asString("").equals("stored")
        && json("/api/v1/recordings/" + call.path("recordingId").asString()).hasNonNull("keptUntil");
  }

  public HttpResponse<byte[]> ask(String method, String path, String json, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url(path))).header("Authorization", "Bearer " + token());
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public JsonNode json(String path) {
    return JsonMapper.shared().readTree(ask("GET", path, "").body());
  }

  /** The id of the community that is dialled by 12345: other tests may have made more of them. */
  public String community() {
    return json("/api/v1/communities").path("items").valueStream()
        .filter(one -> one.path("numbers").valueStream().anyMatch(number -> number.asString().equals("12345"))).findFirst().orElseThrow()
        .path("id").asString();
  }

  /** How often somebody's act on a subject stands in the audit log. */
  public long acts(String act, String subject) {
    return json("/api/v1/audit?limit=200&act=" + act + "&subject=" + subject).path("items").size();
  }

  public static void until(String what, BooleanSupplier condition) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s until " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  private String token() {
    try {
      return Files.readString(home.secrets().resolve("local-admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] wav(Sound sound) {
    var samples = sound.samples();
    var bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    var format = new AudioFormat(Sound.RATE, 16, 1, true, false);
    var out = new java.io.ByteArrayOutputStream();
    try (var in = new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, samples.length)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
