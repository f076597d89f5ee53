package org.huiyin.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.huiyin.foundation.CallId;
import org.huiyin.support.SpooledCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SidecarTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant AT = Instant.parse("2026-11-23T06:30:00Z");

  private final CallId id = CallId.random();

  @TempDir
  private Path folder;

  @Test
  void a_start_is_read() throws Exception {
    var start = start(SpooledCalls.startJson(id, AT, "+8613800138000", "allowed"));
    assertThat(start).isEqualTo(new Sidecar.Start(id, "1-77@127.0.0.1", "+8613800138000", "allowed", "12345", AT));
  }

  @Test
  void an_end_is_read() throws Exception {
    var end = end(SpooledCalls.endJson(id, AT, "fallback-message", "", "notice@0-4000", 5, 6));
    assertThat(end).isEqualTo(new Sidecar.End(id, AT, "fallback-message", "", "zh", "n1", "notice@0-4000", 5, 6, "default-0f1e2d3c4b5a"));
  }

  @Test
  void an_end_tells_the_version_of_the_menu_where_it_is_known_and_nothing_hostile() throws Exception {
    var json = SpooledCalls.endJson(id, AT, "done", "", "", 0, 0);
    assertThat(end(json.replace("\"menu\":\"default-0f1e2d3c4b5a\",", "")).menu()).isEmpty();
    assertThatExceptionOfType(Sidecar.Broken.class).isThrownBy(() -> end(json.replace("default-0f", "<b>"))).withMessageContaining("menu");
    assertThatExceptionOfType(Sidecar.Broken.class).isThrownBy(() -> end(json.replace("\"menu\"", "\"tune\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"caller|13800<script>", "caller|138\\r\\nAction: Command", "caller|123456789012345678901234567890123",
      "caller|\\u4e2d",
      "presentation|shown", "dialled|12345 ", "sipCallId|a\\\"b", "sipCallId|a b", "channel|\\u0000", "uniqueId|;"})
  void a_hostile_value_is_refused_by_name_and_never_repeated(String fieldAndValue) {
    var field = fieldAndValue.substring(0, fieldAndValue.indexOf('|'));
    var value = fieldAndValue.substring(fieldAndValue.indexOf('|') + 1);
    var json = SpooledCalls.startJson(id, AT, "1", "allowed").replaceFirst("\"" + field + "\":\"[^\"]*\"",
        java.util.regex.Matcher.quoteReplacement("\"" + field + "\":\"" + value + "\""));
    assertThatExceptionOfType(Sidecar.Broken.class).isThrownBy(() -> start(json))
        .satisfies(broken -> assertThat(broken.getMessage()).contains(field).doesNotContain(value));
  }

  @Test
  void what_is_not_exactly_the_expected_object_is_refused() {
    var json = SpooledCalls.startJson(id, AT, "1", "allowed").strip();
    assertBroken(json.replace("\"caller\"", "\"called\""));
    assertBroken(json.replace("{\"callId\"", "{\"more\":1,\"callId\""));
    assertBroken(json.replace("\"caller\":\"1\"", "\"caller\":\"1\",\"caller\":\"2\""));
    assertBroken(json + json);
    assertBroken("[" + json + "]");
    assertBroken(json.substring(0, json.length() - 3));
    assertBroken(json.replace("\"caller\":\"1\"", "\"caller\":1"));
    assertBroken(json.replace("\"caller\":\"1\"", "\"caller\":null"));
    assertBroken(json.replaceFirst("\"start\":[0-9]+", "\"start\":1e999"));
    assertBroken(json.replaceFirst("\"start\":[0-9]+", "\"start\":-1"));
    assertBroken(json.replaceFirst("\"start\":[0-9]+", "\"start\":99999999999999999999"));
    assertBroken(json.replaceFirst("\"start\":[0-9]+", "\"start\":\"1700000000\""));
    assertBroken(json.replace(id.toString(), CallId.random().toString()));
    assertBroken(json + " ".repeat(17_000));
    assertBroken("[".repeat(10_000));
  }

  @Test
  void no_bytes_whatever_do_more_than_be_refused() throws IOException {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var whole = SpooledCalls.endJson(id, AT, "done", "repair", "notice@0-4000", 0, 0).getBytes(StandardCharsets.UTF_8);
    for (var i = 0; i < 2000; i++) {
      var bytes = whole.clone();
      for (var flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var file = Files.write(folder.resolve("fuzzed"), bytes);
      try {
        var end = Sidecar.End.read(file, id);
        assertThat(end.marks()).as("seed %d", seed).matches("[0-9a-z*#@;-]{0,8000}");
        assertThat(Marks.format(Marks.parse(end.marks()))).as("seed %d", seed).hasSizeLessThan(8001);
      } catch (Sidecar.Broken _) {
        // refused, as it should be
      }
    }
  }

  @Test
  void the_published_schemas_say_what_the_reader_demands() throws Exception {
    assertSchema("call-start", SpooledCalls.startJson(id, AT, "1", "allowed"),
        Map.of("channel", Sidecar.CHANNEL, "uniqueId", Sidecar.UNIQUE_ID,
            "sipCallId", Sidecar.SIP_CALL_ID, "caller", Sidecar.CALLER, "presentation", Sidecar.PRESENTATION, "dialled", Sidecar.DIALLED));
    assertSchema("call-end", SpooledCalls.endJson(id, AT, "done", "", "", 0, 0),
        Map.of("stage", Sidecar.NAME, "choice", Sidecar.NAME, "language", Sidecar.LANGUAGE, "notice", Sidecar.NOTICE, "menu", Sidecar.MENU,
            "marks",
            Sidecar.MARKS,
            "done", Sidecar.SHORT, "agi", Sidecar.WORD, "cause", Sidecar.SHORT));
  }

  @Test
  void marks_survive_the_way_there_and_back_and_rubbish_between_them_is_left_out() {
    var marks = Marks.parse("notice@0-4000;key2@5200-5200;;message@9000-;evil@1-2;key@;message@5-1;notice@99999999999-1");
    assertThat(marks).containsExactly(new Mark("notice", "", Duration.ZERO, Duration.ofSeconds(4)),
        new Mark("key", "2", Duration.ofMillis(5200), Duration.ofMillis(5200)), new Mark("message", "", Duration.ofSeconds(9), null),
        new Mark("message", "", Duration.ofMillis(5), Duration.ofMillis(5)));
    assertThat(Marks.parse(Marks.format(marks))).isEqualTo(marks);
    assertThat(Marks.parse("")).isEmpty();
    assertThat(Marks.parse("key1@1-1;".repeat(5000))).hasSizeLessThanOrEqualTo(501);
  }

  @Test
  void settings_have_the_defaults_that_were_decided() {
    var bound = new org.springframework.boot.context.properties.bind.Binder(
        new org.springframework.boot.context.properties.source.MapConfigurationPropertySource(Map.of()))
        .bindOrCreate("huiyin.call", CallSettings.class);
    assertThat(bound).isEqualTo(new CallSettings("CN", Duration.ofSeconds(10), Duration.ofSeconds(60)));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CallSettings("China", Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CallSettings("CN", Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }

  private void assertSchema(String name, String example, Map<String, Pattern> read) throws IOException {
    var schema = JSON.readTree(Path.of("recordings-schema/json/" + name + ".schema.json").toFile());
    var written = JSON.readTree(example);
    assertThat(schema.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(written.propertyNames());
    assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
    assertThat(schema.get("required").valueStream().map(JsonNode::stringValue))
        .containsExactlyInAnyOrderElementsOf(written.propertyNames());
    var patterns = new TreeMap<String, String>();
    schema.get("properties").propertyStream().filter(each -> each.getValue().has("pattern") && !each.getKey().equals("callId"))
        .forEach(each -> patterns.put(each.getKey(), each.getValue().get("pattern").stringValue()));
    var demanded = new TreeMap<String, String>();
    read.forEach((field, pattern) -> demanded.put(field, "^" + pattern + "$"));
    if (schema.at("/properties/presentation").isObject()) {
      var values = schema.at("/properties/presentation/enum").valueStream().map(JsonNode::stringValue).toList();
      assertThat(demanded.remove("presentation")).isEqualTo("^" + String.join("|", values) + "$");
    }
    assertThat(patterns).as(String.format(Locale.ROOT, "%s.schema.json", name)).isEqualTo(demanded);
  }

  private void assertBroken(String json) {
    assertThatExceptionOfType(Sidecar.Broken.class).as(json.substring(0, Math.min(80, json.length()))).isThrownBy(() -> start(json));
  }

  private Sidecar.Start start(String json) throws IOException, Sidecar.Broken {
    return Sidecar.Start.read(Files.writeString(folder.resolve("start"), json), id);
  }

  private Sidecar.End end(String json) throws IOException, Sidecar.Broken {
    return Sidecar.End.read(Files.writeString(folder.resolve("end"), json), id);
  }
}
