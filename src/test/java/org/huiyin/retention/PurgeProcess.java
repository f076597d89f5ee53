package org.huiyin.retention;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.huiyin.audit.AuditLog;
import org.huiyin.audit.AuditTrail;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.recording.TurnedOver;
import org.huiyin.support.SettableClock;
import org.huiyin.support.SpooledCalls;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Retention, recordings and everything below them in a process of their own on the product's own kind of database and store, ended as kill -9 would end it
 * when a chosen step of a destruction is reached.
 */
final class PurgeProcess {
  static final int CALLS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private PurgeProcess() {
  }

  /** Where it ends; each is reached once for each recording, or once for each run. */
  enum End {
    NOWHERE, KEY_NOT_COMMITTED, KEY_DESTROYED, OBJECT_NOT_COMMITTED, CERTIFICATE_NOT_COMMITTED,
    /** Its certificates are there, its root is signed and not committed. */
    ROOT_NOT_COMMITTED,
    /** Its root is there, and its end was not written down. */
    ROOT_COMMITTED
  }

  /**
   * @param arguments the home; the moment of the clock; {@code prepare}, {@code turn-over} of the wrapping keys, or where the purge ends; how many take a step together, or one; the how
   *     manieth time it ends there, or the first
   */
  public static void main(String[] arguments) {
    var now = Instant.parse(arguments[1]);
    var ends = List.of("prepare", "turn-over").contains(arguments[2]) ? End.NOWHERE : End.valueOf(arguments[2]);
    var application = new SpringApplication(PurgeOfAudioContract.Rooms.class, Halting.class);
    application.setWebApplicationType(org.springframework.boot.WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    Halting.end = ends;
    Halting.left.set(arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1);
    var context = application.run("--huiyin.home=" + arguments[0],
        "--huiyin.retention.batch=" + (arguments.length > 3 ? arguments[3] : "1"), "--huiyin.retention.purge-cron=0 0 0 1 1 ? 2099",
        "--logging.level.root=error", "--management.endpoint.health.validate-group-membership=false");
    var clock = context.getBean(SettableClock.class);
    if (arguments[2].equals("prepare")) {
      prepare(context, Path.of(arguments[0]), now);
      clock.set(now.atZone(java.time.ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant().minus(Life.DELAY));
      context.getBean(RegistrarSweep.class).sweep();
    } else if (arguments[2].equals("turn-over")) {
      clock.set(now);
      TurnedOver.in(context);
    } else {
      clock.set(now);
      System.out.println("REPORT " + context.getBean(PurgeRun.class).run(now).destroyed());
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void prepare(ConfigurableApplicationContext context, Path home, Instant now) {
    var spool = new SpooledCalls(home.resolve("spool"));
    var ledger = context.getBean(CallLedger.class);
    var recordings = context.getBean(Recordings.class);
    var calls = new ArrayList<CallId>();
    for (int i = 0; i < CALLS; i++) {
      var call = CallId.random();
      calls.add(call);
      spool.start(call, now);
      spool.write(spool.file(call, "-caller.wav"), PurgeOfAudioContract.wav(500 + 20 * i));
      spool.write(spool.file(call, "-staff.wav"), PurgeOfAudioContract.wav(440));
      spool.end(call, now.plusSeconds(2));
    }
    context.getBean(SettableClock.class).set(now.plusSeconds(30));
    calls.forEach(ledger::look);
    var limit = System.nanoTime() + PATIENCE.toNanos();
    while (!calls.stream().allMatch(call -> recordings.ofCall(call).filter(one -> one.state() == RecordingState.STORED).isPresent())) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("the calls were not stored in time");
      }
      LockSupport.parkNanos(50_000_000);
    }
    var tickets = context.getBean(Tickets.class);
    for (var call : calls) {
      while (tickets.ofCall(call).isEmpty()) {
        if (System.nanoTime() > limit) {
          throw new IllegalStateException("the calls have no tickets in time");
        }
        LockSupport.parkNanos(50_000_000);
      }
      tickets.archive(new Actor.LocalAdmin(), tickets.ofCall(call).orElseThrow().number(), "done");
    }
  }

  static class Halting {
    static volatile End end = End.NOWHERE;
    static final AtomicInteger left = new AtomicInteger(1);

    static void at(End here) {
      if (end == here && left.decrementAndGet() == 0) {
        System.out.println("HALT " + here);
        System.out.flush();
        Runtime.getRuntime().halt(137);
      }
    }

    @Bean
    static BeanPostProcessor halting() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof Recordings recordings
              ? new HaltingRecordings(recordings)
              : bean instanceof AuditLog && bean instanceof AuditTrail ? haltingAudit(bean) : bean;
        }
      };
    }
  }

  /** The real one; the entry about a destruction is written in the transaction of its certificate. */
  private static Object haltingAudit(Object real) {
    return Proxy.newProxyInstance(PurgeProcess.class.getClassLoader(), new Class<?>[]{AuditLog.class, AuditTrail.class},
        (_, method, arguments) -> {
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          } finally {
            if (arguments != null && List.of(arguments).contains("recording.purged")) {
              Halting.at(End.CERTIFICATE_NOT_COMMITTED);
            }
            if (arguments != null && List.of(arguments).contains("purge.closed")) {
              Halting.at(End.ROOT_NOT_COMMITTED);
              TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  Halting.at(End.ROOT_COMMITTED);
                }
              });
            }
          }
        });
  }

  /** The real ones, with an end in front of each step and behind it, where its transaction is not committed yet. */
  private record HaltingRecordings(Recordings real) implements Recordings {
    @Override
    public void destroyKeys(List<PurgeOrder> orders) {
      real.destroyKeys(orders);
      Halting.at(End.KEY_NOT_COMMITTED);
    }

    @Override
    public void deleteObjects(List<PurgeOrder> orders) {
      Halting.at(End.KEY_DESTROYED);
      real.deleteObjects(orders);
      Halting.at(End.OBJECT_NOT_COMMITTED);
    }

    @Override
    public void proveAbsent(List<PurgeOrder> orders) {
      real.proveAbsent(orders);
    }

    @Override
    public Optional<RecordingFacts> find(RecordingId id) {
      return real.find(id);
    }

    @Override
    public Optional<RecordingFacts> ofCall(CallId call) {
      return real.ofCall(call);
    }

    @Override
    public Map<CallId, RecordingFacts> ofCalls(Collection<CallId> calls) {
      return real.ofCalls(calls);
    }

    @Override
    public List<RecordingFacts> newest(Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
      return real.newest(communities, after, limit);
    }

    @Override
    public Audio open(RecordingId id, PlaybackGrant grant) {
      return real.open(id, grant);
    }

    @Override
    public Peaks peaks(RecordingId id, PlaybackGrant grant) {
      return real.peaks(id, grant);
    }
  }
}
