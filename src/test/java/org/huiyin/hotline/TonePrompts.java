package org.huiyin.hotline;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.huiyin.resident.Sound;
import org.huiyin.support.Tones;

/** A community's own prompts, each a tone of its own: a test hears which prompt was played, when, and whether it was cut short. Residents speak below
 * 950 Hz, so nobody is taken for a prompt; 700 Hz is Asterisk's own tone. */
public final class TonePrompts {
  private static final List<String> IDS = List.of("notice", "language", "menu", "wrong-key", "urgent-numbers", "message", "nothing-heard",
      "anything-more", "thanks", "ticket-number", "goodbye", "fallback-notice", "fallback-message", "fallback-bye", "full",
      "busy", "closed", "danger", "message-closed");
  /** These have a tone of their own in Chinese only: above the others there is little room. */
  private static final List<String> CHINESE = List.of("review", "say-anew", "say-more");
  /** In hertz; the highest stays below what eight thousand samples a second carry well. */
  private static final double APART = 66;
  private static final Duration LENGTH = Duration.ofMillis(1300);
  private static final Duration MENU = Duration.ofSeconds(3);

  private TonePrompts() {
  }

  public static Map<String, Sound> all() {
    Map<String, Sound> all = new LinkedHashMap<>();
    for (String language : List.of("zh", "en")) {
      for (String id : IDS) {
        all.put(language + "/" + id, Sound.tone(tone(language, id), length(id)));
      }
    }
    for (String id : CHINESE) {
      all.put("zh/" + id, Sound.tone(tone("zh", id), LENGTH));
    }
    return all;
  }

  static Duration length(String id) {
    return id.equals("menu") ? MENU : LENGTH;
  }

  static double tone(String language, String id) {
    if (CHINESE.contains(id)) {
      return 1040 + APART * (2 * IDS.size() + CHINESE.indexOf(id));
    }
    return 1040 + APART * IDS.indexOf(id) + (language.equals("en") ? APART * IDS.size() : 0);
  }

  /** How much of a prompt is in the sound. */
  static Duration heard(String languageAndId, Sound sound) {
    String[] parts = languageAndId.split("/", 2);
    return Tones.of(tone(parts[0], parts[1]), sound);
  }

  /** The tone of resident number {@code i} of at most 20. */
  public static double voice(int i) {
    double hertz = 300 + 32 * i;
    return Math.abs(hertz - 700) < 30 ? 940 + hertz - 670 : hertz;
  }
}
