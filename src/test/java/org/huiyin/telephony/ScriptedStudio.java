package org.huiyin.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.huiyin.foundation.CallId;
import org.huiyin.telephony.Listened.End;

/**
 * A call in which a prompt is recorded, without a telephone, under the same contract as a real one. Its sounds, waits and keys are those of a
 * {@link ScriptedCall}; what the resident says is a sound as long as they speak.
 */
public final class ScriptedStudio implements StudioSession {
  /** The sound of what is played back. */
  public static final String BACK = "back";
  private static final int HEADER = 44;
  private static final int BYTES_A_MILLISECOND = 16;

  private final ScriptedCall call;
  private final List<Integer> playedBack = new ArrayList<>();

  public ScriptedStudio(ScriptedResident resident) {
    call = new ScriptedCall(resident);
  }

  /** Every sound that began to play, in order; {@link #BACK} for what was played back. */
  public List<String> played() {
    return call.played();
  }

  /** The lengths of what was played back, in bytes. */
  public List<Integer> playedBack() {
    return List.copyOf(playedBack);
  }

  public boolean isDone() {
    return call.isDone();
  }

  @Override
  public CallId id() {
    return call.call().id();
  }

  @Override
  public Outcome play(List<String> sounds, String keys) {
    return call.play(sounds, keys);
  }

  @Override
  public Outcome awaitKey(Duration limit) {
    return call.awaitKey(limit);
  }

  @Override
  public Take record(Duration limit) {
    Keys.check(limit);
    var heard = call.listen(Keys.LONGEST_MESSAGE, limit);
    var spoken = heard.spoken().compareTo(limit) < 0 ? heard.spoken() : limit;
    return heard.end() == End.HUNG_UP
        ? new Take.HungUp()
        : new Take.Taken(wav(spoken));
  }

  @Override
  public Outcome playBack(byte[] wav, String keys) {
    if (!call.isHungUp()) {
      playedBack.add(wav.length);
    }
    return call.play(List.of(BACK), keys);
  }

  @Override
  public void done() {
    call.done();
  }

  /** A sound of that length in which nothing is heard. */
  private static byte[] wav(Duration length) {
    var wav = new byte[HEADER + (int) length.toMillis() * BYTES_A_MILLISECOND];
    System.arraycopy("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, wav, 0, 4);
    return wav;
  }
}
