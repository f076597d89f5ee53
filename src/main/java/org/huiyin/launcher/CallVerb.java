package org.huiyin.launcher;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.huiyin.resident.Dialling;
import org.huiyin.resident.Outcome;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Resident;
import org.huiyin.resident.SipAddress;
import org.huiyin.resident.Sound;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code call}: a real call by a resident, then the wait for what the hotline makes of it. */
final class CallVerb {
  private static final Duration TO_BE_STORED = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final List<String> FIELDS = List.of("callId", "ticket", "message", "recordingId", "recordingState", "seconds", "audioUrl",
      "consoleUrl",
      "error");

  private CallVerb() {
  }

  static int run(Settings settings, List<String> arguments) {
    boolean json = arguments.contains("--json");
    ObjectNode result = JsonMapper.shared().createObjectNode();
    FIELDS.forEach(result::putNull);
    try {
      Options options = Options.read(arguments);
      callAndWait(settings, options, result, json);
    } catch (Problem problem) {
      result.put("error", problem.getMessage());
    }
    boolean stored = result.path("error").isNull();
    if (json) {
      System.out.println(result);
    } else if (stored) {
      FIELDS.stream().filter(field -> !result.path(field).isNull()).forEach(field -> System.out.printf(Locale.ROOT, "%-14s %s%n", field,
          result.path(field).isString() ? result.path(field).asString() : result.path(field)));
    } else {
      throw new Problem(result.path("error").asString());
    }
    return stored ? 0 : 1;
  }

  private static void callAndWait(Settings settings, Options options, ObjectNode result, boolean quiet) {
    if (PidFile.asterisk(settings.home()).running().isEmpty()) {
      throw new Problem("the hotline does not run: start it with ./huiyin up");
    }
    tell(quiet, "calling " + options.to() + " as " + options.from());
    Outcome outcome = options.plan(new SipAddress(Banner.sipAddress(settings), settings.sipPort())).call();
    String sipCallId = switch (outcome) {
      case Outcome.Talked talked -> talked.sipCallId();
      case Outcome.Refused(_, int status, String reason) -> throw new Problem("the hotline refused the call: " + status + " " + reason);
      case Outcome.Failed(_, String error) -> throw new Problem("the call failed: " + error);
    };
    tell(quiet, "the call is over; waiting for the recording and the ticket");
    awaitKept(new Hotline(settings), sipCallId, result);
  }

  private static void awaitKept(Hotline hotline, String sipCallId, ObjectNode result) {
    long until = System.nanoTime() + TO_BE_STORED.toNanos();
    String last = "the hotline does not know the call";
    while (true) {
      try {
        Optional<JsonNode> call = find(hotline, sipCallId);
        if (call.isPresent()) {
          fill(hotline, call.get(), result);
          String state = result.path("recordingState").asString("");
          boolean ticket = result.hasNonNull("ticket");
          if (state.equals("stored") && ticket) {
            return;
          }
          last = (state.isEmpty() ? "the call has no recording" : "the recording is " + state) + (ticket ? "" : " and there is no ticket");
        }
      } catch (IOException e) {
        last = "the service does not answer (" + e.getMessage() + ")";
      }
      if (System.nanoTime() > until) {
        throw new Problem(last + " after " + TO_BE_STORED.toSeconds() + " s");
      }
      try {
        Thread.sleep(250);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Problem("interrupted while waiting for the recording", e);
      }
    }
  }

  private static Optional<JsonNode> find(Hotline hotline, String sipCallId) throws IOException {
    Hotline.Answer answer = hotline.ask("GET", "/api/v1/calls?sipCallId=" + URLEncoder.encode(sipCallId, StandardCharsets.UTF_8), null);
    if (!answer.ok()) {
      throw new IOException("it answered " + answer.status());
    }
    try {
      JsonNode items = JsonMapper.shared().readTree(answer.body()).path("items");
      return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    } catch (JacksonException e) {
      throw new IOException("what it answered is not JSON", e);
    }
  }

  private static void fill(Hotline hotline, JsonNode call, ObjectNode result) {
    for (String field : FIELDS) {
      if (call.has(field)) {
        result.set(field, call.get(field));
      }
    }
    for (String field : List.of("audioUrl", "consoleUrl")) {
      absolute(hotline, result, field);
    }
    if (result.get("message") instanceof ObjectNode message) {
      absolute(hotline, message, "audioUrl");
    }
  }

  private static void absolute(Hotline hotline, ObjectNode object, String field) {
    String url = object.path(field).asString("");
    if (url.startsWith("/")) {
      object.put(field, hotline.consoleUrl() + url);
    }
  }

  private static void tell(boolean quiet, String line) {
    if (!quiet) {
      System.err.println("· " + line);
    }
  }

  private record Options(String press, Optional<Path> say, String from, String to, Optional<Duration> seconds) {
    static Options read(List<String> arguments) {
      String press = "";
      Optional<Path> say = Optional.empty();
      String from = "13800138000";
      String to = "12345";
      Optional<Duration> seconds = Optional.empty();
      for (int i = 0; i < arguments.size(); i++) {
        String name = arguments.get(i);
        if (name.equals("--json")) {
          continue;
        }
        if (!List.of("--press", "--say", "--from", "--to", "--seconds").contains(name) || i + 1 >= arguments.size()) {
          throw new Problem("call does not understand " + name + ": ./huiyin help says what it knows");
        }
        String value = arguments.get(++i);
        switch (name) {
          case "--press" -> press = matching(name, value, "[0-9*#]{0,20}");
          case "--say" -> say = Optional.of(Path.of(value));
          case "--from" -> from = matching(name, value, "\\+?[0-9*#]{1,32}");
          case "--to" -> to = matching(name, value, "\\+?[0-9]{1,32}");
          default -> seconds = Optional
              .of(Duration.ofMillis(Math.round(Double.parseDouble(matching(name, value, "\\d{1,4}(\\.\\d{1,3})?")) * 1000)));
        }
      }
      return new Options(press, say, from, to, seconds);
    }

    private static String matching(String name, String value, String pattern) {
      if (!value.matches(pattern)) {
        throw new Problem(name + " cannot be " + value);
      }
      return value;
    }

    PlannedCall plan(SipAddress hotline) {
      Dialling dialling = Resident.at(hotline).from(from).dials(to).presses(press).says(sound()).pressesNow("#").presses("#");
      return seconds.map(dialling::hangsUpAfter).orElseGet(() -> dialling.staysOnTheLine(LONGEST));
    }

    private Sound sound() {
      if (say.isEmpty()) {
        return Sound.tone(1000, Duration.ofSeconds(5));
      }
      try {
        return Sound.read(say.get());
      } catch (IOException e) {
        throw new Problem("--say: " + say.get() + " cannot be read as WAV (" + e.getMessage() + ")", e);
      }
    }
  }
}
