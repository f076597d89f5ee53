package org.huiyin.recording;

import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wakes the turning over of the wrapping keys every hour, on one node of several; it finds by itself whether something is due. */
@Configuration(proxyBeanMethods = false)
class KeySchedule {
  private static final String HOURLY = "0 17 * * * ?";

  @Bean
  JobDetail keyTurnoverJob() {
    return JobBuilder.newJob(TurnKeys.class).withIdentity("key-turnover", "recording").storeDurably().build();
  }

  @Bean
  CronTrigger keyTurnoverTrigger(JobDetail keyTurnoverJob) {
    return TriggerBuilder.newTrigger().withIdentity("key-turnover-hourly", "recording").forJob(keyTurnoverJob)
        .withSchedule(CronScheduleBuilder.cronSchedule(HOURLY).withMisfireHandlingInstructionDoNothing()).build();
  }

  /** What the scheduler wakes. */
  @DisallowConcurrentExecution
  static class TurnKeys implements Job {
    private final KeyTurnover turnover;

    TurnKeys(KeyTurnover turnover) {
      this.turnover = turnover;
    }

    @Override
    public void execute(JobExecutionContext context) {
      turnover.run();
    }
  }
}
