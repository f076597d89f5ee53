package org.huiyin.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;

/** PostgreSQL is cut off for a minute: calls are in the middle, and others begin while it is away. */
final class DatabaseAway implements Fault {
  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int TRIALS = 5;
  private static final int FIRST_MOMENT = 500;
  private static final int LAST_MOMENT = 9000;

  @Override
  public String name() {
    return "database-away";
  }

  /** Half of the trials reset its connections and refuse new ones; the others let them fall silent for ever. */
  @Override
  public Result run(boolean full, long seed) throws IOException {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
        CutWire wire = new CutWire(server.getPort());
        TestHotline hotline = TestHotline.start(TonePrompts.all(),
            Map.of("HUIYIN_DB_URL", "jdbc:postgresql://127.0.0.1:" + wire.port() + "/postgres?user=postgres&password=postgres"))) {
      for (int i = 0; i < (full ? TRIALS : 1); i++) {
        tally.add(trial(hotline, wire, false, random));
        tally.add(trial(hotline, wire, true, random));
      }
      return tally.verified(Trial.verify(hotline));
    }
  }

  private static Result trial(TestHotline hotline, CutWire wire, boolean silently, Random random) throws IOException {
    Trial trial = new Trial(hotline);
    List<Caller> before = Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE);
    List<Caller> meanwhile = Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE);
    trial.dial(before);
    Trial.pass(Duration.ofMillis(random.nextInt(FIRST_MOMENT, LAST_MOMENT)));
    if (silently) {
      wire.fallsSilent();
    } else {
      wire.refuses();
    }
    trial.breaksNow();
    Trial.pass(Duration.ofMillis(random.nextInt(FIRST_MOMENT, LAST_MOMENT)).plusSeconds(12));
    trial.dial(meanwhile);
    Trial.pass(AWAY.minus(trial.sinceItBroke()));
    wire.mend();
    trial.breaksNow();
    return trial.settle(Trial.TO_BE_THERE, true);
  }
}
