package org.huiyin.telephony;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.asteriskjava.fastagi.command.ExecCommand;
import org.asteriskjava.fastagi.command.GetVariableCommand;
import org.asteriskjava.fastagi.command.RecordFileCommand;
import org.asteriskjava.fastagi.reply.AgiReply;
import org.huiyin.call.CallStart;
import org.huiyin.telephony.Listened.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call by FastAGI. Used by the call's own thread only. */
final class AgiCall implements CallSession {
  private static final Logger log = LoggerFactory.getLogger(AgiCall.class);
  /** Asterisk counts a message's length by its audio, we by the clock. */
  private static final Duration ABOUT = Duration.ofMillis(200);
  /** Less audio than this is none: a telephone that sends nothing may send a packet or two. */
  private static final Duration NO_AUDIO = Duration.ofMillis(300);
  /** Where the dialplan has the call recorded, without the ending. */
  private static final String RECORDING = "HY_REC";
  /** Asterisk writes the recording about two seconds at a time; a busy disk takes longer. */
  private static final Duration WRITTEN = Duration.ofSeconds(6);
  private static final Duration A_LOOK = Duration.ofMillis(200);
  private static final String HOTLINE_DONE = "HOTLINE_DONE";
  /** Tells the dialplan that a script has come to its end. */
  static final String DONE = HOTLINE_DONE + "=1";

  private final AgiRequest.Hotline request;
  private final AgiLine line;
  private final Means means;
  private final long began = System.nanoTime();
  private final Map<String, String> unsent = new LinkedHashMap<>();
  private final AgiVoice voice;

  AgiCall(AgiRequest.Hotline request, AgiLine line, Means means) {
    this.request = request;
    this.line = line;
    this.means = means;
    this.voice = new AgiVoice(request.call().id(), line, this::sendNotes);
  }

  /**
   * What every call uses.
   *
   * @param nowhere a sound file without its ending that keeps nothing: what RECORD FILE hears is only listened to, the call's recording has it
   * @param takes what is recorded for a prompt
   */
  record Means(String nowhere, MuteTelephones mute, SaidAgain said, StudioTakes takes) {
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
    return voice.play(sounds, keys);
  }

  @Override
  public Outcome playWhole(List<String> sounds, String keys) {
    return voice.playWhole(sounds, keys);
  }

  @Override
  public Outcome awaitKey(Duration limit) {
    return voice.awaitKey(limit);
  }

  @Override
  public Outcome playBack(List<Piece> pieces, String keys) {
    if (voice.waiting(keys) instanceof Outcome.Key key) {
      return key;
    }
    var recording = line.send(new GetVariableCommand(RECORDING), Duration.ZERO).map(AgiReply::getExtra);
    if (recording.isEmpty() || pieces.isEmpty()) {
      return voice.silence();
    }
    try {
      var leg = SaidAgain.leg(call().id(), recording.get());
      var outcome = untilRecorded(leg, pieces.getLast().to(), keys);
      if (!(outcome instanceof Outcome.Silence)) {
        return outcome;
      }
      try (var copy = means.said().copy(call().id(), leg, pieces)) {
        return voice.playOne(copy.sound(), keys, false);
      }
    } catch (IOException e) {
      log.error("Call {}: what was said cannot be played; the caller hears nothing in its place, the recording has it", call().id(), e);
      return voice.silence();
    }
  }

  private Outcome untilRecorded(Path leg, Duration end, String keys) throws IOException {
    long until = System.nanoTime() + WRITTEN.toNanos();
    while (SaidAgain.recorded(leg).compareTo(end) < 0 && System.nanoTime() < until) {
      var outcome = voice.quiet(A_LOOK, keys);
      if (!(outcome instanceof Outcome.Silence)) {
        return outcome;
      }
    }
    return voice.silence();
  }

  @Override
  public Listened listen(Duration silence, Duration limit) {
    Keys.check(silence, limit);
    if (!voice.tone()) {
      return new Listened(Duration.ZERO, End.HUNG_UP);
    }
    long began = System.nanoTime();
    try (var watch = means.mute().watch(request.channel(), silence)) {
      var reply = voice.send(
          new RecordFileCommand(means.nowhere(), "sln", "#", Math.max(1, (int) limit.toMillis()), 0, false, (int) silence.toSeconds()),
          limit);
      var spoken = Duration.ofNanos(System.nanoTime() - began);
      if (reply.isEmpty()) {
        return new Listened(spoken, End.HUNG_UP);
      }
      boolean finished = voice.reported(reply.get()).isPresent();
      if (finished && !watch.foundMute()) {
        voice.finished();
        return new Listened(spoken, End.FINISHED);
      }
      if ("-1".equals(reply.get().getResult())) {
        return listenWithoutEars(silence, limit);
      }
      boolean limitReached = spoken.plus(ABOUT).compareTo(limit) >= 0;
      boolean nothingArrived = Duration.ofMillis(AgiVoice.endOf(reply.get()) / AgiVoice.SAMPLES_A_MILLISECOND).compareTo(NO_AUDIO) < 0;
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
    unsent.put(HOTLINE_DONE, "1");
    sendNotes();
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
}
