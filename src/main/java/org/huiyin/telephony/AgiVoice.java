package org.huiyin.telephony;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.asteriskjava.fastagi.command.AgiCommand;
import org.asteriskjava.fastagi.command.GetVariableCommand;
import org.asteriskjava.fastagi.command.StreamFileCommand;
import org.asteriskjava.fastagi.reply.AgiReply;
import org.huiyin.foundation.CallId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays sounds to a caller over FastAGI and takes the keys they press, whichever script the call runs. Used by the call's own thread only. */
final class AgiVoice {
  private static final Logger log = LoggerFactory.getLogger(AgiVoice.class);
  /** No prompt is longer. */
  private static final Duration LONGEST_SOUND = Duration.ofMinutes(10);
  private static final String TONE = "beep";
  /** A minute of silence. A wait that plays nothing would leave holes in the recording while a key is down and nothing else is heard. */
  private static final String QUIET = "quiet";
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(1);
  static final int SAMPLES_A_MILLISECOND = 8;
  /** Every key of the call so far, kept by the dialplan. */
  private static final String KEYS = "HY_KEYS";

  private final CallId call;
  private final AgiLine line;
  private final Runnable first;
  private final Deque<Character> kept = new ArrayDeque<>();
  private final DoubledKeys doubled = new DoubledKeys(System::nanoTime);
  private final KeysBetween between = new KeysBetween();
  private long lastReplyAt = System.nanoTime();

  /** @param first what is done before each thing that the caller notices */
  AgiVoice(CallId call, AgiLine line, Runnable first) {
    this.call = call;
    this.line = line;
    this.first = first;
  }

  Optional<AgiReply> send(AgiCommand command, Duration expected) {
    first.run();
    return line.send(command, expected);
  }

  /**
   * Gives the tone after which the caller speaks; keys pressed before and meanwhile are forgotten.
   *
   * @return whether the caller is still there
   */
  boolean tone() {
    kept.clear();
    if (playOne(TONE, "", false) instanceof Outcome.HungUp) {
      return false;
    }
    between.listensFor("");
    return true;
  }

  /** The hash key ended what the caller said: what may still arrive of it is a copy. */
  void finished() {
    boolean _ = doubled.isCopy('#');
  }

  Outcome play(List<String> sounds, String keys) {
    sounds.forEach(Sounds::check);
    if (waiting(keys) instanceof Outcome.Key key) {
      return key;
    }
    for (String sound : sounds) {
      var outcome = playOne(sound, keys, false);
      if (!(outcome instanceof Outcome.Silence)) {
        return outcome;
      }
    }
    return silence();
  }

  /** An act begins that these keys may end: the first of them that waits already, or {@link Outcome.Silence}. */
  Outcome waiting(String keys) {
    Keys.check(keys);
    if (!keys.isEmpty()) {
      collectMissedKeys();
    }
    between.listensFor(keys);
    return keptAmong(keys);
  }

  private Outcome keptAmong(String keys) {
    while (!kept.isEmpty() && !line.hungUp()) {
      char key = kept.remove();
      if (keys.indexOf(key) >= 0) {
        return new Outcome.Key(key);
      }
    }
    return new Outcome.Silence();
  }

  Outcome silence() {
    return line.hungUp() ? new Outcome.HungUp() : new Outcome.Silence();
  }

  Outcome playWhole(List<String> sounds, String keys) {
    Keys.check(keys);
    sounds.forEach(Sounds::check);
    between.listensFor(keys);
    for (String sound : sounds) {
      if (playOne(sound, keys, true) instanceof Outcome.HungUp hungUp) {
        return hungUp;
      }
    }
    collectMissedKeys();
    if (line.hungUp()) {
      return new Outcome.HungUp();
    }
    return kept.isEmpty() ? new Outcome.Silence() : new Outcome.Key(kept.remove());
  }

  /** Plays on from where a key stopped it, when the key was a copy or is only to be kept. */
  Outcome playOne(String sound, String keys, boolean whole) {
    int from = 0;
    while (true) {
      var reply = send(new StreamFileCommand(sound, keys, from), LONGEST_SOUND);
      if (reply.isEmpty()) {
        return new Outcome.HungUp();
      }
      int end = endOf(reply.get());
      Optional<Character> key = reported(reply.get());
      if (key.isEmpty()) {
        if (from == 0 && end == 0) {
          log.error("Call {}: the sound {} cannot be played; the caller hears nothing in its place", call, sound);
        }
        return new Outcome.Silence();
      }
      if (!doubled.isCopy(key.get())) {
        if (!whole) {
          return new Outcome.Key(key.get());
        }
        kept.add(key.get());
      }
      from = end;
    }
  }

  Outcome awaitKey(Duration limit) {
    if (kept.isEmpty()) {
      collectMissedKeys();
    }
    if (!kept.isEmpty() && !line.hungUp()) {
      return new Outcome.Key(kept.remove());
    }
    between.listensFor(KeysBetween.ALL);
    return quiet(limit, KeysBetween.ALL);
  }

  Outcome quiet(Duration limit, String keys) {
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return silence();
      }
      long quiet = Math.min(left, LONGEST_QUIET.toMillis());
      int from = (int) (LONGEST_QUIET.toMillis() - quiet) * SAMPLES_A_MILLISECOND;
      var reply = send(new StreamFileCommand(QUIET, keys, from), Duration.ofMillis(quiet));
      if (reply.isEmpty()) {
        return new Outcome.HungUp();
      }
      Optional<Character> key = reported(reply.get());
      if (key.isPresent() && !doubled.isCopy(key.get())) {
        return new Outcome.Key(key.get());
      }
      if (key.isEmpty() && endOf(reply.get()) == 0) {
        log.error("Call {}: the sound {} cannot be played; nobody waits for a key", call, QUIET);
        return new Outcome.Silence();
      }
    }
  }

  /** Puts what was pressed since the last look, and no command has reported, with the keys that wait. */
  private void collectMissedKeys() {
    long after = lastReplyAt;
    line.send(new GetVariableCommand(KEYS), Duration.ZERO).map(AgiReply::getExtra).map(between::missed).ifPresent(missed -> {
      for (int i = 0; i < missed.length(); i++) {
        char key = missed.charAt(i);
        // When it fell is not known; at the earliest it may have been a copy.
        if (!doubled.isCopySince(key, after)) {
          doubled.takeEarly(key);
          kept.add(key);
        }
      }
    });
  }

  Optional<Character> reported(AgiReply reply) {
    lastReplyAt = System.nanoTime();
    Optional<Character> key = keyOf(reply);
    key.ifPresent(between::reported);
    return key;
  }

  private static Optional<Character> keyOf(AgiReply reply) {
    String result = reply.getResult();
    if (result == null || !result.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    char key = (char) Integer.parseInt(result);
    return "0123456789*#".indexOf(key) >= 0 ? Optional.of(key) : Optional.empty();
  }

  static int endOf(AgiReply reply) {
    String end = reply.getAttribute("endpos");
    return end != null && end.matches("\\d{1,9}") ? Integer.parseInt(end) : 0;
  }
}
