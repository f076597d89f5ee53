package org.huiyin.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.huiyin.call.Call;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an account down as it is signed: ids, times and counts, no number of anybody. */
final class StatementText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StatementText() {
  }

  /** @param previous the hash of the statement before this one; empty for the first */
  static String of(LocalDate day, ZoneId zone, String node, DayOfCalls heard, Account account, String previous) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", 1);
    body.put("day", day.toString());
    body.put("zone", zone.getId());
    body.put("from", heard.from().toString());
    body.put("to", heard.to().toString());
    body.put("madeAt", heard.now().toString());
    body.put("node", node);
    body.put("starts", heard.starts() == null ? "not kept" : heard.starts().size());
    body.put("calls", calls(heard));
    body.put("recordings", recordings(heard.recordings().values()));
    body.put("tickets", heard.ticketed().size() - heard.missed().size());
    body.put("missed", heard.missed().size());
    body.put("witness",
        heard.witnessed() == null ? "not kept" : heard.witnessed().values().stream().flatMap(Collection::stream).distinct().count());
    body.put("crashes", heard.crashes().stream().map(crash -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("part", crash.part());
      one.put("from", text(crash.from()));
      one.put("to", text(crash.to()));
      return one;
    }).toList());
    body.put("channels", heard.channels());
    body.put("peak", account.peak());
    body.put("busyMinutes", account.busyMinutes().stream().map(Instant::toString).toList());
    body.put("differences", account.differences().stream().map(StatementText::difference).toList());
    body.put("previous", previous);
    return JSON.writeValueAsString(body);
  }

  static String hash(String body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a statement says of the one before it; empty when its body is none of ours. */
  static String previous(String body) {
    return field(body, "previous");
  }

  static String day(String body) {
    return field(body, "day");
  }

  private static String field(String body, String name) {
    try {
      return JSON.readTree(body).path(name).asString("");
    } catch (tools.jackson.core.JacksonException _) {
      return "";
    }
  }

  private static Map<String, Object> calls(DayOfCalls heard) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("all", heard.calls().size());
    for (Call.End end : Call.End.values()) {
      counts.put(lower(end), heard.calls().stream().filter(call -> call.end() == end).count());
    }
    return counts;
  }

  private static Map<String, Object> recordings(Collection<RecordingFacts> recordings) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("all", recordings.size());
    for (RecordingState state : RecordingState.values()) {
      counts.put(lower(state), recordings.stream().filter(recording -> recording.state() == state).count());
    }
    counts.put("salvaged", recordings.stream().filter(RecordingFacts::salvaged).count());
    return counts;
  }

  private static Map<String, Object> difference(Difference difference) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("reason", difference.reason().code());
    one.put("subject", difference.subject());
    one.put("explained", difference.explained());
    one.put("seconds", difference.seconds());
    one.put("why", difference.why());
    return one;
  }

  private static String text(@Nullable Instant moment) {
    return moment == null ? "unknown" : moment.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
