package org.huiyin.retention;

import java.time.Clock;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What the scheduler wakes. */
@DisallowConcurrentExecution
class PurgeJob implements Job {
  private final PurgeRun purge;
  private final Clock clock;

  PurgeJob(PurgeRun purge, Clock clock) {
    this.purge = purge;
    this.clock = clock;
  }

  @Override
  public void execute(JobExecutionContext context) {
    purge.run(clock.instant());
  }
}
