package org.huiyin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.support.StoredAudio;
import org.huiyin.support.TestHotline;
import org.huiyin.support.TestHotline.CallFacts;
import org.huiyin.support.Tones;
import tools.jackson.databind.JsonNode;

/** What the hotline knows of the calls, read over its API page by page, so that nothing is seen only once that is there twice. */
final class Books {
  /** Asterisk writes audio out in pieces of 2 s; the clock of its sidecars has whole seconds. */
  private static final Duration UNWRITTEN = Duration.ofMillis(2500);
  private static final Duration UNMARKED = Duration.ofSeconds(4);
  /** A machine with more callers than processors lets packets fall, here and there; what a fault takes away is taken in one piece. */
  private static final double MOST = 0.6;
  private static final double NEARLY_ALL = 0.75;
  private static final Duration SOMEBODY_ELSE = Duration.ofMillis(300);

  /** One call of a resident and everything that belongs to it. */
  record Entry(List<JsonNode> calls, List<JsonNode> recordings, List<JsonNode> tickets) {
    boolean whole() {
      return !calls.isEmpty() && calls.stream().noneMatch(call -> call.get("end").asString().equals("running")) && !tickets.isEmpty()
          && recordings.stream().anyMatch(recording -> List.of("stored", "empty").contains(recording.get("state").asString()));
    }

    boolean doubled() {
      return calls.size() > 1 || recordings.size() > 1 || tickets.size() > 1;
    }

    String id() {
      return calls.isEmpty() ? "without a row" : calls.getFirst().get("callId").asString();
    }

    String lacks() {
      return calls.isEmpty()
          ? "no row"
          : "row " + calls.getFirst().get("end").asString() + ", " + recordings.size() + " recordings "
              + recordings.stream().map(each -> each.get("state").asString()).toList() + ", " + tickets.size() + " tickets";
    }
  }

  private final TestHotline hotline;

  Books(TestHotline hotline) {
    this.hotline = hotline;
  }

  /** The entries of the given calls by their SIP Call-ID; everything else since then is under the empty one. */
  Map<String, Entry> read(List<String> sipCallIds, OffsetDateTime since) {
    Map<String, List<JsonNode>> recordings = by("callId", pages("recordings", "callStartedAt", since));
    Map<String, List<JsonNode>> tickets = by("callId", pages("tickets", "openedAt", since));
    Map<String, List<JsonNode>> calls = by("sipCallId", pages("calls", "startedAt", since));
    Map<String, Entry> entries = new HashMap<>();
    for (String id : sipCallIds) {
      List<JsonNode> rows = calls.getOrDefault(id, List.of());
      entries.put(id, new Entry(rows, of(rows, recordings), of(rows, tickets)));
      calls.remove(id);
    }
    List<JsonNode> others = calls.values().stream().flatMap(List::stream).toList();
    entries.put("", new Entry(others, of(others, recordings), of(others, tickets)));
    return entries;
  }

  /**
   * @param wrong what it lacks without saying so itself
   * @param thin that the voice is there with gaps, which is said and not counted
   */
  record Judgement(List<String> wrong, List<String> thin) {
  }

  Judgement judge(Entry entry, Caller caller, List<Long> deaths) {
    List<String> wrong = new ArrayList<>();
    List<String> thin = new ArrayList<>();
    JsonNode recording = entry.recordings().getFirst();
    boolean died = caller.diedWithAsterisk(deaths);
    Duration said = caller.said(deaths).minus(died ? UNWRITTEN : Duration.ZERO);
    Duration kept = seconds(recording, "seconds");
    Duration missing = caller.length(deaths).minus(kept).minus(seconds(recording, "missingSeconds"));
    if (missing.compareTo(UNMARKED) > 0) {
      wrong.add(missing.toMillis() + " ms are missing and not said to be");
    }
    if (died && !recording.get("salvaged").asBoolean() && recording.get("state").asString().equals("stored")) {
      wrong.add("it was cut off and is not marked salvaged");
    }
    if (said.isPositive()) {
      voices(entry, caller, said, wrong, thin);
    }
    return new Judgement(wrong, thin);
  }

  private void voices(Entry entry, Caller caller, Duration said, List<String> wrong, List<String> thin) {
    if (!entry.recordings().getFirst().get("state").asString().equals("stored")) {
      wrong.add(said.toMillis() + " ms were said and there is no audio");
      return;
    }
    try {
      StoredAudio audio = hotline.audio(new CallFacts(entry.calls().getFirst()));
      Duration heard = Tones.of(caller.voice(), audio.caller());
      if (heard.toMillis() < NEARLY_ALL * said.toMillis()) {
        (heard.toMillis() < MOST * said.toMillis() ? wrong : thin)
            .add("of " + said.toMillis() + " ms that were said, " + heard.toMillis() + " are clear");
      }
      Caller.otherVoices(caller.voice()).filter(other -> Tones.of(other, audio.caller()).compareTo(SOMEBODY_ELSE) > 0)
          .forEach(other -> wrong.add(String.format(Locale.ROOT, "somebody else's voice (%.0f Hz) is in it", other)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What still lies in the spool. */
  List<String> orphans() {
    Path spool = hotline.settings().home().spool();
    try (Stream<Path> files = Files.walk(spool)) {
      return files.filter(Files::isRegularFile).map(file -> spool.relativize(file).toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      // A file went while the folder was read: look again.
      return List.of("the spool changes: " + e.getMessage());
    }
  }

  /** What {@code huiyin verify} says is wrong. */
  List<String> findings() {
    return hotline.verification().get("checks").valueStream().flatMap(check -> check.get("findings").valueStream()
        .map(finding -> check.get("name").asString() + ": " + finding.get("subject").asString() + " " + finding.get("what").asString()))
        .toList();
  }

  private List<JsonNode> pages(String what, String time, OffsetDateTime since) {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = hotline.json("/api/v1/" + what + "?limit=200" + after);
      for (JsonNode item : page.get("items")) {
        if (!OffsetDateTime.parse(item.get(time).asString()).isBefore(since)) {
          all.add(item);
        }
      }
      JsonNode items = page.get("items");
      if (!page.hasNonNull("next") || items.isEmpty()
          || OffsetDateTime.parse(items.get(items.size() - 1).get(time).asString()).isBefore(since)) {
        return all;
      }
      after = "&after=" + page.get("next").asString();
    }
  }

  private static Map<String, List<JsonNode>> by(String field, List<JsonNode> items) {
    Function<JsonNode, String> key = item -> item.get(field).asString();
    return items.stream().collect(Collectors.groupingBy(key, HashMap::new, Collectors.toList()));
  }

  private static List<JsonNode> of(List<JsonNode> calls, Map<String, List<JsonNode>> byCall) {
    return calls.stream().flatMap(call -> byCall.getOrDefault(call.get("callId").asString(), List.of()).stream()).toList();
  }

  private static Duration seconds(JsonNode json, String field) {
    return json.hasNonNull(field) ? Duration.ofMillis(Math.round(json.get(field).asDouble() * 1000)) : Duration.ZERO;
  }
}
