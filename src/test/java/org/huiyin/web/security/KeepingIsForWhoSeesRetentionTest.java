package org.huiyin.web.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Desk;
import org.huiyin.web.WholeHouse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What is held and kept long, and why, as each role meets it on the pages of tickets and recordings. */
@WholeHouse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepingIsForWhoSeesRetentionTest {
  private static final String WHY_HELD = "法院来函第七号";
  private static final String WHY_KEPT = "邻里积怨多年";

  private final Desk desk;
  private final Accounts accounts;
  private final Tokens tokens;
  private final Directory directory;
  private final JdbcClient jdbc;
  private final HttpClient http = HttpClient.newHttpClient();
  private String ticket = "";
  private String recording = "";
  private String hold = "";
  private String operator = "";
  private String supervisor = "";
  private String auditor = "";

  KeepingIsForWhoSeesRetentionTest(@Autowired Desk desk, @Autowired Accounts accounts, @Autowired Tokens tokens,
      @Autowired Directory directory, @Autowired JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.desk = desk;
    this.accounts = accounts;
    this.tokens = tokens;
    this.directory = directory;
  }

  @BeforeAll
  void a_ticket_is_held() {
    var made = desk.finishedCall("repair", "13700137000");
    ticket = made.path("ticket").asString();
    recording = made.path("recordingId").asString();
    hold = held("ticket", ticket);
    operator = token(Role.OPERATOR, everywhere());
    supervisor = token(Role.SUPERVISOR, everywhere());
    auditor = token(Role.AUDITOR, everywhere());
  }

  @Test
  void whoever_may_not_see_retention_sees_on_no_page_that_something_is_held_or_why() {
    for (var path : new String[]{"/tickets/" + ticket, "/recordings/" + recording}) {
      assertThat(get(path, operator).body()).as(path).contains("<h1").doesNotContain(WHY_HELD).doesNotContain("保全");
      assertThat(get(path, supervisor).body()).as(path).contains(WHY_HELD).contains("已保全");
    }
  }

  @Test
  void the_api_tells_only_them_whether_a_recording_is_held() {
    Desk.until("the hold counts", () -> api("/api/v1/recordings/" + recording, supervisor).path("held").asBoolean());
    assertThat(api("/api/v1/recordings/" + recording, operator).has("held")).isTrue();
    assertThat(api("/api/v1/recordings/" + recording, operator).path("held").isNull()).isTrue();
    assertThat(api("/api/v1/recordings", operator).path("items")).isNotEmpty().allMatch(item -> item.path("held").isNull());
  }

  @Test
  void a_hold_has_a_page_of_its_own_within_the_walls() {
    assertThat(get("/retention/holds/" + hold, supervisor).body()).contains(WHY_HELD, "/tickets/" + ticket, "/recordings/" + recording,
        "本机管理员");
    assertThat(get("/retention/holds/" + hold, operator).statusCode()).isEqualTo(403);
    assertThat(get("/retention/holds/" + UUID.randomUUID(), supervisor).statusCode()).isEqualTo(404);
    assertThat(get("/retention/holds/" + hold, token(Role.SUPERVISOR, Set.of(elsewhere()))).statusCode()).isEqualTo(404);
  }

  @Test
  void lifting_is_proposed_on_the_ticket_s_page_and_leads_to_the_approval_and_back() {
    var other = held("recording", recording);
    var answer = post("/holds/" + other + "/lift", auditor, Map.of("reason", "案件已结", "back", "/tickets/" + ticket));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(Browser.location(answer)).isEqualTo("/tickets/" + ticket);
    var proposal = desk.json("/api/v1/retention/holds/" + other).path("proposalId").asString();
    assertThat(get("/tickets/" + ticket, supervisor).body()).contains("/approvals#p-" + proposal);
    assertThat(get("/approvals", supervisor).body()).contains("href=\"/retention/holds/" + other + "\"");
    assertThat(get("/audit?subject=hold:" + other, auditor).body()).contains("href=\"/retention/holds/" + other + "\"");

    post("/approvals/" + proposal + "/approve", supervisor, Map.of("note", "判决已生效"));
    assertThat(get("/retention/holds/" + other, auditor).body()).contains("案件已结", "判决已生效", "已解除");
    assertThat(get("/tickets/" + ticket, supervisor).body()).doesNotContain("/retention/holds/" + other)
        .contains("/retention/holds/" + hold);
  }

  @Test
  void the_district_sees_another_community_s_hold_once_lifting_it_went_up_to_them_and_still_proposes_nothing_there() {
    var other = held("recording", recording);
    var district = token(Role.DISTRICT, Set.of(elsewhere()));
    assertThat(get("/retention/holds/" + other, district).statusCode()).isEqualTo(404);
    post("/holds/" + other + "/lift", auditor, Map.of("reason", "案件已结"));
    assertThat(get("/retention/holds/" + other, district).statusCode()).isEqualTo(404);
    jdbc.sql("update approval_proposal set state = 'ESCALATED' where subject = ?").param("hold:" + other).update();
    assertThat(get("/retention/holds/" + other, district).body()).contains(WHY_HELD, "案件已结").doesNotContain("/holds/" + other + "/lift");
    assertThat(post("/holds/" + other + "/lift", token(Role.SUPERVISOR, Set.of(elsewhere())), Map.of("reason", "x")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_matter_is_kept_long_from_the_ticket_s_page_by_two_people_and_has_a_page_with_its_reviews() {
    var matter = desk.finishedCall("complaint", "13700137001");
    var page = "/tickets/" + matter.path("ticket").asString();
    assertThat(get(page, supervisor).body()).contains("提出长期保存");
    assertThat(get(page, operator).body()).doesNotContain("长期保存");
    assertThat(post("/retention/long-keeps", operator, Map.of("kind", "ticket", "subject", matter.path("ticket").asString(), "reason", "x"))
        .statusCode()).isEqualTo(403);

    var answer = post("/retention/long-keeps", supervisor,
        Map.of("kind", "ticket", "subject", matter.path("ticket").asString(), "reason", WHY_KEPT, "back", page));
    assertThat(Browser.location(answer)).isEqualTo(page);
    var proposal = desk.json("/api/v1/approvals").path("items").valueStream()
        .filter(one -> one.path("reason").asString().equals(WHY_KEPT)).findFirst().orElseThrow().path("proposalId").asString();
    assertThat(get(page, supervisor).body()).contains("/approvals#p-" + proposal).doesNotContain("提出长期保存</button>");
    post("/approvals/" + proposal + "/approve", auditor, Map.of("note", "同意"));

    var keep = desk.json("/api/v1/retention/long-keeps").valueStream().filter(one -> one.path("reason").asString().equals(WHY_KEPT))
        .findFirst().orElseThrow().path("longKeepId").asString();
    for (var path : new String[]{page, "/recordings/" + matter.path("recordingId").asString()}) {
      assertThat(get(path, supervisor).body()).contains(WHY_KEPT, "/retention/long-keeps/" + keep);
      assertThat(get(path, operator).body()).doesNotContain(WHY_KEPT).doesNotContain("/retention/long-keeps");
    }
    var reviewed = post("/retention/long-keeps/" + keep + "/review", supervisor,
        Map.of("note", "仍在调解", "back", "/retention/long-keeps/" + keep));
    assertThat(Browser.location(reviewed)).isEqualTo("/retention/long-keeps/" + keep);
    assertThat(get("/retention/long-keeps/" + keep, auditor).body()).contains(WHY_KEPT, "仍在调解", page,
        "/recordings/" + matter.path("recordingId").asString());
    assertThat(get("/audit?subject=keep:" + keep, auditor).body()).contains("href=\"/retention/long-keeps/" + keep + "\"");
    assertThat(get("/retention/long-keeps/" + keep, operator).statusCode()).isEqualTo(403);
    assertThat(get("/retention/long-keeps/" + keep, token(Role.AUDITOR, Set.of(elsewhere()))).statusCode()).isEqualTo(404);
  }

  @Test
  void a_form_leads_back_to_a_page_of_ours_and_never_elsewhere() {
    for (var elsewhere : new String[]{"https://example.org/", "//example.org", "/tickets/" + ticket + "/../../x", "/sign-out"}) {
      var answer = post("/retention/long-keeps", supervisor,
          Map.of("kind", "ticket", "subject", ticket, "reason", "", "back", elsewhere));
      assertThat(Browser.location(answer)).isEqualTo("/retention/decisions");
    }
  }

  private String held(String kind, String subject) {
    var answer = desk.ask("POST", "/api/v1/retention/holds",
        "{\"kind\":\"" + kind + "\",\"subject\":\"" + subject + "\",\"reason\":\"" + WHY_HELD + "\"}");
    assertThat(answer.statusCode()).isEqualTo(201);
    return JsonMapper.shared().readTree(answer.body()).path("hold").path("holdId").asString();
  }

  private CommunityId elsewhere() {
    var community = UUID.randomUUID();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '和平里社区', 'Hepingli', 'Asia/Shanghai')").param(community)
        .update();
    return new CommunityId(community);
  }

  private Set<CommunityId> everywhere() {
    return directory.communities().stream().map(Community::id).collect(Collectors.toSet());
  }

  private String token(Role role, Set<CommunityId> communities) {
    var handed = accounts.add(new Actor.LocalAdmin(), "k" + UUID.randomUUID().toString().substring(0, 8), "李敏", EnumSet.of(role),
        communities);
    return tokens.make(handed.member().id(), "test", Duration.ofDays(1)).text();
  }

  private JsonNode api(String path, String token) {
    return JsonMapper.shared().readTree(get(path, token).body());
  }

  private HttpResponse<String> get(String path, String token) {
    return send(HttpRequest.newBuilder(URI.create(desk.url(path))), token);
  }

  private HttpResponse<String> post(String path, String token, Map<String, String> fields) {
    var form = fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    return send(HttpRequest.newBuilder(URI.create(desk.url(path))).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form)), token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String token) {
    try {
      return http.send(request.header("Authorization", "Bearer " + token).header("Accept-Language", "zh-CN").build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
