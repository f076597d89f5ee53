package org.huiyin.retention;

import java.time.Duration;
import java.time.Period;

import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.quartz.CronExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long recordings are kept, in calendar years or months from the call.
 *
 * @param standard what no other rule keeps longer
 * @param urgent calls whose ticket is urgent
 * @param complaint calls whose ticket is a complaint
 * @param purgeCron when the purge wakes, in the default community's time
 * @param batch how many recordings are looked up at once
 * @param lease for how long a node has a recording to itself from one step of its destruction to the next; a node that died is followed by another
 *          after this
 * @param cap how many recordings one run destroys at most
 */
@ConfigurationProperties("huiyin.retention")
record RetentionSettings(Period standard, Period urgent, Period complaint, String purgeCron, int batch, Duration lease,
    int cap) {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 24;

  RetentionSettings {
    requireLegal("standard", standard);
    requireLegal("urgent", urgent);
    requireLegal("complaint", complaint);
    if (!CronExpression.isValidExpression(purgeCron)) {
      throw new IllegalArgumentException(
          "huiyin.retention.purge-cron is not a Quartz cron expression; write one such as \"0 30 3 * * ?\" (every night at 03:30)");
    }
    if (batch < 1 || batch > 1000) {
      throw new IllegalArgumentException("huiyin.retention.batch is 1 to 1000");
    }
    if (cap < 1) {
      throw new IllegalArgumentException("huiyin.retention.cap is at least 1, such as 20000");
    }
    if (lease.compareTo(Duration.ofSeconds(10)) < 0 || lease.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("huiyin.retention.lease is 10s to 10m, such as 20s");
    }
  }

  /** Until two people change it: a complaint that is urgent too is kept as long as the longer of the two. */
  Period of(RetentionPolicy.Kind kind) {
    var byPriority = kind.priority() == Priority.URGENT ? urgent : kind.category() == Category.COMPLAINT ? complaint : standard;
    return kind.category() == Category.COMPLAINT && complaint.toTotalMonths() > byPriority.toTotalMonths() ? complaint : byPriority;
  }

  private static void requireLegal(String name, Period period) {
    long months = period.toTotalMonths();
    boolean wholeMonths = period.normalized().equals(Period.of((int) (months / 12), (int) (months % 12), 0));
    if (!wholeMonths || months < SHORTEST || months > LONGEST) {
      throw new IllegalArgumentException("huiyin.retention." + name + " is " + period + ", but a recording is kept for one to two calendar"
          + " years: write P1Y, P2Y or months in between, such as P18M");
    }
  }
}
