package org.huiyin.flow;

import java.time.Duration;
import java.util.List;

import org.huiyin.call.CallStart;
import org.huiyin.telephony.CallSession;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;

/** A call that hears a community's own voice: the same acts, with its sounds in the place of the product's. */
record VoicedSession(CallSession session, Voice voice) implements CallSession {
  @Override
  public CallStart call() {
    return session.call();
  }

  @Override
  public Duration elapsed() {
    return session.elapsed();
  }

  @Override
  public Outcome play(List<String> sounds, String keys) {
    return session.play(voice.sounds(sounds), keys);
  }

  @Override
  public Outcome playWhole(List<String> sounds, String keys) {
    return session.playWhole(voice.sounds(sounds), keys);
  }

  @Override
  public Outcome awaitKey(Duration limit) {
    return session.awaitKey(limit);
  }

  @Override
  public Outcome playBack(List<Piece> pieces, String keys) {
    return session.playBack(pieces, keys);
  }

  @Override
  public Listened listen(Duration silence, Duration limit) {
    return session.listen(silence, limit);
  }

  @Override
  public void note(Note note, String value) {
    session.note(note, value);
  }

  @Override
  public void done() {
    session.done();
  }
}
