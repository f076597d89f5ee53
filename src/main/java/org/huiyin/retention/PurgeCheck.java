package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SelfCheck;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.springframework.stereotype.Component;

/** Whether what had to be destroyed is destroyed, and nothing else. */
@Component
class PurgeCheck implements SelfCheck {
  private static final int PAGE = 200;
  private static final Duration LATE = Duration.ofDays(2);
  private static final Duration REGISTERED_WITHIN = Duration.ofDays(1);

  private final RetentionTable table;
  private final Certificates certificates;
  private final Recordings recordings;
  private final Directory directory;
  private final Clock clock;

  PurgeCheck(RetentionTable table, Certificates certificates, Recordings recordings, Directory directory, Clock clock) {
    this.certificates = certificates;
    this.table = table;
    this.recordings = recordings;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "purge";
  }

  @Override
  public List<Finding> check() {
    var findings = new ArrayList<Finding>();
    tombstones(findings);
    overdue(findings);
    everyRecording(findings);
    return findings;
  }

  private void tombstones(List<Finding> findings) {
    RetentionRow after = null;
    List<RetentionRow> page;
    do {
      page = table.tombstones(null, after, PAGE);
      var sound = certificates.sound(page.stream().map(RetentionRow::recording).toList());
      for (var row : page) {
        after = row;
        if (!sound.contains(row.recording())) {
          findings.add(finding(row.recording(), "The certificate of its destruction is missing or was changed.",
              "Compare it with the hash in the audit's entry; put it back from a backup."));
        }
        recordings.find(row.recording()).filter(facts -> facts.state() != RecordingState.DESTROYED)
            .ifPresent(facts -> findings.add(finding(row.recording(), "It has a tombstone but is " + facts.state() + ".",
                "Find out who put it back; then remove it from the store by its id.")));
        if (row.tombstone().destroyedAt().isBefore(row.until())) {
          findings
              .add(finding(row.recording(), "It was destroyed before its period ended.", "Put it back from a backup, if there is one."));
        }
      }
    } while (page.size() == PAGE);
  }

  private void overdue(List<Finding> findings) {
    RetentionRow after = null;
    List<RetentionRow> page;
    var late = clock.instant().minus(LATE);
    do {
      page = table.due(late, after, PAGE);
      for (var row : page) {
        after = row;
        if (row.failure() != null) {
          findings
              .add(finding(row.recording(), "Its destruction failed: " + row.failure(), "Remove the cause; the next purge tries again."));
        } else if (row.purgeAt() != null && row.purgeAt().isBefore(late)) {
          findings.add(finding(row.recording(), "It should have been destroyed more than two days ago and is not.",
              "See that the service runs at night, and in its log why the purge did not."));
        }
      }
    } while (page.size() == PAGE);
    for (var row : table.forgotten(late, PAGE)) {
      findings.add(finding(row.recording(), "Its period ended more than two days ago and its destruction is not even scheduled.",
          "See that the service runs, and in its log why its hourly sweep did not look at it."));
    }
  }

  private void everyRecording(List<Finding> findings) {
    var everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    RecordingFacts last = null;
    List<RecordingFacts> page;
    do {
      page = recordings.newest(everywhere, last == null ? null : last.id(), PAGE);
      var rows = table.find(page.stream().map(RecordingFacts::id).toList()).stream()
          .collect(Collectors.toMap(RetentionRow::recording, RetentionRow::state));
      for (var facts : page) {
        last = facts;
        var state = rows.get(facts.id());
        if (facts.state() == RecordingState.DESTROYED && (state == null || !state.begun())) {
          findings.add(
              finding(facts.id(), "It is destroyed but nobody ordered it.", "Look in the audit for who could; restore it if you can."));
        } else if (state == null && audible(facts) && facts.callStartedAt().isBefore(clock.instant().minus(REGISTERED_WITHIN))) {
          findings.add(finding(facts.id(), "No period is kept for it, so it would never be destroyed.",
              "Let the service run for an hour: its sweep finds it; if it does not, its log says why."));
        }
      }
    } while (page.size() == PAGE);
  }

  private static boolean audible(RecordingFacts facts) {
    return facts.state() == RecordingState.STORED || facts.state() == RecordingState.SPOOLED;
  }

  private static Finding finding(RecordingId recording, String what, String remedy) {
    return new Finding("recording:" + recording, what, remedy);
  }
}
