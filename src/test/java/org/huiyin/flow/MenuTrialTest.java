package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.huiyin.flow.CallPaths.Said;
import org.huiyin.flow.CallPaths.Stage;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.SpokenNumber;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.telephony.CallSession.Note;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.ScriptedCall;
import org.huiyin.telephony.ScriptedResident;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the simulator shows is what a call would meet. */
class MenuTrialTest {
  private static final long SEED = 20261123;
  private static final int SEQUENCES = 2_000;
  private static final TimeLimit A_SECOND = TimeLimit.of(Duration.ofSeconds(1));
  private static final int PADDING = 40;
  private static final TicketNumber NUMBER = new TicketNumber(LocalDate.of(2026, 11, 23), 42);
  private static final List<String> NUMBERS = List.of("12345", "12346", "+86512*7");
  private static final String DEEDS = "0123456789*#0123456789--x";

  private final MenuDocument documents = new MenuDocument(PromptCatalogue.bundled());
  private final Map<String, String> texts = Tour.texts(PromptCatalogue.bundled());

  private final List<Menu> menus = List.of(documents.read("built in", MenuDocument.builtIn()),
      documents.read("two levels", twoLevels()),
      documents.read("guides", guides()),
      documents.read("a menu of the night", nightMenu()), documents.read("beginnings", ownBeginnings()),
      documents.read("straight", MenuDocument.builtIn().replace("\"start\"", "\"straightTo\": \"person\", \"start\"")));
  private final List<Situation> situations = List.of(
      new Situation(true, ZonedDateTime.parse("2026-11-23T10:00:00+08:00"), null, ""),
      new Situation(false, ZonedDateTime.parse("2026-11-23T22:00:00+08:00"), ZonedDateTime.parse("2026-11-24T08:00:00+08:00"), "62345678"));

  /** The lower one leads back to the first. */
  static String twoLevels() {
    return MenuDocument.builtIn().replace("\"5\": \"progress\"", "\"5\": \"progress\", \"6\": \"below\"").replaceFirst("\"menus\": \\[",
        """
            "menus": [
            {"id": "below", "prompt": "menu", "waitSeconds": 3, "announced": [], "keys": {"0": "person", "7": "main", "*": "repair"}, "wrongKey": "wrong-key",
             "otherwise": "none"},""");
  }

  static String guides() {
    return MenuDocument.builtIn().replace("\"3\": \"consultation\"", "\"3\": \"guides\"").replace("\"attendance\":",
        """
            "information": [{"id": "guides", "prompt": "guides", "waitSeconds": 3, "answers": {"1": "guide-social-insurance",
             "2": "guide-medical-insurance", "3": "guide-legal-help"}, "wrongKey": "wrong-key", "otherwise": "consultation"}],
            "attendance":""");
  }

  /** After hours an announcement and a menu of its own; in the menus, keys that lead to announcements and by the hour. */
  static String nightMenu() {
    return MenuDocument.builtIn().replace("\"start\": \"main\"", "\"start\": \"opening\"")
        .replace("\"3\": \"consultation\"", "\"3\": \"advice\"").replace("\"5\": \"progress\"", "\"5\": \"progress\", \"6\": \"address\"")
        .replaceFirst("\"menus\": \\[", """
            "menus": [
            {"id": "night-menu", "prompt": "guides", "waitSeconds": 3, "announced": [], "keys": {"0": "person", "1": "urgent", "2": "house",
             "4": "house", "5": "progress", "7": "address"}, "wrongKey": "wrong-key", "otherwise": "none"},""")
        .replace("\"attendance\":",
            """
                "hours": [{"id": "opening", "attended": "main", "closed": "night"}, {"id": "advice", "attended": "consultation", "closed": "none"},
                 {"id": "house", "attended": "repair", "closed": "address"}],
                "announce": [{"id": "night", "says": ["guide-legal-help"], "next": "night-menu"},
                 {"id": "address", "says": ["guide-social-insurance", "guide-medical-insurance"], "next": "main"}],
                "attendance":""");
  }

  /** One number begins with an announcement and a menu of its own, one by the hour, all others at the first menu. */
  static String ownBeginnings() {
    return nightMenu().replace("\"start\": \"opening\"",
        "\"start\": \"main\", \"numbers\": {\"12346\": \"night\", \"+86512*7\": \"opening\"}");
  }

  @Test
  void the_simulator_and_the_call_take_the_same_way_for_two_thousand_key_sequences() {
    var random = new Random(SEED);
    var ways = new HashSet<String>();
    var choices = new HashSet<String>();
    var ends = new HashSet<String>();
    var told = new HashSet<String>();
    for (int i = 0; i < SEQUENCES; i++) {
      var menu = menus.get(random.nextInt(menus.size()));
      var situation = situations.get(random.nextInt(situations.size())).dialling(NUMBERS.get(random.nextInt(NUMBERS.size())));
      var deeds = new StringBuilder();
      for (int left = random.nextInt(12); left > 0; left--) {
        deeds.append(DEEDS.charAt(random.nextInt(DEEDS.length())));
      }
      var hurry = random.nextInt();
      deeds.append("-".repeat(PADDING));
      var story = "seed " + SEED + ", sequence " + i + " " + deeds;

      var stages = new Tour(menu, situation, texts).of(Caller.doing(deeds.toString(), situation.now().toInstant())).stages();
      var resident = new Follower(menu, deeds.toString(), hurry);
      var call = new ScriptedCall(resident);
      new MenuScript(menu, _ -> situation, new CallDesk(new Desk(resident, situation), A_SECOND, A_SECOND, Runnable::run),
          _ -> "n")
          .run(call);

      var last = stages.getLast();
      assertThat(call.played()).as(story).isEqualTo(heard(menu, stages, deeds.toString(), hurry));
      assertThat(call.notes().getOrDefault(Note.CHOICE, "")).as(story).isEqualTo(last.choice());
      assertThat(call.isDone()).as(story).isEqualTo(last.kind().equals("done"));
      assertThat(call.isHungUp()).as(story).isEqualTo(last.kind().equals("gone"));
      if (call.isDone()) {
        assertThat(call.notes()).as(story).containsEntry(Note.LANGUAGE, last.language());
      }
      ways.add(String.join(" ", call.played()));
      choices.add(last.choice());
      ends.add(last.kind());
      stages.stream().filter(stage -> Set.of("progress", "information", "announce", "hours").contains(stage.kind()))
          .forEach(stage -> told.add(stage.language() + " " + stage.kind()));
    }
    assertThat(ways).as("the sequences lead everywhere").hasSizeGreaterThan(150);
    assertThat(choices).containsExactlyInAnyOrder("", "urgent", "repair", "consultation", "person", "complaint", "none");
    assertThat(ends).containsExactlyInAnyOrder("done", "gone");
    assertThat(told).as("matters and answers that were told, of each language").containsExactlyInAnyOrder("zh progress", "en progress",
        "zh information", "en information", "zh announce", "en announce", "zh hours", "en hours");
  }

  /** A key during a menu's first words cuts the others off; the simulator says what there is to hear. */
  private static List<String> heard(Menu menu, List<Stage> stages, String deeds, int hurry) {
    var heard = new ArrayList<String>();
    int done = 0;
    for (Stage stage : stages) {
      var paths = stage.says().stream().map(Said::id).toList();
      switch (stage.kind()) {
        case "menu" -> {
          boolean cut = hurries(hurry, done) && deeds.charAt(done) != MenuTrials.WAITS;
          heard.addAll(inTheirLanguages(menu, stage, cut ? paths.subList(0, 1) : paths));
          done++;
        }
        case "notice", "progress", "information" -> {
          heard.addAll(inTheirLanguages(menu, stage, paths));
          done++;
        }
        case "announce" -> {
          boolean gone = deeds.charAt(done) == MenuTrials.HANGS_UP;
          heard.addAll(inTheirLanguages(menu, stage, gone ? paths.subList(0, 1) : paths));
          done++;
        }
        case "message", "enquiry" -> done++;
        case "review" -> {
          heard.addAll(inTheirLanguages(menu, stage, paths));
          done++;
        }
        case "replay" -> heard.add(ScriptedCall.SAID);
        case "thanks" -> {
          heard.addAll(inTheirLanguages(menu, stage, paths.subList(0, 2)));
          heard.addAll(inTheirLanguages(menu, stage,
              SpokenNumber.ofToday(Language.of(stage.language()), NUMBER.ofDay()).stream().map(Prompt::id).toList()));
          heard.addAll(inTheirLanguages(menu, stage, paths.subList(2, 3)));
        }
        default -> heard.addAll(inTheirLanguages(menu, stage, paths));
      }
    }
    return heard;
  }

  private static List<String> inTheirLanguages(Menu menu, Stage stage, List<String> ids) {
    var spoken = stage.language();
    var other = menu.language().first().code().equals(spoken) ? menu.language().other().code() : menu.language().first().code();
    return ids.stream().map(id -> "huiyin/" + (id.equals(Menu.LANGUAGE) ? other : spoken) + "/" + id).toList();
  }

  private static boolean hurries(int hurry, int deed) {
    return (hurry >> deed & 1) == 1;
  }

  @Test
  void a_trial_ends_where_the_caller_has_nothing_more_to_do() {
    var tour = new Tour(menus.getFirst(), situations.getFirst(), texts);
    assertThat(tour.of(doing("")).stages()).singleElement().satisfies(stage -> {
      assertThat(stage.kind()).isEqualTo("notice");
      assertThat(stage.keys()).containsEntry("2", "repair").containsEntry("8", "notice").doesNotContainKey("7");
    });
    assertThat(kinds(tour.of(doing("-")))).containsExactly("notice", "menu");
    assertThat(kinds(tour.of(doing("7")))).as("a key that means nothing is passed over while the notice plays").containsExactly(
        "notice",
        "menu");
    assertThat(kinds(tour.of(doing("-2")))).containsExactly("notice", "menu", "choice", "says", "message");
    assertThat(tour.of(doing("-2")).last()).isInstanceOf(Step.Listen.class);
    assertThat(kinds(tour.of(doing("-2#")))).endsWith("message", "review");
    assertThat(kinds(tour.of(doing("-2#-")))).endsWith("message", "review", "thanks", "done");
    assertThat(kinds(tour.of(doing("-2#1#")))).endsWith("message", "review", "replay", "review", "thanks", "done");
    assertThat(kinds(tour.of(doing("-2--")))).endsWith("message", "says", "message", "thanks", "done");
    assertThat(kinds(tour.of(doing("-x")))).containsExactly("notice", "menu", "gone");
  }

  @Test
  void a_menu_that_is_switched_off_leads_straight_to_a_person_and_still_speaks_the_other_language() {
    var tour = new Tour(menus.getLast(), situations.getFirst(), texts);
    assertThat(kinds(tour.of(doing("-")))).containsExactly("notice", "choice", "says", "message");
    var english = tour.of(doing("8-")).stages();
    assertThat(english).extracting(Stage::kind).containsExactly("notice", "notice", "choice", "says", "message");
    assertThat(english.getLast()).satisfies(stage -> {
      assertThat(stage.language()).isEqualTo("en");
      assertThat(stage.choice()).isEqualTo("person");
    });
    assertThat(kinds(tour.of(doing("1")))).as("1 means nothing here").containsExactly("notice", "choice", "says", "message");
  }

  private static Caller doing(String deeds) {
    return Caller.doing(deeds, Instant.parse("2026-11-23T02:00:00Z"));
  }

  private static List<String> kinds(Tour.Way way) {
    return way.stages().stream().map(Stage::kind).toList();
  }

  /** Does the same at the telephone: one deed at each notice, menu and message, in some menus at the first words and in others at the end. */
  private static final class Follower extends ScriptedResident {
    private final Set<String> prompts = new HashSet<>();
    private final Set<String> wrongKeys = new HashSet<>();
    private final Set<String> announcements = new HashSet<>();
    private final String deeds;
    private final int hurry;
    private int done;
    private String before = "";

    private Follower(Menu menu, String deeds, int hurry) {
      menu.menus().forEach(level -> {
        prompts.add(level.prompt());
        wrongKeys.add(level.wrongKey());
      });
      menu.information().forEach(node -> prompts.add(node.prompt()));
      menu.announce().forEach(node -> announcements.add(node.says().getFirst()));
      this.deeds = deeds;
      this.hurry = hurry;
    }

    @Override
    protected Deed hears(String sound) {
      var id = sound.substring(sound.lastIndexOf('/') + 1);
      var previous = before;
      before = id;
      if (id.equals(Menu.NOTICE) || announcements.contains(id)) {
        return next();
      }
      boolean menuBegins = wrongKeys.contains(id) || (prompts.contains(id) && !wrongKeys.contains(previous));
      if (menuBegins && hurries(hurry, done) && deeds.charAt(done) != MenuTrials.WAITS) {
        // what follows was cut off: the next menu begins anew
        before = "";
        return next();
      }
      return nothing();
    }

    @Override
    protected Deed isAwaited(Duration limit) {
      return next();
    }

    @Override
    protected Listened speaks(Duration silence, Duration limit) {
      return switch (deeds.charAt(done++)) {
        case MenuTrials.HANGS_UP -> new Listened(Caller.SPOKEN, Listened.End.HUNG_UP);
        case MenuTrials.WAITS -> new Listened(silence, Listened.End.SILENCE);
        case '#' -> new Listened(Caller.SPOKEN, Listened.End.FINISHED);
        default -> new Listened(Caller.SPOKEN.plus(silence), Listened.End.SILENCE);
      };
    }

    /** What stands for the matters of their number. */
    char deed() {
      return deeds.charAt(done++);
    }

    private Deed next() {
      char deed = deed();
      return switch (deed) {
        case MenuTrials.HANGS_UP -> hangsUp();
        case MenuTrials.WAITS -> nothing();
        default -> presses(String.valueOf(deed));
      };
    }
  }

  /** A database that is quick and always there. */
  private static final class Desk implements CallDesk.Steps {
    private final Follower resident;
    private final Situation situation;

    private Desk(Follower resident, Situation situation) {
      this.resident = resident;
      this.situation = situation;
    }

    @Override
    public List<Tickets.Standing> tell(CallId call, CommunityId community, PhoneNumber caller) {
      return Caller.matters(resident.deed(), situation.now().toInstant());
    }

    @Override
    public CommunityId community(String dialled) {
      return CommunityId.random();
    }

    @Override
    public Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller) {
      return Optional.empty();
    }

    @Override
    public TicketNumber open(Tickets.Opening opening) {
      return NUMBER;
    }

    @Override
    public void progress(CallId call, String stage, String choice, String language) {
      // nobody looks
    }
  }
}
