package org.huiyin.retention;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;

import org.huiyin.approval.Approvals;
import org.huiyin.audit.AuditLog;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.SelfCheck;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.support.Electorate;
import org.huiyin.support.Patience;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Tickets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The whole life of one recording with every room real: from the spool, sealed by an event, to its destruction a year later. */
@SpringBootTest(classes = PurgeOfAudioContract.Rooms.class, webEnvironment = WebEnvironment.NONE, properties = "huiyin.retention.purge-cron=0 0 0 1 1 ? 2099")
abstract class PurgeOfAudioContract {
  @EnableAutoConfiguration
  @EnableAsync
  @EnableConfigurationProperties(HuiyinHome.class)
  @ConfigurationPropertiesScan(basePackageClasses = {CallLedger.class, Recordings.class, Retention.class})
  @EntityScan(basePackageClasses = Tickets.class)
  @ComponentScan(basePackageClasses = {AuditLog.class, Approvals.class, Directory.class, CallLedger.class, Tickets.class, Recordings.class,
      Retention.class})
  static class Rooms {
    @Bean
    Electorate electorate() {
      return new Electorate();
    }

    @Bean
    SettableClock clock() {
      // The spool's files carry the machine's time, so the story begins now.
      return new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  @Autowired
  CallLedger ledger;
  @Autowired
  Recordings recordings;
  @Autowired
  Tickets tickets;
  @Autowired
  Retention retention;
  @Autowired
  PurgeRun purge;
  @Autowired
  List<SelfCheck> checks;
  @Autowired
  HuiyinHome home;
  @Autowired
  SettableClock clock;

  @Test
  void what_a_resident_said_is_kept_a_year_then_gone_for_ever_and_the_tombstone_names_its_hash() throws Exception {
    var start = clock.instant();
    var call = aCallOfTwoSeconds(start);
    clock.advance(Duration.ofSeconds(30));
    ledger.look(call);
    waitUntil(() -> recordings.ofCall(call).filter(facts -> facts.state() == RecordingState.STORED).isPresent());
    var facts = recordings.ofCall(call).orElseThrow();
    waitUntil(() -> tickets.ofCall(call).isPresent());
    tickets.archive(new Actor.LocalAdmin(), tickets.ofCall(call).orElseThrow().number(), "done");
    waitUntil(() -> retention.of(facts.id()).filter(kept -> kept.policy().equals("unsorted-1y")).isPresent());
    var until = retention.of(facts.id()).orElseThrow().until();
    assertThat(until).isEqualTo(start.atZone(ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant());
    assertThat(objects()).hasSize(1);

    var grant = new PlaybackGrant(facts.id(), new Actor.LocalAdmin(), until.plusSeconds(3600));
    clock.set(until.minus(Life.DELAY).minusMillis(1));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    recordings.open(facts.id(), grant).channel().close();

    clock.set(until.minus(Life.DELAY));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    assertThatIllegalStateException().as("closed while it is scheduled").isThrownBy(() -> recordings.open(facts.id(), grant))
        .withMessageContaining("scheduled");
    clock.set(until.minusMillis(1));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    assertThat(objects()).hasSize(1);

    clock.set(until);
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(1, 0));
    assertThat(objects()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> recordings.open(facts.id(), grant));
    assertThat(ledger.find(call).orElseThrow()).satisfies(left -> {
      assertThat(left.caller().raw()).as("who called is forgotten too").isEmpty();
      assertThat(left.choice()).isEqualTo("repair");
    });
    assertThat(tickets.ofCall(call).orElseThrow().caller()).as("in the ticket too").isEqualTo(org.huiyin.foundation.PhoneNumber.UNKNOWN);
    var stone = retention.tombstone(facts.id()).orElseThrow();
    assertThat(stone.audioHash()).isEqualTo(facts.audioHash()).hasSize(64);
    assertThat(stone.destroyedAt()).isEqualTo(until);
    assertThat(checks.stream().filter(check -> !check.name().equals("audit-chain")).flatMap(check -> check.check().stream()))
        .extracting(Finding::what).isEmpty();
  }

  private CallId aCallOfTwoSeconds(Instant start) throws IOException {
    var call = CallId.random();
    var day = LocalDate.ofInstant(start, ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
    var folder = Files.createDirectories(home.spool().resolve(day));
    long epoch = start.getEpochSecond();
    Files.writeString(folder.resolve(call + ".start"), """
        {"callId":"%s","channel":"PJSIP/resident-0001","uniqueId":"h-1.1","sipCallId":"%s@test","caller":"13800138000",\
        "presentation":"allowed","dialled":"12345","start":%d}""".formatted(call, call, epoch));
    Files.write(folder.resolve(call + "-caller.wav"), wav(700));
    Files.write(folder.resolve(call + "-staff.wav"), wav(440));
    Files.writeString(folder.resolve(call + ".end"), """
        {"callId":"%s","end":%d,"stage":"done","choice":"repair","language":"zh","notice":"1","marks":"message@500-1500","done":"1",\
        "agi":"SUCCESS","cause":"16","fallbackFrom":0,"fallbackTo":0}""".formatted(call, epoch + 2));
    return call;
  }

  static byte[] wav(double hertz) {
    int samples = 2 * 8000;
    var wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      wav.putShort((short) (8000 * Math.sin(2 * Math.PI * hertz * i / 8000)));
    }
    return wav.array();
  }

  private List<Path> objects() throws IOException {
    try (var files = Files.walk(home.store())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void waitUntil(Callable<Boolean> condition) {
    Patience.until("what the listeners do", Duration.ofSeconds(40), condition);
  }
}
