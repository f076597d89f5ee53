package org.huiyin.retention;

import java.time.Clock;

import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.RecordingStored;
import org.huiyin.recording.Recordings;
import org.huiyin.ticket.TicketChanged;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a recording with audio its row, and keeps the row's decision true when the ticket or the rules change. */
@Component
class Registrar {
  private final Recordings recordings;
  private final RetentionTable table;
  private final Decisions decisions;
  private final Schedule schedule;
  private final Clock clock;

  Registrar(Recordings recordings, RetentionTable table, Decisions decisions, Schedule schedule, Clock clock) {
    this.schedule = schedule;
    this.recordings = recordings;
    this.table = table;
    this.decisions = decisions;
    this.clock = clock;
  }

  @ApplicationModuleListener
  void on(RecordingStored stored) {
    recordings.find(stored.recording()).ifPresent(facts -> {
      if (!register(facts)) {
        // It was registered before it was sealed, or this is told once more.
        table.weighs(facts.id(), facts.bytes());
      }
    });
  }

  /**
   * The recording may be registered in the same moment by what the ticket said before: whoever comes second waits for the first here, and decides by what the
   * ticket says now.
   */
  @ApplicationModuleListener
  void on(TicketChanged changed) {
    recordings.ofCall(changed.call()).ifPresent(facts -> {
      register(facts);
      reconsider(facts.id());
    });
  }

  /** Doing it again changes nothing. What is not sealed yet holds audio too, so it has its period. */
  @Transactional
  public boolean register(RecordingFacts facts) {
    if (facts.state() == RecordingState.EMPTY || facts.state() == RecordingState.DESTROYED) {
      return false;
    }
    boolean added = table.add(facts, decisions
        .decide(new Coverage.OfCall(facts.call(), facts.community(), facts.id(), facts.callStartedAt()), clock.instant()).verdict());
    if (added) {
      // A hold on its ticket or its number covers it from the beginning.
      reconsider(facts.id());
    }
    return added;
  }

  @Transactional
  public void reconsider(RecordingId recording) {
    table.lock(recording).filter(row -> !row.state().begun()).ifPresent(row -> schedule.look(row, clock.instant()));
  }
}
