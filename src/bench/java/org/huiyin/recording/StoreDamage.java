package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.huiyin.call.Spool.SpooledCall;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.huiyin.support.RecordingRooms;
import org.huiyin.support.SettableClock;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A store of real recordings whose objects are damaged in every way: bits flipped, pieces overwritten, ends cut off or added, objects in each other's place, earlier
 * objects put back, objects removed. Both who look for damage, the check behind {@code verify} and the walk through the store, have to name each of them, and nothing
 * else; and nothing at all once the objects are as they were.
 */
public final class StoreDamage implements AutoCloseable {
  /** Recordings with the same audio have objects of equal length, so that only the content tells one from another. */
  private static final int ALIKE = 5;
  private static final int KINDS_OF_AUDIO = 5;
  private static final int HEADER = 44;
  private static final Duration BETWEEN_LAPS = Duration.ofHours(1);

  private final ConfigurableApplicationContext context;
  private final SettableClock clock;
  private final Path store;
  private final Map<RecordingId, Stored> all = new LinkedHashMap<>();

  /**
   * @param right the object as it has to be
   * @param earlier another object of the same recording and the same length, as it would come back from an old backup
   * @param alike which others have objects of equal length
   */
  private record Stored(byte[] right, byte[] earlier, int alike) {
  }

  /** One thing that was done to the store. */
  private enum Kind {
    BIT, BITS, PIECE, CUT, LONGER, EMPTIED, REMOVED, COPIED, EXCHANGED, ROLLED_BACK
  }

  /**
   * @param damages objects that were not as they have to be
   * @param missed what was done and not found, or found and not done, in words
   */
  public record Outcome(int damages, int recordings, List<String> missed) {
  }

  /** @param home an empty folder */
  public StoreDamage(Path home) throws IOException, GeneralSecurityException {
    this.context = new SpringApplicationBuilder(RecordingRooms.class).web(WebApplicationType.NONE).logStartupInfo(false)
        .run("--huiyin.home=" + home, "--management.endpoint.health.validate-group-membership=false");
    if (LoggerFactory.getLogger("org.huiyin.recording") instanceof Logger log) {
      log.setLevel(Level.OFF); // each damage is an error that the product tells
    }
    this.clock = context.getBean(SettableClock.class);
    this.store = context.getBean(HuiyinHome.class).store();
    for (int kind = 0; kind < KINDS_OF_AUDIO; kind++) {
      Path side = Files.write(home.resolve("side-" + kind + ".wav"), wav(kind));
      for (int i = 0; i < ALIKE; i++) {
        store(side, kind);
      }
    }
  }

  private void store(Path side, int kind) throws IOException, GeneralSecurityException {
    RecordingId id = RecordingId.random();
    CallId call = CallId.random();
    Capture capture = Capture.of(new SpooledCall(call, side, side, List.of(side)));
    AudioSealer sealer = context.getBean(AudioSealer.class);
    RecordingTable table = context.getBean(RecordingTable.class);
    sealer.write(id, capture, capture.length());
    byte[] earlier = Files.readAllBytes(object(id));
    RecordingTable.Sealed sealed = sealer.write(id, capture, capture.length());
    table.insert(id, call, context.getBean(Directory.class).dialledBy("12345").id(), clock.instant(), clock.instant());
    table.stored(id, sealed, clock.instant());
    all.put(id, new Stored(Files.readAllBytes(object(id)), earlier, kind));
  }

  /** Does so many things to the store, some at a time, which the seed draws. */
  public Outcome damage(int atLeast, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> missed = new ArrayList<>();
    judge("before anything was done", Map.of(), missed);
    int damages = 0;
    for (int round = 1; damages < atLeast; round++) {
      Map<RecordingId, Kind> done = damage(random, Math.min(atLeast - damages, 1 + random.nextInt(all.size())));
      damages += done.size();
      judge("round " + round, done, missed);
      for (RecordingId id : done.keySet()) {
        Files.write(object(id), right(id));
      }
      walkALap();
      compare("round " + round + ", put right", Map.of(), walked(), missed);
    }
    judge("after everything was put right", Map.of(), missed);
    return new Outcome(damages, all.size(), missed);
  }

  private Map<RecordingId, Kind> damage(Random random, int howMany) throws IOException {
    Map<RecordingId, Kind> done = new LinkedHashMap<>();
    List<RecordingId> left = new ArrayList<>(all.keySet());
    Collections.shuffle(left, random);
    while (!left.isEmpty() && done.size() < howMany) {
      RecordingId id = left.removeFirst();
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      if (kind == Kind.EXCHANGED) {
        RecordingId other = left.isEmpty() ? id : left.stream().filter(each -> alike(each) == alike(id)).findFirst().orElse(id);
        if (other.equals(id)) {
          kind = Kind.ROLLED_BACK;
        } else {
          left.remove(other);
          Files.write(object(other), right(id));
          Files.write(object(id), right(other));
          done.put(other, kind);
        }
      }
      if (kind != Kind.EXCHANGED) {
        damage(id, kind, random);
      }
      done.put(id, kind);
    }
    return done;
  }

  private void damage(RecordingId id, Kind kind, Random random) throws IOException {
    byte[] bytes = right(id).clone();
    switch (kind) {
      case BIT -> flip(bytes, random.nextInt(8 * bytes.length));
      // Distinct bits: two flips of one would undo each other.
      case BITS -> random.ints(0, 8 * bytes.length).distinct().limit(2 + random.nextInt(20)).forEach(bit -> flip(bytes, bit));
      case PIECE -> piece(bytes, random);
      case CUT -> Files.write(object(id), Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length - 1)));
      case LONGER -> Files.write(object(id), Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(5000)));
      case EMPTIED -> Files.write(object(id), new byte[0]);
      case REMOVED -> Files.delete(object(id));
      case COPIED, EXCHANGED -> Files.write(object(id), right(neighbour(id, random)));
      case ROLLED_BACK -> Files.write(object(id), stored(id).earlier());
    }
    if (Set.of(Kind.BIT, Kind.BITS, Kind.PIECE).contains(kind)) {
      Files.write(object(id), bytes);
    }
  }

  /** A block of the disk comes back as another one, or as zeros. */
  private static void piece(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(4096));
    byte[] before = Arrays.copyOfRange(bytes, from, to);
    if (random.nextBoolean()) {
      Arrays.fill(bytes, from, to, (byte) 0);
    } else {
      byte[] noise = new byte[to - from];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bytes, from, noise.length);
    }
    if (Arrays.equals(before, Arrays.copyOfRange(bytes, from, to))) {
      flip(bytes, 8 * from);
    }
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] = (byte) (bytes[bit / 8] ^ 1 << bit % 8);
  }

  private RecordingId neighbour(RecordingId id, Random random) {
    List<RecordingId> others = all.keySet().stream().filter(each -> !each.equals(id) && alike(each) == alike(id)).toList();
    return others.get(random.nextInt(others.size()));
  }

  private void judge(String when, Map<RecordingId, Kind> done, List<String> missed) {
    compare(when + ", verify", done, context.getBean(RecordingCheck.class).check().stream()
        .map(finding -> finding.subject().substring(finding.subject().indexOf(':') + 1)).toList(), missed);
    walkALap();
    compare(when + ", the walk", done, walked(), missed);
  }

  private List<String> walked() {
    return context.getBean(StoreWatch.class).damages().stream().map(damage -> damage.recording().toString()).toList();
  }

  private static void compare(String when, Map<RecordingId, Kind> done, List<String> found, List<String> missed) {
    Map<String, Kind> expected = done.entrySet().stream().collect(Collectors.toMap(each -> each.getKey().toString(), Map.Entry::getValue));
    expected.forEach((id, kind) -> {
      if (Collections.frequency(found, id) != 1) {
        missed.add(when + ": " + kind + " of recording " + id + " was named " + Collections.frequency(found, id) + " times");
      }
    });
    var others = new TreeSet<>(found);
    others.removeAll(expected.keySet());
    others.forEach(id -> missed.add(when + ": " + id + " is right and was named"));
  }

  private void walkALap() {
    StoreWalk walk = context.getBean(StoreWalk.class);
    int before = walk.walked().lap();
    clock.advance(BETWEEN_LAPS);
    while (walk.walked().lap() == before) {
      walk.second();
    }
  }

  private Path object(RecordingId id) {
    return store.resolve(id.toString().substring(0, 2)).resolve(id.toString());
  }

  private Stored stored(RecordingId id) {
    return java.util.Objects.requireNonNull(all.get(id));
  }

  private byte[] right(RecordingId id) {
    return stored(id).right();
  }

  private int alike(RecordingId id) {
    return stored(id).alike();
  }

  /** Half a second and more of a tone; the longest takes more than one encrypted segment of 64 KB. */
  private static byte[] wav(int kind) {
    int samples = kind == KINDS_OF_AUDIO - 1 ? 30 * Leg.RATE : Leg.RATE / 2 + kind * Leg.RATE;
    int size = HEADER + Short.BYTES * samples;
    ByteBuffer wav = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(size - 8);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putInt(0x00010001).putInt(Leg.RATE).putInt(2 * Leg.RATE)
        .putInt(0x00100002);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size - HEADER);
    Random noise = new Random(kind);
    for (int i = 0; i < samples; i++) {
      wav.putShort((short) (8000 * Math.sin(2 * Math.PI * (400 + 100 * kind) * i / Leg.RATE) + 500 * noise.nextGaussian()));
    }
    return wav.array();
  }

  @Override
  public void close() {
    context.close();
    if (LoggerFactory.getLogger("org.huiyin.recording") instanceof Logger log) {
      log.setLevel(null);
    }
  }
}
