package org.huiyin.recording;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param sealers how many calls are sealed at the same time, each on one core
 * @param firstRetry after a failed sealing; doubled with each failure
 * @param longestRetry what the doubling ends at
 * @param lateFiles how long after a call's end its first file may appear
 * @param checkPace how much of the store is read again in a second, to see that it is as it was
 */
@ConfigurationProperties("huiyin.recording")
record RecordingSettings(@DefaultValue("1") int sealers, @DefaultValue("5s") Duration firstRetry,
    @DefaultValue("10m") Duration longestRetry, @DefaultValue("5s") Duration lateFiles,
    @DefaultValue("1MB") DataSize checkPace) {
  private static final int MOST_SEALERS = 16;
  private static final long LEAST_PACE = 1024;

  RecordingSettings {
    if (sealers < 1 || sealers > MOST_SEALERS) {
      throw new IllegalArgumentException("huiyin.recording.sealers is 1 to " + MOST_SEALERS);
    }
    if (!firstRetry.isPositive() || longestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("huiyin.recording.first-retry is positive and not above huiyin.recording.longest-retry");
    }
    if (checkPace.toBytes() < LEAST_PACE) {
      throw new IllegalArgumentException("huiyin.recording.check-pace is at least " + LEAST_PACE + " bytes");
    }
    if (lateFiles.isNegative()) {
      throw new IllegalArgumentException("huiyin.recording.late-files is not negative");
    }
  }

  Duration retryAfter(int failures) {
    var doubled = firstRetry.multipliedBy(1L << Math.min(failures, 20));
    return doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
  }
}
