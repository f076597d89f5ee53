package org.huiyin.operations;

import java.time.Duration;
import java.time.LocalTime;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param channels how many calls the trunk carries at one time; what the dialplan takes at most unless the trunk has fewer
 * @param statementAt when the account of the day before is made, in the default community's time
 * @param statementLease for how long a node has the making of statements to itself
 */
@ConfigurationProperties("huiyin.operations")
record OperationsSettings(@DefaultValue("300") int channels, @DefaultValue("01:00") LocalTime statementAt,
    @DefaultValue("10m") Duration statementLease) {
  OperationsSettings {
    if (channels < 1) {
      throw new IllegalArgumentException("huiyin.operations.channels is at least 1: how many calls the trunk carries at one time");
    }
    if (statementAt.isAfter(LocalTime.NOON)) {
      throw new IllegalArgumentException("huiyin.operations.statement-at is before noon, such as 01:00: the account is of the day before");
    }
    if (statementLease.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("huiyin.operations.statement-lease is at least a minute, such as 10m");
    }
  }
}
