package org.huiyin.flow;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.huiyin.directory.Directory;
import org.huiyin.flow.Prompts.Source;
import org.huiyin.flow.prompts.MadeSounds;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = {DeskRooms.class, MenuRooms.class}, webEnvironment = WebEnvironment.NONE)
@ExtendWith(OutputCaptureExtension.class)
abstract class StudioContract {
  private static final CallId CALL = CallId.random();

  @Autowired
  StudioBook studio;
  @Autowired
  StudioTable table;
  @Autowired
  PromptBook prompts;
  @Autowired
  Voices voices;
  @Autowired
  MenuBook menus;
  @Autowired
  Directory directory;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;

  private final Actor person = new Actor.Staff(StaffId.random());
  private CommunityId here = CommunityId.random();

  @BeforeEach
  void a_new_community_and_nobody_has_guessed() {
    here = CommunityId.random();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '新社区', 'New', 'Asia/Shanghai')").param(here.value())
        .update();
    jdbc.sql("delete from flow_studio_pin").update();
    clock.set(DeskRooms.START);
    table.update(new PinGuard(0, DeskRooms.START, null));
  }

  private Studio.Issued issued() {
    return studio.issue(person, here, "zh", "busy", " 都在忙 ", " 书记的声音 ");
  }

  private StudioPass admitted(String pin) {
    assertThat(studio.admit(CALL, pin)).isInstanceOf(StudioEvent.Admitted.class);
    return ((StudioEvent.Admitted) studio.admit(CALL, pin)).pass();
  }

  private Recorded made(StudioPass pass, double seconds) {
    var event = studio.finish(pass, MadeSounds.sox("wav", List.of("-r", "8000", "-c", "1", "-b", "16"),
        List.of("synth", String.valueOf(seconds), "sine", "440", "vol", "0.4")));
    assertThat(event).isInstanceOf(StudioEvent.Ready.class);
    return ((StudioEvent.Ready) event).sound();
  }

  private StudioEvent refused(String prompt, byte[] wav) {
    var pin = studio.issue(person, here, "zh", prompt, "", "试").pin();
    return studio.finish(admitted(pin), wav);
  }

  @Test
  void what_is_said_with_a_pin_is_a_new_version_of_that_prompt_in_the_name_of_who_asked_for_it() {
    var issued = issued();
    assertThat(issued.until()).isEqualTo(DeskRooms.START.plus(Duration.ofMinutes(15)));
    var pass = admitted(issued.pin());
    assertThat(studio.heardNow(pass)).isEqualTo("huiyin/zh/busy");
    var sound = made(pass, 1.2);
    assertThat(voices.of(here).own()).as("nothing is in force before it is kept").isEmpty();
    assertThat(acts()).containsExactly("prompt.pin-issued");

    assertThat(studio.keep(pass, sound)).isEqualTo(new StudioEvent.InForce());
    var version = prompts.versions(here, "zh", "busy").getFirst();
    assertThat(version)
        .isEqualTo(new Prompts.Version(2, Source.RECORDED, "都在忙", sound.length(), "书记的声音", DeskRooms.START, person.reference(), null));
    assertThat(studio.heardNow(pass)).isEqualTo("huiyin/own/" + sound.name());
    assertThat(prompts.sound(here, "zh", "busy", 2)).contains(sound.narrow());
    assertThat(acts()).containsExactlyInAnyOrder("prompt.pin-issued", "prompt.recorded");
    assertThat(jdbc.sql("select actor from audit_entry where act = 'prompt.recorded' and subject = ?").param("community:" + here)
        .query(String.class).single()).isEqualTo(person.reference());
  }

  @Test
  void a_pin_is_used_up_when_something_is_kept_and_of_two_calls_one_keeps() {
    var pin = issued().pin();
    var one = admitted(pin);
    var other = admitted(pin);
    var sound = made(one, 1);
    assertThat(studio.keep(one, sound)).isEqualTo(new StudioEvent.InForce());
    assertThat(studio.keep(other, sound)).isEqualTo(new StudioEvent.ShutOut());
    assertThat(studio.admit(CALL, pin)).isEqualTo(new StudioEvent.Wrong());
    assertThat(prompts.versions(here, "zh", "busy")).hasSize(2);
    assertThat(acts()).containsExactlyInAnyOrder("prompt.pin-issued", "prompt.recorded");
  }

  @Test
  void a_pin_ends_after_a_quarter_of_an_hour_and_a_call_in_which_it_was_entered_before_goes_on() {
    var pin = issued().pin();
    clock.advance(StudioBook.GOOD_FOR.minusSeconds(1));
    var pass = admitted(pin);
    clock.advance(Duration.ofSeconds(1));
    assertThat(studio.admit(CALL, pin)).isEqualTo(new StudioEvent.Wrong());
    assertThat(studio.keep(pass, made(pass, 1))).isEqualTo(new StudioEvent.InForce());
  }

  @Test
  void another_pin_of_the_same_person_ends_the_one_before_and_those_of_others_stay() {
    var first = issued();
    var colleague = studio.issue(new Actor.LocalAdmin(), here, "en", "busy", "", "try");
    var pass = admitted(first.pin());
    var second = studio.issue(person, here, "en", "goodbye", "", "试");
    assertThat(studio.admit(CALL, first.pin())).isEqualTo(new StudioEvent.Wrong());
    assertThat(studio.keep(pass, made(pass, 1))).as("in a call that runs, too").isEqualTo(new StudioEvent.ShutOut());
    assertThat(admitted(second.pin()).prompt().path()).isEqualTo("en/goodbye");
    var theirs = admitted(colleague.pin());
    assertThat(theirs.prompt().path()).isEqualTo("en/busy");
    assertThat(theirs.by()).isEqualTo(new Actor.LocalAdmin());
    assertThat(theirs.prompt().text()).as("the words of the version before").isEqualTo("Everyone is busy now.");
  }

  @Test
  void a_pin_is_good_for_one_prompt_of_one_community() {
    var pass = admitted(issued().pin());
    assertThat(pass.community()).isEqualTo(here);
    studio.keep(pass, made(pass, 1));
    var elsewhere = CommunityId.random();
    assertThat(voices.of(elsewhere).own()).isEmpty();
    assertThat(voices.of(here).own()).containsOnlyKeys("zh/busy");
  }

  @Test
  void the_tenth_wrong_pin_shuts_everybody_out_for_half_an_hour_and_neither_log_nor_audit_has_the_digits(CapturedOutput output) {
    var pin = issued().pin();
    var wrong = pin.equals("12345678") ? "87654321" : "12345678";
    int before = locks();
    for (int i = 0; i < PinGuard.MOST_WRONG; i++) {
      assertThat(studio.admit(CallId.random(), i % 2 == 0 ? wrong : "123")).isEqualTo(new StudioEvent.Wrong());
    }
    assertThat(studio.admit(CALL, pin)).as("the right one too").isEqualTo(new StudioEvent.ShutOut());
    assertThat(locks()).isEqualTo(before + 1);
    clock.advance(PinGuard.LOCKED.minusSeconds(1));
    assertThat(studio.admit(CALL, studio.issue(person, here, "zh", "busy", "", "试").pin())).isEqualTo(new StudioEvent.ShutOut());
    clock.advance(Duration.ofSeconds(1));
    admitted(studio.issue(person, here, "zh", "busy", "", "试").pin());
    assertThat(output).contains("a wrong PIN, number 10").doesNotContain(pin).doesNotContain(wrong);
    assertThat(jdbc.sql("select count(*) from audit_entry where details like ? or details like ?").param("%" + pin + "%")
        .param("%" + wrong + "%").query(Integer.class).single()).isZero();
  }

  private int locks() {
    return jdbc.sql("select count(*) from audit_entry where act = 'prompt.pins-locked'").query(Integer.class).single();
  }

  @Test
  void guessers_at_the_same_moment_are_all_counted() throws Exception {
    try (var guessers = Executors.newFixedThreadPool(6)) {
      var guess = (Callable<StudioEvent>) () -> studio.admit(CallId.random(), "12345678");
      var answers = guessers.invokeAll(java.util.Collections.nCopies(14, guess));
      int wrong = 0;
      for (var answer : answers) {
        wrong += answer.get() instanceof StudioEvent.Wrong ? 1 : 0;
      }
      assertThat(wrong).isEqualTo(PinGuard.MOST_WRONG);
    }
  }

  @Test
  void nobody_finds_a_pin_in_the_database() {
    var pin = issued().pin();
    var row = jdbc.sql("select * from flow_studio_pin").query().singleRow();
    assertThat(row.values().stream().map(String::valueOf)).noneMatch(value -> value.contains(pin));
    clock.advance(Duration.ofHours(1));
    studio.forget();
    assertThat(jdbc.sql("select count(*) from flow_studio_pin").query(Integer.class).single()).isZero();
  }

  @Test
  void what_callers_could_not_listen_to_is_refused_as_an_upload_is() {
    List<String> telephone = List.of("-r", "8000", "-c", "1", "-b", "16");
    assertThat(refused("busy", MadeSounds.sox("wav", telephone, List.of("trim", "0", "3")))).isEqualTo(no(Refusal.UNHEARD));
    assertThat(refused("busy", MadeSounds.sox("wav", telephone, List.of("synth", "2", "sine", "440", "vol", "0.001"))))
        .isEqualTo(no(Refusal.UNHEARD));
    assertThat(refused("busy", MadeSounds.sox("wav", telephone, List.of("trim", "0", "0")))).as("no audio at all")
        .isEqualTo(no(Refusal.UNHEARD));
    // cut off by the telephone's own scale, which ends below that of a file
    assertThat(refused("busy", MadeSounds.sox("wav", telephone, List.of("synth", "2", "sine", "440", "vol", "3", "vol", "0.98"))))
        .isEqualTo(no(Refusal.TOO_LOUD));
    assertThat(refused("notice", MadeSounds.tone("wav", 7))).isEqualTo(no(Refusal.OVER_SIX_SECONDS));
    assertThat(refused("urgent-numbers", MadeSounds.tone("wav", 64))).isEqualTo(no(Refusal.TOO_LONG));
    assertThat(refused("menu", MadeSounds.tone("wav", 20))).isEqualTo(no(Refusal.OVER_THIRTY_SECONDS));
    assertThat(refused("busy", "no sound".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEqualTo(no(Refusal.FAILED));
    assertThat(voices.of(here).own()).isEmpty();
  }

  private static StudioEvent no(Refusal why) {
    return new StudioEvent.Refused(why);
  }

  @Test
  void a_menu_that_became_longer_meanwhile_is_noticed_when_it_is_kept() {
    var pass = admitted(studio.issue(person, here, "zh", "menu", "", "试").pin());
    assertThat(studio.keep(pass, new Recorded(new byte[1], new byte[1], Duration.ofSeconds(25))))
        .isEqualTo(no(Refusal.OVER_THIRTY_SECONDS));
    assertThat(prompts.versions(here, "zh", "menu")).hasSize(1);
    assertThat(studio.keep(pass, made(pass, 1))).as("the PIN was not used up").isEqualTo(new StudioEvent.InForce());
  }

  @Test
  void a_colleague_who_changes_the_prompt_in_the_same_moment_does_not_hinder_it() throws Exception {
    var pass = admitted(issued().pin());
    var sound = made(pass, 1);
    try (var people = Executors.newFixedThreadPool(2)) {
      var keeping = people.submit(() -> studio.keep(pass, sound));
      prompts.goBack(person, here, "zh", "goodbye", Prompts.DELIVERED, "同时");
      assertThat(keeping.get()).isEqualTo(new StudioEvent.InForce());
    }
  }

  @Test
  void no_pin_is_given_for_what_is_not_the_communitys_or_without_a_reason() {
    for (String id : List.of("fallback-notice", "full", "n42", "studio-pin", "nonsense")) {
      assertThatExceptionOfType(Prompts.UnknownPrompt.class).as(id).isThrownBy(() -> studio.issue(person, here, "zh", id, "", "试"));
    }
    assertThatExceptionOfType(Prompts.Unusable.class).isThrownBy(() -> studio.issue(person, here, "zh", "busy", "", " "));
    assertThatExceptionOfType(Prompts.Unusable.class).isThrownBy(() -> studio.issue(person, here, "zh", "busy", "字".repeat(301), "试"));
    assertThat(acts()).isEmpty();
    assertThat(prompts.all(here)).extracting(Prompts.Entry::id).noneMatch(id -> id.startsWith("studio-"));
    assertThat(menus.prompts(here)).extracting(Menus.Said::id).contains("menu").noneMatch(id -> id.startsWith("studio-"));
  }

  @Test
  void a_number_of_the_studio_that_is_a_communitys_own_is_found() {
    assertThat(new StudioNumberCheck(directory, settings("*75")).check()).isEmpty();
    assertThat(new StudioNumberCheck(directory, settings("02087654399")).isReserved("02087654399")).as("no community gets it").isTrue();
    assertThat(new StudioNumberCheck(directory, settings("02087654399")).isReserved("12345")).isFalse();
    assertThat(new StudioNumberCheck(directory, settings("12345")).check()).singleElement()
        .satisfies(found -> assertThat(found.remedy()).contains("HUIYIN_STUDIO_NUMBER"));
  }

  private static FlowSettings settings(String studioNumber) {
    return new FlowSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), FlowSettings.MissingPrompts.REFUSE, studioNumber);
  }

  private List<@Nullable String> acts() {
    return jdbc.sql("select act from audit_entry where subject = ?").param("community:" + here).query(String.class).list();
  }
}
