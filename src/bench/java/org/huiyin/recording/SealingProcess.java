package org.huiyin.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.huiyin.audit.AuditLog;
import org.huiyin.call.CallLedger;
import org.huiyin.call.CallSweep;
import org.huiyin.call.Spool;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.DurableDatabase;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.huiyin.support.SettableChannels;
import org.huiyin.support.SpooledCalls;
import org.huiyin.support.StereoAudio;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The rooms of calls and recordings in a small process of their own, on a real database and a real store, made to be ended at any instant. A process first
 * makes good what the one before it left behind and says how that went; then it leaves the files of some calls in the spool, says {@code READY}, waits for a
 * line and seals them.
 */
public final class SealingProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(2);
  private static final double LOUDNESS = 0.35;
  private static final double LEAST_LEVEL = -14;
  private static final double MOST_ELSEWHERE = -40;
  private static final int HEADER = 44;
  private static final int OF_EACH_KIND = 3;
  /** So much higher speaks each next one of a kind, in Hertz. */
  private static final int HIGHER = 170;

  private final HuiyinHome home;
  private final AnnotationConfigApplicationContext context;
  private final CallLedger ledger;
  private final Spool spool;
  private final RecordingTable table;
  private final RecordingSweep sweep;
  private final JdbcClient jdbc;
  private final List<String> findings = new ArrayList<>();
  private int lost;
  private int salvaged;
  private int doubled;

  private SealingProcess(Path folder, Consumer<String> steps) {
    this.home = new HuiyinHome(folder, "main");
    this.context = open(home, steps);
    this.ledger = context.getBean(CallLedger.class);
    this.spool = context.getBean(Spool.class);
    this.table = context.getBean(RecordingTable.class);
    this.sweep = context.getBean(RecordingSweep.class);
    this.jdbc = context.getBean(JdbcClient.class);
    context.getBean(SettableChannels.class).reachableSince(Clock.systemUTC().instant());
  }

  /** What was left in the spool: how loud is the caller, at which pitch, what has to be found afterwards. */
  private record Planted(CallId call, int hertz, Kind kind) {
    String line() {
      return call + " " + hertz + " " + kind;
    }

    static Planted of(String line) {
      var words = line.split(" ", -1);
      return new Planted(CallId.of(words[0]), Integer.parseInt(words[1]), Kind.valueOf(words[2]));
    }
  }

  private enum Kind {
    SHORT(1, 400), LONG(6, 500), CUT_OFF(2, 600), WITHOUT_AUDIO(0, 700);

    private final Duration length;
    private final int hertz;

    Kind(int seconds, int hertz) {
      this.length = Duration.ofSeconds(seconds);
      this.hertz = hertz;
    }
  }

  /** @param arguments the home; the step after which the process halts, 0 for none; {@code recover} to end after making good */
  public static void main(String[] arguments) throws Exception {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(ch.qos.logback.classic.Level.OFF);
    }
    var steps = new Steps(Integer.parseInt(arguments[1]));
    var process = new SealingProcess(Path.of(arguments[0]), steps);
    process.makeGood();
    if (arguments.length > 2) {
      process.everything();
    }
    process.tell();
    if (arguments.length == 2) {
      var planted = process.plant();
      System.out.println("READY");
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      steps.count();
      process.seal(planted);
      System.out.println("SEALED " + steps.reached);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Ends the process, like kill -9 would, after so many steps from {@link #count} on. */
  private static final class Steps implements Consumer<String> {
    private final int last;
    private volatile boolean counting;
    private volatile int reached;

    Steps(int last) {
      this.last = last;
    }

    void count() {
      counting = true;
    }

    @Override
    public synchronized void accept(String step) {
      if (counting) {
        reached = reached + 1;
        if (reached == last) {
          Runtime.getRuntime().halt(137);
        }
      }
    }
  }

  private void seal(List<Planted> planted) {
    var until = System.nanoTime() + PATIENCE.toNanos();
    var told = false;
    while (!spool.calls().isEmpty()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("the spool is not empty");
      }
      planted.forEach(each -> ledger.look(each.call()));
      CallSweep.sweep(context);
      sweep.sweep();
      awaitEmpty();
      if (!told && !spool.calls().isEmpty() && (failures() > 0 || !databaseAnswers())) {
        System.out.println("FAILED");
        told = true;
      }
    }
  }

  private void awaitEmpty() {
    var until = System.nanoTime() + BETWEEN_SWEEPS.toNanos();
    while (!spool.calls().isEmpty() && System.nanoTime() < until) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  private double failures() {
    return context.getBean(SimpleMeterRegistry.class).counter("huiyin.seal.failures").count();
  }

  private boolean databaseAnswers() {
    try {
      return table.backlog() >= 0;
    } catch (RuntimeException _) {
      return false;
    }
  }

  private void makeGood() throws IOException, GeneralSecurityException {
    var planted = planted();
    for (var each : planted) {
      requireCommittedWhereDropped(each);
    }
    seal(planted);
    for (var each : planted) {
      examine(each);
    }
  }

  /** The spool may only have gone once the row was there: this is what a power cut would show as well. */
  private void requireCommittedWhereDropped(Planted each) {
    var legs = spool.filesOf(each.call()).all().stream().filter(path -> path.toString().endsWith(".wav")).count();
    var state = table.ofCall(each.call()).map(RecordingTable.Row::state).orElse(RecordingState.SPOOLED);
    if (legs < (each.kind() == Kind.WITHOUT_AUDIO ? 0 : 2) && state == RecordingState.SPOOLED) {
      lose(each, "its spool was dropped before its recording was committed");
    }
  }

  private void examine(Planted each) throws IOException, GeneralSecurityException {
    var call = each.call();
    var rows = table.ofCalls(List.of(call));
    var told = jdbc.sql("select count(*) from bench_stored where call_id = :id").param("id", call.value()).query(Integer.class).single();
    if (rows.isEmpty() || told == 0) {
      lose(each, rows.isEmpty() ? "it has no recording" : "nobody was told of its recording");
      return;
    }
    if (rows.size() > 1 || told > 1) {
      doubled++;
      findings.add("call " + call + " has " + rows.size() + " recordings and was told of " + told + " times");
    }
    var facts = rows.getFirst().facts();
    salvaged += facts.salvaged() ? 1 : 0;
    if (each.kind() == Kind.WITHOUT_AUDIO) {
      if (facts.state() != RecordingState.EMPTY) {
        lose(each, "it had no audio but is " + facts.state());
      }
      return;
    }
    if (facts.state() != RecordingState.STORED || !facts.length().equals(each.kind().length)
        || facts.salvaged() != (each.kind() == Kind.CUT_OFF)) {
      lose(each, "it is " + facts.state() + ", " + facts.length() + " long, salvaged: " + facts.salvaged());
      return;
    }
    listen(each, facts.id());
  }

  private void listen(Planted each, RecordingId id) throws IOException {
    var grant = new PlaybackGrant(id, new Actor.LocalAdmin(), Clock.systemUTC().instant().plusSeconds(60));
    try (var channel = context.getBean(Recordings.class).open(id, grant).channel()) {
      var audio = StereoAudio.decode(Channels.newInputStream(channel));
      if (StereoAudio.level(audio.left(), each.hertz()) < LEAST_LEVEL || StereoAudio.level(audio.right(), each.hertz()) > MOST_ELSEWHERE) {
        lose(each, "what is heard is not what was said");
      }
    } catch (UncheckedIOException e) {
      lose(each, String.valueOf(e.getMessage()));
    }
  }

  /** Every object there is, and everything that does not belong. */
  private void everything() throws IOException {
    for (var finding : context.getBean(RecordingCheck.class).check()) {
      lost++;
      findings.add(finding.subject() + ": " + finding.what());
    }
    var aside = home.store().resolve(".incoming");
    if (Files.isDirectory(aside)) {
      try (var left = Files.list(aside)) {
        left.forEach(path -> findings.add("half written and left: " + path.getFileName()));
      }
    }
  }

  private void lose(Planted each, String why) {
    lost++;
    findings.add("call " + each.call() + " (" + each.kind() + "): " + why);
  }

  private void tell() {
    findings.forEach(finding -> System.out.println("FINDING " + finding));
    System.out.println("WELL " + lost + " " + salvaged + " " + doubled);
  }

  private List<Planted> planted() throws IOException {
    var list = home.home().resolve("planted");
    return Files.exists(list) ? Files.readAllLines(list).stream().map(Planted::of).toList() : List.of();
  }

  private List<Planted> plant() throws IOException {
    var planted = new ArrayList<Planted>();
    var start = Clock.systemUTC().instant().minusSeconds(30).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    for (var i = 0; i < OF_EACH_KIND; i++) {
      for (var kind : Kind.values()) {
        var each = new Planted(CallId.random(), kind.hertz + HIGHER * i, kind);
        plant(each, start);
        planted.add(each);
      }
    }
    Files.write(home.home().resolve("planted"), planted.stream().map(Planted::line).toList());
    return planted;
  }

  private void plant(Planted each, Instant start) {
    var files = new SpooledCalls(home.spool());
    files.start(each.call(), start);
    if (each.kind() != Kind.WITHOUT_AUDIO) {
      files.write(files.file(each.call(), "-caller.wav"), wav(each.hertz(), each.kind()));
      files.write(files.file(each.call(), "-staff.wav"), wav(1250, each.kind()));
    }
    if (each.kind() != Kind.CUT_OFF) {
      files.end(each.call(), start.plus(each.kind().length));
    }
  }

  /** What a killed Asterisk left has sizes of zero in its header. */
  private static byte[] wav(int hertz, Kind kind) {
    var samples = (int) kind.length.toSeconds() * Leg.RATE;
    var size = HEADER + Short.BYTES * samples;
    var cut = kind == Kind.CUT_OFF;
    var wav = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(cut ? 0 : size - 8);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putInt(0x00010001).putInt(Leg.RATE).putInt(2 * Leg.RATE)
        .putInt(0x00100002);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(cut ? 0 : size - HEADER);
    for (var i = 0; i < samples; i++) {
      wav.putShort((short) Math.round(LOUDNESS * Short.MAX_VALUE * Math.sin(2 * Math.PI * hertz * i / Leg.RATE)));
    }
    return wav.array();
  }

  private static AnnotationConfigApplicationContext open(HuiyinHome home, Consumer<String> steps) {
    var context = new AnnotationConfigApplicationContext();
    context.getEnvironment().getPropertySources()
        .addFirst(new MapPropertySource("bench", java.util.Map.of("huiyin.home", home.home().toString(), "huiyin.node", home.node(),
            "huiyin.recording.first-retry", "500ms")));
    context.registerBean("fileAudioStore", FileAudioStore.class, () -> new FileAudioStore(home.store(), steps));
    context.registerBean("sealing", Sealing.class,
        () -> new Sealing(context.getBean(RecordingTable.class), context.getBean(AudioSealer.class), context.getBean(AudioStore.class),
            context.getBean(CallLedger.class), context.getBean(Spool.class), context, context.getBean(JdbcTransactionManager.class),
            context.getBean(Clock.class), Duration.ZERO, steps));
    context.register(Rooms.class);
    context.refresh();
    return context;
  }

  /** As the service has them, without what seals nothing: no web, no tickets, no scheduler. No configuration by name, lest a test that scans finds it. */
  @EnableTransactionManagement
  @EnableConfigurationProperties(HuiyinHome.class)
  @ConfigurationPropertiesScan(basePackageClasses = {CallLedger.class, Recordings.class})
  @ComponentScan(basePackageClasses = AuditLog.class, useDefaultFilters = false, includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*JdbcAudit"))
  @ComponentScan(basePackageClasses = {CallLedger.class, Recordings.class,
      Directory.class}, excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*(StaffRegister|JdbcCommunities|JdbcCalendars|MissingHolidays)"))
  static class Rooms {
    @Bean
    DataSource database(HuiyinHome home) {
      DurableDatabase.register();
      var fresh = !Files.exists(home.home().resolve("db"));
      var pool = JdbcConnectionPool.create("jdbc:h2:durable:" + home.home().resolve("db/huiyin")
          + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;FILE_LOCK=FS", "sa",
          "");
      if (fresh) {
        Flyway.configure().dataSource(pool).outOfOrder(true).locations("classpath:recordings-schema/db/directory",
            "classpath:recordings-schema/db/call", "classpath:recordings-schema/db/recording", "classpath:recordings-schema/db/audit")
            .load().migrate();
        JdbcClient.create(pool).sql("create table bench_stored (call_id uuid not null)").update();
      }
      return pool;
    }

    @Bean
    JdbcTemplate template(DataSource database) {
      return new JdbcTemplate(database);
    }

    @Bean
    JdbcClient client(DataSource database) {
      return JdbcClient.create(database);
    }

    @Bean
    JdbcTransactionManager transactions(DataSource database) {
      return new JdbcTransactionManager(database);
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    SettableChannels asterisk() {
      return new SettableChannels();
    }

    @Bean
    SimpleMeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Told told(JdbcClient client) {
      return new Told(client);
    }
  }

  /** Stands where the outbox is: what is told is written in the same transaction. */
  static final class Told {
    private final JdbcClient jdbc;

    Told(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordingStored stored) {
      jdbc.sql("insert into bench_stored (call_id) values (:id)").param("id", stored.call().value()).update();
    }
  }
}
