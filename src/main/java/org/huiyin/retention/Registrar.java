package org.huiyin.retention;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

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
  private final PurgeTable rows;
  private final Decisions decisions;
  private final Schedule schedule;
  private final Clock clock;

  Registrar(Recordings recordings, RetentionTable table, PurgeTable rows, Decisions decisions, Schedule schedule, Clock clock) {
    this.schedule = schedule;
    this.recordings = recordings;
    this.table = table;
    this.rows = rows;
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
      reconsider(List.of(facts.id()));
    });
  }

  @Transactional
  public boolean register(RecordingFacts facts) {
    return !register(List.of(facts)).isEmpty();
  }

  /**
   * Doing it again changes nothing. What is not sealed yet holds audio too, so it has its period. Always in the same order, so that two never wait for each
   * other.
   *
   * @return those that had no row
   */
  @Transactional
  public List<RecordingId> register(List<RecordingFacts> all) {
    var known = table.find(all.stream().map(RecordingFacts::id).toList()).stream().map(RetentionRow::recording).collect(Collectors.toSet());
    var unknown = all.stream().filter(facts -> facts.state() != RecordingState.EMPTY && facts.state() != RecordingState.DESTROYED)
        .filter(facts -> !known.contains(facts.id())).sorted(Comparator.comparing(facts -> facts.id().toString()))
        .collect(Collectors.toMap(facts -> new Coverage.OfCall(facts.call(), facts.community(), facts.id(), facts.callStartedAt()),
            facts -> facts, (one, _) -> one, LinkedHashMap::new));
    var added = new ArrayList<RecordingId>();
    decisions.decide(unknown.keySet(), clock.instant()).forEach((of, decided) -> {
      var facts = Objects.requireNonNull(unknown.get(of));
      if (table.add(facts, decided.verdict())) {
        added.add(facts.id());
      }
    });
    // A hold on its ticket or its number covers it from the beginning.
    reconsider(added);
    return added;
  }

  @Transactional
  public void reconsider(List<RecordingId> recordings) {
    schedule.look(rows.lock(recordings).stream().filter(row -> !row.state().begun()).toList(), clock.instant(), null);
  }
}
