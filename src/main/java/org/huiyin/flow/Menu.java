package org.huiyin.flow;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.huiyin.flow.prompts.Language;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may choose, as its document says it ({@code recordings-schema/json/menu.schema.json}). The recording notice is no part of it: no menu
 * can leave it out. Read by {@link MenuDocument}, which lets only sound menus through.
 *
 * @param numbers where calls to some of the community's numbers begin; those to all others begin at {@code start}
 * @param straightTo the choice that follows right after the notice, when the community has switched the menus off; null while they are on
 */
record Menu(String name, Languages language, String start, Map<String, String> numbers, Repeat repeat, List<Level> menus,
    List<Choice> choices, Attendance attendance,
    Message message,
    Ending ending, @Nullable String straightTo, List<Enquiry> progress, List<Information> information, List<Hours> hours,
    List<Announcement> announce) {
  /** That the call is recorded, why and for how long: played whole before any menu. */
  static final String NOTICE = "notice";
  /** Said in the language that is not spoken now: how to change to it. */
  static final String LANGUAGE = "language";
  /** The choice of a person, that 0 leads to in every menu. */
  static final String PERSON = "person";
  /** Said to whoever has left a message: how to hear it, to say it anew or to add to it. */
  static final String REVIEW = "review";
  static final String SAY_ANEW = "say-anew";
  static final String SAY_MORE = "say-more";
  /** Begins a matter's progress; its day follows, then one of the texts of its state. */
  static final String PROGRESS_FROM = "progress-from";
  /** That the caller may hang up now or stay on the line. */
  static final String PROGRESS_END = "progress-end";
  static final String INFORMATION_END = "information-end";

  /** Documents from before there were these kinds of nodes, and numbers, have none. */
  Menu {
    numbers = Objects.requireNonNullElse(numbers, Map.of());
    progress = Objects.requireNonNullElse(progress, List.of());
    information = Objects.requireNonNullElse(information, List.of());
    hours = Objects.requireNonNullElse(hours, List.of());
    announce = Objects.requireNonNullElse(announce, List.of());
  }

  /** Leads on by whether somebody attended when the call came in; nothing is said. */
  record Hours(String id, String attended, String closed) {
    String leadsTo(boolean nowAttended) {
      return nowAttended ? attended : closed;
    }
  }

  /** Says something whole, then leads on. */
  record Announcement(String id, List<String> says, String next) {
  }

  /**
   * The matters of the caller's own number, by day and state.
   *
   * @param otherwise the choice that a number without a matter leads to, and everybody who stays on the line
   */
  record Enquiry(String id, String otherwise) {
  }

  /**
   * Short answers under keys.
   *
   * @param answers what is said, by key
   * @param otherwise the choice that silence, a second wrong key and staying on the line after an answer lead to
   */
  record Information(String id, String prompt, int waitSeconds, Map<Character, String> answers, String wrongKey, String otherwise,
      @Nullable String manyKeysReason) {
    /** Its list of answers is a menu like any other. */
    Level list() {
      var keys = new TreeMap<Character, String>();
      answers.keySet().forEach(key -> keys.put(key, target(key)));
      keys.put('0', PERSON);
      return new Level(id, prompt, waitSeconds, answers.keySet().stream().sorted().toList(), keys, wrongKey, otherwise, manyKeysReason);
    }

    /** No node's id has a full stop. */
    private String target(char key) {
      return id + "." + key;
    }
  }

  /** One of the short answers. */
  record Answer(String prompt, String otherwise) {
  }

  /** What is said before a message is asked for; {@code closed} is followed by a day and a time, {@code nightNumber} by digits. */
  record Attendance(String busy, String closed, String closedUnknown, String danger, String nightNumber, String ask) {
  }

  /** Where a choice's voice message asks, waits and ends. */
  record Message(String ask, String nothingHeard, String anythingMore, String littleTime, int silenceSeconds, int limitSeconds) {
  }

  record Ending(String thanks, String number, String goodbye) {
  }

  record Languages(Language first, Language other, char key) {
    /** That with the code; the first for one that is not spoken here. */
    Language called(String code) {
      return other.code().equals(code) ? other : first;
    }

    Language otherThan(Language spoken) {
      return spoken == first ? other : first;
    }
  }

  /** @param most how often a caller hears menus again before being led on, so that every call comes to its end */
  record Repeat(char key, int most) {
  }

  /**
   * One menu.
   *
   * @param keys where a key leads: the id of a choice or of another menu
   * @param otherwise the choice that silence and a second wrong key lead to
   * @param manyKeysReason why more than three keys are announced; null where they are not
   */
  record Level(String id, String prompt, int waitSeconds, List<Character> announced, Map<Character, String> keys, String wrongKey,
      String otherwise, @Nullable String manyKeysReason) {
  }

  record Choice(String id, Category category, Priority priority, List<String> says) {
  }

  /** Where a call to this number begins. */
  String startOf(String dialled) {
    return numbers.getOrDefault(dialled, start);
  }

  /** One number for each beginning, by the place that says so; the empty one for all that have none of their own. */
  Map<String, String> beginnings() {
    var places = new LinkedHashMap<>(Map.of("/start", ""));
    var seen = new HashSet<>(Set.of(start));
    numbers.keySet().stream().sorted().filter(number -> seen.add(startOf(number)))
        .forEach(number -> places.put("/numbers/" + number, number));
    return places;
  }

  /** The same menu, in which every call begins as one to this number does. */
  Menu from(String dialled) {
    return new Menu(name, language, startOf(dialled), Map.of(), repeat, menus, choices, attendance, message, ending, straightTo, progress,
        information, hours, announce);
  }

  /** Whether a call may begin there. */
  boolean hasStart(String id) {
    return hasLevel(id) || isPassed(id);
  }

  /** A menu, or the list of an information node. */
  Level level(String id) {
    return Stream.concat(menus.stream(), information.stream().map(Information::list)).filter(level -> level.id().equals(id)).findFirst()
        .orElseThrow();
  }

  Optional<Enquiry> enquiry(String id) {
    return progress.stream().filter(enquiry -> enquiry.id().equals(id)).findFirst();
  }

  /** @param target where a key of an information node's list leads */
  Optional<Answer> answer(String target) {
    return information.stream().flatMap(node -> node.answers().entrySet().stream()
        .filter(answer -> node.target(answer.getKey()).equals(target)).map(answer -> new Answer(answer.getValue(), node.otherwise())))
        .findFirst();
  }

  Choice choice(String id) {
    return choices.stream().filter(choice -> choice.id().equals(id)).findFirst().orElseThrow();
  }

  boolean hasLevel(String id) {
    return menus.stream().anyMatch(level -> level.id().equals(id));
  }

  boolean hasInformation(String id) {
    return information.stream().anyMatch(node -> node.id().equals(id));
  }

  Optional<Hours> hours(String id) {
    return hours.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  Optional<Announcement> announcement(String id) {
    return announce.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /** Whether a call passes there without a key. */
  boolean isPassed(String id) {
    return hours(id).isPresent() || announcement(id).isPresent();
  }

  /** The menu or list that a call comes to from there without a key; empty where it comes to something else. */
  Optional<Level> levelAhead(String id, boolean attended) {
    return hours(id).map(node -> node.leadsTo(attended)).or(() -> announcement(id).map(Announcement::next))
        .map(next -> levelAhead(next, attended))
        .orElseGet(() -> hasLevel(id) || hasInformation(id) ? Optional.of(level(id)) : Optional.empty());
  }

  /** Whether a key may lead there. */
  boolean hasTarget(String id) {
    return hasChoice(id) || hasLevel(id) || hasInformation(id) || isPassed(id) || enquiry(id).isPresent() || answer(id).isPresent();
  }

  boolean hasChoice(String id) {
    return choices.stream().anyMatch(choice -> choice.id().equals(id));
  }

  /** Every key that means something in the level. */
  String meaningfulKeys(Level level) {
    var keys = new StringBuilder();
    level.keys().keySet().stream().sorted().forEach(keys::append);
    return keys.append(repeat.key()).append(language.key()).toString();
  }
}
