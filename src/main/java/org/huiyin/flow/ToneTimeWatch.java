package org.huiyin.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.huiyin.calendar.WorkCalendar;
import org.huiyin.directory.Calendars;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps in mind what {@link ToneTime} adds up, and adds it up again only where something that it depends on has changed. */
@Component
@Profile("!verify")
class ToneTimeWatch implements ToneTimes {
  private static final Logger log = LoggerFactory.getLogger(ToneTimeWatch.class);

  private final Directory directory;
  private final Calendars calendars;
  private final MenuBook menus;
  private final Voices voices;
  private final ToneTime toneTime;
  private final Clock clock;
  private final Map<CommunityId, Known> known = new ConcurrentHashMap<>();

  ToneTimeWatch(Directory directory, Calendars calendars, MenuBook menus, Voices voices, ToneTime toneTime, Clock clock) {
    this.directory = directory;
    this.calendars = calendars;
    this.menus = menus;
    this.voices = voices;
    this.toneTime = toneTime;
    this.clock = clock;
  }

  /** What the time to the tone depends on; the product's own sounds change with a release alone. */
  private record Grounds(String menu, Voice voice, WorkCalendar calendar, String nightNumber, LocalDate today) {
  }

  private record Known(Grounds grounds, Duration longest) {
    boolean late() {
      return longest.compareTo(ToneTime.LONGEST) > 0;
    }
  }

  @Override
  public Map<CommunityId, Duration> late() {
    return known.entrySet().stream().filter(each -> each.getValue().late())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().longest()));
  }

  @Override
  public Optional<Duration> lookAgain(CommunityId community) {
    try {
      known.compute(community, (_, before) -> reckoned(community, before));
    } catch (RuntimeException e) {
      log.warn("How long callers of community {} wait for the tone cannot be reckoned now; what was known before is shown: {}", community,
          e.toString());
    }
    return Optional.ofNullable(known.get(community)).filter(Known::late).map(Known::longest);
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT5S")
  void look() {
    try {
      var all = directory.communities().stream().map(Community::id).toList();
      known.keySet().retainAll(all);
      all.forEach(this::lookAgain);
    } catch (RuntimeException e) {
      log.warn("The communities cannot be read now; how long their callers wait for the tone is shown as it was: {}", e.toString());
    }
  }

  private Known reckoned(CommunityId community, @Nullable Known before) {
    var menu = menus.inForce(community);
    var calendar = calendars.of(community);
    var grounds = new Grounds(menu.version().id(), voices.of(community), calendar, calendars.nightNumber(community),
        clock.instant().atZone(calendar.zone()).toLocalDate());
    return before != null && before.grounds().equals(grounds) ? before : new Known(grounds, toneTime.longest(menu.menu(), community));
  }
}
