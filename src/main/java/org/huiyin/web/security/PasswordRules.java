package org.huiyin.web.security;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.huiyin.directory.StaffMember;

/** What a password must be: long, and nothing that would be guessed first. No rules about kinds of characters: they make passwords worse. */
final class PasswordRules {
  static final int SHORTEST = 12;
  static final int LONGEST = 128;
  private static final int FEWEST_DIFFERENT = 5;
  private static final Set<String> GUESSED_FIRST = Set.of("password", "passw0rd", "qwertyuiop", "1qaz2wsx", "iloveyou", "woaini", "letmein",
      "welcome", "administrator", "abcdefgh", "huiyin", "hotline");
  private static final String ROWS = "01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm";

  private PasswordRules() {
  }

  /** One password typed on two keyboards is one password. */
  static String normalised(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /** What is wrong with it, as a message key; empty when it will do. */
  static Optional<String> objection(String password, StaffMember owner) {
    String text = normalised(password);
    int length = text.codePointCount(0, text.length());
    if (length < SHORTEST) {
      return Optional.of("password.wrong.short");
    }
    if (length > LONGEST) {
      return Optional.of("password.wrong.long");
    }
    String low = text.toLowerCase(Locale.ROOT);
    if (holds(low, owner.login()) || holds(low, owner.name())) {
      return Optional.of("password.wrong.name");
    }
    return easy(low) ? Optional.of("password.wrong.easy") : Optional.empty();
  }

  private static boolean holds(String text, String name) {
    return name.length() > 1 && text.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Few different characters, a keyboard row, or a word everybody tries with little around it. */
  private static boolean easy(String text) {
    if (text.codePoints().distinct().count() < FEWEST_DIFFERENT || ROWS.contains(text)) {
      return true;
    }
    return GUESSED_FIRST.stream().filter(text::contains).anyMatch(word -> text.replace(word, "").length() < FEWEST_DIFFERENT);
  }
}
