package org.huiyin.directory;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The years whose holidays a community does not know, though they have begun or soon will: said at every start, and by the system page. */
@Component
@Profile("!verify")
public class MissingHolidays {
  private static final Logger log = LoggerFactory.getLogger(MissingHolidays.class);

  private final Directory directory;
  private final Calendars calendars;
  private final Clock clock;

  MissingHolidays(Directory directory, Calendars calendars, Clock clock) {
    this.directory = directory;
    this.calendars = calendars;
    this.clock = clock;
  }

  /** Every year that some community misses, once. */
  public List<Integer> years() {
    return directory.communities().stream().map(community -> calendars.of(community.id()).missingLists(clock.instant()))
        .flatMap(Collection::stream)
        .distinct().sorted().toList();
  }

  @EventListener(ApplicationReadyEvent.class)
  void say() {
    for (int year : years()) {
      log.warn(
          "The holidays and make-up workdays of {} are missing: that year, holidays would be attended as usual. Import the year's list on the page Hours"
              + " once the State Council has published it.",
          year);
    }
  }
}
