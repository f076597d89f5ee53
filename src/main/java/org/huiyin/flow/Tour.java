package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;
import org.jspecify.annotations.Nullable;

/** Walks a call that nobody makes: the {@link Walk} of a real call, with keys that were thought up. */
final class Tour implements CallPaths {
  private static final Pattern KEYS = Pattern.compile("[0-9*#]{0,20}");
  private static final String EVERY_KEY = "0123456789*#";
  private static final Duration SPOKEN = Duration.ofSeconds(20);

  private final Menu menu;
  private final String version;
  private final Situations situations;
  private final Directory directory;
  private final Map<String, String> texts;

  /** @param version names the menu's document */
  Tour(Menu menu, String version, Situations situations, Directory directory, PromptCatalogue prompts) {
    this.menu = menu;
    this.version = version;
    this.situations = situations;
    this.directory = directory;
    this.texts = prompts.all().stream().collect(Collectors.toUnmodifiableMap(Prompt::path, Prompt::text));
  }

  @Override
  public Path path(String number, Instant at, String keys) {
    if (!KEYS.matcher(keys).matches()) {
      throw new IllegalArgumentException("keys are at most 20 out of 0-9 * #");
    }
    var found = situations.at(number, at);
    return new Path(directory.dialledBy(number).id(), found.attendance(), version, stages(new Walk(menu, found.situation()), keys));
  }

  private List<Stage> stages(Walk walk, String keys) {
    var stages = new ArrayList<Stage>();
    var choice = "";
    int pressed = 0;
    for (Step step = walk.start();;) {
      var key = pressed < keys.length() && counts(step, keys.charAt(pressed)) ? keys.charAt(pressed++) : null;
      if (step instanceof Step.Chosen chosen) {
        choice = chosen.choice().id();
      }
      stages.add(stage(walk, step, key, choice));
      switch (step) {
        case Step.Done _,Step.Gone _ -> {
          return List.copyOf(stages);
        }
        case Step.Listen listen -> step = walk.next(listen, new Listened(SPOKEN, Listened.End.FINISHED));
        case Step.Notice _,Step.Ask _,Step.Chosen _,Step.Invite _,Step.Thank _ ->
          step = walk.next(step, key == null ? new Outcome.Silence() : new Outcome.Key(key));
      }
    }
  }

  /** As on the telephone: while the notice plays, keys that mean nothing are passed over; after it each counts. */
  private static boolean counts(Step step, char key) {
    return step instanceof Step.Ask || (step instanceof Step.Notice notice && notice.keys().indexOf(key) >= 0);
  }

  private Stage stage(Walk walk, Step step, @Nullable Character key, String choice) {
    var language = step.language();
    Function<List<String>, List<Said>> said = sounds -> sounds.stream().map(this::said).toList();
    var pressed = key == null ? null : key.toString();
    return switch (step) {
      case Step.Notice notice -> new Stage("notice", language.code(), said.apply(List.of(Walk.sound(language, Menu.NOTICE))),
          leads(walk, step, notice.keys()), 0, pressed, choice);
      case Step.Ask ask ->
        new Stage("menu", language.code(), said.apply(ask.sounds()), leads(walk, step, EVERY_KEY), ask.waiting().toSeconds(),
            pressed, choice);
      case Step.Chosen _ -> plain("choice", language, List.of(), 0, choice);
      case Step.Invite invite -> plain("says", language, said.apply(invite.sounds()), 0, choice);
      case Step.Listen listen -> plain("message", language, List.of(), listen.message().left().toSeconds(), choice);
      case Step.Thank _ -> plain("thanks", language, thanks(language), 0, choice);
      case Step.Done _,Step.Gone _ -> plain("done", language, List.of(), 0, choice);
    };
  }

  /** The number itself is known only to a real call. */
  private List<Said> thanks(Language language) {
    var number = said(Walk.sound(language, menu.ending().number()));
    return List.of(said(Walk.sound(language, menu.ending().thanks())), new Said(number.id(), number.text() + " …"),
        said(Walk.sound(language, menu.ending().goodbye())));
  }

  private static Stage plain(String kind, Language language, List<Said> says, long seconds, String choice) {
    return new Stage(kind, language.code(), says, Map.of(), seconds, null, choice);
  }

  /** Asked of the walk itself, key by key. */
  private static Map<String, String> leads(Walk walk, Step step, String keys) {
    var leads = new TreeMap<String, String>();
    keys.chars().forEach(key -> leads.put(String.valueOf((char) key), switch (walk.next(step, new Outcome.Key((char) key))) {
      case Step.Chosen chosen -> chosen.choice().id();
      case Step.Notice _ -> "notice";
      case Step.Ask _,Step.Invite _,Step.Listen _,Step.Thank _,Step.Done _,Step.Gone _ -> "menu";
    }));
    return Map.copyOf(leads);
  }

  private Said said(String sound) {
    var path = sound.substring(sound.indexOf('/') + 1);
    return new Said(path.substring(path.indexOf('/') + 1), texts.getOrDefault(path, path));
  }
}
