package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an operator needs to know once it runs. */
final class Banner {
  private Banner() {
  }

  /** @param first whether the first administrator's password may be shown; it is shown once in the life of a home */
  static String text(Settings settings, boolean first) {
    StringBuilder text = new StringBuilder();
    text.append("\n  console  ").append(new Hotline(settings).consoleUrl()).append('\n');
    text.append("  admin    ").append(admin(settings.home(), first)).append('\n');
    text.append("  dial     ").append(dial(settings)).append("   (or ./huiyin call)\n");
    text.append("  stop     ./huiyin down\n\n");
    return text.toString();
  }

  static String dial(Settings settings) {
    return "sip:12345@" + sipAddress(settings) + ":" + settings.sipPort();
  }

  static String sipAddress(Settings settings) {
    return "0.0.0.0".equals(settings.sipBind()) ? "127.0.0.1" : settings.sipBind();
  }

  private static String admin(Home home, boolean first) {
    Path file = home.secrets().resolve("first-admin.txt");
    Path shown = home.secrets().resolve(".first-admin-shown");
    try {
      if (!Files.exists(file)) {
        return "as you set it";
      }
      if (!first || Files.exists(shown)) {
        return "see " + file + " until you have changed the password";
      }
      Files.createFile(shown);
      return Files.readString(file).strip().replace("\n", "  ") + "   (shown once; change it)";
    } catch (IOException e) {
      return "see " + file;
    }
  }
}
