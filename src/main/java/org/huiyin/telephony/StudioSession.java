package org.huiyin.telephony;

import java.time.Duration;
import java.util.List;

import org.huiyin.foundation.CallId;

/**
 * A call in which a prompt is recorded, as its script sees it. It is no resident's call: nothing of it is kept but what the script keeps. As in a
 * {@link CallSession}, every act returns what became of it, and after a hang-up every further act returns so at once.
 */
public interface StudioSession {
  /** For the log alone: no ledger knows the call. */
  CallId id();

  /** As {@link CallSession#play}. */
  Outcome play(List<String> sounds, String keys);

  /** As {@link CallSession#awaitKey}. */
  Outcome awaitKey(Duration limit);

  /**
   * Gives a tone and records what is said until {@code #} or until the limit. No file of it is left when this returns.
   *
   * @param limit at most 10 minutes
   */
  Take record(Duration limit);

  /**
   * Plays a sound that no other call knows; no file of it is left when this returns.
   *
   * @param wav 8,000 samples a second, 16 bits, one channel, with the plain header of 44 bytes
   */
  Outcome playBack(byte[] wav, String keys);

  /** The script's last act: tells the dialplan that nothing is left to say. Without it the caller hears that recording is not possible now. */
  void done();

  /** What became of a recording. */
  sealed interface Take {
    /** @param wav as the telephone sent it, 8,000 samples a second; without a sample when it sent nothing */
    record Taken(byte[] wav) implements Take {
    }

    /** Asterisk could not record, or what it recorded cannot be read. */
    record Failed() implements Take {
    }

    record HungUp() implements Take {
    }
  }
}
