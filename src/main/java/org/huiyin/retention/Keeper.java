package org.huiyin.retention;

/** What keeps a recording although its period may be over. Where several do, the first of these is named. */
public enum Keeper {
  /** A hold (保全) covers it. */
  HOLD,
  /** It belongs to an important or complex matter. */
  LONG_KEEP,
  /** Its ticket is not closed; after two years somebody has to decide. */
  OPEN_TICKET
}
