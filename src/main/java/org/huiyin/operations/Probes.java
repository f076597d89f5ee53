package org.huiyin.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.huiyin.audit.AuditTrail;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Spool;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.MissingHolidays;
import org.huiyin.flow.ToneTimes;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.messaging.DutyWebhooks;
import org.huiyin.operations.Probe.Reading;
import org.huiyin.recording.KeyBackups;
import org.huiyin.recording.Recordings;
import org.huiyin.recording.StoreWatch;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.PersonRequests;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Safeguards;
import org.huiyin.telephony.TelephonyState;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is looked at, in the order in which it is shown: first what answers a call, then what keeps it, then what works behind. */
@Configuration(proxyBeanMethods = false)
@Profile("!verify")
class Probes {
  /** The dialplan takes a caller to the fallback when the last heartbeat is older. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);
  /** An alarm below a fifth of the disk or this, whichever is less. */
  private static final long ROOM_TO_WORRY = 10_000_000_000L;
  private static final int PART_TO_WORRY = 5;
  private static final String FULL = "disk-full";
  private static final int MILLIS = 1000;
  private static final long MEGABYTE = 1_000_000;
  private static final long GIGABYTE = 1_000_000_000;
  private static final Duration TO_SEAL = Duration.ofMinutes(10);
  private static final int MANY_UNSEALED_ENTRIES = 1000;
  private static final int MANY_WAITING = 300;
  private static final Duration STATEMENT_LATE = Duration.ofHours(6);
  private static final Duration TO_PURGE = Duration.ofHours(26);

  @Bean
  @Order(1)
  Probe asteriskProbe(TelephonyState.Source telephony) {
    return probe("asterisk", () -> {
      var state = telephony.telephonyState();
      return state.managerConnected() ? Reading.ok(state.asteriskVersion(), number(state.activeSessions())) : Reading.down("unreachable");
    });
  }

  @Bean
  @Order(1)
  Probe precedenceProbe(HuiyinHome home) {
    var precedence = new AsteriskPrecedence(home.home().resolve("asterisk.pid"), Path.of("/proc"));
    return probe("precedence", precedence::look);
  }

  @Bean
  @Order(2)
  Probe fastAgiProbe(TelephonyState.Source telephony) {
    return probe("fastagi", () -> telephony.telephonyState().agiListening() ? Reading.ok() : Reading.down("closed"));
  }

  @Bean
  @Order(3)
  Probe heartbeatProbe(TelephonyState.Source telephony, Clock clock) {
    return probe("heartbeat", () -> {
      Instant last = telephony.telephonyState().lastHeartbeat();
      if (last == null) {
        return Reading.down("never");
      }
      var age = Duration.between(last, clock.instant());
      return age.compareTo(HEARTBEAT) > 0 ? Reading.down("late", number(age.toSeconds())) : Reading.ok();
    });
  }

  @Bean
  @Order(4)
  Probe spoolProbe(HuiyinHome home) {
    return probe("spool", () -> folder(home.spool()));
  }

  @Bean
  @Order(5)
  Probe storeProbe(HuiyinHome home) {
    return probe("store", () -> folder(home.store()));
  }

  /** The worst of the disks that the home lies on: its parts may be mounted from different ones. */
  @Bean
  @Order(5)
  Probe diskProbe(HuiyinHome home) {
    return probe("disk", () -> Stream.of(home.home(), home.spool(), home.store())
        // Not Files.getFileStore: it wants a mount entry, which a changed root or a container may not show.
        .map(folder -> disk(home.home(), folder.toFile().getTotalSpace(), folder.toFile().getUsableSpace()))
        .max(Comparator.comparing(Reading::state)).orElseThrow());
  }

  @Bean
  MeterBinder diskMetrics(HuiyinHome home) {
    return registry -> {
      Gauge.builder("huiyin.disk.free", home, of -> of.home().toFile().getUsableSpace()).baseUnit("bytes")
          .description("room on the disk of HUIYIN_HOME").register(registry);
      Gauge.builder("huiyin.disk.full", home, of -> Files.exists(of.home().resolve(FULL)) ? 1 : 0)
          .description("1 while callers are told that no message can be taken").register(registry);
    };
  }

  @Bean
  @Order(6)
  Probe databaseProbe(JdbcClient jdbc) {
    return probe("database", () -> jdbc.sql("select 1").query(Integer.class).single() == 1 ? Reading.ok() : Reading.down("broken"));
  }

  @Bean
  @Order(7)
  Probe quartzProbe(Scheduler quartz) {
    return probe("quartz", () -> {
      try {
        return quartz.isStarted() && !quartz.isInStandbyMode() && !quartz.isShutdown() ? Reading.ok() : Reading.down("stopped");
      } catch (SchedulerException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Bean
  @Order(8)
  Probe sealingProbe(Spool spool, CallLedger calls, Recordings recordings, Clock clock) {
    return probe("sealing", () -> {
      var late = clock.instant().minus(TO_SEAL);
      var waiting = spool.calls();
      long failing = waiting.stream().limit(MANY_UNSEALED_ENTRIES).map(recordings::ofCall).flatMap(java.util.Optional::stream)
          .filter(recording -> recording.problem() != null).count();
      if (failing > 0) {
        return Reading.warning("failing", number(failing));
      }
      if (waiting.size() > MANY_WAITING) {
        return Reading.warning("growing", number(waiting.size()));
      }
      long overdue = waiting.stream().limit(MANY_UNSEALED_ENTRIES).map(calls::find).flatMap(java.util.Optional::stream)
          .filter(call -> call.endedAt() != null && call.endedAt().isBefore(late)).count();
      return overdue > 0 ? Reading.warning("late", number(overdue), number(TO_SEAL.toMinutes())) : Reading.ok(number(waiting.size()));
    });
  }

  @Bean
  @Order(9)
  Probe auditProbe(AuditTrail audit) {
    return probe("audit", () -> {
      long unsealed = audit.unsealed();
      return unsealed > MANY_UNSEALED_ENTRIES ? Reading.warning("late", number(unsealed)) : Reading.ok(number(unsealed));
    });
  }

  @Bean
  @Order(10)
  Probe purgeProbe(Retention retention, Safeguards safeguards, Directory directory, Clock clock) {
    Function<Instant, Long> due = at -> {
      Set<CommunityId> everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
      return retention.previewCount(at, everywhere);
    };
    return probe("purge", () -> {
      var state = safeguards.state();
      if (!state.doubts().isEmpty()) {
        return Reading.warning("doubt");
      }
      var excess = state.excess();
      if (excess != null) {
        return Reading.warning("volume", number(excess.amount()), number(excess.forecast()));
      }
      var purge = retention.purgeState();
      if (purge.failing() > 0) {
        return Reading.warning("failing", number(purge.failing()));
      }
      if (purge.lastFinished() != null && purge.lastFinished().plus(TO_PURGE).isBefore(clock.instant())) {
        return Reading.warning("idle", number(TO_PURGE.toHours()));
      }
      long overdue = due.apply(clock.instant().minus(TO_PURGE));
      return overdue > 0 ? Reading.warning("late", number(overdue)) : Reading.ok();
    });
  }

  /** What people have to do in time; nothing happens by itself when they do not. */
  @Bean
  @Order(11)
  Probe keepingProbe(PersonRequests requests, LongKeeps longKeeps) {
    return probe("keeping", () -> {
      long unanswered = requests.overdue();
      if (unanswered > 0) {
        return Reading.warning("requests", number(unanswered));
      }
      long unreviewed = longKeeps.overdue();
      return unreviewed > 0 ? Reading.warning("reviews", number(unreviewed)) : Reading.ok();
    });
  }

  @Bean
  @Order(20)
  Probe completenessProbe(StatementBook statements, Clock clock) {
    return probe("completeness", () -> {
      var last = statements.newest(null, 1);
      if (!last.isEmpty() && last.getFirst().alarming() > 0) {
        return Reading.warning("difference", number(last.getFirst().alarming()), last.getFirst().day().toString());
      }
      var overdue = statements.dueSince().filter(since -> since.plus(STATEMENT_LATE).isBefore(clock.instant()));
      if (overdue.isPresent()) {
        return Reading.warning("late", last.isEmpty() ? "-" : last.getFirst().day().toString());
      }
      return last.isEmpty() ? Reading.ok("-") : Reading.ok(last.getFirst().day().toString());
    });
  }

  @Bean
  @Order(21)
  Probe clockProbe(CallLedger calls, Directory directory, Clock clock) {
    var watch = new ClockWatch(clock.instant(), System::nanoTime);
    return probe("clock", () -> {
      Set<CommunityId> everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
      var latest = calls.newest(everywhere, null, 1).stream().map(call -> call.startedAt()).findFirst().orElse(Instant.MIN);
      return watch.look(clock.instant(), latest);
    });
  }

  @Bean
  @Order(22)
  Probe integrityProbe(StoreWatch store) {
    return probe("integrity", () -> {
      var damages = store.damages();
      if (!damages.isEmpty()) {
        return Reading.warning("damaged", number(damages.size()), damages.getFirst().recording().toString());
      }
      var walked = store.walked();
      return Reading.ok(number(walked.lap()), number(walked.examined()));
    });
  }

  @Bean
  @Order(22)
  Probe keysProbe(KeyBackups backups, Directory directory) {
    return probe("keys", () -> {
      var state = backups.state();
      var at = state.at() == null ? "-" : state.at().atZone(directory.dialledBy("").zone()).toLocalDate().toString();
      return switch (state.kind()) {
        case CURRENT -> Reading.ok(at);
        case OUTDATED -> Reading.warning("outdated", at);
        case NEVER -> Reading.warning("never");
      };
    });
  }

  @Bean
  @Order(23)
  Probe calendarProbe(MissingHolidays missing) {
    return probe("calendar", () -> {
      var years = missing.years();
      return years.isEmpty()
          ? Reading.ok()
          : Reading.warning("missing", years.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    });
  }

  @Bean
  @Order(24)
  Probe dutyProbe(DutyWebhooks duty) {
    return probe("duty", () -> {
      var backlog = duty.backlog();
      if (backlog.failing() > 0) {
        return Reading.warning("failing", number(backlog.failing()));
      }
      return backlog.givenUp() > 0 ? Reading.warning("given-up", number(backlog.givenUp())) : Reading.ok();
    });
  }

  /** Checked when a menu or a prompt is put in force; hours, a release or another voice change it unasked. */
  @Bean
  @Order(25)
  Probe toneProbe(ToneTimes tones) {
    return probe("tone", () -> {
      var late = tones.late().values();
      return late.isEmpty() ? Reading.ok() : Reading.warning("late", number(late.size()), seconds(Collections.max(late)));
    });
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / (double) MILLIS);
  }

  /** Whether something can be written there. */
  static Reading folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Reading.down("missing", folder.toString());
    }
    if (!Files.isWritable(folder)) {
      return Reading.down("closed", folder.toString());
    }
    return Reading.ok();
  }

  /** The sign is put up by the supervisor's disk guard, which also lays by the reserve. */
  static Reading disk(Path home, long total, long free) {
    String shown = free < 10 * GIGABYTE ? number(free / MEGABYTE) + " MB" : number(free / GIGABYTE) + " GB";
    if (Files.exists(home.resolve(FULL))) {
      return Reading.down("full", shown, home.toString());
    }
    return free < Math.min(total / PART_TO_WORRY, ROOM_TO_WORRY) ? Reading.warning("narrow", shown, home.toString()) : Reading.ok(shown);
  }

  private static String number(long value) {
    return String.valueOf(value);
  }

  private static Probe probe(String name, Supplier<Reading> reading) {
    return new Probe() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Reading read() {
        return reading.get();
      }
    };
  }
}
