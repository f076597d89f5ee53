package org.huiyin.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.huiyin.flow.CallPaths.Said;
import org.huiyin.flow.CallPaths.Stage;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.telephony.Outcome;
import org.jspecify.annotations.Nullable;

/** Walks a call that nobody makes: the {@link Walk} of a real call, with a {@link Caller} who was thought up. */
final class Tour {
  private static final String EVERY_KEY = "0123456789*#";

  private final Menu menu;
  private final Situation situation;
  private final Walk walk;
  private final Map<String, String> texts;

  /** @param texts what is heard, by the prompt's path */
  Tour(Menu menu, Situation situation, Map<String, String> texts) {
    this.menu = menu;
    this.situation = situation;
    this.walk = new Walk(menu, situation);
    this.texts = texts;
  }

  static Map<String, String> texts(PromptCatalogue prompts) {
    return prompts.all().stream().collect(Collectors.toUnmodifiableMap(Prompt::path, Prompt::text));
  }

  /** Where the caller came to. */
  record Way(List<Stage> stages, Step last) {
  }

  Way of(Caller caller) {
    return of(caller, menu.language().first());
  }

  /** @param language in which the call begins */
  Way of(Caller caller, Language language) {
    var stages = new ArrayList<Stage>();
    var choice = "";
    for (Step step = walk.start(language);;) {
      if (step instanceof Step.Chosen chosen) {
        choice = chosen.choice().id();
      }
      switch (step) {
        case Step.Done _,Step.Gone _ -> {
          stages.add(stage(step, null, choice));
          return new Way(List.copyOf(stages), step);
        }
        case Step.Listen listen -> {
          stages.add(stage(step, null, choice));
          var heard = caller.speaks(listen);
          if (heard == null) {
            return new Way(List.copyOf(stages), step);
          }
          step = walk.next(listen, heard);
        }
        case Step.Enquire enquire -> {
          stages.add(stage(step, null, choice));
          var matters = caller.enquires();
          if (matters == null) {
            return new Way(List.copyOf(stages), step);
          }
          step = walk.next(enquire, matters);
        }
        case Step.Notice _,Step.Announce _,Step.Ask _,Step.Tell _,Step.Review _ -> {
          var outcome = caller.answers(step);
          stages.add(stage(step, outcome instanceof Outcome.Key(var key) ? key : null, choice));
          if (outcome == null) {
            return new Way(List.copyOf(stages), step);
          }
          step = walk.next(step, outcome);
        }
        case Step.Turn _,Step.Chosen _,Step.Invite _,Step.Replay _,Step.Thank _ -> {
          stages.add(stage(step, null, choice));
          step = walk.next(step, new Outcome.Silence());
        }
      }
    }
  }

  private Stage stage(Step step, @Nullable Character key, String choice) {
    var language = step.language();
    Function<List<String>, List<Said>> said = sounds -> sounds.stream().map(this::said).toList();
    var pressed = key == null ? null : key.toString();
    return switch (step) {
      case Step.Notice notice -> new Stage("notice", language.code(), said.apply(List.of(Walk.sound(language, Menu.NOTICE))),
          leads(step, notice.keys()), 0, pressed, choice);
      case Step.Turn turn -> new Stage("hours", language.code(), List.of(),
          Map.of(situation.attended() ? "attended" : "closed", turn.node().leadsTo(situation.attended())), 0, null, choice);
      case Step.Announce announce -> new Stage("announce", language.code(), said.apply(announce.sounds()), leads(step, announce.keys()), 0,
          pressed, choice);
      case Step.Ask ask ->
        new Stage("menu", language.code(), said.apply(ask.sounds()), leads(step, EVERY_KEY), ask.waiting().toSeconds(),
            pressed, choice);
      case Step.Enquire _ -> plain("enquiry", language, List.of(), 0, choice);
      case Step.Tell tell -> new Stage(tell.stage(), language.code(), said.apply(tell.sounds()), leads(step, EVERY_KEY),
          tell.waiting().toSeconds(), pressed, choice);
      case Step.Chosen _ -> plain("choice", language, List.of(), 0, choice);
      case Step.Invite invite -> plain("says", language, said.apply(invite.sounds()), 0, choice);
      case Step.Listen listen -> plain("message", language, List.of(), listen.message().left().toSeconds(), choice);
      case Step.Review review -> new Stage("review", language.code(), said.apply(review.sounds()), leads(step, Step.Review.KEYS),
          review.waiting().toSeconds(), pressed, choice);
      case Step.Replay _ -> plain("replay", language, List.of(), 0, choice);
      case Step.Thank _ -> plain("thanks", language, thanks(language), 0, choice);
      case Step.Done _ -> plain("done", language, List.of(), 0, choice);
      case Step.Gone _ -> plain("gone", language, List.of(), 0, choice);
    };
  }

  /** The number itself is known only to a real call. */
  private List<Said> thanks(Language language) {
    var number = said(Walk.sound(language, menu.ending().number()));
    return List.of(said(Walk.sound(language, menu.ending().thanks())), new Said(number.id(), number.text() + " …", number.language()),
        said(Walk.sound(language, menu.ending().goodbye())));
  }

  private static Stage plain(String kind, Language language, List<Said> says, long seconds, String choice) {
    return new Stage(kind, language.code(), says, Map.of(), seconds, null, choice);
  }

  /** Asked of the walk itself, key by key. */
  private Map<String, String> leads(Step step, String keys) {
    var leads = new TreeMap<String, String>();
    keys.chars().forEach(key -> leads.put(String.valueOf((char) key), switch (counting(walk.next(step, new Outcome.Key((char) key)))) {
      case Step.Chosen chosen -> chosen.choice().id();
      case Step.Notice _ -> "notice";
      case Step.Replay _ -> "replay";
      case Step.Invite invite -> invite.message().draft().anew() ? "anew" : "more";
      case Step.Thank _ -> "thanks";
      case Step.Enquire _ -> "progress";
      case Step.Announce announce -> announce.node().id();
      case Step.Tell tell -> step instanceof Step.Tell before && before.sounds().equals(tell.sounds()) ? "again" : tell.stage();
      case Step.Ask ask when !ask.level().equals(level(step)) -> ask.level();
      case Step.Ask _,Step.Review _,Step.Listen _,Step.Turn _,Step.Done _,Step.Gone _ -> "menu";
    }));
    return Map.copyOf(leads);
  }

  /** Where a key counts that is kept meanwhile; hours nodes are passed in silence. */
  private Step counting(Step step) {
    return step instanceof Step.Turn || (step instanceof Step.Announce announce && !announce.kept().isEmpty())
        ? counting(walk.next(step, new Outcome.Silence()))
        : step;
  }

  private String level(Step step) {
    return switch (step) {
      case Step.Notice notice -> ahead(notice.next());
      case Step.Announce announce -> ahead(announce.node().next());
      case Step.Ask ask -> ask.level();
      case Step.Tell tell -> tell.level();
      default -> "";
    };
  }

  private String ahead(String id) {
    return menu.levelAhead(id, situation.attended()).map(Menu.Level::id).orElse("");
  }

  private Said said(String sound) {
    var path = sound.substring(sound.indexOf('/') + 1);
    int language = path.indexOf('/');
    return new Said(path.substring(language + 1), texts.getOrDefault(path, path), path.substring(0, language));
  }
}
