package org.huiyin.web.api;

import jakarta.servlet.http.HttpServletRequest;

import org.huiyin.access.Replay.Decision;
import org.huiyin.access.Replay.Decision.Granted;
import org.huiyin.access.Replay.Decision.Refused;
import org.huiyin.recording.PlaybackGrant;
import org.jspecify.annotations.Nullable;

final class Granting {
  private Granting() {
  }

  static PlaybackGrant granted(Decision decision) {
    return switch (decision) {
      case Granted granted -> granted.grant();
      case Refused refused -> throw new NotGranted(refused.reason());
    };
  }

  /** The browser's session, if the request comes with one; a token has none. */
  static @Nullable String session(HttpServletRequest request) {
    var session = request.getSession(false);
    return session == null ? null : session.getId();
  }

  /** The recording may not be heard: by this person, or by nobody in its state. */
  static final class NotGranted extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    NotGranted(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
