package org.huiyin.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.telephony.Listened.End;
import org.huiyin.telephony.ScriptedResident.Deed;

/**
 * A call without a telephone, under the same contract as a real one. Its time is virtual: every sound takes one second, a wait as long as it has to,
 * and a key falls in the middle of what it interrupts. It remembers what was played, noted and whether the script came to its end.
 */
public final class ScriptedCall implements CallSession {
  public static final Duration SOUND = Duration.ofSeconds(1);

  /** The sound of what the resident said themselves. */
  public static final String SAID = "said";

  private final CallStart call;
  private final ScriptedResident resident;
  private final List<String> played = new ArrayList<>();
  private final Map<Note, String> notes = new EnumMap<>(Note.class);
  private final Deque<Character> kept = new ArrayDeque<>();
  private Duration elapsed = Duration.ZERO;
  private boolean hungUp;
  private boolean done;

  public ScriptedCall(ScriptedResident resident) {
    this(resident, new CallStart(CallId.random(), "scripted@test", "12345", PhoneNumber.of("13800138000", Presentation.ALLOWED, "CN"),
        Instant.parse("2026-11-23T01:00:00Z")));
  }

  public ScriptedCall(ScriptedResident resident, CallStart call) {
    this.resident = resident;
    this.call = call;
  }

  /** Every sound that began to play, in order. */
  public List<String> played() {
    return List.copyOf(played);
  }

  /** The last value of each note. */
  public Map<Note, String> notes() {
    return Map.copyOf(notes);
  }

  /** Whether the script's last act was done: nothing is left for the dialplan. */
  public boolean isDone() {
    return done;
  }

  public boolean isHungUp() {
    return hungUp;
  }

  @Override
  public CallStart call() {
    return call;
  }

  @Override
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public Outcome play(List<String> sounds, String keys) {
    Keys.check(keys);
    sounds.forEach(Sounds::check);
    if (hungUp) {
      return new Outcome.HungUp();
    }
    while (!kept.isEmpty()) {
      char key = kept.remove();
      if (keys.indexOf(key) >= 0) {
        return new Outcome.Key(key);
      }
    }
    for (String sound : sounds) {
      played.add(sound);
      var deed = resident.hears(sound);
      var counting = counting(deed, keys);
      if (!counting.isEmpty()) {
        pass(SOUND.dividedBy(2));
        keep(counting.substring(1));
        hungUp = deed.hangsUp();
        return new Outcome.Key(counting.charAt(0));
      }
      if (hangsUp(deed, SOUND)) {
        return new Outcome.HungUp();
      }
    }
    return new Outcome.Silence();
  }

  @Override
  public Outcome playWhole(List<String> sounds, String keys) {
    Keys.check(keys);
    sounds.forEach(Sounds::check);
    if (hungUp) {
      return new Outcome.HungUp();
    }
    for (String sound : sounds) {
      played.add(sound);
      var deed = resident.hears(sound);
      keep(counting(deed, keys));
      if (hangsUp(deed, SOUND)) {
        return new Outcome.HungUp();
      }
    }
    return kept.isEmpty() ? new Outcome.Silence() : new Outcome.Key(kept.remove());
  }

  /** What the resident hears then is called {@link #SAID}. */
  @Override
  public Outcome playBack(List<Piece> pieces, String keys) {
    return pieces.isEmpty() && !hungUp ? new Outcome.Silence() : play(List.of(SAID), keys);
  }

  @Override
  public Outcome awaitKey(Duration limit) {
    if (hungUp) {
      return new Outcome.HungUp();
    }
    if (!kept.isEmpty()) {
      return new Outcome.Key(kept.remove());
    }
    var deed = resident.isAwaited(limit);
    if (!deed.keys().isEmpty()) {
      pass(limit.dividedBy(2));
      keep(deed.keys().substring(1));
      hungUp = deed.hangsUp();
      return new Outcome.Key(deed.keys().charAt(0));
    }
    return hangsUp(deed, limit) ? new Outcome.HungUp() : new Outcome.Silence();
  }

  @Override
  public Listened listen(Duration silence, Duration limit) {
    Keys.check(silence, limit);
    if (hungUp) {
      return new Listened(Duration.ZERO, End.HUNG_UP);
    }
    kept.clear();
    var heard = resident.speaks(silence, limit);
    pass(heard.spoken());
    hungUp = heard.end() == End.HUNG_UP;
    return heard;
  }

  @Override
  public void note(Note note, String value) {
    note.check(value);
    if (!hungUp) {
      notes.put(note, value);
    }
  }

  @Override
  public void done() {
    done = !hungUp;
  }

  private void keep(String keys) {
    keys.chars().forEach(key -> kept.add((char) key));
  }

  private void pass(Duration time) {
    elapsed = elapsed.plus(time);
  }

  private boolean hangsUp(Deed deed, Duration whole) {
    pass(deed.hangsUp() ? whole.dividedBy(2) : whole);
    hungUp = deed.hangsUp();
    return hungUp;
  }

  private static String counting(Deed deed, String keys) {
    var counting = new StringBuilder();
    deed.keys().chars().filter(key -> keys.indexOf(key) >= 0).forEach(key -> counting.append((char) key));
    return counting.toString();
  }
}
