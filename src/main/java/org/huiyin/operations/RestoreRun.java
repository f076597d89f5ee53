package org.huiyin.operations;

import java.io.PrintStream;
import java.util.List;

import org.huiyin.recording.PurgeJournal;
import org.huiyin.recording.RestoredFiles;
import org.huiyin.retention.RestoredPurges;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The second half of {@code huiyin restore}, before the checks: what was destroyed after the backup was made is destroyed again. Nothing is served meanwhile. */
@Component
@Profile("restore")
@Order(Ordered.HIGHEST_PRECEDENCE)
class RestoreRun implements ApplicationRunner {
  private final PurgeJournal journal;
  private final RestoredPurges purges;
  private final RestoredFiles files;
  private final PrintStream out;

  @Autowired
  RestoreRun(PurgeJournal journal, RestoredPurges purges, RestoredFiles files) {
    this(journal, purges, files, System.out);
  }

  RestoreRun(PurgeJournal journal, RestoredPurges purges, RestoredFiles files, PrintStream out) {
    this.journal = journal;
    this.purges = purges;
    this.files = files;
    this.out = out;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    List<PurgeJournal.Entry> destroyed = journal.entries();
    var returned = journal.returned();
    int certified = purges.again(returned);
    var left = journal.returned();
    if (!left.isEmpty()) {
      throw new IllegalStateException("recording " + left.getFirst().recording() + " was destroyed and is still back");
    }
    int orphans = files.removeOrphans();
    var live = files.live();
    out.println("did    the journal names " + destroyed.size() + " destroyed recordings; " + returned.size()
        + " of them had come back with the backup and are destroyed again, " + certified + " with a certificate");
    if (orphans > 0) {
      out.println("did    " + orphans + " objects that no recording of this backup owns were removed");
    }
    out.println("did    " + live.stored() + " live recordings with audio, " + live.tombstones() + " destroyed ones");
    if (live.unsealed() > 0) {
      out.println("did    " + live.unsealed() + " calls were not sealed yet when the backup was made: their audio is not in it");
    }
  }
}
