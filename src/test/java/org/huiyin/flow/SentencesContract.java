package org.huiyin.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Calendars;
import org.huiyin.directory.Directory;
import org.huiyin.flow.Prompts.Source;
import org.huiyin.flow.Prompts.UnknownPrompt;
import org.huiyin.flow.Prompts.Unusable;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.MadeSounds;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.flow.prompts.SoundWorkshop;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = {DeskRooms.class, MenuRooms.class}, webEnvironment = WebEnvironment.NONE)
abstract class SentencesContract {
  private static final Actor ADMIN = new Actor.Staff(StaffId.random());
  private static final String ZH = "今天三号楼停水。";
  private static final String EN = "The water is off in house three today.";

  @Autowired
  SentenceBook sentences;
  @Autowired
  PromptBook prompts;
  @Autowired
  PromptDraftBook drafts;
  @Autowired
  StudioBook studio;
  @Autowired
  PromptTable table;
  @Autowired
  OwnSentenceTable rows;
  @Autowired
  PromptUse use;
  @Autowired
  Voices voices;
  @Autowired
  Repertoire repertoire;
  @Autowired
  ToneTime toneTime;
  @Autowired
  PromptSounds sounds;
  @Autowired
  MenuBook menus;
  @Autowired
  MenusCheck check;
  @Autowired
  MenuTable menuTable;
  @Autowired
  PromptBook.Desk desk;
  @Autowired
  Calendars calendars;
  @Autowired
  Directory directory;
  @Autowired
  AuditLog audit;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;

  private CommunityId here = CommunityId.random();
  private CommunityId elsewhere = CommunityId.random();

  @BeforeEach
  void two_new_communities() {
    here = CommunityId.random();
    elsewhere = CommunityId.random();
    for (CommunityId each : List.of(here, elsewhere)) {
      jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '新社区', 'New', 'Asia/Shanghai')").param(each.value())
          .update();
    }
    clock.set(DeskRooms.START);
  }

  @Test
  void a_sentence_is_said_in_both_languages_at_once_and_is_a_prompt_like_any_other_from_then_on() throws IOException {
    var id = sentences.add(ADMIN, here, "water-off", " " + ZH + " ", EN);
    assertThat(id).isEqualTo("own-water-off");
    for (String language : List.of("zh", "en")) {
      var first = prompts.versions(here, language, id);
      assertThat(first).singleElement().satisfies(version -> {
        assertThat(version.number()).isEqualTo(1);
        assertThat(version.source()).isEqualTo(Source.SPOKEN);
        assertThat(version.said()).isEqualTo(language.equals("zh") ? ZH : EN);
        assertThat(version.by()).isEqualTo(ADMIN.reference());
        assertThat(version.length()).isGreaterThan(Duration.ofMillis(700));
      });
      var sound = Objects.requireNonNull(voices.of(here).own().get(language + "/" + id)).sound();
      assertThat(voices.of(here).sound("huiyin/" + language + "/" + id)).isEqualTo("huiyin/own/" + sound);
      assertThat(prompts.sound(here, language, id, 1)).contains(Files.readAllBytes(sounds.folder().resolve("own/" + sound + ".wav")));
      assertThat(prompts.sound(here, language, id, 2)).isEmpty();
    }
    assertThat(prompts.all(here)).filteredOn(each -> each.id().equals(id)).hasSize(2)
        .allSatisfy(each -> assertThat(List.of(each.used(), each.missing(), each.otherVoice())).containsOnly(false));
    assertThat(acts()).containsExactly("prompt.sentence-added");

    prompts.upload(ADMIN, here, "zh", id, "停水了", MadeSounds.tone("wav", 1), "书记的声音");
    var draft = drafts.speak(ADMIN, here, "en", id, "No water.", "shorter");
    assertThat(drafts.take(ADMIN, here, "en", id, draft.id()).number()).isEqualTo(2);
    assertThat(studio.issue(ADMIN, here, "zh", id, "", "电话录").pin()).hasSize(8);
    var back = prompts.goBack(ADMIN, here, "zh", id, 1, "原样");
    assertThat(back.said()).isEqualTo(ZH);
    assertThat(back.number()).isEqualTo(3);
    assertThat(prompts.sound(here, "zh", id, 3).orElseThrow()).isEqualTo(prompts.sound(here, "zh", id, 1).orElseThrow());
  }

  @Test
  void a_sentence_is_nobody_elses() {
    var id = sentences.add(ADMIN, here, "", ZH, EN);
    assertThat(prompts.all(elsewhere)).extracting(Prompts.Entry::id).doesNotContain(id);
    assertThat(menus.prompts(here)).contains(new Menus.Said(id, ZH, EN));
    assertThat(menus.prompts(elsewhere)).extracting(Menus.Said::id).contains("menu").doesNotContain(id);
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> prompts.versions(elsewhere, "zh", id));
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> prompts.speak(ADMIN, elsewhere, "zh", id, "好", "试"));
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> drafts.of(elsewhere, "zh", id));
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> studio.issue(ADMIN, elsewhere, "zh", id, "", "试"));
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> sentences.remove(ADMIN, elsewhere, id));
    assertThat(sentences.add(ADMIN, elsewhere, id, "别的话。", "Something else.")).as("the same name").isEqualTo(id);
    assertThat(prompts.versions(here, "zh", id)).singleElement().extracting(Prompts.Version::said).isEqualTo(ZH);
  }

  @Test
  void a_menu_of_the_same_community_may_say_it_wherever_a_prompt_is_said_and_no_other_menu() {
    var id = sentences.add(ADMIN, here, "water-off", ZH, EN);
    var everywhere = saying(id).replace("\"wrongKey\": \"wrong-key\"", "\"wrongKey\": \"" + id + "\"")
        .replace("\"goodbye\": \"goodbye\"", "\"goodbye\": \"" + id + "\"");
    assertThat(menus.faults(here, everywhere)).isEmpty();
    assertThat(menus.faults(elsewhere, everywhere)).hasSizeGreaterThanOrEqualTo(3).allSatisfy(fault -> {
      assertThat(fault.text(Locale.CHINA)).contains("没有自己的语音 " + id);
      assertThat(fault.en()).contains("no sentence " + id + " of its own");
    }).extracting(MenuFault::place).contains("/announce/0/says/0", "/menus/0/wrongKey", "/ending/goodbye");
    assertThat(menus.faults(everywhere)).as("of no community").isNotEmpty();
    menus.saveDraft(ADMIN, elsewhere, everywhere, 0);
    assertThatExceptionOfType(Menus.BrokenDraft.class).isThrownBy(() -> menus.publish(ADMIN, elsewhere, 1, "抄来的"));

    assertThat(unused()).contains(id);
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, everywhere, 0).revision(), "停水");
    assertThat(unused()).doesNotContain(id);
    assertThat(check.check()).noneMatch(finding -> finding.subject().contains(here.toString()));
    assertThat(menus.earlier(here)).as("tickets of its calls are still sorted").hasSize(2);
  }

  @Test
  void the_simulator_says_and_plays_it_as_a_call_would() {
    var id = sentences.add(ADMIN, here, "water-off", ZH, EN);
    var paths = new MenuPaths(menus, new Situations(directory, calendars, clock), directory, repertoire, sounds, voices);
    var trial = paths.walk(saying(id), here, "12345", clock.instant(), "-");
    assertThat(trial.steps()).filteredOn(step -> step.kind().equals("announce")).singleElement()
        .satisfies(step -> assertThat(step.says()).containsExactly(new CallPaths.Said(id, ZH, "zh")));
    assertThat(paths.sound(here, List.of("zh/" + id)).orElseThrow()).isEqualTo(prompts.sound(here, "zh", id, 1).orElseThrow());
    assertThat(paths.sound(elsewhere, List.of("zh/" + id))).isEmpty();
    assertThatExceptionOfType(Menus.BrokenDraft.class).isThrownBy(() -> paths.walk(saying(id), elsewhere, "12345", clock.instant(), "-"));
  }

  @Test
  void its_real_length_counts_until_the_tone() {
    var id = sentences.add(ADMIN, here, "long", ZH, EN);
    var before = longest(saying(id));
    assertThat(before.minus(longest(saying("goodbye"))))
        .isNotEqualTo(Duration.ZERO);
    prompts.upload(ADMIN, here, "zh", id, "", MadeSounds.tone("wav", 25), "很长");
    assertThat(longest(saying(id))).isGreaterThan(Duration.ofSeconds(30));
    assertThat(menus.faults(here, saying(id))).singleElement().extracting(MenuFault::place).isEqualTo("/start");

    prompts.goBack(ADMIN, here, "zh", id, 1, "短");
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, saying(id), 0).revision(), "停水");
    assertThatExceptionOfType(TooLongAWait.class).isThrownBy(() -> prompts.goBack(ADMIN, here, "zh", id, 2, "又长了"));
    assertThatExceptionOfType(TooLongAWait.class)
        .isThrownBy(() -> drafts.upload(ADMIN, here, "zh", id, "", MadeSounds.tone("wav", 25), "又长了"));
  }

  private Duration longest(String document) {
    return toneTime.longest(new MenuDocument(repertoire.catalogue()).read("long", document, repertoire.own(here)), here);
  }

  @Test
  void it_cannot_be_removed_while_the_menu_in_force_or_the_draft_says_it_and_is_told_where() {
    var id = sentences.add(ADMIN, here, "water-off", ZH, EN);
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, saying(id), 0).revision(), "停水");
    menus.saveDraft(ADMIN, here, MenuDocument.builtIn().replace("\"goodbye\": \"goodbye\"", "\"goodbye\": \"" + id + "\""), 0);
    assertThatExceptionOfType(Sentences.InUse.class).isThrownBy(() -> sentences.remove(ADMIN, here, id))
        .withMessageContaining("in the menu in force by the announcement 'water' (/announce/water/says/0)")
        .withMessageContaining("in the menu's draft by /ending/goodbye")
        .satisfies(e -> assertThat(e.text(Locale.CHINA)).contains("现用菜单里的播报“water”（/announce/water/says/0）", "菜单草稿里的/ending/goodbye"));
    menus.saveDraft(ADMIN, here, "{ broken \"" + id + "\"", 1);
    assertThatExceptionOfType(Sentences.InUse.class).isThrownBy(() -> sentences.remove(ADMIN, here, id));
    menus.dropDraft(ADMIN, here, 2);
    assertThatExceptionOfType(Sentences.InUse.class).isThrownBy(() -> sentences.remove(ADMIN, here, id));
    assertThat(prompts.all(here)).extracting(Prompts.Entry::id).contains(id);

    menus.rollBack(ADMIN, here, 1, "来水了");
    sentences.remove(ADMIN, here, id);
    assertThat(prompts.all(here)).extracting(Prompts.Entry::id).doesNotContain(id);
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> sentences.remove(ADMIN, here, id));
  }

  @Test
  void a_removed_one_is_said_by_no_menu_again_until_it_is_added_again_with_its_history() {
    var id = sentences.add(ADMIN, here, "water-off", ZH, EN);
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, saying(id), 0).revision(), "停水");
    menus.rollBack(ADMIN, here, 1, "来水了");
    drafts.speak(ADMIN, here, "zh", id, "草稿。", "试");
    studio.issue(ADMIN, here, "zh", id, "", "试");
    sentences.remove(ADMIN, here, id);

    assertThat(audited("prompt.sentence-removed")).contains(ZH, EN, id);
    assertThatExceptionOfType(Menus.BrokenDraft.class).isThrownBy(() -> menus.rollBack(ADMIN, here, 2, "又停水"))
        .satisfies(e -> assertThat(e.faults()).extracting(MenuFault::place).containsExactly("/announce/0/says/0"));
    assertThat(menus.earlier(here)).as("tickets of its calls are still sorted").hasSize(3);
    for (String table : List.of("flow_prompt_draft", "flow_studio_pin")) {
      assertThat(jdbc.sql("select count(*) from " + table + " where community = ?").param(here.value()).query(Integer.class).single())
          .as(table).isZero();
    }
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> prompts.speak(ADMIN, here, "zh", id, "好", "试"));

    assertThat(sentences.add(ADMIN, here, "water-off", "又停水了。", "The water is off again.")).isEqualTo(id);
    assertThat(prompts.versions(here, "zh", id)).extracting(Prompts.Version::said).containsExactly("又停水了。", ZH);
    assertThat(menus.rollBack(ADMIN, here, 2, "又停水").document()).isEqualTo(saying(id));
  }

  @Test
  void calls_that_began_before_it_was_removed_hear_it_and_its_sound_goes_when_they_are_over() throws IOException {
    var id = sentences.add(ADMIN, here, "gone", "只说这一次，独一无二。", "Said only once, like nothing else.");
    var sound = Objects.requireNonNull(voices.of(here).own().get("zh/" + id)).sound();
    sentences.remove(ADMIN, here, id);
    voices.refresh();
    assertThat(sounds.hasOwn(sound)).isTrue();
    assertThat(voices.of(here).sound("huiyin/zh/" + id)).as("a menu on another machine").isEqualTo("huiyin/own/" + sound);
    clock.advance(Duration.ofHours(25));
    voices.refresh();
    assertThat(voices.of(here).own()).isEmpty();
    clock.advance(Duration.ofHours(25));
    voices.refresh();
    assertThat(sounds.own()).doesNotContain(sound);
    assertThat(prompts.all(here)).extracting(Prompts.Entry::id).doesNotContain(id);
  }

  @Test
  void another_machine_knows_it_in_the_moment_it_answers_by_a_menu_with_it() {
    var voicesThere = new Voices(table, directory, sounds, clock);
    voicesThere.refresh();
    var repertoireThere = new Repertoire(repertoire.catalogue(), table, rows, voicesThere);
    var menusThere = new MenuBook(menuTable, directory, audit, transaction, clock, repertoireThere, toneTime);
    var id = sentences.add(ADMIN, here, "water-off", ZH, EN);
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, saying(id), 0).revision(), "停水");
    assertThat(voicesThere.of(here).own()).isEmpty();
    assertThat(menusThere.inForce(here).version().number()).isEqualTo(2);
    assertThat(voicesThere.of(here).own()).containsOnlyKeys("zh/" + id, "en/" + id);
  }

  @Test
  void where_no_speech_engine_is_nothing_is_half_added() {
    var mute = new PromptBook.Desk(desk.catalogue(), desk.delivered(), new SoundWorkshop("no-such-engine"), directory, audit, transaction,
        clock);
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> new SentenceBook(rows, table, use, voices, mute).add(ADMIN, here, "water-off", ZH, EN))
        .withMessageContaining("The tools for sound").satisfies(e -> assertThat(e.text(Locale.CHINA)).contains("缺少处理声音的工具"));
    // one that speaks Chinese only
    var half = new PromptBook.Desk(desk.catalogue(), desk.delivered(),
        new SoundWorkshop("test {lang} = zh && espeak-ng -v {voice} --stdin -w {out}"), directory, audit, transaction, clock);
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> new SentenceBook(rows, table, use, voices, half).add(ADMIN, here, "water-off", ZH, EN));
    assertThat(rows.ever(here)).isEmpty();
    assertThat(table.versions(here, Language.ZH, "own-water-off")).isEmpty();
    assertThat(acts()).isEmpty();
  }

  @Test
  void what_cannot_be_said_or_named_is_refused_with_what_to_do() {
    for (String words : List.of("", " ", "字".repeat(301))) {
      assertThatExceptionOfType(Unusable.class).isThrownBy(() -> sentences.add(ADMIN, here, "", words, EN))
          .withMessageContaining("Chinese");
      assertThatExceptionOfType(Unusable.class).isThrownBy(() -> sentences.add(ADMIN, here, "", ZH, words))
          .withMessageContaining("English");
    }
    for (String name : List.of("Water", "../x", "-off", "x".repeat(31), "own-", "停水")) {
      assertThatExceptionOfType(Unusable.class).as(name).isThrownBy(() -> sentences.add(ADMIN, here, name, ZH, EN));
    }
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> sentences.add(ADMIN, CommunityId.random(), "", ZH, EN));
    assertThat(acts()).isEmpty();

    assertThat(sentences.add(ADMIN, here, "own-a1", ZH, EN)).isEqualTo("own-a1");
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> sentences.add(ADMIN, here, "a1", ZH, EN))
        .withMessageContaining("own-a1 already");
    assertThat(sentences.add(ADMIN, here, "", ZH, "Water's off!")).isEqualTo("own-water-s-off");
    assertThat(sentences.add(ADMIN, here, "", ZH, "Water's off.")).isEqualTo("own-water-s-off-2");
    assertThat(sentences.add(ADMIN, here, "", ZH, "停水")).isEqualTo("own-sentence");
    assertThat(sentences.add(ADMIN, here, "", ZH, "An announcement of considerable and tiring length."))
        .isEqualTo("own-an-announcement-of");
  }

  @Test
  void a_sentence_called_a_notice_may_last_longer_than_the_recording_notice() {
    var id = sentences.add(ADMIN, here, "water-notice", ZH, EN);
    assertThat(prompts.upload(ADMIN, here, "zh", id, "", MadeSounds.tone("wav", 9), "很长").length()).isGreaterThan(Duration.ofSeconds(8));
  }

  @Test
  void no_prompt_of_the_product_is_called_like_a_sentence_of_a_community() {
    assertThat(repertoire.catalogue().all()).extracting(Prompt::id).noneMatch(id -> id.startsWith(Sentences.PREFIX));
  }

  @Test
  void of_many_who_add_the_same_or_publish_and_remove_it_at_once_no_menu_is_left_with_what_is_gone() throws Exception {
    try (var people = Executors.newFixedThreadPool(2)) {
      Callable<Object> adds = () -> sentences.add(ADMIN, here, "once", ZH, EN);
      assertThat(people.invokeAll(List.of(adds, adds))).filteredOn(each -> !fails(each)).hasSize(1);
      for (int i = 0; i < 8; i++) {
        var id = sentences.add(ADMIN, here, "water-" + i, ZH, EN);
        int saying = menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, saying(id), 0).revision(), "停水").number();
        menus.rollBack(ADMIN, here, 1, "来水了");
        Callable<Object> says = () -> menus.rollBack(ADMIN, here, saying, "又停水");
        Callable<Object> removes = () -> {
          sentences.remove(ADMIN, here, id);
          return id;
        };
        var deeds = i % 2 == 0 ? List.of(says, removes) : List.of(removes, says);
        assertThat(people.invokeAll(deeds)).as("one of the two").filteredOn(each -> !fails(each)).hasSize(1);
        assertThat(menus.versions(here).getFirst().document().contains(id)).isEqualTo(rows.ids(here).contains(id));
      }
    }
  }

  private static boolean fails(Future<?> deed) {
    try {
      deed.get();
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOfAny(Menus.Stale.class, Unusable.class, Sentences.InUse.class,
          Menus.BrokenDraft.class);
      return true;
    }
  }

  /** The built-in menu with an announcement before it, and less waiting in it: the tone comes in time. */
  private static String saying(String id) {
    return MenuDocument.builtIn().replace("\"waitSeconds\": 5", "\"waitSeconds\": 3").replace("\"start\": \"main\"", "\"start\": \"water\"")
        .replace("\"attendance\":",
            "\"announce\": [{\"id\": \"water\", \"says\": [\"" + id + "\"], \"next\": \"main\"}], \"attendance\":");
  }

  private List<String> unused() {
    return prompts.all(here).stream().filter(each -> !each.used()).map(Prompts.Entry::id).distinct().toList();
  }

  private String audited(String act) {
    return jdbc.sql("select details from audit_entry where subject = ? and act = ?").param("community:" + here).param(act)
        .query(String.class).single();
  }

  private List<@Nullable String> acts() {
    return jdbc.sql("select act from audit_entry where subject = ?").param("community:" + here).query(String.class).list();
  }
}
