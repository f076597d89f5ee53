package org.huiyin.web.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

import org.huiyin.directory.Directory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a reference such as {@code recording:<id>} means, and where it can be seen. */
@Component
class Subjects {
  private static final int LONG = 20;
  private static final int SHOWN = 8;

  private final Words words;
  private final Directory directory;

  Subjects(Words words, Directory directory) {
    this.words = words;
    this.directory = directory;
  }

  String text(String subject) {
    var colon = subject.indexOf(':');
    if (colon < 0) {
      return subject;
    }
    var kind = subject.substring(0, colon);
    var id = subject.substring(colon + 1);
    return kind.equals("staff")
        ? words.person(subject)
        : words.sayOr("subject." + kind, kind) + " " + (id.length() > LONG ? id.substring(0, SHOWN) : id);
  }

  /** Null when it has no page. */
  @Nullable
  String address(String subject) {
    var colon = subject.indexOf(':');
    var id = subject.substring(colon + 1);
    return switch (colon < 0 ? "" : subject.substring(0, colon)) {
      case "ticket" -> "/tickets/" + id;
      case "recording" -> "/recordings/" + id;
      case "call" -> "/calls/" + id;
      case "policy" -> "/retention/policy";
      case "purge" -> "/retention";
      case "hold" -> "/retention/holds/" + id;
      case "keep" -> "/retention/long-keeps/" + id;
      case "request" -> "/requests/" + id;
      default -> null;
    };
  }

  /** A proposal's fact as one reads it: a moment as a day, a reference as what it means, a code by its word. */
  String value(String name, String value) {
    try {
      return words.moment(Instant.parse(value), zone()).text();
    } catch (DateTimeParseException _) {
      return name.equals("of") ? text(value) : words.sayOr("approval.value." + value, value);
    }
  }

  private ZoneId zone() {
    return directory.dialledBy("").zone();
  }
}
