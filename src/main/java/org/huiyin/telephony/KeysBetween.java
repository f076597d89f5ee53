package org.huiyin.telephony;

/**
 * Finds the keys that fell between two commands. While no command runs, Asterisk reads what comes from the telephone and forgets it; the dialplan has it
 * keep a list of all keys of the call, which says which ones were pressed and not when. A key that the acts since the last look would have reported, had
 * it been pressed during one of them, and did not report, was pressed between them.
 *
 * Measured on Asterisk 22: the list names a key that comes by INFO twice, and one that comes by INFO and RFC 4733 three times. Equal neighbours in it are
 * one key; no menu needs the same key twice between two acts.
 */
final class KeysBetween {
  static final String ALL = "0123456789*#";

  private final StringBuilder reported = new StringBuilder();
  private String listenedFor = ALL;
  private int known;

  /** An act begins that reports these keys. */
  void listensFor(String keys) {
    var both = new StringBuilder();
    listenedFor.chars().filter(key -> keys.indexOf(key) >= 0).forEach(key -> both.append((char) key));
    listenedFor = both.toString();
  }

  /** The act reported this key. */
  void reported(char key) {
    reported.append(key);
  }

  /**
   * A look at the list.
   *
   * @param all every key of the call so far
   * @return those that were missed, in their order
   */
  String missed(String all) {
    var missed = new StringBuilder();
    int next = 0;
    char last = 0;
    for (char key : all.substring(Math.min(known, all.length())).toCharArray()) {
      if (next < reported.length() && reported.charAt(next) == key) {
        next++;
      } else if (key != last && listenedFor.indexOf(key) >= 0) {
        missed.append(key);
      }
      last = key;
    }
    known = Math.max(known, all.length());
    reported.setLength(0);
    listenedFor = ALL;
    return missed.toString();
  }
}
