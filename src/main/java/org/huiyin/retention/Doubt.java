package org.huiyin.retention;

/**
 * Why the clock is not believed; nothing is destroyed until that is over, or the time is confirmed by two people or by a
 * synchronisation that works.
 */
public enum Doubt {
  /** It shows a moment before what has happened already. */
  BEHIND,
  /** It is more than a day away from the last moment that was believed. */
  JUMPED, DATABASE_DIFFERS, ASTERISK_DIFFERS
}
