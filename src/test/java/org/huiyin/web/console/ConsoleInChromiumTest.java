package org.huiyin.web.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.web.Desk;
import org.huiyin.web.WholeHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@WholeHouse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleInChromiumTest {
  private static final String RESIDENT = "13800138000";
  private static final int NARROW = 390;
  private static final int WIDE = 1440;

  private final Desk desk;
  private final CallLedger ledger;
  private final Clock clock;
  private final JdbcClient jdbc;
  private final Directory directory;
  private ChromiumDesk chromium;

  @SuppressWarnings("NullAway.Init")
  ConsoleInChromiumTest(@Autowired Desk desk, @Autowired CallLedger ledger, @Autowired Clock clock, @Autowired JdbcClient jdbc,
      @Autowired Directory directory) {
    this.directory = directory;
    this.desk = desk;
    this.jdbc = jdbc;
    this.ledger = ledger;
    this.clock = clock;
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
  void a_call_appears_and_moves_on_without_a_reload() {
    var page = chromium.page();
    chromium.open(page, "/calls");
    page.evaluate("window.sameDocument = true");
    var call = CallId.random();

    begin(call);
    var row = page.locator("[data-key='" + call + "']");
    assertThat(row).containsText("139****5678");

    ledger.progress(call, "message", "repair", "zh");
    assertThat(row).containsText("正在留言");
    assertThat(row).containsText("报修");
    assertThat(page.locator("#now")).containsText("通话中");
    assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
  }

  /** On a slow line a page listens long after it was made. */
  @Test
  void a_call_that_begins_between_the_making_of_a_page_and_its_listening_appears_too() {
    var page = chromium.page();
    var call = CallId.random();
    page.route("**/live*", route -> {
      begin(call);
      page.unroute("**/live*");
      route.resume();
    });
    chromium.open(page, "/calls");
    assertThat(page.locator("[data-key='" + call + "']")).containsText("139****5678");
  }

  private void begin(CallId call) {
    ledger.begin(new CallStart(call, call + "@test", "12345", PhoneNumber.of("13912345678", PhoneNumber.Presentation.ALLOWED, "CN"),
        clock.instant()));
  }

  @Test
  void the_message_of_a_ticket_is_played_and_sought_in_and_that_is_one_entry_in_the_log() {
    var call = desk.finishedCall("repair", RESIDENT);
    var subject = "recording:" + call.path("recordingId").asString();
    var page = chromium.page();
    chromium.open(page, call.path("consoleUrl").asString());
    assertThat(page.locator("#player")).containsText("居民");
    assertThat(desk.acts("recording.replayed", subject)).as("opening the page is not listening").isZero();

    page.click("[data-play]");
    until(page, () -> at(page) > 0.5);
    double before = at(page);
    page.keyboard().press("ArrowRight");
    until(page, () -> at(page) >= before + 5);
    double sought = at(page);
    until(page, () -> at(page) > sought + 0.3);

    page.locator("button[data-seek]").click();
    until(page, () -> at(page) >= 9 && at(page) < 15);
    page.locator("#player [role=slider]").focus();
    page.keyboard().press("ArrowUp");
    assertThat(page.evaluate("document.querySelector('audio').playbackRate")).isEqualTo(1.25);
    page.keyboard().press(" ");
    until(page, () -> page.evaluate("document.querySelector('audio').paused").equals(true));

    assertThat(page.locator("[data-wall]")).hasText(java.util.regex.Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
    assertThat(desk.acts("recording.replayed", subject)).isEqualTo(1);
    assertThat(page.evaluate("[...document.querySelector('canvas').getContext('2d').getImageData(0, 0, 300, 100).data].some(v => v > 0)"))
        .isEqualTo(true);
  }

  @Test
  void a_hold_says_the_last_day_on_which_it_holds() {
    var page = chromium.page();
    chromium.open(page, desk.finishedCall("repair", RESIDENT).path("consoleUrl").asString());
    page.click("summary:has-text('设置保全')");
    page.fill("#hold-reason", "法院来函");
    page.fill("#hold-until", "2027-11-30");
    page.click("form:has(#hold-until) button");
    assertThat(page.locator(".chip:has-text('到 ')")).containsText("11月30日");
  }

  @Test
  void facts_are_corrected_in_place_and_a_colleagues_change_is_not_overwritten() {
    var path = desk.finishedCall("repair", RESIDENT).path("consoleUrl").asString();
    var page = chromium.page();
    var other = chromium.page();
    chromium.open(page, path);
    chromium.open(other, path);

    page.fill("#what", "电梯停了，老人下不了楼");
    page.click("#facts .save button");
    assertThat(page.locator("h1")).hasText("电梯停了，老人下不了楼");
    assertThat(page.locator("#messages")).containsText("已保存");

    // The colleague's words arrive by themselves; what came so is as much a part of the page as what was there at first.
    assertThat(other.locator("#what")).hasValue("电梯停了，老人下不了楼");
    other.fill("#place", "3号楼2单元");
    other.evaluate("document.querySelector('#facts input[name=version]').value = 0");
    other.evaluate("window.sameDocument = true");
    // What is heard of the colleague's change from here on must find the words guarded already.
    other.evaluate("document.body.addEventListener('htmx:afterSwap', () => "
        + "document.body.dataset.guarded = String(document.querySelector('#facts form').dataset.dirty))");
    other.click("#facts .save button");
    assertThat(other.locator("#messages")).containsText("另一位同事");
    assertThat(other.evaluate("window.sameDocument")).isEqualTo(true);
    assertThat(other.locator("body")).hasAttribute("data-guarded", "true");
    assertThat(other.locator("#place")).hasValue("3号楼2单元");

    page.fill("#note-text", "已联系电梯公司");
    page.click("text=添加备注");
    assertThat(page.locator("#timeline")).containsText("已联系电梯公司");
    assertThat(page.locator("#timeline")).containsText("由语音菜单接听（版本 default-0f1e2d3c4b5a）");
    page.fill("#result-text", "电梯已恢复");
    page.click("text=写明结果并归档");
    assertThat(page.locator("#acts")).containsText("电梯已恢复");
    assertThat(page.locator("#what")).hasCount(0);
  }

  @Test
  void a_whole_number_is_shown_on_request_as_a_link_to_dial() {
    var call = desk.finishedCall("repair", RESIDENT);
    var page = chromium.page();
    chromium.open(page, call.path("consoleUrl").asString());
    assertThat(page.content()).doesNotContain(RESIDENT);

    page.click("text=显示完整号码");
    assertThat(page.locator("#caller a.tel")).hasAttribute("href", "tel:" + RESIDENT);
    assertThat(desk.acts("number.shown", "ticket:" + call.path("ticket").asString())).isEqualTo(1);
  }

  @Test
  void no_page_is_wider_than_a_telephone_and_axe_finds_nothing() throws IOException {
    var call = desk.finishedCall("urgent", RESIDENT);
    var statement = "/statements/" + statement(call);
    var axe = Files.readString(Path.of("src/main/frontend/node_modules/axe-core/axe.min.js"));
    var pages = List.of("/calls", "/tickets", "/tickets?state=MISSED", call.path("consoleUrl").asString(), "/recordings",
        "/recordings/" + call.path("recordingId").asString(), "/retention?days=730", "/approvals", "/audit", "/statements", statement,
        "/system", "/hours", "/menus?node=/menus/0", "/menus/try?date=2026-10-01&time=10:00&deeds=-", "/menus?node=/words",
        "/prompts", "/prompts/zh/menu?community=" + desk.community(), "/hours/minute?date=2026-10-01&time=10:00&keys=8", "/hours/duty",
        "/hours/numbers",
        "/staff", "/account", "/nowhere");
    var faults = new ArrayList<String>();
    for (var look : List.of(new Look("zh-CN", NARROW, ColorScheme.LIGHT), new Look("en-GB", NARROW, ColorScheme.DARK),
        new Look("en-GB", WIDE, ColorScheme.LIGHT), new Look("zh-CN", WIDE, ColorScheme.DARK))) {
      var page = chromium.page(look.language(), look.width(), look.scheme());
      for (String path : pages) {
        faults.addAll(faults(page, path, look, axe));
      }
      page.context().close();
    }
    assertThat(faults).isEmpty();
    assertThat(chromium.complaints()).filteredOn(complaint -> !complaint.contains("status of 4")).isEmpty();
  }

  private List<String> faults(Page page, String path, Look look, String axe) {
    var faults = new ArrayList<String>();
    chromium.open(page, path);
    if ((Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0) {
      faults.add(path + " is wider than " + look + " because of " + page.evaluate("""
          [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > window.innerWidth).slice(0, 3)
            .map(one => one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 60))"""));
    }
    if (page.locator("body").textContent().contains("''")) {
      faults.add(path + " as " + look + " says an apostrophe twice");
    }
    page.evaluate(axe);
    @SuppressWarnings("unchecked")
    var found = (List<String>) page.evaluate(
        """
            axe.run(document, {resultTypes: ['violations']}).then(result => result.violations
              .filter(fault => ['serious', 'critical'].includes(fault.impact))
              .map(fault => fault.id + ': ' + fault.nodes.slice(0, 3).map(node => node.html + ' ' + node.any.map(any => any.message)).join(' | ')))""");
    found.forEach(fault -> faults.add(path + " as " + look + ": " + fault));
    return faults;
  }

  @Test
  void what_is_kept_and_what_a_resident_asks_is_decided_on_pages_of_their_own() throws IOException {
    var number = "13612345678";
    var call = desk.finishedCall("repair", number);
    var recording = UUID.fromString(call.path("recordingId").asString());
    var keep = UUID.randomUUID();
    var page = chromium.page();
    until(page, () -> count("retention_recording where recording = ?", recording) == 1);
    try {
      // As it will stand two years from now.
      jdbc.sql("update retention_recording set held = true, kept_by = 'OPEN_TICKET', keep_until = call_started_at where recording = ?")
          .param(recording).update();
      jdbc.sql("""
          insert into retention_long_keep (id, kind, subject, community, reason, proposer, approver, proposal, since, review_by)
          select ?, 'TICKET', '20200101-0001', community, '小区改造的纠纷', ?, ?, ?, call_started_at, call_started_at
          from retention_recording where recording = ?""")
          .params(keep, "staff:" + UUID.randomUUID(), "staff:" + UUID.randomUUID(), UUID.randomUUID(), recording).update();
      chromium.open(page, "/retention");
      page.click("text=待决定与长期保存");
      var card = page.locator("article:has(#d-" + recording + ")");
      assertThat(card).containsText(call.path("ticket").asString());
      assertThat(page.locator("main")).containsText("复核已逾期");
      card.locator("input[name=reason]").fill("事情复杂，还在协调");
      card.locator("text=提出长期保存").click();
      assertThat(page.locator("article:has(#d-" + recording + ")")).containsText("等待");

      chromium.open(page, "/retention/policy");
      page.selectOption("select[name='daily_life.NORMAL']", "2");
      page.click("main button.first");
      assertThat(page.locator("main")).containsText("一周内会多销毁 0 条录音");
      page.fill("#policy-reason", "居民常在一年后才来问");
      page.click("main button.first");
      assertThat(page.locator("main")).containsText("→ 2 年");
      chromium.open(page, "/approvals");
      assertThat(page.locator("main")).containsText("生活服务（年）");

      chromium.open(page, "/requests");
      page.fill("#number", number);
      page.fill("#identity", "本人持身份证到场");
      page.click("main button.first");
      assertThat(page.locator("main h1")).hasText("136****5678");
      assertThat(page.locator("main table")).containsText(call.path("ticket").asString());
      var request = page.url().substring(page.url().indexOf("/requests/"));
      var archive = page.waitForDownload(() -> page.click("text=导出全部"));
      assertThat(new String(Files.readAllBytes(archive.path()), 0, 2, UTF_8)).isEqualTo("PK");

      var held = desk.finishedCall("repair", "13612345670").path("recordingId").asString();
      var placed = desk.ask("POST", "/api/v1/retention/holds",
          "{\"kind\":\"recording\",\"subject\":\"" + held + "\",\"reason\":\"法院来函\"}");
      var hold = "/retention/holds/" + JsonMapper.shared().readTree(placed.body()).path("hold").path("holdId").asString();
      var axe = Files.readString(Path.of("src/main/frontend/node_modules/axe-core/axe.min.js"));
      var faults = new ArrayList<String>();
      for (var look : List.of(new Look("zh-CN", NARROW, ColorScheme.LIGHT), new Look("en-GB", WIDE, ColorScheme.DARK))) {
        var other = chromium.page(look.language(), look.width(), look.scheme());
        for (var path : List.of("/retention", "/retention/decisions", "/retention/policy", "/requests", request, "/approvals",
            "/retention/long-keeps/" + keep, hold)) {
          faults.addAll(faults(other, path, look, axe));
        }
        other.context().close();
      }
      assertThat(faults).isEmpty();
      chromium.open(page, request);
      page.fill("#answer-text", "已当面交给本人");
      page.click("section:has(#answer-title) button");
      assertThat(page.locator("main")).containsText("已答复");
      assertThat(page.locator("main")).containsText("OPEN_TICKET");
    } finally {
      jdbc.sql("delete from retention_long_keep where id = ?").param(keep).update();
      jdbc.sql("delete from approval_proposal").update();
    }
  }

  private long count(String rows, Object parameter) {
    return jdbc.sql("select count(*) from " + rows).param(parameter).query(Long.class).single();
  }

  @Test
  void the_night_dutys_address_is_set_its_secret_shown_once_and_taken_away_again() {
    var page = chromium.page();
    chromium.open(page, "/hours");
    page.click("text=夜间值班通知");
    page.fill("#address", "https://user:word@duty.example.org/");
    page.click("main button.first");
    assertThat(page.locator("main .notice.error")).containsText("没有保存");
    assertThat(page.locator("#address")).hasValue("https://user:word@duty.example.org/");
    page.fill("#address", "https://duty.example.org/hook");
    page.click("main button.first");
    assertThat(page.locator("#secret")).containsText("hyw_");

    chromium.open(page, "/hours/duty");
    assertThat(page.locator("#secret")).hasCount(0);
    assertThat(page.locator("#address")).hasValue("https://duty.example.org/hook");
    page.click("text=不再通知");
    assertThat(page.locator(".notice.done")).containsText("不再收到");
    assertThat(page.locator("#address")).hasValue("");
  }

  @Test
  void hours_a_special_day_and_a_years_holidays_are_set_on_the_calendar_and_a_mistake_keeps_what_was_typed() {
    var page = chromium.page();
    int communities = desk.json("/api/v1/communities").path("items").size();
    chromium.open(page, "/hours?year=2027");
    page.fill("#h-SUNDAY", "8点到12点");
    page.click("#hours button.first");
    assertThat(page.locator("main .notice.error")).containsText("请写成");
    assertThat(page.locator("#h-SUNDAY")).hasValue("8点到12点");
    page.fill("#h-SUNDAY", "08:00-12:00");
    page.click("#hours button.first");
    assertThat(page.locator(".notice.done").first()).containsText("已保存");
    assertThat(page.locator("#h-SUNDAY")).hasValue("08:00-12:00");

    page.fill("#d-date", "2027-03-01");
    page.fill("#d-name", "停电检修");
    page.fill("#d-hours", "");
    page.uncheck("#d-working");
    page.click("#day button.first");
    assertThat(page.locator("a.day.SPECIAL")).hasAttribute("title", java.util.regex.Pattern.compile("2027-03-01.*停电检修.*没有人接听"));

    page.fill("#l-document", "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-32\",\"isOffDay\":true}]}");
    page.click("#holidays button.first");
    assertThat(page.locator("main .notice.error")).containsText("/days/0/date");
    page.fill("#l-document", "{\"year\":2027,\"papers\":[\"试\"],\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}");
    page.click("#holidays button.first");
    assertThat(page.locator("a.day.HOLIDAY")).hasCount(1);
    page.click("text=撤回");
    assertThat(page.locator("a.day.HOLIDAY")).hasCount(0);
    page.click("#day button:has-text('取消')");
    assertThat(page.locator("a.day.SPECIAL")).hasCount(0);
    assertThat(desk.json("/api/v1/communities").path("items").size()).isEqualTo(communities);
  }

  @Test
  void a_number_and_a_community_are_added_and_a_mistake_keeps_what_was_typed() {
    var page = chromium.page();
    chromium.open(page, "/hours");
    page.click("text=号码与社区");
    var number = page.locator("#n-" + desk.community());
    number.fill("*75");
    page.click("main form[action$='/add'] button");
    assertThat(page.locator("main .notice.error")).containsText("以数字或 + 开头");
    assertThat(number).hasValue("*75");
    number.fill("67891");
    page.click("main form[action$='/add'] button");
    assertThat(page.locator(".notice.done")).containsText("号码已加上");
    assertThat(page.locator(".number-row")).hasCount(2);

    page.fill("#new-name", "和平里社区");
    page.fill("#new-en", "Hepingli");
    page.fill("#new-number", "67891");
    page.click("#new button");
    assertThat(page.locator("main .notice.error")).containsText("已经属于一个社区");
    assertThat(page.locator("#new-name")).hasValue("和平里社区");
    page.fill("#new-number", "67892");
    page.click("#new button");
    assertThat(page.locator(".notice.done")).containsText("社区已添加");
    var added = directory.dialledBy("67892").id().toString();
    try {
      assertThat(page.locator("#of-" + added)).hasText("和平里社区");
      chromium.open(page, "/hours/minute?number=67892");
      assertThat(page.locator("main")).containsText("来电经过");
      chromium.open(page, "/hours/numbers");
      page.click("button[aria-label='去掉号码 67891']");
      assertThat(page.locator(".notice.done")).containsText("由默认社区接听");
      assertThat(page.locator("#n-" + desk.community())).isVisible();
    } finally {
      desk.forgetCommunity(added);
    }
  }

  @Test
  void the_language_is_the_browsers_until_the_person_chooses() {
    var page = chromium.page("en-GB", WIDE, ColorScheme.LIGHT);
    chromium.open(page, "/tickets?state=MISSED");
    assertThat(page.locator("h1")).hasText("Tickets");

    page.click("text=中文");
    assertThat(page.locator("h1")).hasText("工单");
    assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
    assertThat(page.url()).endsWith("/tickets?state=MISSED");
  }

  @Test
  void who_serves_several_communities_looks_at_all_of_them_or_at_one() {
    var second = UUID.randomUUID();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '和平里社区', 'Hepingli', 'Asia/Shanghai')").param(second)
        .update();
    jdbc.sql("insert into directory_number (number, community) values ('67890', ?)").param(second).update();
    jdbc.sql("insert into directory_staff_community (staff, community) select id, ? from directory_staff where login = 'admin'")
        .param(second)
        .update();
    assertThat(directory.community(new CommunityId(second))).as("read anew when it is not known").isPresent();
    try {
      var here = CallId.random();
      var there = CallId.random();
      ledger.begin(
          new CallStart(here, here + "@test", "12345", PhoneNumber.of("", PhoneNumber.Presentation.WITHHELD, "CN"), clock.instant()));
      ledger.begin(
          new CallStart(there, there + "@test", "67890", PhoneNumber.of("", PhoneNumber.Presentation.WITHHELD, "CN"), clock.instant()));
      var page = chromium.page("zh-CN", NARROW, ColorScheme.LIGHT);
      chromium.open(page, "/calls");
      assertThat(page.locator("[data-key='" + here + "']")).isVisible();
      assertThat(page.locator("[data-key='" + there + "']")).isVisible();

      page.click(".places summary");
      page.click(".places a:has-text('和平里社区')");
      assertThat(page.locator(".places summary")).hasText("和平里社区");
      assertThat(page.locator("[data-key='" + there + "']")).isVisible();
      assertThat(page.locator("[data-key='" + here + "']")).hasCount(0);
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(NARROW);

      page.click(".places summary");
      page.click(".places a:has-text('全部社区')");
      assertThat(page.locator("[data-key='" + here + "']")).isVisible();
    } finally {
      desk.forgetCommunity(second.toString());
    }
  }

  @Test
  void keys_count_only_outside_of_fields() {
    var call = desk.finishedCall("repair", RESIDENT);
    var page = chromium.page();
    chromium.open(page, call.path("consoleUrl").asString());

    page.focus("#note-text");
    page.keyboard().type("g?c ");
    assertThat(page.locator("#note-text")).hasValue("g?c ");
    assertThat(page.locator("#keys")).not().isVisible();

    page.locator("#content").focus();
    page.keyboard().press("?");
    assertThat(page.locator("#keys")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#keys")).not().isVisible();
  }

  @Test
  void the_statement_of_a_day_is_read_in_both_languages_and_downloaded_as_it_was_signed() {
    var call = desk.finishedCall("repair", RESIDENT);
    var day = statement(call);
    var page = chromium.page();
    chromium.open(page, "/statements");
    page.click("a.row[href='/statements/" + day + "']");
    assertThat(page.locator("h1")).hasText(day + " 对账单");
    assertThat(page.locator("main")).containsText("1 处不明");
    assertThat(page.locator("main")).containsText("没有工单，也不在未接清单里");
    assertThat(page.locator("main")).containsText("录音比通话短：12 秒");
    var down = page.waitForDownload(() -> page.click("text=下载对账单"));
    assertThat(down.suggestedFilename()).isEqualTo("statement-" + day + ".json");
    assertThat(new String(desk.ask("GET", "/api/v1/statements/" + day + "/statement.json", "").body(), UTF_8)).isEqualTo(body(day, call));
    assertThat(desk.ask("GET", "/api/v1/statements/" + day + "/statement.sig", "").body()).hasSize(64);
    assertThat(new String(desk.ask("GET", "/api/v1/statements/key", "").body(), UTF_8)).startsWith("-----BEGIN PUBLIC KEY-----");

    page.click("text=English");
    assertThat(page.locator("h1")).hasText("Statement of " + day);
    assertThat(page.locator("main")).containsText("1 unexplained");
    page.click("text=Call " + call.path("callId").asString().substring(0, 8));
    assertThat(page.locator("#player")).isVisible();
  }

  /** A statement of yesterday with an alarm about the call, and something explained. */
  private String statement(JsonNode call) {
    var day = LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai")).minusDays(1).toString();
    jdbc.sql("delete from operations_statement").update();
    jdbc.sql("""
        insert into operations_statement (date_of, made_at, calls, explained, alarming, key_id, signature, body)
        values (cast(? as date), current_timestamp, 41, 1, 1, ?, ?, ?)""")
        .params(day, "0".repeat(64), Base64.getEncoder().encodeToString(new byte[64]), body(day, call)).update();
    return day;
  }

  private static String body(String day, JsonNode call) {
    return """
        {"version":1,"day":"%s","zone":"Asia/Shanghai","from":"%sT00:00:00Z","to":"%sT23:59:59Z","starts":41,"calls":{"all":41,"cut_off":1},
        "recordings":{"all":41,"salvaged":1,"empty":0},"tickets":30,"missed":11,"witness":"not kept","channels":30,"peak":7,
        "crashes":[{"part":"asterisk","from":"unknown","to":"%sT03:12:00Z"}],"busyMinutes":["%sT02:10:00Z"],"differences":[
        {"reason":"no-ticket","subject":"call:%s","explained":false,"seconds":0,"why":"-"},
        {"reason":"recording-short","subject":"recording:%s","explained":true,"seconds":12,"why":"-"}],"previous":""}"""
        .formatted(day, day, day, day, day, call.path("callId").asString(), call.path("recordingId").asString());
  }

  private record Look(String language, int width, ColorScheme scheme) {
  }

  /** The page's own waiting would need eval, which the content policy forbids. */
  private static void until(Page page, BooleanSupplier condition) {
    page.waitForCondition(condition, new Page.WaitForConditionOptions().setTimeout(30_000));
  }

  private static double at(Page page) {
    return ((Number) page.evaluate("document.querySelector('audio').currentTime")).doubleValue();
  }

  static {
    com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(20_000.0);
  }
}
