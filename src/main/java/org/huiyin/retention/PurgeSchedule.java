package org.huiyin.retention;

import java.sql.SQLException;
import java.util.Properties;
import java.util.TimeZone;

import javax.sql.DataSource;

import org.huiyin.directory.Directory;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.quartz.autoconfigure.QuartzProperties;
import org.springframework.boot.quartz.autoconfigure.SchedulerFactoryBeanCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** When the purge wakes. A slot that was missed, because nothing ran, is not made up for: the next one finds the same recordings due. */
@Configuration(proxyBeanMethods = false)
class PurgeSchedule {
  static final TriggerKey NIGHTLY = TriggerKey.triggerKey("purge-nightly", "retention");
  private static final Logger log = LoggerFactory.getLogger(PurgeSchedule.class);

  @Bean
  JobDetail purgeJob() {
    return JobBuilder.newJob(PurgeJob.class).withIdentity("purge", "retention").storeDurably().requestRecovery().build();
  }

  @Bean
  CronTrigger purgeTrigger(JobDetail purgeJob, RetentionSettings settings, Directory directory) {
    var when = CronScheduleBuilder.cronSchedule(settings.purgeCron()).withMisfireHandlingInstructionDoNothing()
        .inTimeZone(TimeZone.getTimeZone(directory.dialledBy("").zone()));
    return TriggerBuilder.newTrigger().withIdentity(NIGHTLY).forJob(purgeJob).withSchedule(when).build();
  }

  /** The stored trigger is left alone at the start (replacing it fires a slot twice), unless the setting was changed. */
  @Bean
  @Profile("!verify")
  ApplicationRunner purgeRescheduling(Scheduler scheduler, CronTrigger purgeTrigger) {
    return _ -> {
      var stored = scheduler.getTrigger(NIGHTLY);
      if (!(stored instanceof CronTrigger cron) || !sameTime(cron, purgeTrigger)) {
        reschedule(scheduler, purgeTrigger);
      }
    };
  }

  /** The driver delegate depends on the database that the service was given. */
  @Bean
  SchedulerFactoryBeanCustomizer quartzSpeaksTheDatabasesDialect(DataSource database, QuartzProperties settings) {
    return factory -> {
      var properties = new Properties();
      properties.putAll(settings.getProperties());
      properties.setProperty("org.quartz.jobStore.driverDelegateClass", delegate(database).getName());
      factory.setQuartzProperties(properties);
    };
  }

  private static void reschedule(Scheduler scheduler, Trigger trigger) throws SchedulerException {
    if (scheduler.checkExists(NIGHTLY)) {
      scheduler.rescheduleJob(NIGHTLY, trigger);
    } else {
      scheduler.scheduleJob(trigger);
    }
    log.info("The purge wakes by {} from now on", ((CronTrigger) trigger).getCronExpression());
  }

  private static boolean sameTime(CronTrigger one, CronTrigger other) {
    return one.getCronExpression().equals(other.getCronExpression()) && one.getTimeZone().equals(other.getTimeZone());
  }

  private static Class<? extends StdJDBCDelegate> delegate(DataSource database) {
    try (var connection = database.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? PostgreSQLDelegate.class : StdJDBCDelegate.class;
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not say what it is, so the purge cannot be scheduled", e);
    }
  }
}
