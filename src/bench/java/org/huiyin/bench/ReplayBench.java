package org.huiyin.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import org.huiyin.foundation.CallId;
import org.huiyin.recording.SealWorkload;
import org.huiyin.support.SpooledCalls;
import org.huiyin.support.TestHotline;
import tools.jackson.databind.JsonNode;

/**
 * How soon the first byte of a recording comes, from its beginning and from anywhere in it: decrypted on the way, permission asked and written down, beside
 * nginx with the plain file. Both are asked in turn, over connections that stay open.
 */
final class ReplayBench implements Benchmark {
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final Duration TO_BE_STORED = Duration.ofMinutes(3);
  private static final Duration TO_START = Duration.ofSeconds(10);
  private static final int WARM_UP = 100;
  private static final int SEEKS_PER_PLAY = 5;
  private static final int PIECE = 64 * 1024;
  private static final double MOST_MORE_MILLIS = 5;
  private static final String ROW = "  %-34s %10s %10s %12s %12s%n";

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(1);

  @Override
  public boolean holds(boolean full) throws Exception {
    var nginx = System.getProperty("huiyin.nginx", "");
    if (nginx.isEmpty()) {
      System.out.println("  FAILS: there is no nginx to compare with, and none could be fetched");
      return false;
    }
    var folder = Files.createTempDirectory("huiyin-bench-replay-");
    try (var hotline = TestHotline.start(Map.of())) {
      var call = recorded(hotline, folder);
      var ours = new Source("http://127.0.0.1:" + hotline.settings().httpPort() + call.get("audioUrl").asString(),
          "Bearer " + Files.readString(hotline.settings().home().secrets().resolve("local-admin.token")).strip());
      Files.write(folder.resolve("plain.ogg"), hotline.get(call.get("audioUrl").asString()).body());
      try (var peer = Nginx.serving(folder, nginx)) {
        return measure(hotline, call, ours, new Source("http://127.0.0.1:" + peer.port() + "/plain.ogg", ""), full ? 2000 : 400);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private boolean measure(TestHotline hotline, JsonNode call, Source ours, Source theirs, int plays)
      throws IOException, InterruptedException {
    long size = length(theirs);
    play(ours, size, WARM_UP);
    play(theirs, size, WARM_UP);
    long before = audited(hotline, call);
    var our = new Times();
    var their = new Times();
    for (var i = 0; i < plays; i++) {
      our.add(play(ours, size, 1));
      their.add(play(theirs, size, 1));
    }
    long written = audited(hotline, call) - before;
    System.out.printf(Locale.ROOT,
        "  a recording of %d minutes, %,d bytes; %d times from its beginning, each followed by %d seeks; the first byte after%n",
        LENGTH.toMinutes(), size, plays, SEEKS_PER_PLAY);
    System.out.printf(ROW, "", "begin p50", "begin p99", "seek p50", "seek p99");
    their.print("nginx, the plain file");
    our.print("decrypted, permission checked");
    var expectations = new Expectations();
    expectations.expect(our.begins().p99() <= their.begins().p99() + MOST_MORE_MILLIS,
        "the beginning at p99 within %.0f ms of nginx: %.1f ms more",
        MOST_MORE_MILLIS, our.begins().p99() - their.begins().p99());
    expectations.expect(our.seeks().p99() <= their.seeks().p99() + MOST_MORE_MILLIS, "a seek at p99 within %.0f ms of nginx: %.1f ms more",
        MOST_MORE_MILLIS, our.seeks().p99() - their.seeks().p99());
    expectations.expect(written == plays, "%d plays are %d entries in the audit: one each, none for a seek", plays, written);
    return expectations.allHold();
  }

  private record Source(String address, String authorization) {
  }

  private static final class Times {
    private final List<Double> begin = new ArrayList<>();
    private final List<Double> seek = new ArrayList<>();

    void add(Times more) {
      begin.addAll(more.begin);
      seek.addAll(more.seek);
    }

    Quantiles begins() {
      return Quantiles.of(begin);
    }

    Quantiles seeks() {
      return Quantiles.of(seek);
    }

    void print(String name) {
      System.out.printf(ROW, name, millis(begins().p50()), millis(begins().p99()), millis(seeks().p50()), millis(seeks().p99()));
    }

    private static String millis(double value) {
      return String.format(Locale.ROOT, "%.2f ms", value);
    }
  }

  private Times play(Source source, long size, int plays) throws IOException, InterruptedException {
    var times = new Times();
    for (var i = 0; i < plays; i++) {
      times.begin.add(firstByte(source, 0));
      for (var j = 0; j < SEEKS_PER_PLAY; j++) {
        times.seek.add(firstByte(source, 1 + random.nextLong(size - PIECE - 1)));
      }
    }
    return times;
  }

  /** In milliseconds; the rest of the piece is read too, outside of the time. */
  private double firstByte(Source source, long from) throws IOException, InterruptedException {
    var request = request(source).header("Range", "bytes=" + from + "-" + (from + PIECE - 1)).build();
    var began = System.nanoTime();
    HttpResponse<java.io.InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      int first = body.read();
      var took = (System.nanoTime() - began) / 1e6;
      int rest = body.readAllBytes().length;
      if (answer.statusCode() != 206 || first < 0 || rest != PIECE - 1) {
        throw new IOException(source.address() + " answers " + answer.statusCode() + " with " + (rest + 1) + " bytes");
      }
      return took;
    }
  }

  private long length(Source source) throws IOException, InterruptedException {
    return http.send(request(source).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.discarding()).headers()
        .firstValueAsLong("Content-Length").orElseThrow();
  }

  private static HttpRequest.Builder request(Source source) {
    var request = HttpRequest.newBuilder(URI.create(source.address())).timeout(Duration.ofSeconds(20));
    return source.authorization().isEmpty() ? request : request.header("Authorization", source.authorization());
  }

  /** How often somebody began to listen, as the audit has it. */
  private static long audited(TestHotline hotline, JsonNode call) {
    long entries = 0;
    var next = "";
    do {
      var page = hotline.json("/api/v1/audit?limit=200&act=recording.replayed&subject=recording:" + call.get("recordingId").asString()
          + (next.isEmpty() ? "" : "&after=" + next));
      entries += page.get("items").size();
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    return entries;
  }

  /** A long call that Asterisk left in the spool, taken in as any other. */
  private static JsonNode recorded(TestHotline hotline, Path folder) throws IOException {
    var sides = new SealWorkload(Files.createDirectories(folder.resolve("made"))).call("long", LENGTH);
    var spool = new SpooledCalls(hotline.settings().home().spool());
    var call = CallId.random();
    var end = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    Files.createDirectories(spool.file(call, "-caller.wav").getParent());
    Files.move(sides.get(0), spool.file(call, "-caller.wav"));
    Files.move(sides.get(1), spool.file(call, "-staff.wav"));
    spool.start(call, end.minus(LENGTH));
    spool.end(call, end);
    return TestHotline.await(TO_BE_STORED, "the stored recording", () -> {
      for (var each : hotline.json("/api/v1/calls?limit=50").get("items")) {
        if (each.get("callId").asString().equals(call.toString()) && each.get("recordingState").asString("").equals("stored")) {
          return each;
        }
      }
      return null;
    });
  }

  /** One worker on loopback, with everything it writes in a folder that goes away. */
  private record Nginx(Process process, int port) implements AutoCloseable {
    static Nginx serving(Path folder, String program) throws IOException, InterruptedException {
      int port;
      try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      var settings = Files.writeString(folder.resolve("nginx.conf"), """
          daemon off;
          pid %1$s/nginx.pid;
          error_log %1$s/error.log;
          worker_processes 1;
          events {}
          http {
            access_log off;
            sendfile on;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            server {
              listen 127.0.0.1:%2$d;
              root %1$s;
            }
          }
          """.formatted(folder, port));
      Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      var process = new ProcessBuilder(program, "-p", folder.toString(), "-e", folder.resolve("error.log").toString(), "-c",
          settings.toString())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      var nginx = new Nginx(process, port);
      TestHotline.await(TO_START, "nginx", () -> {
        try (var probe = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
          return probe.isConnected() ? Boolean.TRUE : null;
        } catch (IOException notYet) {
          return null;
        }
      });
      return nginx;
    }

    @Override
    public void close() {
      process.destroy();
      TestHotline.await(TO_START, "nginx's end", () -> process.isAlive() ? null : Boolean.TRUE);
    }
  }
}
