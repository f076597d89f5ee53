package org.huiyin.flow;

import java.time.Duration;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param languageWait how long the notice waits for the language in which the number was last spoken to, before it begins in the menu's first
 * @param numberWait how long a caller who has finished waits for the ticket's number, before the thanks are said without it
 * @param missingPrompts what a start without all sounds does
 * @param studioNumber what is dialled to record a prompt, HUIYIN_STUDIO_NUMBER: 2 to 15 digits, with a star before them or none; the dialplan has the same
 */
@ConfigurationProperties("huiyin.flow")
record FlowSettings(@DefaultValue("400ms") Duration languageWait, @DefaultValue("1s") Duration numberWait,
    @DefaultValue("REFUSE") MissingPrompts missingPrompts, @DefaultValue("*75") String studioNumber) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Pattern STUDIO_NUMBER = Pattern.compile("\\*?[0-9]{2,15}");

  /** {@code REFUSE}: the service does not start. {@code WARN}: it starts and says so, for a service that answers no telephone. */
  enum MissingPrompts {
    REFUSE, WARN
  }

  FlowSettings {
    if (!STUDIO_NUMBER.matcher(studioNumber).matches()) {
      throw new IllegalArgumentException("huiyin.flow.studio-number is 2 to 15 digits, with a star before them or none");
    }
    check("language-wait", languageWait);
    check("number-wait", numberWait);
  }

  private static void check(String name, Duration wait) {
    if (!wait.isPositive() || wait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("huiyin.flow." + name + " is more than nothing and at most 5 s");
    }
  }
}
