package org.huiyin.telephony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.launcher.Settings;
import org.huiyin.resident.Resident;
import org.huiyin.resident.SipAddress;
import org.huiyin.resident.Sound;
import org.huiyin.support.Patience;
import org.huiyin.support.TestAsterisk;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A private Asterisk with the product's dialplan, and this module's own two ways to it: no Spring, no other module. */
final class RealHotline implements AutoCloseable {
  final TestAsterisk asterisk = TestAsterisk.start();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final List<String> endedByEvent = new CopyOnWriteArrayList<>();
  final List<CallStart> began = new CopyOnWriteArrayList<>();
  final AgiServer agi;
  final ManagerWatch manager;
  volatile @Nullable CallScript script;
  volatile @Nullable StudioScript studio;
  volatile int boots;
  volatile int connections;

  RealHotline() {
    Settings settings = asterisk.settings();
    String secret = asterisk.secrets().agi();
    agi = new AgiServer(new TelephonySettings(true, settings.agiPort(), settings.amiPort(), "CN", 300, 300), secret,
        new AgiCall.Means(settings.home().asterisk().resolve("spool/nowhere").toString(), new MuteTelephones(this::managerLine),
            new SaidAgain(said()), new StudioTakes(takes(), Clock.systemUTC())),
        new AgiServer.Scripts(() -> script, () -> studio),
        new AgiServer.Calls() {
          @Override
          public void began(CallStart call) {
            began.add(call);
          }

          @Override
          public void ended(CallId call) {
            // told by the event too
          }
        }, registry);
    manager = new ManagerWatch(settings.amiPort(), "huiyin", asterisk.secrets().ami(), new SelfCall(agi::port, secret)::answered,
        new ManagerLine.Listener() {
          @Override
          public void callEnded(String callId) {
            endedByEvent.add(callId);
          }

          @Override
          public void asteriskBooted() {
            count();
          }
        }, this::connected, Clock.systemUTC());
  }

  /** Where what callers said lies while they hear it. */
  Path said() {
    return asterisk.settings().home().sounds().resolve("said");
  }

  /** Where Asterisk writes what is recorded for a prompt. */
  Path takes() {
    return asterisk.settings().home().asterisk().resolve("spool/studio");
  }

  private @Nullable ManagerLine managerLine() {
    return manager.line();
  }

  private synchronized void count() {
    boots++;
  }

  private synchronized void connected() {
    connections++;
  }

  /** Returns when a call would be answered. */
  RealHotline started() {
    agi.start();
    manager.start();
    awaitUntil(() -> manager.lastHeartbeat() != null);
    return this;
  }

  /** A tone, so that it can be heard; 8 kHz, 16 bit, as the prompts are. */
  void sound(String name, double hertz, Duration length) {
    try {
      short[] samples = Sound.tone(hertz, length).samples();
      var bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asShortBuffer().put(samples);
      Path file = asterisk.settings().home().asterisk().resolve("data/sounds").resolve(name + ".wav");
      Files.createDirectories(file.getParent());
      Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
      AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(bytes.array()), new AudioFormat(8000, 16, 1, true, false),
          samples.length), AudioFileFormat.Type.WAVE, file.toFile());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Resident resident() {
    return Resident.at(SipAddress.loopback(asterisk.settings().sipPort()));
  }

  /** The sidecar that the hang-up handler wrote. */
  Map<?, ?> sidecar(CallId call) {
    var found = new Object() {
      @Nullable
      Path file;
    };
    awaitUntil(() -> (found.file = endOf(call)) != null);
    try {
      return JsonMapper.builder().build().readValue(Files.readString(java.util.Objects.requireNonNull(found.file)), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One side of the call's recording, once Asterisk has closed it. */
  Sound leg(CallId call, String side) {
    sidecar(call);
    try (Stream<Path> all = Files.walk(asterisk.spool())) {
      Path file = all.filter(each -> each.getFileName().toString().equals(call + "-" + side + ".wav")).findFirst().orElseThrow();
      awaitUntil(() -> closed(file));
      return Sound.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean closed(Path wav) {
    try {
      byte[] bytes = Files.readAllBytes(wav);
      return bytes.length > 44 && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(40) == bytes.length - 44;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Path endOf(CallId call) {
    try (Stream<Path> all = Files.walk(asterisk.spool())) {
      return all.filter(file -> file.getFileName().toString().equals(call + ".end")).filter(file -> file.toFile().length() > 0).findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void awaitUntil(BooleanSupplier condition) {
    awaitUntil(Duration.ofSeconds(30), condition);
  }

  static void awaitUntil(Duration limit, BooleanSupplier condition) {
    Patience.until("what the test waits for", limit, condition::getAsBoolean);
  }

  @Override
  public void close() {
    manager.close();
    agi.close();
    asterisk.close();
  }
}
