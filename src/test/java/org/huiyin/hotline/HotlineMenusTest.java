package org.huiyin.hotline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.huiyin.flow.prompts.MadeSounds;
import org.huiyin.resident.Crowd;
import org.huiyin.resident.Outcome;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Sound;
import org.huiyin.support.TestHotline;
import org.huiyin.support.TestHotline.CallFacts;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** A menu is changed while residents are inside the one before. */
class HotlineMenusTest {
  private static final int MANY = 20;
  private static final double VOICE = 460;
  /** Between the residents' voices and the delivered prompts. */
  private static final double OWN_BUSY = 900;
  private static final double OWN_NOTICE = 800;
  private static final double OWN_SENTENCE = 850;

  @SuppressWarnings("NullAway.Init")
  private static TestHotline hotline;

  @BeforeAll
  static void open() throws IOException {
    hotline = TestHotline.start(TonePrompts.all());
  }

  @AfterAll
  static void close() {
    hotline.close();
  }

  @Test
  void who_is_inside_a_menu_finishes_as_they_began_and_the_next_caller_gets_the_new_one() {
    var before = hotline.json(menu());
    var old = before.get("inForce").get("id").asString();
    int first = before.get("inForce").get("number").asInt();
    var changed = before.get("document").toString()
        .replace("\"2\":\"repair\",\"3\":\"consultation\"", "\"2\":\"consultation\",\"3\":\"repair\"")
        .replace("\"otherwise\":\"none\"", "\"otherwise\":\"complaint\"").replace("\"keys\":{", "\"keys\":{\"*\":\"none\",");
    assertThat(hotline.post("/api/v1/menus/faults", changed).get("faults").toString()).isEqualTo("[]");
    var published = new AtomicInteger();
    var allInside = new CyclicBarrier(MANY, () -> {
      publish(changed);
      published.set(hotline.post(menu() + "/versions/" + first + "/restoration", "{\"note\":\"回退\"}").get("number").asInt());
    });
    List<PlannedCall> calls = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      calls.add(hotline.resident().from("137000000%02d".formatted(i)).dials("12345")
          .recognises(heard -> TonePrompts.heard("zh/notice", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30))
          .meanwhile(() -> meet(allInside)).pressesNow("2").says(Sound.tone(VOICE, ofSeconds(1))).presses("##")
          .staysOnTheLine(ofSeconds(60)));
    }
    List<Outcome> outcomes = Crowd.place(calls, 10);
    assertThat(published.get()).isEqualTo(first + 2);
    for (Outcome outcome : outcomes) {
      Talked call = outcome.talked();
      assertThat(call.endedBy()).isEqualTo(Outcome.End.HOTLINE);
      CallFacts facts = ended(call);
      assertThat(facts.text("menuVersion")).isEqualTo(old);
      assertThat(facts.text("stage")).isEqualTo("done");
      // who waited so long for the others that the menu had led them on came where the old menu leads
      assertThat(facts.text("choice")).isIn("repair", "none");
      assertThat(facts.text("ticket")).matches("\\d{8}-\\d{4}");
    }

    publish(changed);
    var now = hotline.json(menu()).get("inForce").get("id").asString();
    assertThat(now).startsWith(first + 3 + "-");
    sameWayAsTheTrial(now);
    hotline.post(menu() + "/versions/" + first + "/restoration", "{\"note\":\"原样\"}");
  }

  @Test
  void a_prompt_that_is_uploaded_is_heard_in_the_next_call_and_the_call_that_is_inside_keeps_the_old_one() {
    var inside = talked(hotline.resident().from("13700000090").dials("12345")
        .recognises(heard -> TonePrompts.heard("zh/notice", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).meanwhile(() -> {
          own("busy", OWN_BUSY);
          own("notice", OWN_NOTICE);
        }).pressesNow("2").recognises(heard -> TonePrompts.heard("zh/busy", heard).compareTo(ofMillis(600)) > 0, ofSeconds(60))
        .hangsUp());
    var next = talked(hotline.resident().from("13700000091").dials("12345")
        .recognises(heard -> Tones.of(OWN_NOTICE, heard).compareTo(ofMillis(600)) > 0, ofSeconds(30)).pressesNow("2")
        .recognises(heard -> Tones.of(OWN_BUSY, heard).compareTo(ofMillis(600)) > 0, ofSeconds(60)).hangsUp());

    assertThat(TonePrompts.heard("zh/busy", inside.heard())).isGreaterThan(ofMillis(600));
    assertThat(Tones.of(OWN_BUSY, inside.heard())).isLessThan(ofMillis(150));
    assertThat(Tones.of(OWN_BUSY, next.heard())).isGreaterThan(ofMillis(600));
    assertThat(Tones.of(OWN_NOTICE, next.heard())).isGreaterThan(ofMillis(600));
    for (String delivered : List.of("zh/busy", "zh/notice")) {
      assertThat(TonePrompts.heard(delivered, next.heard())).as(delivered).isLessThan(ofMillis(150));
    }
    assertThat(notice(next)).as("the notice that was heard").matches("zh-[0-9a-f]{12}")
        .isNotEqualTo(notice(inside));
    for (String id : List.of("busy", "notice")) {
      hotline.post(prompt(id) + "/versions/1/restoration", "{\"note\":\"原样\"}");
    }
  }

  @Test
  void an_answer_under_a_key_is_heard_said_again_and_leads_whoever_stays_on_the_line_to_a_message() {
    int before = hotline.json(menu()).get("inForce").get("number").asInt();
    publish(hotline.json(menu()).get("document").toString().replace("\"3\":\"consultation\"", "\"3\":\"guides\"").replace(
        "\"attendance\":", """
            "information": [{"id": "guides", "prompt": "full", "waitSeconds": 3, "answers": {"1": "fallback-bye"}, "wrongKey": "wrong-key",
              "otherwise": "consultation"}], "attendance":"""));
    var call = talked(hotline.resident().from("13700000094").hearsNoticeOf(TonePrompts.length("notice").plusMillis(800)).dials("12345")
        .presses("3").recognises(heard -> TonePrompts.heard("zh/full", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).pressesNow("1")
        .recognises(heard -> TonePrompts.heard("zh/fallback-bye", heard).compareTo(ofMillis(1050)) > 0, ofSeconds(30)).pressesNow("9")
        .recognises(heard -> TonePrompts.heard("zh/fallback-bye", heard).compareTo(ofMillis(2100)) > 0, ofSeconds(30))
        .says(Sound.tone(VOICE, ofSeconds(1))).presses("##").staysOnTheLine(ofSeconds(60)));
    var facts = ended(call);
    assertThat(facts.text("choice")).isEqualTo("consultation");
    assertThat(facts.text("stage")).isEqualTo("done");
    assertThat(TonePrompts.heard("zh/fallback-bye", call.heard())).as("twice").isBetween(ofMillis(2100), ofMillis(2900));
    assertThat(TonePrompts.heard("zh/busy", call.heard())).isGreaterThan(ofMillis(1050));
    hotline.post(menu() + "/versions/" + before + "/restoration", "{\"note\":\"原样\"}");
  }

  @Test
  void a_sentence_of_the_communitys_own_is_heard_in_an_announcement() {
    var prompts = hotline.calendar().replace("/calendar", "/prompts");
    var before = hotline.json(menu()).get("inForce").get("number").asInt();
    var id = hotline.post(prompts, "{\"name\":\"water-off\",\"zh\":\"今天停水。\",\"en\":\"No water today.\"}").get("id").asString();
    assertThat(id).isEqualTo("own-water-off");
    own(id, OWN_SENTENCE);
    publish(hotline.json(menu()).get("document").toString().replace("\"start\":\"main\"", "\"start\":\"water\"").replace(
        "\"attendance\":", "\"announce\":[{\"id\":\"water\",\"says\":[\"" + id + "\"],\"next\":\"main\"}],\"attendance\":"));
    var call = talked(hotline.resident().from("13700000092").dials("12345")
        .recognises(heard -> TonePrompts.heard("zh/menu", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).hangsUp());
    assertThat(Tones.of(OWN_SENTENCE, call.heard())).isBetween(ofMillis(1000), ofMillis(1600));
    assertThat(TonePrompts.heard("zh/notice", call.heard())).isGreaterThan(ofMillis(600));
    hotline.post(menu() + "/versions/" + before + "/restoration", "{\"note\":\"来水了\"}");
    hotline.delete(prompts + "/" + id);
    var next = talked(hotline.resident().from("13700000093").dials("12345")
        .recognises(heard -> TonePrompts.heard("zh/menu", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).hangsUp());
    assertThat(Tones.of(OWN_SENTENCE, next.heard())).isLessThan(ofMillis(150));
  }

  private static Talked talked(PlannedCall call) {
    return Crowd.place(List.of(call), 1).getFirst().talked();
  }

  private static String notice(Talked call) {
    return TestHotline.await(ofSeconds(90), "the end of " + call.sipCallId(),
        () -> hotline.facts(call).filter(facts -> facts.has("endedAt")).orElse(null)).text("noticeVersion");
  }

  private static void own(String id, double hertz) {
    hotline.upload(prompt(id) + "/audio?note=test", MadeSounds.sox("wav", List.of("-r", "44100", "-c", "2"),
        List.of("synth", "1.3", "sine", String.valueOf(hertz), "vol", "0.5")));
  }

  private static String prompt(String id) {
    return hotline.calendar().replace("/calendar", "/prompts/zh/" + id);
  }

  private static void meet(CyclicBarrier allInside) {
    try {
      allInside.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("not all residents came inside the menu", e);
    }
  }

  /** Residents at the telephone, and the simulator with the same keys: one for the notice, and one for each menu. */
  private static void sameWayAsTheTrial(String version) {
    List<String> keys = List.of("2", "93", "64", "6#");
    var outcomes = Crowd.place(keys.stream()
        .map(pressed -> hotline.resident().hearsNoticeOf(TonePrompts.length("notice").plusMillis(800)).dials("12345").presses(pressed)
            .says(Sound.tone(VOICE, ofSeconds(1))).presses("##").staysOnTheLine(ofSeconds(60)))
        .toList(), 4);
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      CallFacts facts = ended(outcomes.get(i).talked());
      JsonNode way = hotline.json(menu() + "/trial?deeds=-" + keys.get(i).replace("#", "%23") + "%23%23").get("steps");
      JsonNode end = way.get(way.size() - 1);
      assertThat(end.get("kind").asString()).isEqualTo("done");
      assertThat(facts.text("choice")).as(keys.get(i)).isEqualTo(end.get("choice").asString());
      assertThat(facts.text("language")).isEqualTo(end.get("language").asString());
      assertThat(facts.text("menuVersion")).isEqualTo(version);
      choices.add(facts.text("choice"));
    }
    assertThat(choices).containsExactly("consultation", "repair", "complaint", "complaint");
  }

  /** Known soon after the end of the call; its recording is sealed in its own time. */
  private static CallFacts ended(Talked call) {
    return TestHotline.await(ofSeconds(90), "the end of " + call.sipCallId() + " and its ticket",
        () -> hotline.facts(call).filter(facts -> facts.text("end").equals("completed") && facts.has("ticket")).orElse(null));
  }

  private static void publish(String document) {
    hotline.put(menu() + "/draft", document);
    hotline.post(menu() + "/publication", "{\"revision\":1,\"note\":\"试\"}");
  }

  private static String menu() {
    return hotline.calendar().replace("/calendar", "/menu");
  }
}
