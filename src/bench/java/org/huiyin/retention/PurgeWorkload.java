package org.huiyin.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.recording.Recordings;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Tickets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many recordings whose period is over, in the rooms that destroy them, and the least that anybody would have to do to be rid of as many. */
public final class PurgeWorkload implements AutoCloseable {
  private static final int BATCH = 1000;
  private static final int OBJECT = 2048;
  private static final int KEY = 300;
  private static final int PEAKS = 400;
  private static final String HASH = "a".repeat(64);

  private final ConfigurableApplicationContext context;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Path store;
  private final UUID community;
  private final Instant called;
  private final Instant due;

  private PurgeWorkload(ConfigurableApplicationContext context) {
    this.context = context;
    this.jdbc = context.getBean(JdbcTemplate.class);
    this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    this.store = context.getBean(HuiyinHome.class).store();
    this.community = context.getBean(Directory.class).dialledBy("").id().value();
    this.called = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    this.due = called.atZone(ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant();
  }

  /** @param database what tells the service its database; empty for the one in a file of the home */
  public static PurgeWorkload open(Path home, List<String> database) {
    return new PurgeWorkload(start(home, database));
  }

  static ConfigurableApplicationContext start(Path home, List<String> more) {
    var application = new SpringApplication(PurgeOfAudioContract.Rooms.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    var arguments = new ArrayList<>(List.of("--huiyin.home=" + home, "--huiyin.retention.purge-cron=0 0 0 1 1 ? 2099",
        "--huiyin.retention.cap=100000000", "--logging.level.root=error", "--management.endpoint.health.validate-group-membership=false"));
    arguments.addAll(more);
    return application.run(arguments.toArray(String[]::new));
  }

  /** Adds stored recordings, each with its call, its ticket and a small object, that were scheduled a week ago and are due now; their calls came one after the other. */
  public void add(int many, int seed) throws IOException {
    var random = new Random(seed);
    long earlier = count("call_call");
    long first = Objects.requireNonNull(
        jdbc.queryForObject("select coalesce(max(number), 20260101000000000) from ticket_ticket", Long.class));
    for (var done = 0; done < many; done += BATCH) {
      var ids = ids(Math.min(BATCH, many - done), random);
      for (var id : ids) {
        write(store, id);
      }
      var number = first + done;
      var before = Duration.ofMillis(earlier + done);
      transaction.executeWithoutResult(_ -> insert(ids, number, before));
    }
    jdbc.update("update retention_registered set before = ?", Timestamp.from(called.plusSeconds(86_400)));
    analysed();
  }

  /** All or nothing: nodes may be at work meanwhile. */
  private void insert(List<UUID> ids, long number, Duration before) {
    var since = new HashMap<UUID, Duration>();
    ids.forEach(id -> since.put(id, before.plusMillis(since.size())));
    jdbc.batchUpdate(
        """
            insert into call_call (id, community, sip_call_id, dialled, caller_raw, caller_e164, caller_presentation, started_at, ended_at, stage,
              choice, language, notice, marks, ending) values (?, ?, ?, '12345', '13800138000', '+8613800138000', 'ALLOWED', ?, ?, 'done', 'repair', 'zh',
              '1', 'notice@0-5000;message@12000-20000', 'COMPLETED')""",
        rows(ids,
            id -> new Object[]{call(id), community, id + "@bench", at(called, since, id), at(called.plusSeconds(30), since, id)}));
    jdbc.batchUpdate(
        """
            insert into recording_recording (id, call_id, community, state, call_started_at, length_ms, missing_ms, salvaged, audio_hash, audio_bytes,
              object_hash, object_bytes, wrapped_key, peaks, stored_at, purge_policy, attempts, next_try_at) values (?, ?, ?, 'STORED', ?, 30000, 0, false,
              ?, 2000, ?, 2048, ?, ?, ?, '', 0, ?)""",
        rows(ids, id -> new Object[]{id, call(id), community, at(called, since, id), HASH, HASH, new byte[KEY], new byte[PEAKS],
            at(called.plusSeconds(60), since, id), at(called, since, id)}));
    jdbc.batchUpdate(
        """
            insert into retention_recording (recording, call_id, community, call_started_at, policy, keep_until, state, audio_hash, failures, purge_at,
              scheduled_at, cause) values (?, ?, ?, ?, 'daily-life-1y', ?, 'SCHEDULED', ?, 0, ?, ?, 'PERIOD')""",
        rows(ids, id -> new Object[]{id, call(id), community, at(called, since, id), at(due, since, id), HASH, at(due, since, id),
            at(due.minus(Life.DELAY), since, id)}));
    var tickets = rows(ids, id -> new Object[]{0L, community, call(id), at(called, since, id), at(called.plusSeconds(60), since, id),
        at(called.plusSeconds(86_400), since, id)});
    for (var i = 0; i < tickets.size(); i++) {
      tickets.get(i)[0] = number + i + 1;
    }
    jdbc.batchUpdate(
        """
            insert into ticket_ticket (number, community, call_id, state, category, priority, choice, caller_raw, caller_e164, caller_presentation,
              caller_name, what, place, measures, result, opened_at, settled_at, archived_at, version) values (?, ?, ?, 'ARCHIVED', 'DAILY_LIFE', 'NORMAL',
              'repair', '13800138000', '+8613800138000', 'ALLOWED', '', '', '', '', '', ?, ?, ?, 0)""",
        tickets);
  }

  /** @return how many it destroyed */
  public int purge() {
    return purge(due.plus(Duration.ofHours(1)));
  }

  /** A purge of the next night: what is left open by runs that were ended is closed. */
  public int purgeNextNight() {
    return purge(due.plus(Duration.ofDays(1)));
  }

  private int purge(Instant now) {
    context.getBean(SettableClock.class).set(now);
    return context.getBean(PurgeRun.class).run(now).destroyed();
  }

  /** How far ahead of this machine's clock all of it is due. */
  public Duration ahead() {
    return Duration.between(called, due.plus(Duration.ofHours(1)));
  }

  /** How many wait for their destruction, or for its end. */
  public long left() {
    return count("retention_recording where purge_at is not null");
  }

  /** What a node has begun or taken and not brought to its end. */
  public List<UUID> inHandsOf(String node) {
    return jdbc.query("select recording from retention_recording where purge_at is not null and lease_owner is not null and run in"
        + " (select id from retention_run where node = ?)", (row, _) -> Objects.requireNonNull(row.getObject(1, UUID.class)), node);
  }

  /** Whether all of these have come to their end. */
  public boolean destroyed(List<UUID> recordings) {
    return recordings.isEmpty() || count("retention_recording where purge_at is not null and recording in ("
        + recordings.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", ")) + ")") == 0;
  }

  /** Runs that have certificates and were not closed with a signed root. */
  public long unclosed() {
    return count("retention_run where certificates > 0 and closed_at is null");
  }

  /** How many different recordings the audit says were destroyed. */
  public long purged() {
    return Objects.requireNonNull(
        jdbc.queryForObject("select count(distinct subject) from audit_entry where act = 'recording.purged'", Long.class));
  }

  /** What was destroyed, and what is left of it: recordings, certificates, entries of the audit, objects. */
  public List<Long> account() throws IOException {
    try (var files = Files.walk(store)) {
      return List.of(count("recording_recording where state = 'DESTROYED'"), count("retention_certificate"),
          count("audit_entry where act = 'recording.purged'"), files.filter(Files::isRegularFile).count());
    }
  }

  private long count(String what) {
    return Objects.requireNonNull(jdbc.queryForObject("select count(*) from " + what, Long.class));
  }

  /**
   * The least that anybody would do to be rid of as many: their files unlinked, and the two rows that each has for itself (its own and its period's, in the same
   * tables with the same indexes) deleted, a thousand in a transaction. No call and no ticket forgets its caller, and nothing is proven.
   */
  public Duration floor(int many, int seed) throws IOException {
    var random = new Random(seed);
    add(many, seed);
    var batches = new ArrayList<List<UUID>>();
    for (var done = 0; done < many; done += BATCH) {
      batches.add(ids(Math.min(BATCH, many - done), random));
    }
    var began = System.nanoTime();
    for (var ids : batches) {
      transaction.executeWithoutResult(_ -> {
        jdbc.batchUpdate("delete from retention_recording where recording = ?", rows(ids, id -> new Object[]{id}));
        jdbc.batchUpdate("delete from recording_recording where id = ?", rows(ids, id -> new Object[]{id}));
      });
      for (var id : ids) {
        Files.delete(path(store, id));
      }
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    for (var ids : batches) {
      jdbc.batchUpdate("delete from ticket_ticket where call_id = ?", rows(ids, id -> new Object[]{call(id)}));
      jdbc.batchUpdate("delete from call_call where id = ?", rows(ids, id -> new Object[]{call(id)}));
    }
    return took;
  }

  private static List<UUID> ids(int many, Random random) {
    return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong())).limit(many).toList();
  }

  /** What goes on beside it: a call begins, and a page with the newest recordings is read. @return milliseconds each took */
  public List<Double> foreground(BooleanSupplier goesOn, IntConsumer between) {
    var ledger = context.getBean(CallLedger.class);
    var recordings = context.getBean(Recordings.class);
    var tickets = context.getBean(Tickets.class);
    var everywhere = Set.of(new CommunityId(community));
    var took = new ArrayList<Double>();
    for (var i = 0; goesOn.getAsBoolean(); i++) {
      between.accept(i);
      var began = System.nanoTime();
      ledger.begin(new CallStart(CallId.random(), "bench-" + i, "12345", PhoneNumber.UNKNOWN, due.plus(Duration.ofHours(1))));
      recordings.newest(everywhere, null, 50);
      tickets.list(new Tickets.Query(everywhere, null, null, null, 50));
      took.add((System.nanoTime() - began) / 1e6);
    }
    return took;
  }

  @Override
  public void close() {
    context.close();
  }

  private void analysed() {
    jdbc.execute("analyze");
  }

  private static Timestamp at(Instant first, Map<UUID, Duration> since, UUID id) {
    return Timestamp.from(first.plus(Objects.requireNonNull(since.get(id))));
  }

  private static UUID call(UUID recording) {
    return new UUID(recording.getMostSignificantBits() ^ 1, recording.getLeastSignificantBits());
  }

  private static List<Object[]> rows(List<UUID> ids, Function<UUID, Object[]> row) {
    return ids.stream().map(row).toList();
  }

  private static void write(Path root, UUID id) throws IOException {
    var path = path(root, id);
    Files.createDirectories(path.getParent());
    var bytes = new byte[OBJECT];
    Arrays.fill(bytes, (byte) id.hashCode());
    Files.write(path, bytes);
  }

  private static Path path(Path root, UUID id) {
    return root.resolve(id.toString().substring(0, 2)).resolve(id.toString());
  }
}
