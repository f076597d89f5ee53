package org.huiyin.telephony;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.asteriskjava.fastagi.command.AgiCommand;
import org.asteriskjava.fastagi.command.ExecCommand;
import org.asteriskjava.fastagi.command.GetVariableCommand;
import org.asteriskjava.fastagi.command.RecordFileCommand;
import org.asteriskjava.fastagi.command.StreamFileCommand;
import org.asteriskjava.fastagi.reply.AgiReply;
import org.huiyin.call.CallStart;
import org.huiyin.telephony.Listened.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call by FastAGI. Used by the call's own thread only. */
final class AgiCall implements CallSession {
  private static final Logger log = LoggerFactory.getLogger(AgiCall.class);
  /** No prompt is longer. */
  private static final Duration LONGEST_SOUND = Duration.ofMinutes(10);
  /** Asterisk counts a message's length by its audio, we by the clock. */
  private static final Duration ABOUT = Duration.ofMillis(200);
  private static final String TONE = "beep";
  /** A minute of silence. A wait that plays nothing would leave holes in the recording while a key is down and nothing else is heard. */
  private static final String QUIET = "quiet";
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(1);
  private static final int SAMPLES_A_MILLISECOND = 8;
  /** Every key of the call so far, kept by the dialplan. */
  private static final String KEYS = "HY_KEYS";
  /** Less audio than this is none: a telephone that sends nothing may send a packet or two. */
  private static final Duration NO_AUDIO = Duration.ofMillis(300);
  /** Where the dialplan has the call recorded, without the ending. */
  private static final String RECORDING = "HY_REC";
  /** Asterisk writes the recording about two seconds at a time; a busy disk takes longer. */
  private static final Duration WRITTEN = Duration.ofSeconds(6);
  private static final Duration A_LOOK = Duration.ofMillis(200);

  private final AgiRequest.Hotline request;
  private final AgiLine line;
  private final Means means;
  private final long began = System.nanoTime();
  private final Deque<Character> kept = new ArrayDeque<>();
  private final Map<String, String> unsent = new LinkedHashMap<>();
  private final DoubledKeys doubled = new DoubledKeys(System::nanoTime);
  private final KeysBetween between = new KeysBetween();
  private long lastReplyAt = began;

  AgiCall(AgiRequest.Hotline request, AgiLine line, Means means) {
    this.request = request;
    this.line = line;
    this.means = means;
  }

  /**
   * What every call uses.
   *
   * @param nowhere a sound file without its ending that keeps nothing: what RECORD FILE hears is only listened to, the call's recording has it
   */
  record Means(String nowhere, MuteTelephones mute, SaidAgain said) {
  }

  boolean hungUp() {
    return line.hungUp();
  }

  @Override
  public CallStart call() {
    return request.call();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Override
  public Outcome play(List<String> sounds, String keys) {
    Keys.check(keys);
    sounds.forEach(Sounds::check);
    if (!keys.isEmpty()) {
      collectMissedKeys();
    }
    between.listensFor(keys);
    if (keptAmong(keys) instanceof Outcome.Key key) {
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

  private Outcome keptAmong(String keys) {
    while (!kept.isEmpty() && !line.hungUp()) {
      char key = kept.remove();
      if (keys.indexOf(key) >= 0) {
        return new Outcome.Key(key);
      }
    }
    return new Outcome.Silence();
  }

  private Outcome silence() {
    return line.hungUp() ? new Outcome.HungUp() : new Outcome.Silence();
  }

  @Override
  public Outcome playBack(List<Piece> pieces, String keys) {
    Keys.check(keys);
    if (!keys.isEmpty()) {
      collectMissedKeys();
    }
    between.listensFor(keys);
    if (keptAmong(keys) instanceof Outcome.Key key) {
      return key;
    }
    var recording = line.send(new GetVariableCommand(RECORDING), Duration.ZERO).map(AgiReply::getExtra);
    if (recording.isEmpty() || pieces.isEmpty()) {
      return silence();
    }
    try {
      var leg = SaidAgain.leg(call().id(), recording.get());
      var outcome = untilRecorded(leg, pieces.getLast().to(), keys);
      if (!(outcome instanceof Outcome.Silence)) {
        return outcome;
      }
      try (var copy = means.said().copy(call().id(), leg, pieces)) {
        return playOne(copy.sound(), keys, false);
      }
    } catch (IOException e) {
      log.error("Call {}: what was said cannot be played; the caller hears nothing in its place, the recording has it", call().id(), e);
      return silence();
    }
  }

  private Outcome untilRecorded(Path leg, Duration end, String keys) throws IOException {
    long until = System.nanoTime() + WRITTEN.toNanos();
    while (SaidAgain.recorded(leg).compareTo(end) < 0 && System.nanoTime() < until) {
      var outcome = quiet(A_LOOK, keys);
      if (!(outcome instanceof Outcome.Silence)) {
        return outcome;
      }
    }
    return silence();
  }

  @Override
  public Outcome playWhole(List<String> sounds, String keys) {
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
  private Outcome playOne(String sound, String keys, boolean whole) {
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
          log.error("Call {}: the sound {} cannot be played; the caller hears nothing in its place", call().id(), sound);
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

  @Override
  public Outcome awaitKey(Duration limit) {
    if (kept.isEmpty()) {
      collectMissedKeys();
    }
    if (!kept.isEmpty() && !line.hungUp()) {
      return new Outcome.Key(kept.remove());
    }
    between.listensFor(KeysBetween.ALL);
    return quiet(limit, KeysBetween.ALL);
  }

  private Outcome quiet(Duration limit, String keys) {
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
        log.error("Call {}: the sound {} cannot be played; nobody waits for a key", call().id(), QUIET);
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

  private Optional<Character> reported(AgiReply reply) {
    lastReplyAt = System.nanoTime();
    Optional<Character> key = keyOf(reply);
    key.ifPresent(between::reported);
    return key;
  }

  @Override
  public Listened listen(Duration silence, Duration limit) {
    Keys.check(silence, limit);
    kept.clear();
    if (playOne(TONE, "", false) instanceof Outcome.HungUp) {
      return new Listened(Duration.ZERO, End.HUNG_UP);
    }
    between.listensFor("");
    long began = System.nanoTime();
    try (var watch = means.mute().watch(request.channel(), silence)) {
      var reply = send(
          new RecordFileCommand(means.nowhere(), "sln", "#", Math.max(1, (int) limit.toMillis()), 0, false, (int) silence.toSeconds()),
          limit);
      var spoken = Duration.ofNanos(System.nanoTime() - began);
      if (reply.isEmpty()) {
        return new Listened(spoken, End.HUNG_UP);
      }
      boolean finished = reported(reply.get()).isPresent();
      if (finished && !watch.foundMute()) {
        doubled.isCopy('#');
        return new Listened(spoken, End.FINISHED);
      }
      if ("-1".equals(reply.get().getResult())) {
        return listenWithoutEars(silence, limit);
      }
      boolean limitReached = spoken.plus(ABOUT).compareTo(limit) >= 0;
      boolean nothingArrived = Duration.ofMillis(endOf(reply.get()) / SAMPLES_A_MILLISECOND).compareTo(NO_AUDIO) < 0;
      if ((finished || limitReached) && nothingArrived) {
        return new Listened(shorter(silence, spoken), End.SILENCE);
      }
      return new Listened(spoken, limitReached ? End.LIMIT : End.SILENCE);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** RECORD FILE failed though the caller is there: silence cannot be heard, # can. The call's recording runs either way. */
  private Listened listenWithoutEars(Duration silence, Duration limit) {
    log.error("Call {}: RECORD FILE failed; the message ends with # or after its limit only", call().id());
    long began = System.nanoTime();
    var patience = limit.compareTo(Duration.ofSeconds(60)) < 0 ? limit : Duration.ofSeconds(60).plus(silence);
    while (true) {
      var passed = Duration.ofNanos(System.nanoTime() - began);
      if (passed.compareTo(patience) >= 0) {
        return new Listened(passed, End.LIMIT);
      }
      switch (awaitKey(patience.minus(passed))) {
        case Outcome.HungUp _ -> {
          return new Listened(Duration.ofNanos(System.nanoTime() - began), End.HUNG_UP);
        }
        case Outcome.Key(char key) when key == '#' -> {
          return new Listened(Duration.ofNanos(System.nanoTime() - began), End.FINISHED);
        }
        case Outcome.Key _,Outcome.Silence _ -> {
          // goes on until the limit
        }
      }
    }
  }

  /** The channel has it before the next thing happens in the call: facts that arise together travel together. */
  @Override
  public void note(Note note, String value) {
    note.check(value);
    unsent.put(note.variable(), value);
  }

  @Override
  public void done() {
    unsent.put("HOTLINE_DONE", "1");
    sendNotes();
  }

  private Optional<AgiReply> send(AgiCommand command, Duration expected) {
    sendNotes();
    return line.send(command, expected);
  }

  private void sendNotes() {
    var together = new ArrayList<String>();
    int length = 0;
    for (Map.Entry<String, String> each : unsent.entrySet()) {
      var assignment = each.getKey() + "=" + each.getValue();
      if (length + assignment.length() > Note.LONGEST) {
        set(together);
        together.clear();
        length = 0;
      }
      together.add(assignment);
      length += assignment.length() + 1;
    }
    set(together);
    unsent.clear();
  }

  private void set(List<String> assignments) {
    if (!assignments.isEmpty()) {
      line.send(new ExecCommand("MSet", assignments.toArray(String[]::new)), Duration.ZERO);
    }
  }

  private static Optional<Character> keyOf(AgiReply reply) {
    String result = reply.getResult();
    if (result == null || !result.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    char key = (char) Integer.parseInt(result);
    return "0123456789*#".indexOf(key) >= 0 ? Optional.of(key) : Optional.empty();
  }

  private static int endOf(AgiReply reply) {
    String end = reply.getAttribute("endpos");
    return end != null && end.matches("\\d{1,9}") ? Integer.parseInt(end) : 0;
  }
}
