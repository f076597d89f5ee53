package org.huiyin.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.huiyin.access.Permission;
import org.huiyin.access.Replay;
import org.huiyin.access.Replay.Decision;
import org.huiyin.access.Replay.Decision.Granted;
import org.huiyin.access.Replay.Purpose;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns the many requests of one listening into one act. A browser reads a recording in dozens of ranges, and its waveform besides: the first
 * request is granted and audited by {@code access}; the others of the same person, browser session and recording use that grant until it ends.
 * Reading the beginning again is listening again: it is granted and audited anew.
 */
@Component
public class Listening {
  /** Browsers ask for the beginning more than once while they find out what they have got. */
  private static final Duration SAME_START = Duration.ofSeconds(20);
  private static final int MANY = 2000;

  private final Replay replay;
  private final Clock clock;
  private final Map<Key, Running> running = new ConcurrentHashMap<>();

  Listening(Replay replay, Clock clock) {
    this.replay = replay;
    this.clock = clock;
  }

  /** The waveform, and any piece of the audio that does not begin at its beginning. */
  public Decision goOn(Viewer viewer, @Nullable String session, RecordingId recording) {
    return hear(viewer, session, recording, false);
  }

  /** The audio from its beginning. */
  public Decision begin(Viewer viewer, @Nullable String session, RecordingId recording) {
    return hear(viewer, session, recording, true);
  }

  /** A copy to take away: always an act of its own. */
  public Decision download(Viewer viewer, RecordingId recording) {
    return ask(viewer, recording, Purpose.DOWNLOAD);
  }

  /** A copy for the person whose voice it is: always an act of its own. */
  public Decision handOver(Viewer viewer, RecordingId recording) {
    return ask(viewer, recording, Purpose.HANDING_OVER);
  }

  private Decision hear(Viewer viewer, @Nullable String session, RecordingId recording, boolean fromTheBeginning) {
    var now = clock.instant();
    var key = new Key(viewer.actor(), session == null ? "" : session, recording);
    // One thread at a time for each key: of two simultaneous first requests only one is written down.
    Decision[] refused = new Decision[1];
    var kept = running.compute(key, (_, before) -> {
      // A role that was taken away ends the listening at once, whatever the grant says; access then writes the refusal down.
      boolean stillMay = viewer.may(Permission.REPLAY);
      if (before != null && stillMay && before.covers(fromTheBeginning, session != null, now)) {
        return fromTheBeginning && before.begunAt() == null ? new Running(before.grant(), now) : before;
      }
      var decision = ask(viewer, recording, Purpose.REPLAY);
      if (decision instanceof Granted granted) {
        return new Running(granted.grant(), fromTheBeginning ? now : null);
      }
      refused[0] = decision;
      return null;
    });
    forgetWhatEnded(now);
    return kept == null ? refused[0] : new Granted(kept.grant());
  }

  private Decision ask(Viewer viewer, RecordingId recording, Purpose purpose) {
    return viewer.staff().map(member -> replay.request(member, recording, purpose))
        .orElseGet(() -> replay.request(new Actor.LocalAdmin(), recording, purpose));
  }

  private void forgetWhatEnded(Instant now) {
    if (running.size() > MANY) {
      running.values().removeIf(listening -> !listening.grant().until().isAfter(now));
    }
  }

  private record Key(Actor actor, String session, RecordingId recording) {
  }

  /** @param begunAt when the audio was first read from its beginning; null while only the waveform or later pieces were */
  private record Running(PlaybackGrant grant, @Nullable Instant begunAt) {
    boolean covers(boolean fromTheBeginning, boolean browser, Instant now) {
      if (!grant.until().isAfter(now)) {
        return false;
      }
      return !fromTheBeginning || begunAt == null || (browser && now.isBefore(begunAt.plus(SAME_START)));
    }
  }
}
