package org.huiyin.operations;

import java.util.Locale;

/**
 * Something by which the witnesses of a time do not agree.
 *
 * @param subject the id of what it is about: {@code call:<id>}, {@code recording:<id>}, {@code spool:<file>}; never personal data
 * @param seconds how many seconds are missing, where any are
 */
record Difference(Reason reason, String subject, long seconds) {
  /** What it can be, and whether the reason is known, so that nobody has to do anything; it is an alarm otherwise. */
  enum Reason {
    CALL_UNKNOWN(false, "it was answered and is not in the ledger"), CALL_STARTED_TWICE(false,
        "its start was written down more than once"), START_NOT_WRITTEN(false, "the dialplan did not write its start down"), START_CRASHED(
            true, "Asterisk died when it began, before its start was written down"), CALL_STILL_OPEN(false,
                "no end of it is known after more than an hour"), NO_TICKET(false,
                    "it has neither a ticket nor an entry among the missed"), NO_RECORDING(false,
                        "it ended and has no recording"), RECORDING_UNSEALED(false, "it still lies in the spool"), RECORDING_EMPTY(false,
                            "the call left no audio"), RECORDING_EMPTY_CRASHED(true,
                                "Asterisk died before it had written any audio"), RECORDING_EMPTY_AT_ONCE(true,
                                    "the caller hung up at once"), RECORDING_SHORT(false,
                                        "seconds of the call are missing"), RECORDING_SHORT_CRASHED(true,
                                            "Asterisk died before it had written the last seconds"), RECORDING_SHORT_PACKETS(true,
                                                "some packets did not arrive"), WITNESS_ALONE(false,
                                                    "Asterisk's own records know it as answered and the ledger does not know it"), NO_WITNESS(
                                                        false, "Asterisk's own records do not know it"), NO_WITNESS_CRASHED(true,
                                                            "Asterisk died with it, and so wrote no record"), ORPHAN_FILE(false,
                                                                "it lies in the spool and belongs to no open call");

    private final boolean explained;
    private final String text;

    Reason(boolean explained, String text) {
      this.explained = explained;
      this.text = text;
    }

    boolean explained() {
      return explained;
    }

    /** As it stands in the statement. */
    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Difference(Reason reason, String subject) {
    this(reason, subject, 0);
  }

  boolean explained() {
    return reason.explained;
  }

  String why() {
    return reason.text + (seconds > 0 ? " (" + seconds + " s)" : "");
  }
}
