package org.huiyin.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.huiyin.foundation.CallId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two files that the dialplan leaves beside a call's audio. Whatever is not exactly as the schemas say is refused: the caller chose some of it. */
sealed interface Sidecar {
  record Start(CallId call, String sipCallId, String caller, String presentation, String dialled, Instant at) implements Sidecar {
    private static final Fields FIELDS = new Fields(
        Set.of("callId", "channel", "uniqueId", "sipCallId", "caller", "presentation", "dialled", "start"), Set.of());

    static Start read(Path file, CallId expected) throws IOException, Broken {
      var json = FIELDS.read(file);
      requireCall(json, expected);
      text(json, "channel", CHANNEL);
      text(json, "uniqueId", UNIQUE_ID);
      return new Start(expected, text(json, "sipCallId", SIP_CALL_ID), text(json, "caller", CALLER),
          text(json, "presentation", PRESENTATION),
          text(json, "dialled", DIALLED), Instant.ofEpochSecond(epoch(json, "start", 1)));
    }
  }

  /**
   * @param fallbackFrom epoch seconds; 0 when the fallback took no message
   * @param menu the version of the menu; empty where the call ended before it, or the dialplan did not know versions yet
   */
  record End(CallId call, Instant at, String stage, String choice, String language, String notice, String marks, long fallbackFrom,
      long fallbackTo, String menu) implements Sidecar {
    private static final Fields FIELDS = new Fields(Set.of("callId", "end", "stage", "choice", "language", "notice", "marks", "done", "agi",
        "cause", "fallbackFrom", "fallbackTo"), Set.of("menu"));

    static End read(Path file, CallId expected) throws IOException, Broken {
      var json = FIELDS.read(file);
      requireCall(json, expected);
      text(json, "done", SHORT);
      text(json, "agi", WORD);
      text(json, "cause", SHORT);
      return new End(expected, Instant.ofEpochSecond(epoch(json, "end", 1)), text(json, "stage", NAME), text(json, "choice", NAME),
          text(json, "language", LANGUAGE), text(json, "notice", NOTICE), text(json, "marks", MARKS), epoch(json, "fallbackFrom", 0),
          epoch(json, "fallbackTo", 0), json.has("menu") ? text(json, "menu", MENU) : "");
    }
  }

  /** A sidecar that is not as its schema says. The message names the field, never its value. */
  final class Broken extends Exception {
    Broken(String what) {
      super(what);
    }
  }

  Pattern CHANNEL = Pattern.compile("[ -~]{0,200}");
  Pattern UNIQUE_ID = Pattern.compile("[0-9A-Za-z._-]{0,150}");
  Pattern SIP_CALL_ID = Pattern.compile("[0-9A-Za-z@._-]{0,256}");
  Pattern CALLER = Pattern.compile("[0-9+*#]{0,32}");
  Pattern PRESENTATION = Pattern.compile("allowed|withheld|unavailable");
  Pattern DIALLED = Pattern.compile("[0-9A-Za-z+*#._-]{0,64}");
  Pattern NAME = Pattern.compile("[a-z-]{0,40}");
  Pattern LANGUAGE = Pattern.compile("[A-Za-z-]{0,8}");
  Pattern NOTICE = Pattern.compile("[0-9A-Za-z._-]{0,80}");
  Pattern MENU = Pattern.compile("[0-9a-z-]{0,40}");
  Pattern MARKS = Pattern.compile("[0-9a-z*#@;-]{0,8000}");
  Pattern SHORT = Pattern.compile("[0-9A-Za-z-]{0,16}");
  Pattern WORD = Pattern.compile("[0-9A-Za-z-]{0,32}");
  long LAST_EPOCH = 253_402_300_799L;

  private static void requireCall(JsonNode json, CallId expected) throws Broken {
    if (!json.get("callId").isString() || !json.get("callId").stringValue().equals(expected.toString())) {
      throw new Broken("callId is not the one of the file's name");
    }
  }

  private static String text(JsonNode json, String field, Pattern legal) throws Broken {
    var node = json.get(field);
    if (!node.isString() || !legal.matcher(node.stringValue()).matches()) {
      throw new Broken(field + " is not what the schema allows");
    }
    return node.stringValue();
  }

  private static long epoch(JsonNode json, String field, long least) throws Broken {
    var node = json.get(field);
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least || node.longValue() > LAST_EPOCH) {
      throw new Broken(field + " is not a time in epoch seconds");
    }
    return node.longValue();
  }

  /** An object of exactly these fields, of which some may be left out. */
  record Fields(Set<String> names, Set<String> optional) {
    private static final int MOST_BYTES = 16 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    JsonNode read(Path file) throws IOException, Broken {
      try {
        var json = JSON.readTree(content(file));
        if (json == null || !json.isObject() || !areMine(new HashSet<>(json.propertyNames()))) {
          throw new Broken("it is not an object of exactly the expected fields");
        }
        return json;
      } catch (JacksonException _) {
        throw new Broken("it is not JSON");
      }
    }

    private boolean areMine(Set<String> given) {
      given.removeAll(optional);
      return given.equals(names);
    }

    private static String content(Path file) throws IOException, Broken {
      try (var channel = Files.newByteChannel(file, Set.of(java.nio.file.StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
          var in = Channels.newInputStream(channel)) {
        var bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new Broken("it is longer than " + MOST_BYTES + " bytes");
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException _) {
        throw new Broken("it is not UTF-8");
      }
    }
  }
}
