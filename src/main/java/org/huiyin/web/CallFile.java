package org.huiyin.web;

import java.time.Duration;
import java.util.Optional;

import org.huiyin.call.Call;
import org.huiyin.call.Mark;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.ticket.Ticket;
import org.jspecify.annotations.Nullable;

/** A call with what the other modules know about it; the call's id joins them. */
public record CallFile(Call call, Optional<Ticket> ticket, Optional<RecordingFacts> recording, Optional<Kept> kept) {
  /** The piece of the recording in which the resident left a message. */
  public record Message(Duration from, Duration to) {
    public Duration length() {
      return to.minus(from);
    }
  }

  /** Whether the audio can be heard now. */
  public boolean audible() {
    return recording.filter(facts -> facts.state() == RecordingState.STORED).isPresent();
  }

  /** From the first message mark to the end of the last: "anything more?" may have split it. Empty while it is being spoken, and when nothing was. */
  public Optional<Message> message() {
    if (!call.hasMessage()) {
      return Optional.empty();
    }
    @Nullable
    Duration from = null;
    Duration to = Duration.ZERO;
    for (Mark mark : call.marks()) {
      if (mark.kind().equals("message")) {
        from = from == null ? mark.from() : from;
        var end = mark.to() == null ? end() : mark.to();
        if (end == null) {
          return Optional.empty();
        }
        to = end.compareTo(to) > 0 ? end : to;
      }
    }
    return from != null && to.compareTo(from) > 0 ? Optional.of(new Message(from, to)) : Optional.empty();
  }

  /** What ends with the call ends with its audio, which may be shorter than the call when its capture was cut off. */
  private @Nullable Duration end() {
    if (audible()) {
      return recording.orElseThrow().length();
    }
    return call.endedAt() == null ? null : Duration.between(call.startedAt(), call.endedAt());
  }
}
