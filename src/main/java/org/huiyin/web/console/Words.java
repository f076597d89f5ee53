package org.huiyin.web.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.StaffMember;
import org.huiyin.directory.StaffRegister;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.web.Viewer;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Says things in the reader's language and the community's time. */
@Component
class Words {
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long DAY = 86400;
  private static final String STAFF = "staff:";

  private final MessageSource messages;
  private final Directory directory;
  private final StaffRegister staff;
  private final Clock clock;

  Words(MessageSource messages, Directory directory, StaffRegister staff, Clock clock) {
    this.messages = messages;
    this.directory = directory;
    this.staff = staff;
    this.clock = clock;
  }

  static boolean english(Locale locale) {
    return locale.getLanguage().equals("en");
  }

  String say(String key, Object... arguments) {
    return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
  }

  /** For names that come from data, such as a menu's choices: the name itself where nobody translated it. */
  String sayOr(String key, String fallback) {
    var found = messages.getMessage(key, null, "", LocaleContextHolder.getLocale());
    return found == null || found.isEmpty() ? fallback : found;
  }

  Moment moment(Instant instant, ZoneId zone) {
    var there = instant.atZone(zone);
    var now = clock.instant().atZone(zone);
    return new Moment(there.toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS).toString(), absolute(there, now), relative(instant),
        DateTimeFormatter.ofPattern("HH:mm:ss").format(there));
  }

  /** Only the day: {@code 2027年11月23日}. */
  String day(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ofPattern(say("time.day"), LocaleContextHolder.getLocale()).format(instant.atZone(zone));
  }

  private String absolute(ZonedDateTime there, ZonedDateTime now) {
    var pattern = there.getYear() == now.getYear() ? "time.this-year" : "time.other-year";
    return DateTimeFormatter.ofPattern(say(pattern), LocaleContextHolder.getLocale()).format(there);
  }

  private String relative(Instant instant) {
    long seconds = Duration.between(instant, clock.instant()).toSeconds();
    var direction = seconds < 0 ? "time.in." : "time.ago.";
    long away = Math.abs(seconds);
    if (away < MINUTE) {
      return say("time.now");
    }
    return away < HOUR
        ? say(direction + "minutes", away / MINUTE)
        : away < DAY ? say(direction + "hours", away / HOUR) : say(direction + "days", away / DAY);
  }

  /** {@code 1:15}; {@code 1:02:09} above an hour. */
  static String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < HOUR
        ? "%d:%02d".formatted(seconds / MINUTE, seconds % MINUTE)
        : "%d:%02d:%02d".formatted(seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
  }

  static String size(long bytes) {
    return bytes < 1_000_000 ? Math.max(1, bytes / 1000) + " kB" : "%.1f MB".formatted(bytes / 1e6);
  }

  /** Whom a reference of the audit or of a timeline means. */
  String person(String actor) {
    if (actor.startsWith(STAFF)) {
      return staff.find(StaffId.of(actor.substring(STAFF.length()))).map(StaffMember::name).orElse(actor);
    }
    return actor.equals("local-admin") ? say("actor.local-admin") : say("actor.system");
  }

  ZoneId zone(CommunityId community) {
    return directory.community(community).map(Community::zone).orElse(ZoneId.systemDefault());
  }

  /** The proposal's community's time; one of the reader's where it concerns all. */
  ZoneId zone(Proposal proposal, Set<CommunityId> readers) {
    var community = proposal.community();
    return community != null
        ? zone(community)
        : readers.stream().findFirst().map(this::zone).orElseGet(() -> directory.dialledBy("").zone());
  }

  /** The reader's time: that of one of their communities. */
  ZoneId zone(Viewer viewer) {
    return viewer.communities().stream().findFirst().map((CommunityId id) -> zone(id)).orElseGet(() -> directory.dialledBy("").zone());
  }

  String community(CommunityId id) {
    return directory.community(id).map(found -> english(LocaleContextHolder.getLocale()) ? found.nameEn() : found.name()).orElse("");
  }
}
