package org.huiyin.web.api;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.huiyin.support.StoredAudio;
import org.huiyin.support.Tones;
import org.huiyin.web.Desk;
import org.huiyin.web.WholeHouse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@WholeHouse
class RestApiTest {
  private static final String RESIDENT = "13800138000";

  private final Desk desk;

  RestApiTest(@Autowired Desk desk) {
    this.desk = desk;
  }

  @Test
  void a_call_names_its_ticket_its_recording_and_where_the_message_is() {
    var call = desk.finishedCall("repair", RESIDENT);

    assertThat(call.path("ticket").asString()).matches("\\d{8}-\\d{4}");
    assertThat(call.path("end").asString()).isEqualTo("completed");
    assertThat(call.path("seconds").asDouble()).isBetween(19.9, 20.1);
    assertThat(call.path("startedAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*\\+08:00");
    assertThat(call.path("message").path("seconds").asDouble()).isEqualTo(6.0);
    assertThat(call.path("message").path("audioUrl").asString()).isEqualTo(call.path("audioUrl").asString() + "#t=9.00,15.00");
    assertThat(call.path("consoleUrl").asString()).isEqualTo("/tickets/" + call.path("ticket").asString());
    assertThat(call.toString()).doesNotContain(RESIDENT).contains("138****8000");
    var bySip = desk.json("/api/v1/calls?sipCallId=" + call.path("sipCallId").asString()).path("items");
    assertThat(bySip.valueStream().map(found -> found.path("sipCallId").asString())).containsExactly(call.path("sipCallId").asString());
  }

  @Test
  void the_audio_is_the_residents_words_on_the_left_and_the_staffs_on_the_right() throws IOException {
    var call = desk.finishedCall("repair", RESIDENT);

    var audio = StoredAudio.decode(desk.ask("GET", call.path("audioUrl").asString(), "").body());

    assertThat(Tones.of(Desk.RESIDENT_TONE, audio.caller())).isBetween(Duration.ofMillis(5800), Duration.ofMillis(6200));
    assertThat(Tones.of(Desk.STAFF_TONE, audio.caller())).isZero();
    assertThat(Tones.of(Desk.STAFF_TONE, audio.staff())).isBetween(Duration.ofMillis(7800), Duration.ofMillis(8200));
    assertThat(Tones.of(Desk.RESIDENT_TONE, audio.staff())).isZero();
  }

  @Test
  void the_audio_is_answered_whole_or_in_the_pieces_asked_for() {
    var url = desk.finishedCall("repair", RESIDENT).path("audioUrl").asString();
    var whole = desk.ask("GET", url, "");
    byte[] bytes = whole.body();
    int size = bytes.length;
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(header(whole, "content-type")).isEqualTo("audio/ogg");
    assertThat(header(whole, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(whole, "cache-control")).contains("no-store");

    var middle = desk.ask("GET", url, "", "Range", "bytes=1000-1999");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(header(middle, "content-range")).isEqualTo("bytes 1000-1999/" + size);
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 2000));

    var last = desk.ask("GET", url, "", "Range", "bytes=-10");
    assertThat(last.statusCode()).isEqualTo(206);
    assertThat(last.body()).isEqualTo(Arrays.copyOfRange(bytes, size - 10, size));

    var outside = desk.ask("GET", url, "", "Range", "bytes=" + size + "-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(header(outside, "content-range")).isEqualTo("bytes */" + size);
    assertThat(outside.body()).isEmpty();

    var two = desk.ask("GET", url, "", "Range", "bytes=0-3,100-103");
    assertThat(two.statusCode()).isEqualTo(206);
    assertThat(header(two, "content-type")).startsWith("multipart/byteranges; boundary=");
    assertThat(new String(two.body(), StandardCharsets.ISO_8859_1)).contains("Content-Range: bytes 0-3/" + size, "OggS",
        "Content-Range: bytes 100-103/" + size);

    var changed = desk.ask("GET", url, "", "Range", "bytes=0-3", "If-Range", "\"something else\"");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body()).isEqualTo(bytes);

    var head = desk.ask("HEAD", url, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "content-length")).isEqualTo(String.valueOf(size));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void everything_about_a_person_is_handed_over_as_one_archive_and_the_audit_says_so_first() throws IOException {
    var call = desk.finishedCall("repair", "13511112222");
    var received = desk.ask("POST", "/api/v1/requests", "{\"number\":\"135 1111 2222\",\"identity\":\"identity card\",\"communityId\":\""
        + call.path("communityId").asString() + "\"}");
    assertThat(received.statusCode()).isEqualTo(201);
    var file = JsonMapper.shared().readTree(received.body());
    assertThat(file.path("request").path("number").asString()).isEqualTo("135****2222");
    assertThat(file.path("items").get(0).path("kept").asString()).isEqualTo("open_ticket");
    var id = file.path("request").path("requestId").asString();
    var archive = desk.ask("GET", "/api/v1/requests/" + id + "/archive", "");
    assertThat(header(archive, "content-type")).isEqualTo("application/zip");
    var entries = new java.util.LinkedHashMap<String, byte[]>();
    try (var zip = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(archive.body()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    var facts = JsonMapper.shared().readTree(entries.get("facts.json"));
    assertThat(facts.path("number").asString()).isEqualTo("13511112222");
    var only = facts.path("calls").get(0);
    assertThat(only.path("ticket").path("number").asString()).isEqualTo(call.path("ticket").asString());
    var audio = StoredAudio.decode(java.util.Objects.requireNonNull(entries.get(only.path("audio").asString())));
    assertThat(Tones.of(Desk.RESIDENT_TONE, audio.caller())).isBetween(Duration.ofMillis(5800), Duration.ofMillis(6200));
    assertThat(entries).hasSize(2);
    assertThat(desk.acts("request.exported", "request:" + id)).isEqualTo(1);
    assertThat(desk.acts("recording.handed-over", "recording:" + call.path("recordingId").asString())).isEqualTo(1);

    assertThat(desk.ask("POST", "/api/v1/requests/" + id + "/erase", "{\"reason\":\"asked\"}").statusCode()).isEqualTo(409);
    assertThat(desk.ask("POST", "/api/v1/requests/" + id + "/answer", "{\"text\":\"told\"}").statusCode()).isEqualTo(200);
    assertThat(desk.ask("GET", "/api/v1/requests/" + id + "/archive", "").statusCode()).isEqualTo(409);
    assertThat(new String(desk.ask("GET", "/api/v1/requests/" + id, "").body(), StandardCharsets.UTF_8))
        .contains("OPEN_TICKET").doesNotContain("13511112222");
  }

  @Test
  void fifty_pieces_of_one_listening_are_one_act_and_the_beginning_again_is_another() {
    var call = desk.finishedCall("repair", RESIDENT);
    var url = call.path("audioUrl").asString();
    var subject = "recording:" + call.path("recordingId").asString();

    desk.ask("HEAD", url, "");
    desk.ask("GET", url, "", "Range", "bytes=9999999-");
    assertThat(desk.acts("recording.replayed", subject)).isZero();

    desk.ask("GET", "/api/v1/recordings/" + call.path("recordingId").asString() + "/peaks", "");
    for (int from = 0; from < 50; from++) {
      assertThat(desk.ask("GET", url, "", "Range", "bytes=" + from * 100 + "-" + (from * 100 + 99)).statusCode()).isEqualTo(206);
    }
    assertThat(desk.acts("recording.replayed", subject)).isEqualTo(1);

    desk.ask("GET", url, "");
    assertThat(desk.acts("recording.replayed", subject)).isEqualTo(2);
    assertThat(header(desk.ask("GET", url + "?download", ""), "content-disposition")).startsWith("attachment");
    assertThat(desk.acts("recording.downloaded", subject)).isEqualTo(1);
  }

  @Test
  void the_waveform_shows_who_spoke_when() {
    var call = desk.finishedCall("repair", RESIDENT);
    var peaks = desk.json("/api/v1/recordings/" + call.path("recordingId").asString() + "/peaks");
    int perSecond = peaks.path("perSecond").asInt();

    assertThat(peaks.path("resident").size()).isBetween(19 * perSecond, 21 * perSecond);
    assertThat(peaks.path("resident").get(12 * perSecond).asInt()).isGreaterThan(20);
    assertThat(peaks.path("resident").get(3 * perSecond).asInt()).isLessThan(10);
    assertThat(peaks.path("staff").get(3 * perSecond).asInt()).isGreaterThan(20);
    assertThat(peaks.path("staff").get(12 * perSecond).asInt()).isLessThan(10);
  }

  @Test
  void facts_are_corrected_only_from_the_version_that_was_read() {
    var path = "/api/v1/tickets/" + desk.finishedCall("repair", RESIDENT).path("ticket").asString();
    var version = desk.json(path).path("version").asLong();

    var corrected = desk.ask("PATCH", path, "{\"version\":%d,\"what\":\"电梯停了\",\"category\":\"public_affairs\"}".formatted(version));
    assertThat(corrected.statusCode()).isEqualTo(200);
    assertThat(body(corrected).path("what").asString()).isEqualTo("电梯停了");

    var late = desk.ask("PATCH", path, "{\"version\":%d,\"what\":\"别的\"}".formatted(version));
    problem(late, 409, "urn:huiyin:problem:changed-meanwhile");
    assertThat(desk.json(path).path("what").asString()).isEqualTo("电梯停了");
  }

  @Test
  void a_ticket_is_noted_and_archived_once() {
    var path = "/api/v1/tickets/" + desk.finishedCall("consultation", RESIDENT).path("ticket").asString();

    assertThat(desk.ask("POST", path + "/notes", "{\"text\":\"已联系物业\"}").statusCode()).isEqualTo(200);
    var empty = desk.ask("POST", path + "/archive", "{\"result\":\" \"}");
    problem(empty, 400, "urn:huiyin:problem:invalid-fields");
    assertThat(body(empty).path("fields").get(0).path("field").asString()).isEqualTo("result");
    assertThat(body(desk.ask("POST", path + "/archive", "{\"result\":\"已修好\"}")).path("state").asString()).isEqualTo("archived");
    problem(desk.ask("POST", path + "/archive", "{\"result\":\"再来\"}"), 409, "urn:huiyin:problem:not-from-here");
    assertThat(desk.json(path).path("timeline").valueStream().map(event -> event.path("kind").asString())).contains("opened", "note",
        "state");
  }

  @Test
  void the_whole_number_is_read_only_with_an_entry_in_the_log() {
    var number = desk.finishedCall("repair", RESIDENT).path("ticket").asString();

    assertThat(new String(desk.ask("GET", "/api/v1/tickets/" + number, "").body(), StandardCharsets.UTF_8)).doesNotContain(RESIDENT);
    assertThat(desk.acts("number.shown", "ticket:" + number)).isZero();
    assertThat(desk.json("/api/v1/tickets/" + number + "/caller").path("number").asString()).isEqualTo(RESIDENT);
    assertThat(desk.acts("number.shown", "ticket:" + number)).isEqualTo(1);
  }

  @Test
  void lists_go_on_after_the_last_one_and_name_each_once() {
    var first = desk.finishedCall("repair", RESIDENT);
    var second = desk.finishedCall("repair", RESIDENT);

    for (String list : new String[]{"calls?", "tickets?", "recordings?"}) {
      var one = desk.json("/api/v1/" + list + "limit=1");
      var next = desk.json("/api/v1/" + list + "limit=1&after=" + one.path("next").asString());
      assertThat(one.path("items").size()).isEqualTo(1);
      assertThat(next.path("items").size()).isEqualTo(1);
      assertThat(next.path("items").get(0)).isNotEqualTo(one.path("items").get(0));
    }
    assertThat(first.path("callId")).isNotEqualTo(second.path("callId"));
  }

  @Test
  void a_day_is_closed_or_made_a_workday_and_the_calendar_answers_at_once() {
    var community = "/api/v1/communities/" + desk.community();
    var calendar = desk.json(community + "/calendar");
    assertThat(calendar.path("hours").path("monday").asString()).isEqualTo("08:00-20:00");
    assertThat(calendar.path("lists").valueStream().map(list -> list.path("papers").get(0).asString())).contains("国办发明电〔2025〕7号");
    var today = java.time.LocalDate.now(java.time.Clock.system(java.time.ZoneId.of("Asia/Shanghai")));
    var address = community + "/calendar/days/" + today;
    var subject = community.replace("/api/v1/communities/", "community:");
    long before = desk.acts("calendar.day", subject);
    var closed = desk.ask("PUT", address, "{\"name\":\"停电\",\"hours\":\"\",\"working\":false}");
    assertThat(closed.statusCode()).isEqualTo(200);
    assertThat(desk.json(community + "/calendar").path("now").path("attended").asBoolean()).isFalse();
    desk.ask("PUT", address, "{\"name\":\"值班\",\"hours\":\"00:00-24:00\",\"working\":true}");
    assertThat(desk.json(community + "/calendar").path("now").path("attended").asBoolean()).isTrue();
    assertThat(desk.acts("calendar.day", subject)).isEqualTo(before + 2);
    assertThat(desk.ask("DELETE", address, "").statusCode()).isEqualTo(204);
    problem(desk.ask("PUT", address, "{\"name\":\"x\",\"hours\":\"8-20\"}"), 400, "urn:huiyin:problem:not-understood");
    problem(desk.ask("PUT", community + "/calendar/holidays/2027", "{\"year\":2026,\"days\":[]}"), 400,
        "urn:huiyin:problem:not-understood");
    problem(desk.ask("GET", "/api/v1/communities/" + java.util.UUID.randomUUID() + "/calendar", ""), 404, "urn:huiyin:problem:not-found");
  }

  @Test
  void what_happens_at_a_minute_is_answered_by_the_engine_of_real_calls() {
    var holiday = desk.json("/api/v1/numbers/12345/path?at=2026-10-01T10:00:00%2B08:00");
    assertThat(holiday.path("attended").asBoolean()).isFalse();
    assertThat(holiday.path("reason").path("day").asString()).isEqualTo("holiday");
    assertThat(holiday.path("reason").path("name").asString()).isEqualTo("国庆节");
    assertThat(holiday.path("until").asString()).startsWith("2026-10-08T08:00");
    assertThat(holiday.path("menuVersion").asString()).matches("(default|\\d+)-[0-9a-f]{12}")
        .isEqualTo(
            desk.json("/api/v1/communities/" + holiday.path("community").asString() + "/menu").path("inForce").path("id").asString());
    assertThat(kinds(holiday)).containsExactly("notice", "menu", "choice", "says", "message", "review", "thanks", "done");
    assertThat(holiday.path("steps").get(1).path("keys").path("1").asString()).isEqualTo("urgent");
    assertThat(said(holiday, 3)).startsWith("closed", "month-10", "n8", "day-of-month", "period-early", "hour-8", "danger");

    // a make-up Sunday, and the minutes before and after closing
    var makeUp = desk.json("/api/v1/numbers/12345/path?at=2026-09-20T10:00:00%2B08:00&keys=62");
    assertThat(makeUp.path("attended").asBoolean()).isTrue();
    assertThat(makeUp.path("reason").path("day").asString()).isEqualTo("make_up");
    assertThat(kinds(makeUp)).containsExactly("notice", "menu", "menu", "choice", "says", "message", "review", "thanks", "done");
    assertThat(said(makeUp, 4)).containsExactly("busy", "message");
    assertThat(makeUp.path("steps").get(6).path("keys").propertyNames()).containsExactlyInAnyOrder("1", "2", "3", "#");
    assertThat(kinds(desk.json("/api/v1/numbers/12345/path?at=2026-09-20T10:00:00%2B08:00&keys=212%23"))).containsExactly("notice",
        "choice",
        "says", "message", "review", "replay", "review", "says", "message", "review", "thanks", "done");
    assertThat(desk.json("/api/v1/numbers/12345/path?at=2026-11-23T19:59:00%2B08:00").path("attended").asBoolean()).isTrue();
    assertThat(desk.json("/api/v1/numbers/12345/path?at=2026-11-23T20:00:00%2B08:00").path("attended").asBoolean()).isFalse();
    problem(desk.ask("GET", "/api/v1/numbers/12345/path?keys=x", ""), 400, "urn:huiyin:problem:not-understood");
  }

  @Test
  void a_menu_is_drafted_checked_tried_out_published_compared_and_rolled_back() {
    var here = "/api/v1/communities/" + desk.community() + "/menu";
    var before = desk.json(here);
    assertThat(before.path("draft").isNull() || before.path("draft").isMissingNode()).isTrue();
    var document = before.path("document").toString();
    int first = before.path("inForce").path("number").asInt();
    var broken = document.replace("\"1\":\"urgent\"", "\"1\":\"urgnt\"");
    assertThat(document).isNotEqualTo(broken);

    var kept = answered(desk.ask("PUT", here + "/draft", broken));
    assertThat(kept.path("faults").get(0).path("place").asString()).isEqualTo("/menus/0/keys/1");
    problem(desk.ask("GET", here + "/trial?version=draft", ""), 422, "urn:huiyin:problem:broken-menu");
    problem(desk.ask("POST", here + "/publication", "{\"revision\":1,\"note\":\"试\"}"), 422, "urn:huiyin:problem:broken-menu");
    problem(desk.ask("PUT", here + "/draft", document), 409, "urn:huiyin:problem:changed-meanwhile");
    var chinese = answered(desk.ask("POST", "/api/v1/menus/faults", broken, "Accept-Language", "zh-CN"));
    assertThat(chinese.path("faults").get(0).path("problem").asString()).contains("哪里也到不了");

    var sound = document.replace("\"5\":\"progress\"", "\"5\":\"progress\",\"6\":\"repair\"");
    var draft = answered(desk.ask("PUT", here + "/draft?revision=1", sound));
    assertThat(draft.path("faults")).isEmpty();
    assertThat(desk.json(here + "/differences?from=" + first + "&to=draft").path("differences").toString())
        .isEqualTo("[{\"place\":\"/menus/main/keys/6\",\"before\":null,\"after\":\"repair\"}]");
    assertThat(desk.json(here + "/differences?from=" + first + "&to=draft").path("sentences").get(0).asString())
        .isEqualTo("Key 6 of the menu 'main' leads to 'repair' (new).");
    var night = desk.json(here + "/trial?version=draft&at=2026-10-01T10:00:00%2B08:00&deeds=-6");
    assertThat(night.path("attended").asBoolean()).isFalse();
    assertThat(night.path("waitsFor").asString()).isEqualTo("speech");
    assertThat(night.path("steps").get(2).path("choice").asString()).isEqualTo("repair");
    assertThat(desk.json(here + "/trial?version=draft&deeds=-5").path("waitsFor").asString()).isEqualTo("number");
    var told = desk.json(here + "/trial?version=draft&at=2026-11-23T10:00:00%2B08:00&deeds=-51");
    assertThat(told.path("waitsFor").asString()).isEqualTo("key");
    assertThat(kinds(told)).containsExactly("notice", "menu", "enquiry", "progress");
    assertThat(said(told, 3)).containsExactly("progress-from", "yesterday", "progress-accepted", "progress-end");
    assertThat(kinds(desk.json(here + "/trial?version=draft&deeds=-5-"))).endsWith("enquiry", "choice", "says", "message");

    var published = answered(desk.ask("POST", here + "/publication", "{\"revision\":2,\"note\":\"查询进度并入报修\"}"));
    assertThat(published.path("number").asInt()).isEqualTo(first + 1);
    assertThat(desk.json("/api/v1/numbers/12345/path?keys=6").path("menuVersion").asString()).isEqualTo(published.path("id").asString());
    assertThat(desk.json("/api/v1/numbers/12345/path?keys=6").path("steps").get(1).path("choice").asString()).isEqualTo("repair");

    var back = answered(desk.ask("POST", here + "/versions/" + first + "/restoration", "{\"note\":\"还是原来的好\"}"));
    assertThat(back.path("rolledBackTo").asInt()).isEqualTo(first);
    assertThat(desk.json(here + "/versions").path("items").valueStream().map(each -> each.path("number").asInt()))
        .startsWith(first + 2, first + 1, first)
        .endsWith(1);
    assertThat(desk.json("/api/v1/numbers/12345/path?keys=5").path("steps").get(2).path("choice").asString()).isEqualTo("person");
    var exported = desk.ask("GET", here + "/versions/" + (first + 2) + "/document", "");
    assertThat(exported.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"menu-" + (first + 2) + ".json\"");
    assertThat(desk.json("/api/v1/menus/schema").path("required").toString()).contains("choices");
    problem(desk.ask("GET", here + "/versions/99/document", ""), 404, "urn:huiyin:problem:not-found");
    assertThat(desk.acts("menu.rolled-back", here.replace("/api/v1/communities/", "community:").replace("/menu", ""))).isPositive();
  }

  private static JsonNode answered(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static java.util.List<String> kinds(tools.jackson.databind.JsonNode path) {
    return path.path("steps").valueStream().map(step -> step.path("kind").asString()).toList();
  }

  private static java.util.List<String> said(tools.jackson.databind.JsonNode path, int step) {
    return path.path("steps").get(step).path("says").valueStream().map(said -> said.path("id").asString()).toList();
  }

  @Test
  void the_night_dutys_address_is_set_shown_and_removed_and_its_secret_shown_once() {
    var address = "/api/v1/communities/" + desk.community() + "/duty-webhook";
    problem(desk.ask("GET", address, ""), 404, "urn:huiyin:problem:not-found");
    var set = desk.ask("PUT", address, "{\"address\":\"https://duty.example.org/hook\"}");
    assertThat(set.statusCode()).isEqualTo(200);
    var secret = body(set).path("secret").asString();
    assertThat(secret).hasSizeGreaterThan(40);
    assertThat(desk.json(address).path("address").asString()).isEqualTo("https://duty.example.org/hook");
    assertThat(desk.json(address).toString()).doesNotContain(secret);
    assertThat(desk.json(address).path("secret").asString()).as("how it is kept").isEqualTo("sealed");
    var renewed = body(desk.ask("POST", address + "/secret", ""));
    assertThat(renewed.path("address").asString()).isEqualTo("https://duty.example.org/hook");
    assertThat(renewed.path("secret").asString()).startsWith("hyw_").isNotEqualTo(secret);
    problem(desk.ask("PUT", address, "{\"address\":\"file:///etc/passwd\"}"), 400, "urn:huiyin:problem:not-understood");
    assertThat(desk.ask("DELETE", address, "").statusCode()).isEqualTo(204);
    problem(desk.ask("GET", address, ""), 404, "urn:huiyin:problem:not-found");
    problem(desk.ask("POST", address + "/secret", ""), 404, "urn:huiyin:problem:not-found");
  }

  @Test
  void a_second_number_is_added_begins_elsewhere_and_is_removed() {
    var subject = "community:" + desk.community();
    long addedBefore = desk.acts("community.number-added", subject);
    long removedBefore = desk.acts("community.number-removed", subject);
    var here = "/api/v1/communities/" + desk.community();
    var added = answered(desk.ask("POST", here + "/numbers", "{\"number\":\"12399\"}"));
    assertThat(added.path("numbers").toString()).isEqualTo("[\"12345\",\"12399\"]");
    problem(desk.ask("POST", here + "/numbers", "{\"number\":\"12399\"}"), 409, "urn:huiyin:problem:directory-unchanged");
    problem(desk.ask("POST", here + "/numbers", "{\"number\":\"*75\"}"), 422, "urn:huiyin:problem:directory-unchanged");
    problem(desk.ask("POST", here + "/numbers", "{}"), 422, "urn:huiyin:problem:directory-unchanged");

    var before = desk.json(here + "/menu");
    int first = before.path("inForce").path("number").asInt();
    var document = before.path("document").toString()
        .replace("\"start\":\"main\"", "\"start\":\"main\",\"numbers\":{\"12399\":\"water\",\"12388\":\"main\"}")
        .replace("\"attendance\":", "\"announce\":[{\"id\":\"water\",\"says\":[\"full\"],\"next\":\"complaint\"}],\"attendance\":");
    var draft = answered(desk.ask("PUT", here + "/menu/draft", document));
    assertThat(draft.path("faults")).isEmpty();
    assertThat(draft.path("unknownNumbers").toString()).isEqualTo("[\"12388\"]");
    assertThat(kinds(here + "/menu/trial?version=draft&deeds=--&number=12399")).contains("announce");
    assertThat(kinds(here + "/menu/trial?version=draft&deeds=--&number=12345")).doesNotContain("announce");
    assertThat(kinds(here + "/menu/trial?version=draft&deeds=--")).doesNotContain("announce");
    answered(desk.ask("POST", here + "/menu/publication", "{\"revision\":" + draft.path("revision") + ",\"note\":\"两个号码\"}"));
    assertThat(kinds("/api/v1/numbers/12399/path")).startsWith("notice", "announce", "choice");
    assertThat(kinds("/api/v1/numbers/12345/path")).startsWith("notice", "menu");

    answered(desk.ask("POST", here + "/menu/versions/" + first + "/restoration", "{\"note\":\"原样\"}"));
    assertThat(desk.ask("DELETE", here + "/numbers/12399", "").statusCode()).isEqualTo(204);
    problem(desk.ask("DELETE", here + "/numbers/12399", ""), 404, "urn:huiyin:problem:directory-unchanged");
    problem(desk.ask("DELETE", here + "/numbers/12345", ""), 409, "urn:huiyin:problem:directory-unchanged");
    assertThat(desk.acts("community.number-added", subject)).isEqualTo(addedBefore + 1);
    assertThat(desk.acts("community.number-removed", subject)).isEqualTo(removedBefore + 1);
  }

  private List<String> kinds(String path) {
    return desk.json(path).path("steps").findValuesAsString("kind");
  }

  @Test
  void a_community_that_is_added_is_answered_at_once_by_the_menu_and_the_hours_that_come_with_the_product() {
    problem(desk.ask("POST", "/api/v1/communities", "{\"name\":\"新\",\"nameEn\":\"New\",\"zone\":\"Beijing\",\"number\":\"12366\"}"), 422,
        "urn:huiyin:problem:directory-unchanged");
    var created = desk.ask("POST", "/api/v1/communities",
        "{\"name\":\"新社区\",\"nameEn\":\"New\",\"zone\":\"Asia/Shanghai\",\"number\":\"12366\"}");
    assertThat(created.statusCode()).isEqualTo(201);
    var community = body(created);
    var id = community.path("id").asString();
    try {
      assertThat(community.path("numbers").toString()).isEqualTo("[\"12366\"]");
      var path = desk.json("/api/v1/numbers/12366/path?at=2026-11-23T10:00:00%2B08:00");
      assertThat(path.path("community").asString()).isEqualTo(id);
      assertThat(path.path("menuVersion").asString()).startsWith("default-");
      assertThat(path.path("attended").asBoolean()).isTrue();
      var renamed = answered(desk.ask("PUT", "/api/v1/communities/" + id, "{\"name\":\"改名社区\",\"nameEn\":\"Renamed\"}"));
      assertThat(renamed.path("nameEn").asString()).isEqualTo("Renamed");
      problem(desk.ask("PUT", "/api/v1/communities/" + id, "{\"name\":\"改名社区\"}"), 422, "urn:huiyin:problem:directory-unchanged");
    } finally {
      desk.forgetCommunity(id);
    }
  }

  @Test
  void errors_are_problem_documents_that_say_what_to_do() {
    problem(desk.ask("GET", "/api/v1/tickets/1-1", ""), 400, "urn:huiyin:problem:not-understood");
    problem(desk.ask("GET", "/api/v1/tickets/19990101-0001", ""), 404, "urn:huiyin:problem:not-found");
    problem(desk.ask("GET", "/api/v1/calls?limit=0", ""), 400, "urn:huiyin:problem:not-understood");
    problem(desk.ask("GET", "/api/v1/recordings/00000000-0000-4000-8000-000000000000/audio", ""), 404, "urn:huiyin:problem:not-found");
    assertThat(desk.ask("POST", "/api/v1/calls", "{}").statusCode()).isEqualTo(405);
    problem(desk.ask("GET", "/api/v1/tickets?state=lost", ""), 400, "urn:huiyin:problem:not-understood");
  }

  @Test
  void the_interface_describes_itself() {
    var description = desk.json("/v3/api-docs");

    assertThat(description.path("openapi").asString()).startsWith("3.1");
    assertThat(description.path("info").path("version").asString()).isEqualTo("v1");
    assertThat(description.path("components").path("securitySchemes").path("bearer").path("scheme").asString()).isEqualTo("bearer");
    assertThat(description.path("paths").propertyNames()).contains("/api/v1/calls", "/api/v1/tickets/{number}",
        "/api/v1/recordings/{id}/audio", "/api/v1/retention/preview", "/api/v1/audit", "/api/v1/health");
  }

  private static void problem(HttpResponse<byte[]> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(header(answer, "content-type")).startsWith("application/problem+json");
    assertThat(body(answer).path("type").asString()).isEqualTo(type);
    assertThat(body(answer).path("detail").asString()).isNotBlank();
  }

  private static JsonNode body(HttpResponse<byte[]> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
