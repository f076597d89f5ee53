package org.huiyin.telephony;

import java.util.regex.Pattern;

/** The names of sounds that may stand in a command: no spaces, no quotes, no way up the tree. */
final class Sounds {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_.-]*[a-zA-Z0-9_-])*");

  private Sounds() {
  }

  static String check(String sound) {
    if (!NAME.matcher(sound).matches() || sound.contains("..")) {
      throw new IllegalArgumentException("not the name of a sound: " + sound);
    }
    return sound;
  }
}
