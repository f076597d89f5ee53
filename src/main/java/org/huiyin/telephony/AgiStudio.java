package org.huiyin.telephony;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.asteriskjava.fastagi.command.ExecCommand;
import org.asteriskjava.fastagi.command.NoopCommand;
import org.asteriskjava.fastagi.command.RecordFileCommand;
import org.huiyin.foundation.CallId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call in which a prompt is recorded, by FastAGI. Used by the call's own thread only. */
final class AgiStudio implements StudioSession, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgiStudio.class);

  private final CallId id;
  private final AgiLine line;
  private final AgiVoice voice;
  private final SaidAgain said;
  private final StudioTakes takes;

  AgiStudio(CallId id, AgiLine line, SaidAgain said, StudioTakes takes) {
    this.id = id;
    this.line = line;
    this.voice = new AgiVoice(id, line, () -> {
    });
    this.said = said;
    this.takes = takes;
  }

  @Override
  public CallId id() {
    return id;
  }

  boolean hungUp() {
    return line.hungUp();
  }

  @Override
  public Outcome play(List<String> sounds, String keys) {
    return voice.play(sounds, keys);
  }

  @Override
  public Outcome awaitKey(Duration limit) {
    return voice.awaitKey(limit);
  }

  @Override
  public Take record(Duration limit) {
    Keys.check(limit);
    if (!voice.tone()) {
      return new Take.HungUp();
    }
    var reply = voice.send(new RecordFileCommand(takes.name(id), "wav", "#", (int) limit.toMillis(), 0, false, 0), limit);
    // Asterisk answers before it closes the file, and reads the next command after that.
    if (reply.isEmpty() || line.send(new NoopCommand(), Duration.ZERO).isEmpty()) {
      return new Take.HungUp();
    }
    if (voice.reported(reply.get()).isPresent()) {
      voice.finished();
    }
    if ("-1".equals(reply.get().getResult())) {
      log.error("Studio call {}: RECORD FILE failed; the person hears that it did not work", id);
      return new Take.Failed();
    }
    try {
      return new Take.Taken(takes.take(id));
    } catch (IOException e) {
      log.error("Studio call {}: what was recorded cannot be read; the person hears that it did not work", id, e);
      return new Take.Failed();
    }
  }

  @Override
  public Outcome playBack(byte[] wav, String keys) {
    if (voice.waiting(keys) instanceof Outcome.Key key) {
      return key;
    }
    if (line.hungUp()) {
      return new Outcome.HungUp();
    }
    try (var copy = said.copy(id, wav)) {
      return voice.playOne(copy.sound(), keys, false);
    } catch (IOException e) {
      log.error("Studio call {}: what was recorded cannot be played; the person hears nothing in its place", id, e);
      return voice.silence();
    }
  }

  @Override
  public void done() {
    var _ = line.send(new ExecCommand("MSet", AgiCall.DONE), Duration.ZERO);
  }

  /** Nothing of the call stays, however it ended. */
  @Override
  public void close() {
    takes.forget(id);
  }
}
