package org.huiyin.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import org.huiyin.directory.Directory;
import org.huiyin.flow.Prompts.Source;
import org.huiyin.flow.Prompts.UnknownPrompt;
import org.huiyin.flow.Prompts.Unusable;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.MadeSounds;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.huiyin.telephony.Outcome;
import org.huiyin.telephony.ScriptedCall;
import org.huiyin.telephony.ScriptedResident;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = {DeskRooms.class, MenuRooms.class}, webEnvironment = WebEnvironment.NONE)
abstract class PromptsContract {
  private static final Actor ADMIN = new Actor.Staff(StaffId.random());
  private static final Actor OTHER = new Actor.Staff(StaffId.random());

  @Autowired
  PromptBook prompts;
  @Autowired
  PromptDraftBook drafts;
  @Autowired
  PromptTable table;
  @Autowired
  Voices voices;
  @Autowired
  PromptSounds sounds;
  @Autowired
  MenuBook menus;
  @Autowired
  Directory directory;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;

  private CommunityId here = CommunityId.random();

  @BeforeEach
  void a_new_community() {
    here = CommunityId.random();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '新社区', 'New', 'Asia/Shanghai')").param(here.value())
        .update();
    clock.set(DeskRooms.START);
  }

  @Test
  void a_community_that_changed_nothing_says_the_delivered_prompts_in_both_languages() {
    var all = prompts.all(here);
    assertThat(all).extracting(Prompts.Entry::id).contains("notice", "menu", "goodbye").noneMatch(id -> id.startsWith("fallback-"))
        .doesNotContain("full", "n42");
    assertThat(all).filteredOn(each -> each.id().equals("menu")).extracting(Prompts.Entry::language).containsExactly("zh", "en");
    assertThat(all).allSatisfy(each -> {
      assertThat(each.missing()).isFalse();
      assertThat(each.otherVoice()).isFalse();
      assertThat(each.current().number()).isEqualTo(Prompts.DELIVERED);
      assertThat(each.current().length()).isPositive();
    });
    assertThat(voices.of(here).sound("huiyin/zh/menu")).isEqualTo("huiyin/zh/menu");
    assertThat(prompts.sound(here, "zh", "menu", 1)).isPresent();
    assertThat(prompts.sound(here, "zh", "menu", 2)).isEmpty();
  }

  @Test
  void what_is_uploaded_is_heard_at_once_by_this_community_alone_and_a_call_keeps_what_it_began_with() throws IOException {
    var before = voices.of(here);
    var version = prompts.upload(ADMIN, here, "zh", "busy", "都在忙", MadeSounds.tone("mp3", 1.2), " 书记的声音 ");
    assertThat(version).isEqualTo(new Prompts.Version(2, Source.UPLOADED, "都在忙", version.length(), "书记的声音", DeskRooms.START,
        ADMIN.reference(), null));
    assertThat(version.length()).isBetween(Duration.ofMillis(1200), Duration.ofMillis(1600));
    assertThat(acts()).containsExactly("prompt.uploaded");

    var own = own("zh/busy");
    assertThat(own.sound()).matches("[0-9a-f]{32}");
    assertThat(prompts.sound(here, "zh", "busy", 2)).contains(Files.readAllBytes(sounds.folder().resolve("own/" + own.sound() + ".wav")));
    assertThat(sounds.folder().resolve("own/" + own.sound() + ".wav16")).isNotEmptyFile();
    assertThat(played(voices.of(here))).containsExactly("huiyin/zh/notice", "huiyin/own/" + own.sound());
    assertThat(played(before)).as("a call that began before").containsExactly("huiyin/zh/notice", "huiyin/zh/busy");
    assertThat(voices.dialled("12345").own()).doesNotContainValue(own);
  }

  @Test
  void what_is_made_is_heard_before_any_caller_hears_it_and_then_taken() {
    var before = prompts.versions(here, "zh", "busy");
    var draft = drafts.speak(ADMIN, here, "zh", "busy", "大家都在忙，请稍等。", " 换个说法 ");
    assertThat(draft.source()).isEqualTo(Source.SPOKEN);
    assertThat(draft.note()).isEqualTo("换个说法");
    assertThat(draft.at()).isEqualTo(DeskRooms.START);
    assertThat(drafts.of(here, "zh", "busy")).contains(draft);
    assertThat(drafts.of(here, "en", "busy")).isEmpty();
    assertThat(drafts.of(directory.dialledBy("12345").id(), "zh", "busy")).as("nobody else's").isEmpty();
    assertThat(drafts.sound(here, "zh", "busy")).hasValueSatisfying(sound -> assertThat(sound).hasSizeGreaterThan(1000));
    assertThat(prompts.versions(here, "zh", "busy")).as("no version yet").isEqualTo(before);
    assertThat(played(voices.of(here))).as("no caller hears it").containsExactly("huiyin/zh/notice", "huiyin/zh/busy");

    var version = drafts.take(OTHER, here, "zh", "busy", draft.id());
    assertThat(version).isEqualTo(new Prompts.Version(2, Source.SPOKEN, "大家都在忙，请稍等。", draft.length(), "换个说法", DeskRooms.START,
        OTHER.reference(), null));
    assertThat(own("zh/busy").sound()).isEqualTo(draft.id());
    assertThat(drafts.of(here, "zh", "busy")).isEmpty();
    assertThat(acts()).containsExactly("prompt.draft-made", "prompt.spoken");
    assertThatExceptionOfType(Menus.Stale.class).isThrownBy(() -> drafts.take(ADMIN, here, "zh", "busy", draft.id()));
    assertThat(prompts.versions(here, "zh", "busy")).hasSize(2);
  }

  @Test
  void a_draft_is_thrown_away_with_its_sound_or_replaced_by_a_new_one_and_only_what_was_heard_is_taken() throws IOException {
    var first = drafts.upload(ADMIN, here, "zh", "busy", "都在忙", MadeSounds.tone("wav", 1.1), "试");
    var second = drafts.upload(ADMIN, here, "zh", "busy", "", MadeSounds.tone("wav", 1.4), "再试");
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(table.narrow(first.id())).as("nobody says it").isEmpty();
    assertThatExceptionOfType(Menus.Stale.class).isThrownBy(() -> drafts.take(ADMIN, here, "zh", "busy", first.id()));
    assertThatExceptionOfType(Menus.Stale.class).isThrownBy(() -> drafts.discard(ADMIN, here, "zh", "busy", first.id()));
    assertThat(drafts.of(here, "zh", "busy")).contains(second);
    drafts.discard(ADMIN, here, "zh", "busy", second.id());
    assertThat(drafts.of(here, "zh", "busy")).isEmpty();
    assertThat(drafts.sound(here, "zh", "busy")).isEmpty();
    assertThat(table.narrow(second.id())).isEmpty();
    assertThat(acts()).containsExactly("prompt.draft-made", "prompt.draft-made", "prompt.draft-discarded");

    // a sound that is said elsewhere stays when a draft of it goes
    prompts.upload(ADMIN, here, "zh", "thanks", "谢谢", MadeSounds.tone("wav", 1.4), "试");
    var same = drafts.upload(ADMIN, here, "zh", "busy", "", MadeSounds.tone("wav", 1.4), "试");
    drafts.discard(ADMIN, here, "zh", "busy", same.id());
    assertThat(table.narrow(own("zh/thanks").sound())).isPresent();
  }

  @Test
  void a_draft_is_refused_for_the_same_reasons_as_what_counts_at_once() {
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> drafts.speak(ADMIN, here, "zh", "busy", " ", "试"));
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> drafts.speak(ADMIN, here, "zh", "busy", "忙", " "));
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> drafts.upload(ADMIN, here, "zh", "busy", "", MadeSounds.tone("wav", 20), "试"));
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> drafts.speak(ADMIN, here, "zh", "melody", "唱", "试"));
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> drafts.of(here, "fr", "busy"));
    assertThat(acts()).isEmpty();
  }

  private static List<String> played(Voice voice) {
    var call = new ScriptedCall(new ScriptedResident());
    var session = new VoicedSession(call, voice);
    assertThat(session.playWhole(List.of("huiyin/zh/notice"), "")).isEqualTo(new Outcome.Silence());
    session.play(List.of("huiyin/zh/busy"), "");
    return call.played();
  }

  @Test
  void another_node_and_a_service_that_starts_anew_have_the_same_voice_and_put_the_file_back() throws IOException {
    prompts.upload(ADMIN, here, "en", "busy", "", MadeSounds.tone("wav", 1), "a");
    var own = own("en/busy");
    var file = sounds.folder().resolve("own/" + own.sound() + ".wav");
    var bytes = Files.readAllBytes(file);
    Files.delete(file);

    var restarted = new Voices(table, directory, sounds, clock);
    restarted.refresh();
    assertThat(restarted.of(here)).isEqualTo(voices.of(here));
    assertThat(file).hasBinaryContent(bytes);
    assertThat(restarted.check()).isEmpty();
  }

  @Test
  void a_sound_that_nobody_says_any_more_is_removed_when_every_call_that_began_with_it_is_over_and_written_anew_when_it_is_said_again()
      throws IOException {
    prompts.upload(ADMIN, here, "zh", "busy", "", MadeSounds.tone("wav", 0.83), "a");
    var old = own("zh/busy").sound();
    prompts.upload(ADMIN, here, "zh", "busy", "", MadeSounds.tone("wav", 0.91), "b");
    var now = own("zh/busy").sound();
    var half = Files.createFile(sounds.folder().resolve("own/.new1.part"));
    var restarted = new Voices(table, directory, sounds, clock);
    restarted.refresh();
    clock.advance(Duration.ofHours(23));
    restarted.refresh();
    assertThat(sounds.own()).contains(old, now);
    clock.advance(Duration.ofHours(2));
    restarted.refresh();
    assertThat(sounds.own()).contains(now).doesNotContain(old);
    assertThat(half).doesNotExist();

    prompts.goBack(ADMIN, here, "zh", "busy", 2, "原样");
    assertThat(own("zh/busy").sound()).isEqualTo(old);
    assertThat(sounds.hasOwn(old)).isTrue();
  }

  @Test
  void a_sound_that_is_lost_is_reported_and_callers_hear_the_delivered_one() throws IOException {
    prompts.upload(ADMIN, here, "zh", "busy", "", MadeSounds.tone("wav", 0.77), "a");
    var own = own("zh/busy");
    Files.delete(sounds.folder().resolve("own/" + own.sound() + ".wav16"));
    jdbc.sql("delete from flow_prompt_sound where sound = ?").param(own.sound()).update();
    voices.refresh();
    assertThat(voices.of(here).sound("huiyin/zh/busy")).isEqualTo("huiyin/zh/busy");
    assertThat(voices.check()).extracting(org.huiyin.foundation.SelfCheck.Finding::subject).contains("community:" + here + " zh/busy");
    jdbc.sql("delete from flow_prompt_version where community = ?").param(here.value()).update();
    voices.refresh();
  }

  @Test
  void the_machine_says_what_is_written_and_the_path_of_a_call_reads_so() {
    var version = prompts.speak(ADMIN, here, "zh", "busy", " 接线员都在忙。 ", "说清楚");
    assertThat(version.source()).isEqualTo(Source.SPOKEN);
    assertThat(version.said()).isEqualTo("接线员都在忙。");
    assertThat(voices.of(here).texts(Tour.texts(PromptCatalogue.bundled()))).containsEntry("zh/busy", "接线员都在忙。").containsEntry(
        "en/busy", "Everyone is busy now.");
    assertThat(prompts.all(here)).filteredOn(each -> each.id().equals("busy")).extracting(Prompts.Entry::otherVoice)
        .as("English has another voice now").containsExactly(false, true);
    assertThat(acts()).containsExactly("prompt.spoken");
  }

  @Test
  void the_history_only_grows_and_any_version_can_be_had_again_the_delivered_one_too() {
    var two = prompts.speak(ADMIN, here, "en", "goodbye", "Goodbye.", "shorter");
    var three = prompts.upload(ADMIN, here, "en", "goodbye", "Bye now.", MadeSounds.tone("wav", 1), "own voice");
    var four = prompts.goBack(ADMIN, here, "en", "goodbye", 2, "too noisy");
    assertThat(four.backTo()).isEqualTo(2);
    assertThat(four.said()).isEqualTo("Goodbye.");
    assertThat(four.length()).isEqualTo(two.length());
    assertThat(heard(4)).isEqualTo(heard(2)).isNotEqualTo(heard(3));

    var five = prompts.goBack(ADMIN, here, "en", "goodbye", Prompts.DELIVERED, "as it was");
    assertThat(five.source()).isEqualTo(Source.DELIVERED);
    assertThat(voices.of(here).own()).isEmpty();
    assertThat(heard(5)).isEqualTo(heard(1)).isNotEqualTo(heard(4));
    assertThat(prompts.versions(here, "en", "goodbye")).startsWith(five, four, three, two).hasSize(5);
    assertThat(prompts.versions(here, "zh", "goodbye")).hasSize(1);
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> prompts.goBack(ADMIN, here, "en", "goodbye", 9, "x"));
  }

  private byte[] heard(int version) {
    return prompts.sound(here, "en", "goodbye", version).orElseThrow();
  }

  @Test
  void the_notice_is_changed_and_never_silenced_lengthened_or_taken_away_and_the_call_names_what_was_heard() {
    var version = prompts.speak(ADMIN, here, "zh", "notice", "您好，通话录音，保存两年。", "两年");
    assertThat(version.length()).isLessThan(Duration.ofSeconds(6));
    assertThat(voices.of(here).version("zh/notice")).matches("zh-[0-9a-f]{12}")
        .isNotEqualTo(sounds.version(PromptCatalogue.bundled().text(Language.ZH, "notice")));
    for (byte[] file : List.of(MadeSounds.tone("wav", 7), MadeSounds.sox("wav", List.of("-r", "8000"), List.of("trim", "0", "2")))) {
      assertThatExceptionOfType(Unusable.class).isThrownBy(() -> prompts.upload(ADMIN, here, "zh", "notice", "", file, "试"));
    }
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> prompts.speak(ADMIN, here, "zh", "notice", " ", "试"));
    assertThat(prompts.versions(here, "zh", "notice")).hasSize(2);
    assertThat(voices.of(here).sound("huiyin/zh/notice")).startsWith("huiyin/own/");
    prompts.goBack(ADMIN, here, "zh", "notice", 1, "原样");
    assertThat(voices.of(here).sound("huiyin/zh/notice")).isEqualTo("huiyin/zh/notice");
  }

  @Test
  void whoever_presses_no_key_still_hears_the_tone_within_thirty_seconds() {
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> prompts.upload(ADMIN, here, "zh", "menu", "", MadeSounds.tone("wav", 20),
        "很多话")).withMessageContaining("at most 30 s").satisfies(e -> assertThat(e.text(java.util.Locale.CHINA)).contains("最多 30 秒"));
    assertThat(voices.of(here).own()).isEmpty();
    // heard only by those who pressed a key: it may be longer
    assertThat(prompts.upload(ADMIN, here, "zh", "urgent-numbers", "", MadeSounds.tone("wav", 20), "详细").number()).isEqualTo(2);
  }

  @Test
  void a_recording_of_a_minute_is_kept_whole() {
    prompts.upload(ADMIN, here, "zh", "urgent-numbers", "", MadeSounds.tone("wav", 58), "很长");
    var recorded = table.recorded(own("zh/urgent-numbers").sound(), Duration.ofSeconds(58)).orElseThrow();
    assertThat(recorded.wide().length).isGreaterThan(58 * 32_000);
    assertThat(recorded.name()).isEqualTo(own("zh/urgent-numbers").sound());
  }

  @Test
  void what_no_menu_says_is_unused_until_a_draft_says_it() {
    assertThat(unused()).contains("guide-legal-help", "information-end").doesNotContain("busy", "notice", "say-anew", "progress-missed");
    var without = MenuDocument.builtIn().replace("\"busy\": \"busy\"", "\"busy\": \"closed-unknown\"");
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, without, 0).revision(), "试");
    assertThat(unused()).contains("busy");
    menus.saveDraft(ADMIN, here, MenuDocument.builtIn(), 0);
    assertThat(unused()).doesNotContain("busy");
    menus.saveDraft(ADMIN, here, "{ broken", 1);
    assertThat(unused()).contains("busy");
  }

  private List<String> unused() {
    return prompts.all(here).stream().filter(each -> !each.used()).map(Prompts.Entry::id).distinct().toList();
  }

  @Test
  void of_many_who_change_a_prompt_at_once_each_gets_a_version_of_its_own_or_is_told() throws Exception {
    try (var people = Executors.newFixedThreadPool(3)) {
      var deed = (java.util.concurrent.Callable<Prompts.Version>) () -> prompts.goBack(ADMIN, here, "en", "busy", 1, "同时");
      int done = 0;
      for (var each : people.invokeAll(List.of(deed, deed, deed, deed))) {
        try {
          each.get();
          done++;
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(Menus.Stale.class);
        }
      }
      assertThat(done).isPositive();
      assertThat(prompts.versions(here, "en", "busy")).hasSize(done + 1);
    }
  }

  @Test
  void what_is_not_the_communitys_is_not_changed() {
    for (String id : List.of("fallback-notice", "full", "n42", "nonsense", "../notice")) {
      assertThatExceptionOfType(UnknownPrompt.class).as(id).isThrownBy(() -> prompts.speak(ADMIN, here, "zh", id, "好", "试"));
      assertThatExceptionOfType(UnknownPrompt.class).as(id).isThrownBy(() -> prompts.versions(here, "zh", id));
    }
    assertThatExceptionOfType(UnknownPrompt.class).isThrownBy(() -> prompts.versions(here, "fr", "menu"));
    for (String note : List.of("", " ", "x".repeat(201))) {
      assertThatExceptionOfType(Unusable.class).isThrownBy(() -> prompts.speak(ADMIN, here, "zh", "busy", "好", note));
    }
    assertThat(acts()).isEmpty();
  }

  private Voice.Own own(String path) {
    return Objects.requireNonNull(voices.of(here).own().get(path));
  }

  private List<@Nullable String> acts() {
    return jdbc.sql("select act from audit_entry where subject = ?").param("community:" + here).query(String.class).list();
  }
}
