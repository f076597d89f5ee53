package org.huiyin.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import org.huiyin.calendar.WorkCalendar;
import org.huiyin.directory.Calendars;
import org.huiyin.flow.CallPaths.Stage;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.CommunityId;
import org.springframework.stereotype.Component;

/**
 * How long a caller who presses no key waits from the answer to the tone: added up from the lengths of the sounds along the walk of a real call, in attended
 * hours and after them, for every opening of the coming year in the community's calendar, in whichever language the call begins and
 * whichever of its numbers was dialled: one that the community does not have yet may be added any day.
 */
@Component
class ToneTime {
  /** What residents are promised. */
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int DAYS = 366;

  private final Calendars calendars;
  private final Voices voices;
  private final PromptSounds delivered;
  private final Clock clock;

  ToneTime(Calendars calendars, Voices voices, PromptSounds delivered, Clock clock) {
    this.calendars = calendars;
    this.voices = voices;
    this.delivered = delivered;
    this.clock = clock;
  }

  /** With the sounds that the community's callers hear now. */
  Duration longest(Menu menu, CommunityId community) {
    return longest(menu, community, Map.of());
  }

  /** @param instead how long some of the prompts would be, by path, {@code zh/notice} */
  Duration longest(Menu menu, CommunityId community, Map<String, Duration> instead) {
    var voice = voices.of(community);
    var known = new HashMap<String, Long>();
    ToLongFunction<String> milliseconds = path -> known.computeIfAbsent(path, each -> {
      var own = voice.own().get(each);
      var now = own == null ? delivered.length(each) : own.length();
      return instead.getOrDefault(each, now).toMillis();
    });
    return situations(calendars.of(community), calendars.nightNumber(community)).stream()
        .flatMap(situation -> menu.beginnings().values().stream().map(situation::dialling))
        .flatMap(situation -> Stream.of(menu.language().first(), menu.language().other())
            .map(language -> way(menu, situation, language, milliseconds)))
        .max(Duration::compareTo).orElseThrow();
  }

  /** Where a menu says how its slowest calls begin. */
  String place(Menu menu, CommunityId community) {
    return menu.beginnings().entrySet().stream().max(Comparator.comparing(way -> longest(menu.from(way.getValue()), community)))
        .orElseThrow()
        .getKey();
  }

  /** To a tenth. */
  static String seconds(Duration time) {
    return "%.1f".formatted(time.toMillis() / 1000.0);
  }

  private List<Situation> situations(WorkCalendar calendar, String night) {
    var now = clock.instant().atZone(calendar.zone());
    var all = new ArrayList<>(List.of(new Situation(true, now, null, night), new Situation(false, now, null, night)));
    for (int away = 0; away < DAYS; away++) {
      var date = now.toLocalDate().plusDays(away);
      for (var span : calendar.day(date).hours().spans()) {
        var opens = date.atStartOfDay(calendar.zone()).plusMinutes(span.from());
        if (opens.isAfter(now) && !calendar.at(opens.minusMinutes(1).toInstant()).attended()) {
          all.add(new Situation(false, now, opens, night));
        }
      }
    }
    return all;
  }

  private static Duration way(Menu menu, Situation situation, Language language, ToLongFunction<String> milliseconds) {
    long sum = 0;
    for (Stage stage : new Tour(menu, situation, Map.of()).of(Caller.pressing(""), language).stages()) {
      if (stage.kind().equals("message")) {
        break;
      }
      sum += stage.says().stream().mapToLong(said -> milliseconds.applyAsLong(said.language() + "/" + said.id())).sum();
      sum += Duration.ofSeconds(stage.seconds()).toMillis();
    }
    return Duration.ofMillis(sum);
  }
}
