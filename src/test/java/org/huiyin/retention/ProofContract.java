package org.huiyin.retention;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.foundation.SigningKeys;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Shelf.Killed;
import org.huiyin.retention.Shelf.Step;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Each run ends with one signed root over its certificates, whatever it is ended by, and nobody changes anything of it unnoticed. */
@SpringBootTest(classes = RetentionRooms.class, webEnvironment = WebEnvironment.NONE, properties = {
    "huiyin.retention.purge-cron=0 0 0 1 1 ? 2099", "huiyin.retention.batch=2"})
abstract class ProofContract extends RetentionContract {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired
  DestructionProof proof;
  @Autowired
  ProofCheck check;
  @Autowired
  Certificates certificates;
  @Autowired
  Closing closing;
  @Autowired
  SigningKeys keys;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  HuiyinHome home;

  @Test
  void a_run_ends_with_one_signed_root_and_a_stranger_needs_the_public_key_alone() throws Exception {
    var all = destroyed(7);
    var run = proof.runs(null, 10).getFirst();
    var root = Objects.requireNonNull(run.root());
    assertThat(run.certificates()).isEqualTo(7);
    assertThat(root.number()).isEqualTo(1);
    assertThat(proof.runs(null, 10)).hasSize(1);
    assertThat(proof.certificates(run.id(), Set.of(here), -1, 10)).extracting(DestructionProof.Certificate::place)
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(proof.certificates(run.id(), Set.of(here), 4, 1)).singleElement().satisfies(one -> assertThat(one.place()).isEqualTo(5));
    assertThat(proof.certificates(run.id(), Set.of(CommunityId.random()), -1, 10)).as("others' certificates").isEmpty();
    for (var recording : all) {
      var proven = proof.proven(recording).orElseThrow();
      assertThat(strangerBelieves(proven)).isTrue();
      var body = JSON.readTree(proven.certificate().body());
      assertThat(body.path("recording").asString()).isEqualTo(recording.toString());
      assertThat(body.path("audioSha256").asString()).isEqualTo("a".repeat(64));
      assertThat(body.path("policy").asString()).isEqualTo("daily-life-1y");
      assertThat(body.path("policyVersion").intValue()).isZero();
      assertThat(body.path("holdCheck").path("at").asString()).isEqualTo(YEAR_LATER.toString());
      assertThat(body.path("holdCheck").path("result").asString()).isEqualTo("none");
      assertThat(body.path("keyDestroyedAt").asString()).isEqualTo(YEAR_LATER.toString());
      assertThat(body.path("verifiedAbsentAt").asString()).isEqualTo(YEAR_LATER.toString());
      assertThat(body.path("run").asString()).isEqualTo(run.id().toString());
      assertThat(body.path("audit").path("hash").asString()).hasSize(64);
      assertThat(Objects.requireNonNull(proven.audited()).details()).containsEntry("certificate", proven.certificate().hash());
    }
    assertThat(audit.newest(new AuditTrail.Query(Set.of(), null, "purge.closed", null, null, null, null, 10))).singleElement()
        .satisfies(entry -> assertThat(entry.details()).containsEntry("root", root.hash()));
    assertThat(check.check()).isEmpty();
  }

  @Test
  void the_certificate_says_which_version_of_the_policy_decided() {
    jdbc.sql("""
        insert into retention_policy (version, in_force, reason, proposer, approver, proposal)
        values (3, ?, 'as two people decided', 'staff:a', 'staff:b', ?)""")
        .params(java.time.OffsetDateTime.parse("2026-12-01T00:00:00Z"), UUID.randomUUID()).update();
    RetentionPolicy.Kind.all().forEach(kind -> jdbc
        .sql("insert into retention_policy_period (version, category, priority, months) values (3, ?, ?, 12)")
        .params(kind.category().name(), kind.priority().name()).update());
    var one = destroyed(1).getFirst();
    assertThat(proof.certificate(one).orElseThrow().facts().policyVersion()).isEqualTo(3);
  }

  @Test
  void a_run_without_certificates_needs_no_root() {
    purge.run(clock.instant());
    assertThat(proof.runs(null, 10)).isEmpty();
    assertThat(count("retention_run")).isEqualTo(1);
    assertThat(count("retention_root")).isZero();
    assertThat(check.check()).isEmpty();
  }

  @Test
  void each_run_has_its_root_and_names_the_one_before() {
    destroyed(3);
    destroyed(2);
    var runs = proof.runs(null, 1);
    var before = proof.runs(runs.getFirst().id(), 10);
    assertThat(before).hasSize(1);
    var later = Objects.requireNonNull(runs.getFirst().root());
    var earlier = Objects.requireNonNull(before.getFirst().root());
    assertThat(List.of(earlier.number(), later.number())).containsExactly(1L, 2L);
    assertThat(JSON.readTree(later.body()).path("previous").asString()).isEqualTo(RootText.hash(earlier.body()));
    assertThat(check.check()).isEmpty();
  }

  @Test
  void what_a_run_that_died_left_open_is_closed_by_the_next_with_one_root_each() {
    for (var deadly : Step.values()) {
      nothing_is_kept_yet();
      var all = due(5);
      // In the second batch of three, which go by the ids.
      var third = inOrder(all).get(2);
      shelf.trouble = (step, id) -> {
        if (step == deadly && id.equals(third)) {
          throw new Killed();
        }
      };
      assertThatExceptionOfType(Killed.class).isThrownBy(() -> purge.run(clock.instant()));
      assertThat(count("retention_root")).isZero();
      shelf.trouble = (_, _) -> {
      };
      purge.run(clock.instant());
      assertThat(count("retention_root")).as("the dead run may live for all that anybody knows").isEqualTo(1);
      clock.advance(Duration.ofMinutes(11));
      purge.run(clock.instant());
      assertThat(proof.runs(null, 10)).as("killed %s", deadly).hasSize(3).allSatisfy(run -> assertThat(run.root()).isNotNull());
      assertThat(all).allSatisfy(recording -> assertThat(strangerBelieves(proof.proven(recording).orElseThrow())).isTrue());
      assertThat(check.check()).isEmpty();
    }
  }

  @Test
  void a_run_that_was_closed_while_it_slept_certifies_nothing_more() {
    destroyed(1);
    var run = proof.runs(null, 1).getFirst().id();
    var row = due(1).getFirst();
    var late = jdbc.sql("select * from retention_recording where recording = ?").param(row.value()).query(RetentionRow::read).single();
    assertThatIllegalStateException()
        .isThrownBy(() -> transaction.executeWithoutResult(_ -> certificates.add(List.of(late), _ -> List.of(), run, clock.instant())))
        .withMessageContaining("closed");
    closing.close(run);
    assertThat(count("retention_root")).isEqualTo(1);
    assertThat(count("retention_certificate")).isEqualTo(1);
  }

  @Test
  void without_its_key_a_run_stays_open_and_is_named_and_closed_as_soon_as_the_key_is_back() throws IOException {
    keys.current();
    var secret = home.secrets().resolve("statements.key");
    byte[] kept = Files.readAllBytes(secret);
    Files.writeString(secret, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    try {
      assertThat(destroyed(2)).allSatisfy(id -> assertThat(shelf.stateOf(id)).isEqualTo(RecordingState.DESTROYED));
      clock.advance(Duration.ofHours(2));
      assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("no signed root");
    } finally {
      Files.write(secret, kept);
    }
    purge.retry(clock.instant());
    assertThat(proof.runs(null, 10)).singleElement().satisfies(run -> assertThat(run.root()).isNotNull());
    assertThat(check.check()).isEmpty();
  }

  @Test
  void whatever_is_changed_or_removed_the_check_names_it() {
    var all = destroyed(5);
    destroyed(1);
    var victim = inOrder(all).get(3);
    var run = proof.certificate(victim).orElseThrow().run();
    // One byte of the certificate; then with a hash that fits it.
    damaged("update retention_certificate set body = replace(body, 'daily-life-1y', 'daily-life-2y') where recording = :victim", victim,
        "recording:" + victim, "was changed");
    var forged = proof.certificate(victim).orElseThrow().body().replace("daily-life-1y", "daily-life-2y");
    damaged("update retention_certificate set body = '" + forged + "', hash = '" + RootText.hash(forged) + "' where recording = :victim",
        victim, "recording:" + victim, "not the one that the audit names");
    damaged("delete from retention_certificate where recording = :victim", victim, "recording:" + victim, "certificate is gone");
    damaged("delete from retention_certificate where recording = :victim", victim, "run:" + run, "is gone");
    damaged("update retention_root set body = replace(body, '\"root\":\"" + root(run).substring(0, 4) + "', '\"root\":\""
        + (root(run).startsWith("0000") ? "1111" : "0000") + "') where number = 1 and :victim = :victim", victim, "run:" + run,
        "signature");
    var signature = jdbc.sql("select signature from retention_root where number = 1").query(String.class).single();
    damaged("update retention_root set signature = '" + (signature.startsWith("A") ? "B" : "A") + signature.substring(1)
        + "' where number = 1 and :victim = :victim", victim, "run:" + run, "signature");
    damaged("update retention_root set body = (select other.body from retention_root other where other.number = 2), signature ="
        + " (select other.signature from retention_root other where other.number = 2) where number = 1 and :victim = :victim", victim,
        "run:" + run, "another run");
    damaged("delete from retention_root where number = 2 and :victim = :victim", victim, "run-number:2", "missing");
    damaged("delete from retention_root where number = 1 and :victim = :victim", victim, "run-number:1", "missing");
    damaged("update retention_certificate set run = null where recording = :victim", victim, "recording:" + victim, "no run");
    damaged("update retention_certificate set place = 40 where recording = :victim", victim, "run:" + run, "is gone");
    assertThat(check.check()).as("all is put back").isEmpty();
  }

  /** What was done is undone, so that each damage is looked for alone. */
  private void damaged(String how, RecordingId victim, String subject, String what) {
    transaction.executeWithoutResult(status -> {
      assertThat(jdbc.sql(how).param("victim", victim.value()).update()).as(how).isEqualTo(1);
      assertThat(check.check()).as(how).anySatisfy(finding -> {
        assertThat(finding.subject()).isEqualTo(subject);
        assertThat(finding.what()).contains(what);
      });
      status.setRollbackOnly();
    });
  }

  /** As a stranger would: from the texts alone, with the formulas of RFC 9162 written down a second time. */
  private static boolean strangerBelieves(DestructionProof.Proven proven) {
    try {
      var pem = Objects.requireNonNull(proven.key()).pem().lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
      var check = Signature.getInstance("Ed25519");
      check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem))));
      check.update(proven.root().body().getBytes(StandardCharsets.UTF_8));
      var signed = JSON.readTree(proven.root().body());
      var path = proven.siblings().stream().map(HexFormat.of()::parseHex).toList();
      return check.verify(Base64.getDecoder().decode(proven.root().signature())) && Merkle.includes(
          Merkle.leaf(proven.certificate().body().getBytes(StandardCharsets.UTF_8)), proven.certificate().place(),
          signed.path("certificates").intValue(), path, HexFormat.of().parseHex(signed.path("root").asString()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String root(UUID run) {
    return Objects.requireNonNull(proof.run(run).orElseThrow().root()).hash();
  }

  private List<RecordingId> destroyed(int many) {
    var all = due(many);
    purge.run(clock.instant());
    return all;
  }

  /** As a run destroys them. */
  private static List<RecordingId> inOrder(List<RecordingId> all) {
    return all.stream().sorted(Comparator.comparing(RecordingId::toString)).toList();
  }

  /** Recordings that are due at this moment, wherever the clock stands. */
  private List<RecordingId> due(int many) {
    var call = clock.instant().isBefore(YEAR_LATER) ? CALL : clock.instant().minus(Duration.ofDays(1));
    var all = new ArrayList<>(IntStream.range(0, many).mapToObj(i -> {
      var id = closed(PhoneNumber.UNKNOWN, Category.DAILY_LIFE, Priority.NORMAL);
      return shelf.add(id, here, call.minusSeconds(i), RecordingState.STORED).id();
    }).toList());
    scheduledFor(call.atZone(java.time.ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant());
    return all;
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
