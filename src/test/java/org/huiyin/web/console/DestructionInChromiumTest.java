package org.huiyin.web.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.huiyin.web.Desk;
import org.huiyin.web.WholeHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What is seen and handed out of a destruction: three recordings are destroyed by the real purge, one is due, one is held. */
@WholeHouse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DestructionInChromiumTest {
  private static final int NARROW = 390;
  private static final int WIDE = 1440;
  private static final Path SCHEMA = Path.of("recordings-schema/json/certificate.schema.json");

  private final Desk desk;
  private final JdbcClient jdbc;
  private final Scheduler scheduler;
  private final List<String> destroyed = new ArrayList<>();
  private ChromiumDesk chromium;
  private String run = "";
  private String due = "";
  private String held = "";

  @SuppressWarnings("NullAway.Init")
  DestructionInChromiumTest(@Autowired Desk desk, @Autowired JdbcClient jdbc, @Autowired Scheduler scheduler) {
    this.desk = desk;
    this.jdbc = jdbc;
    this.scheduler = scheduler;
  }

  @BeforeAll
  void three_are_destroyed() throws SchedulerException {
    chromium = new ChromiumDesk(desk);
    for (int i = 0; i < 3; i++) {
      destroyed.add(aged("repair", 400, -60));
    }
    scheduler.triggerJob(JobKey.jobKey("purge", "retention"));
    var last = "/api/v1/retention/certificates/" + destroyed.getLast();
    Desk.until("the run is closed", () -> destroyed.stream()
        .allMatch(id -> desk.ask("GET", "/api/v1/retention/certificates/" + id, "").statusCode() == 200));
    Desk.until("the audit's entry is chained", () -> desk.json(last).path("audit").path("sequence").isIntegralNumber());
    run = JsonMapper.shared().readTree(desk.json(last).path("signed").asString()).path("run").asString();
    due = aged("complaint", 800, 1);
    held = aged("repair", 400, 1);
    // The forecast shows months only when something ends in them, whatever other tests have left.
    aged("repair", 265, 100 * 24 * 60);
    var placed = desk.ask("POST", "/api/v1/retention/holds", "{\"kind\":\"recording\",\"subject\":\"" + held + "\",\"reason\":\"法院来函\"}");
    assertThat(placed.statusCode()).isBetween(200, 299);
  }

  @AfterAll
  void close() {
    chromium.close();
  }

  /** A recording whose call is so old, and whose destruction is scheduled for then. */
  private String aged(String choice, int days, int inMinutes) {
    var made = desk.finishedCall(choice, "13800138000");
    var recording = made.path("recordingId").asString();
    Desk.until("its period is kept", () -> jdbc.sql("select count(*) from retention_recording where recording = ?")
        .param(java.util.UUID.fromString(recording)).query(Long.class).single() == 1);
    // An open ticket would keep it.
    var archived = desk.ask("POST", "/api/v1/tickets/" + made.path("ticket").asString() + "/archive", "{\"result\":\"已修好\"}");
    assertThat(archived.statusCode()).isBetween(200, 299);
    var now = OffsetDateTime.now(ZoneOffset.UTC);
    var call = now.minusDays(days);
    jdbc.sql(
        """
            update retention_recording set call_started_at = ?, keep_until = ?, state = 'SCHEDULED', cause = 'PERIOD', scheduled_at = ?, purge_at = ?
            where recording = ?""")
        .params(call, call.plusYears(days / 366), now.minusDays(8), now.plusMinutes(inMinutes),
            java.util.UUID.fromString(recording))
        .update();
    return recording;
  }

  @Test
  void a_certificate_follows_its_schema_and_convinces_whoever_has_the_public_key_alone() throws Exception {
    var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(Files.readString(SCHEMA),
        InputFormat.JSON);
    var parts = JsonMapper.shared().readTree(SCHEMA.toFile()).path("$defs");
    for (var recording : destroyed) {
      var text = new String(desk.ask("GET", "/api/v1/retention/certificates/" + recording, "").body(), StandardCharsets.UTF_8);
      assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
      var file = JsonMapper.shared().readTree(text);
      var entry = JsonMapper.shared().readTree(file.path("entry").asString());
      parts.path("entry").path("required").forEach(field -> assertThat(entry.has(field.asString())).as("%s", field).isTrue());
      assertThat(entry.propertyNames()).as("the schema describes each field").allMatch(parts.path("entry").path("properties")::has);
      assertThat(entry.path("recording").asString()).isEqualTo(recording);
      var key = new String(desk.ask("GET", "/api/v1/retention/certificates/" + recording + "/key", "").body(), StandardCharsets.US_ASCII);
      assertThat(believes(key, file)).isTrue();
      assertThat(believes(key, JsonMapper.shared().readTree(text.replace("daily-life-1y", "daily-life-2y")))).isFalse();
    }
    assertThat(desk.ask("GET", "/api/v1/retention/certificates/" + due, "").statusCode()).isEqualTo(404);
    var stone = desk.json("/api/v1/recordings/" + destroyed.getFirst()).path("tombstone");
    assertThat(stone.path("cause").asString()).isEqualTo("period");
    assertThat(desk.ask("GET", stone.path("certificateUrl").asString(), "").statusCode()).isEqualTo(200);
  }

  /** As the README says it, with nothing of the product: RFC 9162, 2.1.3.2. */
  private static boolean believes(String pem, JsonNode file) throws GeneralSecurityException {
    var encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
    var check = Signature.getInstance("Ed25519");
    check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    check.update(file.path("signed").asString().getBytes(StandardCharsets.UTF_8));
    if (!check.verify(Base64.getDecoder().decode(file.path("signature").asString()))) {
      return false;
    }
    var signed = JsonMapper.shared().readTree(file.path("signed").asString());
    byte[] hash = sha256(0, file.path("entry").asString().getBytes(StandardCharsets.UTF_8), new byte[0]);
    long at = file.path("leafIndex").asLong();
    long last = signed.path("certificates").asLong() - 1;
    for (var sibling : file.path("siblings")) {
      byte[] other = HexFormat.of().parseHex(sibling.asString());
      if (last == 0) {
        return false;
      }
      if (at % 2 == 1 || at == last) {
        hash = sha256(1, other, hash);
        while (at % 2 == 0 && at > 0) {
          at /= 2;
          last /= 2;
        }
      } else {
        hash = sha256(1, hash, other);
      }
      at /= 2;
      last /= 2;
    }
    return last == 0 && HexFormat.of().formatHex(hash).equals(signed.path("root").asString());
  }

  private static byte[] sha256(int prefix, byte[] one, byte[] other) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) prefix);
    digest.update(one);
    return digest.digest(other);
  }

  @Test
  void what_the_readme_tells_a_stranger_to_do_says_the_same(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(runs(folder, "python3", "--version") == 0 && runs(folder, "openssl", "version") == 0,
        "no Python or OpenSSL here");
    var readme = Files.readString(Path.of("README.md"));
    var script = readme.substring(readme.indexOf("```python", readme.indexOf("<!-- verify-certificate -->")) + "```python".length(),
        readme.indexOf("```\n<!-- /verify-certificate -->"));
    Files.writeString(folder.resolve("verify.py"), script);
    for (var recording : destroyed) {
      var text = new String(desk.ask("GET", "/api/v1/retention/certificates/" + recording, "").body(), StandardCharsets.UTF_8);
      Files.writeString(folder.resolve("certificate.json"), text);
      Files.write(folder.resolve("key.pem"), desk.ask("GET", "/api/v1/retention/certificates/" + recording + "/key", "").body());
      assertThat(runs(folder, "python3", "verify.py", "certificate.json", "key.pem")).isZero();
      Files.writeString(folder.resolve("certificate.json"), text.replace("daily-life-1y", "daily-life-2y"));
      assertThat(runs(folder, "python3", "verify.py", "certificate.json", "key.pem")).isNotZero();
      Files.writeString(folder.resolve("certificate.json"), text.replace("\\\"certificates\\\":3", "\\\"certificates\\\":4"));
      assertThat(runs(folder, "python3", "verify.py", "certificate.json", "key.pem")).isNotZero();
    }
  }

  /** @return its exit code; -1 when there is no such program */
  private static int runs(Path folder, String... command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (IOException _) {
      return -1;
    }
  }

  @Test
  void runs_certificates_and_lists_are_found_by_the_api() {
    var one = desk.json("/api/v1/retention/runs/" + run);
    assertThat(one.path("certificates").asInt()).isEqualTo(3);
    assertThat(desk.json("/api/v1/retention/runs?limit=1").path("items").size()).isEqualTo(1);
    var first = desk.json("/api/v1/retention/runs/" + run + "/certificates?limit=2");
    assertThat(first.path("items").size()).isEqualTo(2);
    var rest = desk.json("/api/v1/retention/runs/" + run + "/certificates?limit=2&after=" + first.path("next").asString());
    assertThat(rest.path("items").size()).isEqualTo(1);
    assertThat(rest.path("items").path(0).path("leafIndex").asInt()).isEqualTo(2);
    assertThat(desk.ask("GET", one.path("root").path("signedUrl").asString(), "").body())
        .isEqualTo(
            desk.json("/api/v1/retention/certificates/" + destroyed.getFirst()).path("signed").asString().getBytes(StandardCharsets.UTF_8));
    assertThat(desk.ask("GET", one.path("root").path("signatureUrl").asString(), "").body()).hasSize(64);
    assertThat(desk.json("/api/v1/retention/preview").path("items")).anySatisfy(item -> {
      assertThat(item.path("recordingId").asString()).isEqualTo(due);
      assertThat(item.path("cause").asString()).isEqualTo("period");
    });
    assertThat(desk.json("/api/v1/retention/held").path("items")).anySatisfy(item -> {
      assertThat(item.path("recording").path("recordingId").asString()).isEqualTo(held);
      assertThat(item.path("holds").path(0).path("reason").asString()).isEqualTo("法院来函");
    });
    assertThat(desk.json("/api/v1/retention/forecast").path("months").size()).isEqualTo(12);
  }

  @Test
  void a_destruction_is_read_listed_and_printed() {
    var page = chromium.page();
    chromium.open(page, "/retention");
    assertThat(page.locator(".forecast tbody tr")).hasCount(12);
    page.click("text=查看销毁记录和清册");
    page.click("tbody a.row >> nth=0");
    assertThat(page.locator("main")).containsText("总凭证");
    page.click("text=打印销毁清册");
    assertThat(page.locator("h1")).hasText("录音销毁清册");
    assertThat(page.locator("tbody tr")).hasCount(3);
    assertThat(page.locator(".paper")).containsText("监销人");
    for (var recording : destroyed) {
      assertThat(page.locator(".paper")).containsText(recording);
    }
    assertThat(page.pdf()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    chromium.open(page, "/recordings/" + destroyed.getFirst());
    assertThat(page.locator("#stone-title")).hasText("已销毁");
    assertThat(page.locator("main")).containsText("期满");
    chromium.open(page, "/retention/preview?kept=true");
    assertThat(page.locator("tbody")).containsText("法院来函");
  }

  @Test
  void no_page_is_wider_than_a_telephone_and_axe_finds_nothing() throws IOException {
    var axe = Files.readString(Path.of("src/main/frontend/node_modules/axe-core/axe.min.js"));
    var pages = List.of("/retention", "/retention/runs", "/retention/runs/" + run, "/retention/runs/" + run + "/list", "/retention/preview",
        "/retention/preview?kept=true", "/recordings/" + destroyed.getFirst());
    var faults = new ArrayList<String>();
    for (boolean english : new boolean[]{false, true}) {
      for (int width : new int[]{NARROW, WIDE}) {
        var page = chromium.page(english ? "en-GB" : "zh-CN", width, english == (width == WIDE) ? ColorScheme.LIGHT : ColorScheme.DARK);
        pages.forEach(path -> faults.addAll(faults(page, path, axe)));
        page.context().close();
      }
    }
    assertThat(faults).isEmpty();
    assertThat(chromium.complaints()).filteredOn(complaint -> !complaint.contains("status of 4")).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private List<String> faults(Page page, String path, String axe) {
    chromium.open(page, path);
    var faults = new ArrayList<String>();
    if ((Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0) {
      faults.add(path + " is too wide");
    }
    page.evaluate(axe);
    faults.addAll((List<String>) page.evaluate("""
        axe.run(document, {resultTypes: ['violations']}).then(result => result.violations
          .filter(fault => ['serious', 'critical'].includes(fault.impact))
          .map(fault => fault.id + ': ' + fault.nodes.slice(0, 3).map(node => node.html).join(' | ')))"""));
    return faults;
  }
}
