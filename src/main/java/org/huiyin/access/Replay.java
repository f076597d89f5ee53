package org.huiyin.access;

import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;

/** The way to a recording's audio. */
public interface Replay {
  /** Decides, and writes the audit entry before it returns: a replay that cannot be logged does not happen. */
  Decision request(StaffMember listener, RecordingId recording, Purpose purpose);

  /** The same for whoever sits at the machine. */
  Decision request(Actor.LocalAdmin listener, RecordingId recording, Purpose purpose);

  enum Purpose {
    REPLAY, DOWNLOAD,
    /** A copy for the person whose voice it is, on their request. */
    HANDING_OVER
  }

  sealed interface Decision {
    record Granted(PlaybackGrant grant) implements Decision {
    }

    /** @param reason a message key */
    record Refused(String reason) implements Decision {
    }
  }
}
