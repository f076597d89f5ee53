package org.huiyin.web.console;

import java.io.IOException;
import java.net.http.HttpResponse;

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

/** A community adds a sentence of its own, in the browser and by the API. */
@WholeHouse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentencesInChromiumTest {
  private final Desk desk;
  private ChromiumDesk chromium;

  @SuppressWarnings("NullAway.Init")
  SentencesInChromiumTest(@Autowired Desk desk) {
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
  void a_sentence_of_the_communitys_own_is_added_heard_used_by_the_menu_and_removed_in_the_browser() {
    var page = chromium.page();
    chromium.open(page, "/prompts?community=" + desk.community());
    page.click("#add summary");
    page.fill("#n-zh", "今天三号楼停水。");
    page.fill("#n-en", "The water is off in house three today.");
    page.fill("#n-name", "停水");
    page.click("#add button");
    assertThat(page.locator("main .notice.error")).containsText("小写字母、数字和连字符");
    assertThat(page.locator("#n-zh")).hasValue("今天三号楼停水。");
    assertThat(page.locator("#n-en")).isVisible();
    page.fill("#n-name", "water-off");
    page.click("#add button");
    assertThat(page.locator("main .notice.done")).containsText("已添加");
    var row = page.locator("#p-own-water-off");
    assertThat(row).containsText("今天三号楼停水。");
    assertThat(row).containsText("The water is off in house three today.");
    assertThat(row).containsText("菜单没有用到");
    assertThat(row.locator("audio")).hasCount(2);
    assertThat(row).isInViewport();

    // the voice menu offers it
    chromium.open(page, "/menus?community=" + desk.community());
    page.selectOption("#a-kind", "announce");
    page.fill("#a-id", "water");
    page.click("#add button");
    page.selectOption("select[name='/announce/0/says/0']", "own-water-off");
    page.locator("#part button").first().click();
    assertThat(page.locator("main .notice.done")).isVisible();

    chromium.open(page, "/prompts/zh/own-water-off?community=" + desk.community());
    page.click("#removal button");
    assertThat(page.locator("main .notice.error")).containsText("菜单草稿里的播报“water”");
    assertThat(page.locator("#said-now")).containsText("今天三号楼停水。");
    var menu = "/api/v1/communities/" + desk.community() + "/menu";
    desk.ask("DELETE", menu + "/draft?revision=" + desk.json(menu).path("draft").path("revision").asInt(), "");
    page.click("#removal button");
    assertThat(page.locator("main .notice.done")).containsText("已删除");
    assertThat(page.locator("#p-own-water-off")).hasCount(0);
    assertThat(chromium.complaints()).allMatch(each -> each.contains("422") || each.contains("409"), "nothing but what was refused");
  }

  @Test
  void the_same_by_the_api_in_both_languages_and_a_menu_that_says_it_is_no_other_communitys() throws IOException, InterruptedException {
    var path = "/api/v1/communities/" + desk.community() + "/prompts";
    var added = desk.ask("POST", path, "{\"zh\":\"一楼可以打疫苗。\",\"en\":\"Vaccines on the first floor.\"}");
    assertThat(added.statusCode()).isEqualTo(201);
    var id = json(added).path("id").asString();
    assertThat(id).isEqualTo("own-vaccines-on-the-first-floor");
    var all = desk.json(path);
    assertThat(all.path("unused").valueStream().map(JsonNode::asString)).contains("zh/" + id, "en/" + id);
    assertThat(desk.json(path + "/en/" + id).path("items").get(0).path("version").asInt()).isEqualTo(1);
    assertThat(desk.ask("POST", path + "/zh/" + id + "/speech", "{\"text\":\"一楼打疫苗。\",\"note\":\"短\"}").statusCode()).isEqualTo(200);

    var menu = "/api/v1/communities/" + desk.community() + "/menu";
    var document = desk.json(menu).path("document").toString().replace("\"goodbye\":\"goodbye\"", "\"goodbye\":\"" + id + "\"");
    assertThat(json(desk.ask("PUT", menu + "/draft", document)).path("faults").isEmpty()).isTrue();
    assertThat(json(desk.ask("POST", "/api/v1/menus/faults", document)).path("faults").toString()).contains("/ending/goodbye", id);
    var inUse = desk.ask("DELETE", path + "/" + id, "");
    assertThat(inUse.statusCode()).isEqualTo(409);
    assertThat(json(inUse).path("detail").asString()).contains("/ending/goodbye");
    assertThat(desk.ask("DELETE", menu + "/draft?revision=1", "").statusCode()).isEqualTo(204);
    assertThat(desk.ask("DELETE", path + "/" + id, "").statusCode()).isEqualTo(204);
    assertThat(desk.ask("DELETE", path + "/" + id, "").statusCode()).isEqualTo(404);
    assertThat(desk.ask("DELETE", path + "/goodbye", "").statusCode()).as("the product's").isEqualTo(404);
    assertThat(desk.ask("GET", path + "/en/" + id, "").statusCode()).isEqualTo(404);
    assertThat(desk.ask("POST", path, "{\"zh\":\"只有中文\"}").statusCode()).isEqualTo(422);
    assertThat(desk.ask("POST", path.replace(desk.community().toString(), java.util.UUID.randomUUID().toString()),
        "{\"zh\":\"好\",\"en\":\"Good\"}").statusCode()).isEqualTo(404);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
