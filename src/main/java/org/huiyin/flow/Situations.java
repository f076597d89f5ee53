package org.huiyin.flow;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.huiyin.calendar.Attendance;
import org.huiyin.call.CallStart;
import org.huiyin.directory.Calendars;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks up what a call finds: the calendar of the community whose number was dialled, at the moment of the call. */
@Component
class Situations {
  private static final Logger log = LoggerFactory.getLogger(Situations.class);

  private final Directory directory;
  private final Calendars calendars;
  private final Clock clock;

  Situations(Directory directory, Calendars calendars, Clock clock) {
    this.directory = directory;
    this.calendars = calendars;
    this.clock = clock;
  }

  /** A call is never lost for want of a calendar: it is then answered as in attended hours. */
  Situation now(CallStart call) {
    var now = clock.instant();
    try {
      return at(call.dialled(), now).situation();
    } catch (RuntimeException e) {
      log.warn("The calendar for call {} cannot be read; it is answered as in attended hours", call.id(), e);
      return new Situation(true, now.atZone(ZoneOffset.UTC), null, "", call.dialled());
    }
  }

  record Found(Situation situation, Attendance attendance) {
  }

  Found at(String dialled, Instant at) {
    return at(directory.dialledBy(dialled).id(), dialled, at);
  }

  /** @param dialled may be any: how the community answers a number that it does not have yet can be tried before */
  Found at(CommunityId community, String dialled, Instant at) {
    var calendar = calendars.of(community);
    var attendance = calendar.at(at);
    var until = attendance.until();
    var opens = attendance.attended() || until == null ? null : until.atZone(calendar.zone());
    return new Found(new Situation(attendance.attended(), at.atZone(calendar.zone()), opens, calendars.nightNumber(community), dialled),
        attendance);
  }
}
