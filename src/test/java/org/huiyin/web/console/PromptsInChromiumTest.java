package org.huiyin.web.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.huiyin.flow.prompts.MadeSounds;
import org.huiyin.web.Desk;
import org.huiyin.web.WholeHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** A community gives a prompt its own voice, in the browser and by the API. */
@WholeHouse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptsInChromiumTest {
  private final Desk desk;
  private ChromiumDesk chromium;

  @SuppressWarnings("NullAway.Init")
  PromptsInChromiumTest(@Autowired Desk desk) {
    this.desk = desk;
  }

  @BeforeAll
  void sign_in() {
    chromium = new ChromiumDesk(desk);
  }

  @AfterAll
  void close() {
    chromium.close();
  }

  @Test
  void a_prompt_is_uploaded_heard_and_taken_back_in_the_browser() {
    var page = chromium.page();
    chromium.open(page, "/menus");
    page.click("main a:has-text('语音') >> nth=-1");
    page.click("#p-little-time a >> nth=0");
    assertThat(page.locator("h1")).containsText("中文：还可以说半分钟");

    // what is no recording is said to be none, and nothing that was typed is lost
    page.setInputFiles("#u-file", new FilePayload("song.wav", "audio/wav", "no sound".getBytes(StandardCharsets.UTF_8)));
    page.fill("#u-words", "还有半分钟");
    page.fill("#u-note", "书记的声音");
    page.click("#upload button >> nth=1");
    assertThat(page.locator("main .notice.error")).containsText("这不是能用的录音文件");
    assertThat(page.locator("#u-words")).hasValue("还有半分钟");
    assertThat(page.locator("#u-note")).hasValue("书记的声音");

    page.setInputFiles("#u-file", new FilePayload("录音.mp3", "audio/mpeg", MadeSounds.tone("mp3", 1.5)));
    page.click("#upload button >> nth=1");
    assertThat(page.locator("main .notice.done")).containsText("从下一个来电起用");
    assertThat(page.locator("#said-now")).containsText("还有半分钟");
    assertThat(page.locator("#said-now")).containsText("上传的录音");
    page.evaluate("document.querySelector('#said-now audio').load()");
    page.evaluate("document.querySelector('#said-now audio').preload = 'metadata'");
    page.waitForCondition(
        () -> Math.abs(((Number) page.evaluate("document.querySelector('#said-now audio').duration || 0")).doubleValue() - 1.6) < 0.2);
    assertThat(page.locator(".prompt-versions li").first()).containsText("书记的声音");

    page.click("text=返回语音");
    page.click("#shown a >> nth=1");
    assertThat(page.locator("#p-little-time")).containsText("还有半分钟");
    page.click("#p-little-time a >> nth=0");
    page.locator(".prompt-versions button").last().click();
    assertThat(page.locator("main .notice.done")).containsText("已换回");
    assertThat(page.locator("#said-now")).containsText("产品自带");
    assertThat(page.locator(".prompt-versions li")).hasCount(3);
    assertThat(chromium.complaints()).allMatch(each -> each.contains("422"), "nothing but the refused upload");
  }

  @Test
  void a_draft_is_heard_in_the_browser_and_then_used_or_thrown_away() {
    var page = chromium.page();
    chromium.open(page, "/prompts/zh/anything-more?community=" + desk.community());
    for (String done : List.of("#discard", "#take")) {
      page.setInputFiles("#u-file", new FilePayload("录音.mp3", "audio/mpeg", MadeSounds.tone("mp3", 1.5)));
      page.fill("#u-words", "还有吗");
      page.fill("#u-note", "短一些");
      page.click("#draft-upload");
      assertThat(page.locator("main .notice.done")).containsText("请先听一听");
      assertThat(page.locator("#draft")).containsText("还有吗");
      assertThat(page.locator("#said-now")).not().containsText("还有吗");
      page.waitForCondition(
          () -> Math.abs(((Number) page.evaluate("document.querySelector('#draft audio').duration || 0")).doubleValue() - 1.6) < 0.2);
      page.click(done);
      page.locator("#draft").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }
    assertThat(page.locator("main .notice.done")).containsText("从下一个来电起用");
    assertThat(page.locator("#said-now")).containsText("还有吗");
    assertThat(page.locator(".prompt-versions li")).hasCount(2);
    assertThat(chromium.complaints()).allMatch(each -> each.contains("422"), "nothing but the refused upload");
  }

  @Test
  void a_draft_by_the_api_counts_only_when_it_is_taken() throws IOException, InterruptedException {
    var path = "/api/v1/communities/" + desk.community() + "/prompts/en/thanks";
    var made = json(upload(path + "/draft/audio?note=ours&text=Thanks.", MadeSounds.tone("flac", 1), "en"));
    assertThat(desk.json(path).path("items")).hasSize(1);
    var heard = desk.ask("GET", made.path("audio").asString(), "");
    assertThat(new String(heard.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    var draft = path + "/draft/" + desk.json(path + "/draft").path("draft").asString();
    assertThat(desk.ask("POST", path + "/draft/0000/publication", "").statusCode()).isEqualTo(409);
    assertThat(desk.ask("POST", draft + "/publication", "").statusCode()).isEqualTo(200);
    assertThat(desk.json(path).path("items").get(0).path("text").asString()).isEqualTo("Thanks.");
    assertThat(desk.ask("DELETE", draft, "").statusCode()).isEqualTo(409);
    assertThat(desk.ask("GET", path + "/draft", "").statusCode()).isEqualTo(404);
    assertThat(json(upload(path + "/draft/audio", MadeSounds.tone("flac", 1), "en")).path("detail").asString()).contains("Say why");
    assertThat(desk.ask("POST", path + "/versions/1/restoration", "{\"note\":\"as it was\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void a_pin_to_record_a_prompt_by_telephone_is_shown_once_and_is_nowhere_on_the_page_that_comes_after() {
    var page = chromium.page();
    var community = "?community=" + desk.community();
    long before = desk.acts("prompt.pin-issued", "community:" + desk.community());
    chromium.open(page, "/prompts/zh/goodbye" + community);
    assertThat(page.locator("#telephone .pin")).hasCount(0);
    assertThat(page.locator("#telephone .help")).containsText("拨 *75");
    assertThat(page.locator("#t-note")).hasValue("电话录音");

    page.fill("#t-note", "  ");
    page.evaluate("document.querySelector('#t-note').removeAttribute('required')");
    page.fill("#t-words", "再见，多保重");
    page.click("#telephone button");
    assertThat(page.locator("main .notice.error")).containsText("请写明为什么改");
    assertThat(page.locator("#t-words")).hasValue("再见，多保重");

    page.fill("#t-note", "书记的声音");
    page.click("#telephone button");
    var pin = page.locator("#telephone .digits").textContent();
    assertThat(pin).matches("[0-9]{4} [0-9]{4}");
    assertThat(page.locator("#telephone .pin")).containsText("请用任何一部电话拨 *75");
    assertThat(page.locator("#telephone .pin")).containsText("口令只显示这一次");
    assertThat(page.locator("#telephone .digits")).isInViewport();
    assertThat(page.locator("#t-words")).hasValue("再见，多保重");
    assertThat(desk.acts("prompt.pin-issued", "community:" + desk.community())).isEqualTo(before + 1);

    page.click("#telephone .pin a");
    assertThat(page.locator("#telephone .pin")).hasCount(0);
    assertThat(page.content()).doesNotContain(pin).doesNotContain(pin.replace(" ", ""));
    assertThat(page.locator("#said-now")).containsText("产品自带");
    assertThat(chromium.complaints()).allMatch(each -> each.contains("422"), "nothing but what was refused");
  }

  @Test
  void a_pin_by_the_api_is_given_for_what_the_community_says_itself_and_with_a_reason() throws IOException, InterruptedException {
    var path = "/api/v1/communities/" + desk.community() + "/prompts/en/goodbye/telephone";
    var given = json(desk.ask("POST", path, "{\"text\":\"Goodbye.\",\"note\":\"our own voice\"}"));
    assertThat(given.path("dial").asString()).isEqualTo("*75");
    assertThat(given.path("pin").asString()).matches("[0-9]{8}");
    assertThat(java.time.OffsetDateTime.parse(given.path("until").asString()).toInstant()).isAfter(java.time.Instant.now());
    assertThat(desk.ask("POST", path, "{}").statusCode()).isEqualTo(422);
    for (String gone : List.of("/zh/studio-pin/", "/zh/fallback-notice/", "/fr/goodbye/")) {
      assertThat(desk.ask("POST", path.replace("/en/goodbye/", gone), "{\"note\":\"x\"}").statusCode()).as(gone).isEqualTo(404);
    }
    assertThat(desk.ask("POST", path.replace(desk.community().toString(), java.util.UUID.randomUUID().toString()), "{\"note\":\"x\"}")
        .statusCode()).isEqualTo(404);
  }

  @Test
  void the_same_by_the_api_with_the_roles_and_the_errors_of_the_pages() throws IOException, InterruptedException {
    var path = "/api/v1/communities/" + desk.community() + "/prompts/en/little-time";
    var before = desk.acts("prompt.uploaded", "community:" + desk.community());
    var refused = upload(path + "/audio?note=test", "<html>".getBytes(StandardCharsets.UTF_8), "zh-CN");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).path("detail").asString()).contains("这不是能用的录音文件");
    assertThat(json(upload(path + "/audio?note=test", "<html>".getBytes(StandardCharsets.UTF_8), "en")).path("detail").asString())
        .contains("no recording");
    assertThat(upload(path + "/audio?note=test", new byte[11 * 1024 * 1024], "en").statusCode()).isEqualTo(422);
    assertThat(json(upload(path + "/audio", MadeSounds.tone("flac", 1), "en")).path("detail").asString()).contains("Say why");

    var taken = upload(path + "/audio?note=ours&text=Half%20a%20minute.", MadeSounds.tone("flac", 1), "en");
    assertThat(taken.statusCode()).isEqualTo(200);
    var version = json(taken);
    assertThat(version.path("text").asString()).isEqualTo("Half a minute.");
    assertThat(version.path("source").asString()).isEqualTo("uploaded");
    var audio = desk.ask("GET", version.path("audioUrl").asString(), "");
    assertThat(audio.headers().firstValue("Content-Type")).hasValue("audio/wav");
    assertThat(new String(audio.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    var own = desk.home().resolve("asterisk/data/sounds/huiyin/own");
    try (var files = Files.list(own)) {
      assertThat(files).as("where Asterisk finds it").anyMatch(file -> file.toString().endsWith(".wav16"));
    }
    assertThat(desk.acts("prompt.uploaded", "community:" + desk.community())).isEqualTo(before + 1);

    assertThat(desk.ask("POST", path + "/versions/1/restoration", "{\"note\":\"as it was\"}").statusCode()).isEqualTo(200);
    assertThat(desk.json(path).path("items").get(0).path("backTo").asInt()).isEqualTo(1);
    var all = desk.json("/api/v1/communities/" + desk.community() + "/prompts");
    assertThat(all.path("items").valueStream().map(each -> each.path("id").asString())).contains("notice", "little-time");
    for (String gone : List.of("/fr/menu", "/zh/fallback-notice", "/zh/nothing")) {
      assertThat(desk.ask("GET", path.replace("/en/little-time", gone), "").statusCode()).as(gone).isEqualTo(404);
    }
  }

  private HttpResponse<byte[]> upload(String path, byte[] file, String language) throws IOException, InterruptedException {
    var token = Files.readString(desk.home().resolve("secrets/local-admin.token")).strip();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(desk.url(path))).header("Authorization", "Bearer " + token)
          .header("Accept-Language", language).header("Content-Type", "application/octet-stream")
          .PUT(HttpRequest.BodyPublishers.ofByteArray(file)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  static {
    com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(20_000.0);
  }
}
