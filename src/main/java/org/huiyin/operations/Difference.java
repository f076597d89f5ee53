package org.huiyin.operations;

import java.util.Locale;

/**
 * Something by which the witnesses of a time do not agree.
 *
 * @param subject the id of what it is about: {@code call:<id>}, {@code recording:<id>}, {@code spool:<file>}; never personal data
 * @param seconds how many seconds are missing, where any are
 */
record Difference(Reason reason, String subject, long seconds) {
  /** What it can be. */
  enum Reason {
    CALL_UNKNOWN, CALL_STARTED_TWICE, CALL_STILL_OPEN, START_NOT_WRITTEN, START_CRASHED, // the call itself
    NO_TICKET, NO_RECORDING, ORPHAN_FILE, // what should be or should not
    RECORDING_UNSEALED, RECORDING_EMPTY, RECORDING_EMPTY_CRASHED, RECORDING_EMPTY_AT_ONCE, // the recording there is
    RECORDING_SHORT, RECORDING_SHORT_CRASHED, RECORDING_SHORT_PACKETS, RECORDING_SALVAGED, RECORDING_SALVAGED_CRASHED, // not whole
    TURNED_AWAY, // nothing was promised
    WITNESS_ALONE, NO_WITNESS, NO_WITNESS_CRASHED;

    /** Whether the reason is known, so that nobody has to do anything; it is an alarm otherwise. */
    boolean explained() {
      return switch (this) {
        case START_CRASHED, RECORDING_EMPTY_CRASHED, RECORDING_EMPTY_AT_ONCE, RECORDING_SHORT_CRASHED, RECORDING_SHORT_PACKETS,
            RECORDING_SALVAGED_CRASHED, TURNED_AWAY, NO_WITNESS_CRASHED ->
          true;
        default -> false;
      };
    }

    /** As it stands in the statement. */
    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String text() {
      return switch (this) {
        case CALL_UNKNOWN -> "it was answered and is not in the ledger";
        case CALL_STARTED_TWICE -> "its start was written down more than once";
        case CALL_STILL_OPEN -> "no end of it is known after more than an hour";
        case START_NOT_WRITTEN -> "the dialplan did not write its start down";
        case START_CRASHED -> "Asterisk died when it began, before its start was written down";
        case NO_TICKET -> "it has neither a ticket nor an entry among the missed";
        case NO_RECORDING -> "it ended and has no recording";
        case RECORDING_UNSEALED -> "it still lies in the spool";
        case RECORDING_EMPTY -> "the call left no audio";
        case RECORDING_EMPTY_CRASHED -> "Asterisk died before it had written any audio";
        case RECORDING_EMPTY_AT_ONCE -> "the caller hung up at once";
        case RECORDING_SHORT -> "seconds of the call are missing";
        case RECORDING_SHORT_CRASHED -> "Asterisk died before it had written the last seconds";
        case RECORDING_SHORT_PACKETS -> "some packets did not arrive";
        case RECORDING_SALVAGED -> "its capture was cut off or one side is missing, and nothing is known to have crashed";
        case RECORDING_SALVAGED_CRASHED -> "Asterisk died during the call; what it had written was kept";
        case TURNED_AWAY -> "the disk was full, so nothing was recorded; the caller was told so, and whom to call";
        case WITNESS_ALONE -> "Asterisk's own records know it as answered and the ledger does not know it";
        case NO_WITNESS -> "Asterisk's own records do not know it";
        case NO_WITNESS_CRASHED -> "Asterisk died with it, and so wrote no record";
        case ORPHAN_FILE -> "it lies in the spool and belongs to no open call";
      };
    }
  }

  Difference(Reason reason, String subject) {
    this(reason, subject, 0);
  }

  boolean explained() {
    return reason.explained();
  }

  String why() {
    return reason.text() + (seconds > 0 ? " (" + seconds + " s)" : "");
  }
}
