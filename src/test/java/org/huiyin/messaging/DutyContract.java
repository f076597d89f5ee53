package org.huiyin.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.huiyin.directory.Calendars;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.messaging.DutyWebhooks.SecretState;
import org.huiyin.support.Patience;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketChanged;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.huiyin.ticket.Tickets.Correction;
import org.huiyin.ticket.Tickets.Opening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The night duty is told of what came in the night, by a real HTTP server that may be away. */
@SpringBootTest(classes = DutyRooms.class, webEnvironment = WebEnvironment.NONE, properties = "huiyin.messaging.loopback=allow")
abstract class DutyContract {
  private static final Actor ADMIN = new Actor.LocalAdmin();
  /** 22:10 in Shanghai, where attended hours end at 20:00. */
  private static final Instant NIGHT = Instant.parse("2026-11-23T14:10:05Z");
  private static final Instant DAY = Instant.parse("2026-11-23T02:10:05Z");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NUMBER = "13812345678";

  @Autowired
  DutyWebhooks webhooks;
  @Autowired
  Courier courier;
  @Autowired
  DutyTable table;
  @Autowired
  ClearSecrets clearSecrets;
  @Autowired
  HuiyinHome home;
  @Autowired
  DutyDesk desk;
  @Autowired
  Tickets tickets;
  @Autowired
  Calendars calendars;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  TransactionTemplate transaction;

  private final Receiver receiver = new Receiver();
  private CommunityId here = CommunityId.random();

  @BeforeEach
  void a_new_community_at_night() {
    here = CommunityId.random();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '新社区', 'New', 'Asia/Shanghai')").param(here.value())
        .update();
    jdbc.sql("delete from messaging_duty_message").update();
    clock.set(NIGHT);
  }

  @AfterEach
  void the_receiver_goes() {
    receiver.close();
  }

  @Test
  void an_urgent_call_of_the_night_is_told_at_once_and_once() {
    var secret = webhooks.set(ADMIN, here, receiver.url());
    var ticket = urgent(CallId.random());
    awaitTaken(1);
    var taken = receiver.taken.getFirst();
    assertThat(taken.method()).isEqualTo("POST");
    assertThat(taken.path()).isEqualTo("/duty");
    assertThat(taken.signature()).isEqualTo(DutyMessage.signature(secret, taken.body()));
    var body = JsonMapper.shared().readTree(taken.body());
    assertThat(body.path("ticket").asString()).isEqualTo(ticket.toString());
    assertThat(body.path("path").asString()).isEqualTo("/tickets/" + ticket);
    assertThat(body.path("openedAt").asString()).isEqualTo("2026-11-23T22:10:05+08:00");
    assertThat(body.path("community").asString()).isEqualTo(here.toString());
    assertThat(body.path("id").asString()).isEqualTo(taken.delivery());
    var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Objects.requireNonNull(getClass().getResourceAsStream("/recordings-schema/json/duty-message.schema.json")));
    assertThat(schema.validate(body)).isEmpty();
    assertThat(taken.body()).doesNotContain(NUMBER, NUMBER.substring(7));

    awaitDelivered(ticket);
    tickets.note(ADMIN, ticket, "有人去了");
    correct(ticket, Priority.URGENT);
    courier.deliver();
    assertThat(receiver.taken).hasSize(1);
    assertThat(webhooks.of(here)).hasValueSatisfying(webhook -> {
      assertThat(webhook.waiting()).isZero();
      assertThat(webhook.delivered()).isEqualTo(NIGHT);
      assertThat(webhook.problem()).isNull();
    });
    assertThat(acts("ticket:" + ticket)).containsOnlyOnce("duty.told");
  }

  @Test
  void a_receiver_that_fails_is_tried_again_and_the_system_page_can_say_so_meanwhile() {
    receiver.answers(503);
    webhooks.set(ADMIN, here, receiver.url());
    var ticket = urgent(CallId.random());
    awaitTaken(1);
    awaitProblem("status-503");
    assertThat(webhooks.backlog()).isEqualTo(new DutyWebhooks.Backlog(1, 0));
    courier.deliver();
    assertThat(receiver.taken).as("not before its time").hasSize(1);

    clock.advance(Duration.ofSeconds(10));
    courier.deliver();
    assertThat(receiver.taken).hasSize(2);
    assertThat(webhooks.of(here).orElseThrow().waiting()).isEqualTo(1);
    receiver.answers(200);
    clock.advance(Duration.ofSeconds(20));
    courier.deliver();
    assertThat(receiver.taken).hasSize(3).extracting(Receiver.Taken::delivery).containsOnly(receiver.taken.getFirst().delivery());
    assertThat(webhooks.backlog()).isEqualTo(new DutyWebhooks.Backlog(0, 0));
    awaitDelivered(ticket);
  }

  @Test
  void nobody_there_a_redirect_or_a_day_in_vain_lose_no_word_of_it() {
    receiver.redirects(receiver.url() + "/elsewhere");
    webhooks.set(ADMIN, here, receiver.url());
    var ticket = urgent(CallId.random());
    awaitTaken(1);
    awaitProblem("status-307");
    assertThat(receiver.taken).as("a redirect is not followed").extracting(Receiver.Taken::path).containsOnly("/duty");
    receiver.close();
    clock.advance(Duration.ofMinutes(1));
    courier.deliver();
    awaitProblem("refused");
    clock.advance(Duration.ofDays(1));
    courier.deliver();
    assertThat(webhooks.backlog()).isEqualTo(new DutyWebhooks.Backlog(0, 1));
    assertThat(acts("ticket:" + ticket)).doesNotContain("duty.told");
    clock.advance(Duration.ofDays(8));
    assertThat(webhooks.backlog().givenUp()).isZero();
    clock.advance(Duration.ofDays(30));
    courier.tidy();
    assertThat(jdbc.sql("select count(*) from messaging_duty_message").query(Integer.class).single()).isZero();
  }

  @Test
  void what_a_killed_service_had_under_way_is_tried_again_and_by_one_alone() {
    webhooks.set(ADMIN, here, receiver.url());
    var message = new DutyMessage(UUID.randomUUID(), here, "20261123-9001", "{}", NIGHT, 0, NIGHT);
    table.add(message);
    var lease = NIGHT.plus(Duration.ofMinutes(2));
    assertThat(table.claim(message, NIGHT, lease)).isPresent();
    assertThat(table.claim(message, NIGHT, lease)).as("another node").isEmpty();
    courier.deliver();
    assertThat(receiver.taken).as("it may still be under way").isEmpty();
    clock.advance(Duration.ofMinutes(2));
    courier.deliver();
    assertThat(receiver.taken).hasSize(1);
  }

  @Test
  void neither_the_day_nor_other_calls_nor_a_community_without_an_address_tell_anybody() {
    webhooks.set(ADMIN, here, receiver.url());
    clock.set(DAY);
    var attended = urgent(CallId.random());
    clock.set(NIGHT);
    var plain = open(CallId.random(), Priority.NORMAL);
    correct(attended, Priority.URGENT);
    isTold(attended, Priority.URGENT);
    isTold(plain, Priority.NORMAL);
    webhooks.remove(ADMIN, here);
    var nobodyToTell = urgent(CallId.random());
    isTold(nobodyToTell, Priority.URGENT);
    courier.deliver();
    assertThat(List.of(attended, plain, nobodyToTell)).noneMatch(ticket -> table.told(ticket.toString()));
    assertThat(receiver.taken).isEmpty();
  }

  /** What the outbox does by itself, at once. */
  private void isTold(TicketNumber number, Priority priority) {
    var ticket = tickets.find(number).orElseThrow();
    transaction.executeWithoutResult(_ -> desk.on(new TicketChanged(number, here, ticket.call(), ticket.state(), priority)));
  }

  @Test
  void a_ticket_that_turns_out_urgent_in_the_same_night_is_told_too() {
    webhooks.set(ADMIN, here, receiver.url());
    var ticket = open(CallId.random(), Priority.NORMAL);
    clock.advance(Duration.ofMinutes(30));
    correct(ticket, Priority.URGENT);
    awaitDelivered(ticket);
  }

  @Test
  void whoever_takes_the_address_away_is_not_told_what_waited() {
    receiver.answers(500);
    webhooks.set(ADMIN, here, receiver.url());
    urgent(CallId.random());
    awaitTaken(1);
    awaitProblem("status-500");
    webhooks.remove(ADMIN, here);
    webhooks.remove(ADMIN, here);
    clock.advance(Duration.ofHours(1));
    courier.deliver();
    assertThat(receiver.taken).hasSize(1);
    assertThat(webhooks.backlog()).isEqualTo(new DutyWebhooks.Backlog(0, 0));
    assertThat(webhooks.of(here)).isEmpty();
    assertThat(acts("community:" + here)).containsExactlyInAnyOrder("duty.webhook-set", "duty.webhook-removed");
  }

  @Test
  void a_new_address_has_a_new_secret_and_a_bad_one_changes_nothing() {
    var first = webhooks.set(ADMIN, here, receiver.url());
    assertThatIllegalArgumentException().isThrownBy(() -> webhooks.set(ADMIN, here, "file:///etc/passwd"));
    assertThat(table.receiver(here).orElseThrow()).isEqualTo(new DutyTable.Receiver(receiver.url(), Optional.of(first)));
    var second = webhooks.set(ADMIN, here, "https://duty.example.org/a?key=secret");
    assertThat(second).startsWith("hyw_").isNotEqualTo(first);
    assertThat(texts("select details from audit_entry where subject = ?", "community:" + here)).hasSize(2)
        .noneMatch(details -> details.contains("key=secret") || details.contains(second));
  }

  @Test
  void the_secret_lies_in_the_database_sealed_and_in_no_others_row() {
    var secret = webhooks.set(ADMIN, here, receiver.url());
    assertThat(rowOf(here)).doesNotContain(secret, secret.substring(4));
    assertThat(webhooks.of(here).orElseThrow().secret()).isEqualTo(SecretState.SEALED);
    var elsewhere = CommunityId.random();
    jdbc.sql("update messaging_duty_webhook set community = ? where community = ?").params(elsewhere.value(), here.value()).update();
    assertThat(table.receiver(elsewhere).orElseThrow().secret()).as("bound to its community").isEmpty();
    jdbc.sql("delete from messaging_duty_webhook where community = ?").param(elsewhere.value()).update();
  }

  @Test
  void a_secret_that_an_older_release_left_in_clear_signs_as_before_and_is_sealed_at_the_next_start() {
    jdbc.sql("insert into messaging_duty_webhook (community, address, secret, set_at) values (?, ?, 'hyw_old', current_timestamp)")
        .params(here.value(), receiver.url()).update();
    assertThat(table.receiver(here).orElseThrow().secret()).contains("hyw_old");
    clearSecrets.afterSingletonsInstantiated();
    clearSecrets.afterSingletonsInstantiated();
    assertThat(rowOf(here)).doesNotContain("hyw_old");
    assertThat(webhooks.of(here).orElseThrow().secret()).as("older backups still have it").isEqualTo(SecretState.ONCE_CLEAR);
    urgent(CallId.random());
    awaitTaken(1);
    assertThat(receiver.taken.getFirst().signature()).isEqualTo(DutyMessage.signature("hyw_old", receiver.taken.getFirst().body()));

    var renewed = webhooks.renewSecret(ADMIN, here).orElseThrow();
    assertThat(renewed.address()).isEqualTo(receiver.url());
    assertThat(webhooks.of(here).orElseThrow().secret()).isEqualTo(SecretState.SEALED);
    urgent(CallId.random());
    awaitTaken(2);
    assertThat(receiver.taken.getLast().signature()).isEqualTo(DutyMessage.signature(renewed.secret(), receiver.taken.getLast().body()));
    assertThat(acts("community:" + here)).containsExactly("duty.secret-renewed");
    assertThat(texts("select details from audit_entry where subject = ?", "community:" + here)).noneMatch(each -> each.contains("hyw_"));
    assertThat(webhooks.renewSecret(ADMIN, CommunityId.random())).as("nowhere to tell").isEmpty();
  }

  @Test
  void without_the_key_nothing_is_sent_unsigned_and_what_waited_goes_out_once_there_is_a_new_secret() throws IOException {
    webhooks.set(ADMIN, here, receiver.url());
    var key = home.keys().resolve("duty.json");
    assertThat(Files.getPosixFilePermissions(key)).containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ,
        PosixFilePermission.OWNER_WRITE);
    var kept = Files.readString(key);
    Files.delete(key);
    var ticket = urgent(CallId.random());
    awaitProblem("no-key");
    assertThat(receiver.taken).isEmpty();
    assertThat(webhooks.of(here).orElseThrow().secret()).isEqualTo(SecretState.LOST);
    assertThat(webhooks.backlog().failing()).isEqualTo(1);

    Files.writeString(key, kept);
    assertThat(webhooks.of(here).orElseThrow().secret()).as("the key's backup was put back").isEqualTo(SecretState.SEALED);
    Files.delete(key);
    var secret = webhooks.renewSecret(ADMIN, here).orElseThrow().secret();
    clock.advance(Duration.ofSeconds(10));
    courier.deliver();
    awaitDelivered(ticket);
    assertThat(receiver.taken.getFirst().signature()).isEqualTo(DutyMessage.signature(secret, receiver.taken.getFirst().body()));
  }

  private String rowOf(CommunityId community) {
    return jdbc.sql("select * from messaging_duty_webhook where community = ?").param(community.value()).query().singleRow().toString();
  }

  private TicketNumber urgent(CallId call) {
    return open(call, Priority.URGENT);
  }

  private TicketNumber open(CallId call, Priority priority) {
    return tickets
        .open(new Opening(call, here, PhoneNumber.of(NUMBER, Presentation.ALLOWED, "CN"), "urgent", Category.EMERGENCY, priority));
  }

  private void correct(TicketNumber number, Priority priority) {
    var ticket = tickets.find(number).orElseThrow();
    tickets.correct(ADMIN, number, ticket.version(), new Correction(null, priority, null, "有烟", null, null));
  }

  private List<String> acts(String subject) {
    return texts("select act from audit_entry where subject = ? order by at", subject);
  }

  private List<String> texts(String sql, String parameter) {
    return jdbc.sql(sql).param(parameter).query(String.class).list().stream().map(String::valueOf).toList();
  }

  private void awaitTaken(int many) {
    Patience.until("the receiver has " + many, LIMIT, () -> receiver.taken.size() >= many);
  }

  private void awaitDelivered(TicketNumber ticket) {
    Patience.until("the duty was told of " + ticket, LIMIT, () -> acts("ticket:" + ticket).contains("duty.told"));
  }

  private void awaitProblem(String problem) {
    Patience.until("the problem " + problem, LIMIT,
        () -> webhooks.of(here).filter(webhook -> problem.equals(webhook.problem())).isPresent());
  }
}
