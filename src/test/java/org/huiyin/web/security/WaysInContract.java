package org.huiyin.web.security;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.audit.AuditTrail;
import org.huiyin.call.CallProgressed;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.support.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/** Sign-in, sessions, tokens and what ends them. Each test has people of its own. */
@SpringBootTest(classes = GuardedHouse.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class WaysInContract {
  private static final String GOOD_PASSWORD = "quiet-lantern-over-7-hills";

  @LocalServerPort
  private int port;
  @Autowired
  private Accounts accounts;
  @Autowired
  private Tokens tokens;
  @Autowired
  private Directory directory;
  @Autowired
  private SettableClock clock;
  @Autowired
  private HuiyinHome home;
  @Autowired
  private AuditTrail audit;
  @Autowired
  private ApplicationEventPublisher events;

  @BeforeEach
  void attempts_of_other_tests_are_forgotten() {
    clock.advance(SignInLimiter.WINDOW.plusSeconds(1));
  }

  @Test
  void who_is_not_signed_in_is_led_to_the_sign_in_page_and_then_to_where_they_wanted() {
    var member = person(Role.ADMINISTRATOR);
    var browser = browser();
    assertThat(Browser.location(browser.get("/staff?from=link"))).isEqualTo("/sign-in");
    assertThat(browser.get("/sign-in").statusCode()).isEqualTo(200);
    assertThat(Browser.location(browser.signIn(member.login(), GOOD_PASSWORD))).startsWith("/staff?from=link");
    assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
  }

  @Test
  void programs_get_a_problem_document_instead_of_a_page() {
    var answer = browser().api("GET", "/api/v1/staff", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).contains("\"status\":401").contains("/api/v1/staff");
    var refused = asProgram(token(person(Role.OPERATOR)), "GET", "/api/v1/staff");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
  }

  @Test
  void a_piece_of_a_page_makes_the_browser_fetch_the_whole_page() {
    var answer = browser().get("/staff", "HX-Request", "true");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("HX-Refresh")).contains("true");
  }

  @Test
  void the_first_administrator_must_choose_a_password_before_anything_else() throws Exception {
    Path file = home.secrets().resolve("first-admin.txt");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    var lines = Files.readAllLines(file);
    assertThat(lines.getFirst()).isEqualTo("login=admin");
    String oneTime = lines.get(1).substring("password=".length());

    var browser = browser();
    browser.signIn("admin", oneTime);
    assertThat(Browser.location(browser.get("/staff"))).isEqualTo("/account/password");
    assertThat(browser.api("GET", "/api/v1/me", "").statusCode()).isEqualTo(403);
    var before = browser.sessionCookie().getValue();
    assertThat(choose(browser, oneTime, "too short").statusCode()).isEqualTo(422);
    assertThat(Browser.location(choose(browser, oneTime, GOOD_PASSWORD))).isEqualTo("/");
    assertThat(browser.sessionCookie().getValue()).isNotEqualTo(before);
    assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
    assertThat(file).doesNotExist();
    assertThat(Browser.location(browser().signIn("admin", oneTime))).isEqualTo("/sign-in?wrong");
  }

  @Test
  void signing_in_changes_the_session_id_and_the_cookie_is_for_http_and_this_site_only() {
    var member = person(Role.OPERATOR);
    var browser = browser();
    var page = browser.get("/sign-in");
    var before = browser.sessionCookie().getValue();
    assertThat(page.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie -> assertThat(cookie).contains(before).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Lax"));
    browser.signIn(member.login(), GOOD_PASSWORD);
    assertThat(browser.sessionCookie().getValue()).isNotEqualTo(before);
  }

  @Test
  void a_session_is_over_after_signing_out_and_after_twelve_hours() {
    var member = person(Role.OPERATOR);
    var browser = signedIn(member);
    assertThat(me(browser)).isEqualTo(200);
    clock.advance(Viewers.LONGEST_SESSION);
    assertThat(me(browser)).isEqualTo(401);

    var other = signedIn(member);
    assertThat(Browser.location(other.submit("/account", "/sign-out", Map.of()))).isEqualTo("/sign-in?out");
    assertThat(me(other)).isEqualTo(401);
    assertThat(acts("staff:" + member.id())).contains("session.opened", "session.closed");
  }

  @Test
  void every_answer_carries_the_strict_headers() {
    for (var answer : List.of(browser().get("/sign-in"), browser().api("GET", "/api/v1/me", ""),
        asProgram("nonsense", "GET", "/api/v1/me"), browser().get("/nowhere"))) {
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
      assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    }
  }

  @Test
  void no_page_of_ours_needs_what_the_policy_forbids_or_lacks_a_text() {
    var browser = signedIn(person(Role.ADMINISTRATOR));
    for (String language : List.of("zh", "en")) {
      browser.get("/language?to=" + language);
      for (String page : List.of("/staff", "/staff/new", "/account", "/account/password")) {
        var answer = browser.get(page);
        assertThat(answer.statusCode()).describedAs(page).isEqualTo(200);
        assertThat(answer.body()).describedAs(page).doesNotContain("<style").doesNotContain("style=\"")
            .doesNotContainPattern("<script[^>]*>[^<]").doesNotContainPattern("\\son[a-z]+=\"").doesNotContain("??");
      }
    }
  }

  @Test
  void a_session_does_nothing_without_the_forms_token() {
    var browser = signedIn(person(Role.ADMINISTRATOR));
    assertThat(browser.post("/staff", Map.of("login", "forged", "name", "x")).statusCode()).isEqualTo(403);
    assertThat(browser.api("POST", "/api/v1/verification", "").statusCode()).isEqualTo(403);
    assertThat(browser.api("POST", "/api/v1/staff", "{}", "X-CSRF-TOKEN", browser.csrfOf("/staff/new")).statusCode()).isEqualTo(422);
    assertThat(Browser.location(browser().post("/sign-in", Map.of("login", "a", "password", "b")))).isEqualTo("/sign-in?over");
  }

  @Test
  void guessing_is_slowed_down_for_an_account_and_says_nothing_about_who_exists() {
    var member = person(Role.OPERATOR);
    for (String login : List.of(member.login(), "nobody-at-all")) {
      var browser = browser();
      for (int i = 0; i < SignInLimiter.FOR_AN_ACCOUNT; i++) {
        assertThat(Browser.location(browser.signIn(login, "wrong"))).isEqualTo("/sign-in?wrong");
      }
      assertThat(Browser.location(browser.signIn(login, GOOD_PASSWORD))).isEqualTo("/sign-in?wait");
      assertThat(browser.get("/sign-in?wait").body()).contains("value=\"" + login + "\"");
    }
    clock.advance(SignInLimiter.WINDOW);
    assertThat(me(signedIn(member))).isEqualTo(200);
  }

  @Test
  void an_address_that_tries_many_accounts_has_to_wait_too() {
    var member = person(Role.OPERATOR);
    var browser = browser();
    for (int i = 0; i < SignInLimiter.FROM_AN_ADDRESS; i++) {
      browser.signIn("guess" + i, "wrong");
    }
    assertThat(Browser.location(browser.signIn(member.login(), GOOD_PASSWORD))).isEqualTo("/sign-in?wait");
  }

  @Test
  void a_refused_sign_in_is_in_the_audit_without_what_was_typed() {
    var member = person(Role.OPERATOR);
    browser().signIn(member.login(), "a-secret-typed-here");
    browser().signIn("a-secret-typed-as-login", "x");
    var entries = audit.newest(AuditTrail.Query.all(everywhere(), 50));
    assertThat(entries).filteredOn(entry -> entry.act().equals("session.refused") && entry.subject().equals("staff:" + member.id()))
        .hasSize(1);
    assertThat(entries).anyMatch(entry -> entry.act().equals("session.refused") && entry.subject().equals("staff:unknown"));
    assertThat(entries.toString()).doesNotContain("a-secret-typed");
  }

  @Test
  void a_disabled_person_is_out_at_once_and_old_ways_in_stay_closed_afterwards() {
    var member = person(Role.OPERATOR);
    var browser = signedIn(member);
    var token = token(member);
    assertThat(me(browser)).isEqualTo(200);
    assertThat(me(token)).isEqualTo(200);
    accounts.setEnabled(new Actor.LocalAdmin(), member.id(), false);
    assertThat(me(browser)).isEqualTo(401);
    assertThat(me(token)).isEqualTo(401);
    assertThat(Browser.location(browser().signIn(member.login(), GOOD_PASSWORD))).isEqualTo("/sign-in?wrong");
    accounts.setEnabled(new Actor.LocalAdmin(), member.id(), true);
    assertThat(me(browser)).isEqualTo(401);
    assertThat(me(token)).isEqualTo(401);
    assertThat(me(signedIn(member))).isEqualTo(200);
  }

  @Test
  void a_role_that_is_taken_away_is_gone_at_the_next_request() {
    var member = person(Role.ADMINISTRATOR, Role.OPERATOR);
    var browser = signedIn(member);
    assertThat(browser.get("/staff").statusCode()).isEqualTo(200);
    accounts.change(new Actor.LocalAdmin(), member.id(), member.name(), EnumSet.of(Role.OPERATOR), member.communities());
    assertThat(browser.get("/staff").statusCode()).isEqualTo(403);
  }

  @Test
  void a_password_that_was_reset_throws_out_whoever_is_in_and_must_be_replaced() {
    var member = person(Role.OPERATOR);
    var browser = signedIn(member);
    var token = token(member);
    var handed = accounts.resetPassword(new Actor.LocalAdmin(), member.id());
    assertThat(me(browser)).isEqualTo(401);
    assertThat(me(token)).isEqualTo(401);
    assertThat(Browser.location(browser().signIn(member.login(), GOOD_PASSWORD))).isEqualTo("/sign-in?wrong");
    var again = browser();
    again.signIn(member.login(), handed.oneTimePassword());
    assertThat(Browser.location(again.get("/account"))).isEqualTo("/account/password");
    clock.advance(Accounts.ONE_TIME_LASTS);
    assertThat(Browser.location(browser().signIn(member.login(), handed.oneTimePassword()))).isEqualTo("/sign-in?wrong");
  }

  @Test
  void choosing_a_password_ends_the_other_sessions() {
    var member = person(Role.OPERATOR);
    var here = signedIn(member);
    var elsewhere = signedIn(member);
    choose(here, GOOD_PASSWORD, "another-lantern-over-8-hills");
    assertThat(me(here)).isEqualTo(200);
    assertThat(me(elsewhere)).isEqualTo(401);
  }

  @Test
  void a_token_is_shown_once_works_until_it_ends_and_can_be_revoked() {
    var member = person(Role.SUPERVISOR);
    var browser = signedIn(member);
    browser.submit("/account", "/account/tokens", Map.of("name", "hotline sheet", "days", "30"));
    // The token of the form above was fetched with a page of its own, so this is the first page after the making.
    var shown = Pattern.compile("hy_[A-Za-z0-9_-]{43}").matcher(browser.get("/account").body());
    assertThat(shown.find()).isTrue();
    String text = shown.group();
    assertThat(browser.get("/account").body()).doesNotContain(text).contains("hotline sheet");
    assertThat(me(text)).isEqualTo(200);
    assertThat(me(text.substring(0, 20))).isEqualTo(401);

    var other = token(member);
    UUID id = tokens.of(member.id()).stream().filter(token -> token.name().equals("test")).findFirst().orElseThrow().id();
    browser.submit("/account", "/account/tokens/" + id + "/revoke", Map.of());
    assertThat(me(other)).isEqualTo(401);

    clock.advance(Duration.ofDays(30));
    assertThat(me(text)).isEqualTo(401);
    assertThat(acts("token:" + id)).contains("token.made", "token.revoked");
  }

  @Test
  void a_request_with_a_token_is_judged_by_the_token_even_when_a_session_comes_along() {
    var browser = signedIn(person(Role.ADMINISTRATOR));
    assertThat(browser.api("GET", "/api/v1/staff", "", "Authorization", "Bearer hy_wrong").statusCode()).isEqualTo(401);
    assertThat(browser.api("GET", "/api/v1/staff", "", "Authorization", "Bearer " + token(person(Role.OPERATOR))).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whoever_reads_the_machines_secrets_may_do_everything() throws Exception {
    Path file = home.secrets().resolve("local-admin.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    String token = Files.readString(file).strip();
    assertThat(asProgram(token, "GET", "/api/v1/me").body()).contains("local-admin").contains("MANAGE_STAFF").contains("REPLAY");
    var report = asProgram(token, "POST", "/api/v1/verification");
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.body()).contains("\"checks\"").contains("\"findings\"");
  }

  @Test
  @Timeout(120)
  void a_live_page_is_closed_when_its_person_is_disabled_or_changes_role_and_nobody_elses_is() {
    var changed = person(Role.SUPERVISOR);
    var disabled = person(Role.OPERATOR);
    var untouched = person(Role.OPERATOR);
    var lines = new HashMap<StaffMember, Iterator<String>>();
    for (var member : List.of(changed, disabled, untouched)) {
      var browser = browser();
      browser.signIn(member.login(), GOOD_PASSWORD);
      var stream = browser.stream("/live").iterator();
      assertThat(stream.next()).isEqualTo("retry:2000");
      lines.put(member, stream);
    }
    accounts.change(new Actor.LocalAdmin(), changed.id(), changed.name(), Set.of(Role.OPERATOR), changed.communities());
    accounts.setEnabled(new Actor.LocalAdmin(), disabled.id(), false);
    // each ends by itself: reading on would wait for ever otherwise
    assertThat(lines.get(changed)).toIterable().noneMatch(line -> line.startsWith("event:"));
    assertThat(lines.get(disabled)).toIterable().noneMatch(line -> line.startsWith("event:"));
    events.publishEvent(new CallProgressed(new CallId(UUID.randomUUID()), untouched.communities().iterator().next(), "menu", ""));
    var live = Objects.requireNonNull(lines.get(untouched));
    String line = live.next();
    while (!line.equals("event:changed")) {
      line = live.next();
    }
  }

  @Test
  void health_is_open_but_its_details_and_the_figures_are_not() {
    assertThat(browser().api("GET", "/actuator/health", "").body()).contains("\"status\"").doesNotContain("components");
    assertThat(browser().api("GET", "/actuator/health/liveness", "").statusCode()).isEqualTo(200);
    assertThat(browser().api("GET", "/actuator/prometheus", "").statusCode()).isEqualTo(401);
    var operator = token(person(Role.OPERATOR));
    assertThat(asProgram(operator, "GET", "/actuator/prometheus").statusCode()).isEqualTo(403);
    assertThat(asProgram(operator, "GET", "/actuator/health").body()).doesNotContain("components");
    var supervisor = token(person(Role.SUPERVISOR));
    var figures = browser().api("GET", "/actuator/prometheus", "", "Authorization", "Bearer " + supervisor, "Accept", "*/*");
    assertThat(figures.statusCode()).isEqualTo(200);
    assertThat(figures.body()).contains("jvm_memory_used_bytes");
    assertThat(asProgram(supervisor, "GET", "/actuator/health").body()).contains("\"asterisk\"", "\"fastagi\"", "\"heartbeat\"",
        "\"spool\"", "\"store\"", "\"database\"", "\"quartz\"", "\"sealing\"", "\"audit\"", "\"purge\"", "\"since\"");
    for (String address : List.of("/actuator/env", "/actuator/heapdump", "/actuator/beans", "/actuator/loggers")) {
      assertThat(asProgram(supervisor, "GET", address).statusCode()).describedAs(address).isEqualTo(404);
    }
  }

  @Test
  void staff_are_added_with_a_password_that_is_shown_once() {
    var browser = signedIn(person(Role.ADMINISTRATOR));
    String login = "li" + UUID.randomUUID().toString().substring(0, 6);
    String community = everywhere().iterator().next().toString();
    var wrong = browser.submit("/staff/new", "/staff", Map.of("login", "Nope!", "name", "李明"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("value=\"李明\"").contains("value=\"Nope!\"").contains("aria-invalid=\"true\"");
    var good = Map.of("login", login, "name", "李明", "roles", "OPERATOR", "communities", community);
    var added = Browser.location(browser.submit("/staff/new", "/staff", good));
    var shown = Pattern.compile("id=\"one-time-password\">([^<]+)<").matcher(browser.get(added).body());
    assertThat(shown.find()).isTrue();
    assertThat(browser.get(added).body()).doesNotContain(shown.group(1));
    var theirs = browser();
    theirs.signIn(login, shown.group(1));
    assertThat(Browser.location(theirs.get("/account"))).isEqualTo("/account/password");
    assertThat(browser.submit("/staff/new", "/staff", good).statusCode()).isEqualTo(422);
  }

  @Test
  void nobody_gives_away_a_community_that_is_not_theirs() {
    var admin = "Bearer " + token(person(Role.ADMINISTRATOR));
    var elsewhere = browser().api("POST", "/api/v1/staff", """
        {"login": "spy", "name": "Spy", "roles": ["OPERATOR"], "communities": ["%s"]}""".formatted(UUID.randomUUID()), "Authorization",
        admin);
    assertThat(elsewhere.statusCode()).isEqualTo(403);
    assertThat(browser().api("POST", "/api/v1/staff", "{\"login\": \"spy\"}", "Authorization", admin).statusCode()).isEqualTo(422);
  }

  private Browser browser() {
    return new Browser(port);
  }

  private Set<CommunityId> everywhere() {
    return directory.communities().stream().map(Community::id).collect(Collectors.toSet());
  }

  private List<String> acts(String subject) {
    return audit.newest(AuditTrail.Query.all(everywhere(), 200)).stream().filter(entry -> entry.subject().equals(subject))
        .map(AuditTrail.Entry::act).toList();
  }

  private StaffMember person(Role first, Role... more) {
    String login = "p" + UUID.randomUUID().toString().substring(0, 8);
    var handed = accounts.add(new Actor.LocalAdmin(), login, "王芳", EnumSet.of(first, more), everywhere());
    assertThat(accounts.choosePassword(handed.member(), handed.oneTimePassword(), GOOD_PASSWORD)).isEmpty();
    return handed.member();
  }

  private String token(StaffMember member) {
    return tokens.make(member.id(), "test", Duration.ofDays(30)).text();
  }

  private Browser signedIn(StaffMember member) {
    var browser = browser();
    assertThat(Browser.location(browser.signIn(member.login(), GOOD_PASSWORD))).doesNotStartWith("/sign-in");
    return browser;
  }

  private static HttpResponse<String> choose(Browser browser, String current, String chosen) {
    return browser.submit("/account/password", "/account/password", Map.of("current", current, "chosen", chosen, "repeated", chosen));
  }

  private static int me(Browser browser) {
    return browser.api("GET", "/api/v1/me", "").statusCode();
  }

  private int me(String token) {
    return asProgram(token, "GET", "/api/v1/me").statusCode();
  }

  private HttpResponse<String> asProgram(String token, String method, String path) {
    return browser().api(method, path, "", "Authorization", "Bearer " + token);
  }
}
