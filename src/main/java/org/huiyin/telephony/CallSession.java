package org.huiyin.telephony;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.huiyin.call.CallStart;

/**
 * One call, as its script sees it. Every act returns what became of it; hanging up is expected and comes back as {@link Outcome.HungUp}, after which
 * every further act returns {@code HungUp} at once and does nothing. Sounds are names below Asterisk's sounds folder without an ending, such as
 * {@code huiyin/zh/notice}.
 */
public interface CallSession {
  CallStart call();

  /** How long the recording has been running: marks are counted by it. */
  Duration elapsed();

  /**
   * Plays the sounds one after the other. A key among {@code keys} stops the playing at once.
   *
   * @param keys the keys that count, out of {@code 0-9*#}; others are passed over
   * @return {@link Outcome.Key}, {@link Outcome.Silence} when all was played without a key, or {@link Outcome.HungUp}
   */
  Outcome play(List<String> sounds, String keys);

  /**
   * Plays the sounds whole. The first key among {@code keys} pressed meanwhile is returned at the end; those after it wait for the next act, where they
   * count like keys pressed then.
   */
  Outcome playWhole(List<String> sounds, String keys);

  /** Waits for any key, those kept from before first. */
  Outcome awaitKey(Duration limit);

  /**
   * Plays to the resident what they said, out of the call's own recording, which runs on meanwhile. A key among {@code keys} stops it. What cannot be
   * played (nothing was recorded, or the disk is full) is passed over like a sound without a length: the call goes on.
   *
   * @param pieces in their order, each within what has been recorded
   */
  Outcome playBack(List<Piece> pieces, String keys);

  /** A piece of the call's recording, counted from its beginning. */
  record Piece(Duration from, Duration to) {
    public Piece {
      if (from.isNegative() || to.compareTo(from) < 0) {
        throw new IllegalArgumentException("a piece ends after it began");
      }
    }
  }

  /**
   * Lets the resident speak until {@code #}, until {@code silence} was heard, or until {@code limit} is over. A tone is given first.
   *
   * @param silence 1 s or more, whole seconds
   * @param limit at most 10 minutes
   */
  Listened listen(Duration silence, Duration limit);

  /**
   * Leaves a fact with the channel, where it outlives this process: the hang-up handler writes it into the call's sidecar.
   *
   * @throws IllegalArgumentException when the value is longer than {@link Note#LONGEST} or has characters that the note does not take
   */
  void note(Note note, String value);

  /** The script's last act: tells the dialplan that nothing is left to do. Without it the dialplan takes a message by itself. */
  void done();

  /** The facts that a sidecar carries, each with the set of characters that the dialplan lets through. */
  enum Note {
    STAGE("HY_STAGE", "[a-z-]*"), CHOICE("HY_CHOICE", "[a-z-]*"), LANGUAGE("HY_LANG", "[a-z]*"),
    /** The version id of the recording notice. */
    NOTICE("HY_NOTICE", "[a-zA-Z0-9._-]*"),
    /** The version of the menu that the call began with. */
    MENU("HY_MENU", "[a-z0-9-]*"), MARKS("HY_MARKS", "[a-z0-9@*#;-]*");

    /** Asterisk reads a command into 2,048 bytes. */
    public static final int LONGEST = 1900;

    private final String variable;
    private final Pattern safe;

    Note(String variable, String safe) {
      this.variable = variable;
      this.safe = Pattern.compile(safe);
    }

    public String variable() {
      return variable;
    }

    void check(String value) {
      if (value.length() > LONGEST || !safe.matcher(value).matches()) {
        throw new IllegalArgumentException(this + " takes at most " + LONGEST + " characters out of " + safe);
      }
    }
  }
}
