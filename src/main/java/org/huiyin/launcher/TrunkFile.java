package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The community's own PJSIP file: taken as it is, unless it would open another door than the one into the hotline. */
final class TrunkFile {
  private static final Pattern ANOTHER_CONTEXT = Pattern.compile("(?m)^\\s*context\\s*+=>?\\s*+(?!from-trunk\\s*(;.*)?$).*$");
  private static final List<String> REFUSED = List.of("#exec", "#include", "#tryinclude");

  private TrunkFile() {
  }

  static String read(Path file) {
    try {
      String text = Files.readString(file);
      check(text);
      return text;
    } catch (IOException e) {
      throw new Problem("HUIYIN_TRUNK: " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  static void check(String text) {
    if (ANOTHER_CONTEXT.matcher(text).find()) {
      throw new Problem("HUIYIN_TRUNK: a trunk may only lead into context = from-trunk");
    }
    for (String word : REFUSED) {
      if (text.toLowerCase(Locale.ROOT).contains(word)) {
        throw new Problem("HUIYIN_TRUNK: " + word + " is not allowed in a trunk file");
      }
    }
    if (text.matches("(?s).*@[A-Z_]+@.*") || text.matches("(?s).*=\\s*[^;\\n]*<[A-Z-]+>.*")) {
      throw new Problem("HUIYIN_TRUNK: a part in < > is not filled in yet");
    }
  }
}
