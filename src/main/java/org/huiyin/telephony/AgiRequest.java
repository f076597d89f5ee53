package org.huiyin.telephony;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;

/** What a connection asks for, decided from its header alone. The mapping is fixed: nothing is looked up by a name from outside. */
sealed interface AgiRequest {
  /**
   * A resident's call.
   *
   * @param channel Asterisk's name of it
   */
  record Hotline(CallStart call, String channel) implements AgiRequest {
  }

  /** A call in which a prompt is recorded: it has an id and nothing else that is known. */
  record Studio(CallId id) implements AgiRequest {
  }

  /** The heartbeat's own connection, to see that a call would be answered. */
  record Probe() implements AgiRequest {
  }

  record Refused(AgiMetrics.Refusal why) implements AgiRequest {
  }

  /** A longest number, as {@link PhoneNumber} takes it; what a trunk sends beyond is no number. */
  int LONGEST_NUMBER = 32;
  Pattern EPOCH = Pattern.compile("[0-9]{1,11}");

  /**
   * @param header the lines of the header, without {@code agi_} in front of their names
   * @param secret the first part of the path, known to Asterisk's configuration alone
   */
  static AgiRequest of(Map<String, String> header, byte[] secret, String region) {
    String path = header.getOrDefault("network_script", "");
    int slash = path.indexOf('/');
    String given = slash < 0 ? path : path.substring(0, slash);
    if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret)) {
      return new Refused(AgiMetrics.Refusal.SECRET);
    }
    return switch (path.substring(slash + 1)) {
      case "hotline" -> hotline(header, region);
      case "studio" -> studio(header);
      case "probe" -> new Probe();
      default -> new Refused(AgiMetrics.Refusal.PATH);
    };
  }

  private static AgiRequest hotline(Map<String, String> header, String region) {
    String start = header.getOrDefault("arg_6", "");
    if (!EPOCH.matcher(start).matches()) {
      return new Refused(AgiMetrics.Refusal.MALFORMED);
    }
    try {
      return new Hotline(new CallStart(CallId.of(header.getOrDefault("arg_1", "")), header.getOrDefault("arg_2", ""),
          header.getOrDefault("arg_5", ""), caller(header.getOrDefault("arg_3", ""), header.getOrDefault("arg_4", ""), region),
          Instant.ofEpochSecond(Long.parseLong(start))), header.getOrDefault("channel", ""));
    } catch (IllegalArgumentException _) {
      return new Refused(AgiMetrics.Refusal.MALFORMED);
    }
  }

  private static AgiRequest studio(Map<String, String> header) {
    try {
      return new Studio(CallId.of(header.getOrDefault("arg_1", "")));
    } catch (IllegalArgumentException _) {
      return new Refused(AgiMetrics.Refusal.MALFORMED);
    }
  }

  private static PhoneNumber caller(String raw, String presentation, String region) {
    var shown = switch (presentation) {
      case "allowed" -> Presentation.ALLOWED;
      case "withheld" -> Presentation.WITHHELD;
      default -> Presentation.UNAVAILABLE;
    };
    return PhoneNumber.of(raw.length() > LONGEST_NUMBER ? raw.substring(0, LONGEST_NUMBER) : raw, shown, region);
  }
}
