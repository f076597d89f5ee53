package org.huiyin.web.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.huiyin.web.Desk;
import org.huiyin.web.WholeHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** An administrator changes the voice menu, tries it out, publishes it and takes it back. */
@WholeHouse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MenusInChromiumTest {
  private final Desk desk;
  private ChromiumDesk chromium;

  @SuppressWarnings("NullAway.Init")
  MenusInChromiumTest(@Autowired Desk desk) {
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
  void a_menu_is_changed_checked_tried_out_published_and_rolled_back_in_the_browser() throws IOException {
    sounds("notice", "menu", "language");
    var page = chromium.page();
    chromium.open(page, "/hours");
    page.click("text=语音菜单");
    assertThat(page.locator("svg.menu-picture")).containsText("紧急");

    // a mistake is named where it was made, and keeps from publishing
    page.click(".menu-tree a:has-text('菜单 main')");
    page.selectOption("[name='/menus/0/keys/0']", "repair");
    page.click("#node-form button");
    assertThat(page.locator(".faults")).containsText("0 键必须是人工");
    assertThat(page.locator("#node-form .wrong")).containsText("0 键必须是人工");
    assertThat(page.locator("#publish")).isDisabled();
    chromium.open(page, "/menus/try");
    assertThat(page.locator("main .notice.error")).containsText("不能试打");

    chromium.open(page, "/menus?node=/menus/0");
    page.selectOption("[name='/menus/0/keys/0']", "person");
    page.selectOption("[name='/menus/0/keys/6']", "complaint");
    page.click("#node-form button");
    assertThat(page.locator(".faults .notice.done")).containsText("没有发现问题");
    page.click("text=和现用的比较");
    assertThat(page.locator(".differences")).containsText("菜单“main”的 6 键通到“complaint”（新增）。");

    // short answers under a key
    chromium.open(page, "/menus?node=/menus/0");
    page.selectOption("#a-kind", "information");
    page.fill("#a-id", "guides");
    page.click("#add button");
    assertThat(page.locator(".faults")).containsText("没有按键通到 guides");
    assertThat(page.locator("#part")).containsText("按 3 说什么");
    page.selectOption("[name='/information/0/otherwise']", "consultation");
    page.click("#node-form button");
    chromium.open(page, "/menus?node=/menus/0");
    page.selectOption("[name='/menus/0/keys/3']", "guides");
    page.click("#node-form button");
    assertThat(page.locator(".faults .notice.done")).containsText("没有发现问题");
    assertThat(page.locator(".menu-tree")).containsText("播放 guide-legal-help");
    chromium.open(page, "/menus/try?date=2026-10-01&time=10:00&deeds=-32");
    assertThat(page.locator(".call-path")).containsText("医疗保障服务热线，幺二三九三");

    // the draft at the telephone, with its sound
    chromium.open(page, "/menus/try?date=2026-10-01&time=10:00");
    assertThat(page.locator("#phone audio")).hasAttribute("src", "/menus/sound?community=" + desk.community() + "&of=zh/notice");
    page.waitForCondition(() -> ((Number) page.evaluate("document.querySelector('audio').duration || 0")).doubleValue() == 0.5);
    page.click("#waits");
    assertThat(page.locator("#phone audio")).hasAttribute("src", "/menus/sound?community=" + desk.community() + "&of=zh/menu,en/language");
    page.waitForCondition(() -> ((Number) page.evaluate("document.querySelector('audio').duration || 0")).doubleValue() == 1.0);
    page.click(".keypad a:has-text('5')");
    page.click("#tickets-2");
    assertThat(page.locator(".call-path")).containsText("您在 昨天 登记的事，已经受理，还没有办完。");
    page.click(".keypad a:has-text('6')");
    assertThat(page.locator(".call-path")).containsText("投诉");
    page.click("#speaks");
    page.click(".keypad a:has-text('保留')");
    assertThat(page.locator("#phone")).containsText("通话结束");

    chromium.open(page, "/menus");
    page.fill("#p-note", "六键也是投诉");
    page.click("#publish");
    assertThat(page.locator(".versions")).containsText("六键也是投诉");
    page.locator(".versions button").last().click();
    assertThat(page.locator(".notice.done").first()).containsText("已回退");
    assertThat(page.locator(".versions li").first()).containsText("回退到第 1 版");
    var inForce = desk.json(menu()).path("inForce");
    assertThat(inForce.path("rolledBackTo").asInt()).isEqualTo(1);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void a_way_by_the_hours_and_an_announcement_are_put_in_and_tried_out_and_the_menu_goes_out_and_comes_in_as_a_file() throws IOException {
    var page = chromium.page();
    chromium.open(page, "/menus?node=/general");
    added(page, "announce", "water");
    page.selectOption("[name='/announce/0/says/0']", "guide-legal-help");
    page.selectOption("[name='/announce/0/next']", "repair");
    page.click("#node-form button");
    added(page, "hours", "opening");
    page.selectOption("[name='/hours/0/closed']", "water");
    page.click("#node-form button");
    chromium.open(page, "/menus?node=/general");
    page.selectOption("[name='/start']", "opening");
    page.click("#node-form button");
    assertThat(page.locator(".faults .notice.done")).containsText("没有发现问题");
    assertThat(page.locator("svg.menu-picture")).containsText("没人值守：播报 water");
    assertThat(page.locator(".menu-tree")).containsText("有人值守：菜单 main");
    chromium.open(page, "/menus/try?date=2026-10-01&time=10:00&deeds=--");
    assertThat(page.locator(".call-path")).containsText("看服务时间：现在没人值守");
    assertThat(page.locator(".call-path")).containsText("播报");
    assertThat(page.locator(".call-path")).containsText("选了：报修");
    chromium.open(page, "/menus/try?date=2026-11-23&time=10:00&deeds=-");
    assertThat(page.locator(".call-path")).containsText("看服务时间：现在有人值守");
    chromium.open(page, "/menus/differences?community=" + desk.community() + "&from=1&to=draft");
    assertThat(page.locator(".differences")).containsText("告知之后先到“opening”，原来是“main”。");

    // out as a file, changed elsewhere, and in again
    var exported = desk.json(menu() + "/versions/1/document").toString();
    chromium.open(page, "/menus");
    page.click("#file-title ~ details summary");
    page.setInputFiles("#i-file", new FilePayload("menu.json", "application/json",
        exported.replace("\"most\":5", "\"most\":4").getBytes(StandardCharsets.UTF_8)));
    page.click("#import button");
    assertThat(page.locator(".notice.done").first()).containsText("已存为草稿");
    page.click("text=和现用的比较");
    assertThat(page.locator(".differences")).containsText("最多可以重听的次数是 4，原来是 5。");
    chromium.open(page, "/menus");
    page.click("text=放弃草稿");
    assertThat(chromium.complaints()).isEmpty();
  }

  private static void added(Page page, String kind, String id) {
    page.selectOption("#a-kind", kind);
    page.fill("#a-id", id);
    page.click("#add button");
    page.locator("#f\\/" + kind + "\\/0\\/id").waitFor();
  }

  private String menu() {
    return "/api/v1/communities/" + desk.community() + "/menu";
  }

  /** Half a second each, in both languages. */
  private void sounds(String... ids) throws IOException {
    for (String language : List.of("zh", "en")) {
      var folder = Files.createDirectories(desk.home().resolve("asterisk/data/sounds/huiyin/" + language));
      for (String id : ids) {
        var wav = ByteBuffer.allocate(44 + 8000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 8000).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16)
            .putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16)
            .put("data".getBytes(StandardCharsets.US_ASCII)).putInt(8000);
        Files.write(folder.resolve(id + ".wav"), wav.array());
      }
    }
  }

  static {
    com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(20_000.0);
  }
}
