package org.huiyin.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CrashJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void a_death_and_the_next_start_are_a_window() throws IOException {
    var crashes = journal("asterisk,started", "asterisk,died", "asterisk,started");
    assertThat(crashes.between(NOON, NOON.plusSeconds(60)))
        .containsExactly(new CrashWindow("asterisk", NOON.plusSeconds(10), NOON.plusSeconds(20)));
    assertThat(crashes.between(NOON.plusSeconds(21), NOON.plusSeconds(60))).isEmpty();
    assertThat(crashes.between(NOON, NOON.plusSeconds(9))).isEmpty();
  }

  @Test
  void what_was_stopped_did_not_crash() throws IOException {
    assertThat(journal("service,started", "service,stopped", "service,started").between(NOON, NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void a_start_after_a_start_is_a_crash_that_nobody_was_left_to_write_down() throws IOException {
    assertThat(journal("supervisor,started", "asterisk,started", "supervisor,started").between(NOON, NOON.plusSeconds(60)))
        .containsExactly(new CrashWindow("supervisor", null, NOON.plusSeconds(20)));
  }

  @Test
  void what_is_still_away_has_no_end() throws IOException {
    assertThat(journal("service,started", "service,died").between(NOON.plusSeconds(3000), NOON.plusSeconds(4000)))
        .containsExactly(new CrashWindow("service", NOON.plusSeconds(10), null));
  }

  @Test
  void lines_that_are_none_say_nothing_and_no_journal_no_crash() throws IOException {
    assertThat(journal("asterisk,started", "asterisk,di", "", "x").between(NOON, NOON.plusSeconds(60))).isEmpty();
    assertThat(new CrashJournal(folder.resolve("none")).between(NOON, NOON)).isEmpty();
  }

  /** One event every ten seconds from noon on. */
  private CrashJournal journal(String... events) throws IOException {
    var file = folder.resolve("processes.csv");
    var text = new StringBuilder();
    for (int i = 0; i < events.length; i++) {
      text.append(NOON.plusSeconds(10L * i).toEpochMilli()).append(',').append(events[i]).append(",4711\n");
    }
    Files.writeString(file, text);
    return new CrashJournal(file);
  }
}
