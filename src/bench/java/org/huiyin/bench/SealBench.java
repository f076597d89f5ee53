package org.huiyin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.huiyin.recording.SealWorkload;

/** How fast a recording is sealed on one core, and how much room it takes, beside what a plain file would. */
final class SealBench implements Benchmark {
  private static final double LEAST_SPEED = 100;
  private static final double MOST_ROOM = 0.1;
  private static final double WAV_PER_MINUTE = 2 * 16_000 * 60;
  /** Minutes of audio, until the compiler has done its work: the service runs for days. */
  private static final int WARM_UP = 15;
  private static final int ROUNDS = 3;
  private static final String ROW = "  %-44s %10s %9s %14s %12s%n";

  @Override
  public boolean holds(boolean full) throws Exception {
    var folder = Files.createTempDirectory("huiyin-bench-seal-");
    try {
      return measure(folder, Duration.ofMinutes(full ? 60 : 10));
    } finally {
      Folders.remove(folder);
    }
  }

  private static boolean measure(Path folder, Duration length) throws IOException, GeneralSecurityException, InterruptedException {
    var workload = new SealWorkload(folder);
    var minute = workload.call("minute", Duration.ofMinutes(1));
    for (var i = 0; i < WARM_UP; i++) {
      workload.seal(minute);
    }
    var call = workload.call("call", length);
    var sealed = median(workload, call);
    var minutes = length.toSeconds() / 60.0;
    System.out.printf(Locale.ROOT, "  a call of %.0f minutes, two people taking turns, 8 kHz%n", minutes);
    System.out.printf(ROW, "", "kB/minute", "of WAV", "x real time", "x real time");
    System.out.printf(ROW, "", "", "", "(one core)", "(by clock)");
    System.out.printf(ROW, "stereo WAV, in the clear", kilobytes(WAV_PER_MINUTE), percent(1), "", "");
    flac(call, folder).ifPresent(peer -> System.out.printf(ROW, "stereo FLAC by sox, in the clear", kilobytes(peer.bytes() / minutes),
        percent(peer.bytes() / minutes / WAV_PER_MINUTE), "", speed(length, peer.wall())));
    System.out.printf(ROW, "sealed: Opus, hashed, encrypted, read back", kilobytes(sealed.bytes() / minutes),
        percent(sealed.bytes() / minutes / WAV_PER_MINUTE), speed(length, sealed.core()), speed(length, sealed.wall()));
    var times = factor(length, sealed.core());
    var room = sealed.bytes() / minutes / WAV_PER_MINUTE;
    var expectations = new Expectations();
    expectations.expect(times > LEAST_SPEED, "sealing is over %.0f x real time on one core: %.0f", LEAST_SPEED, times);
    expectations.expect(room <= MOST_ROOM, "it takes at most %.0f %% of the stereo WAV: %.1f %%", 100 * MOST_ROOM, 100 * room);
    return expectations.allHold();
  }

  /** Of several rounds: others use the machine too. */
  private static SealWorkload.Result median(SealWorkload workload, List<Path> call) throws IOException, GeneralSecurityException {
    var rounds = new ArrayList<SealWorkload.Result>();
    for (var i = 0; i < ROUNDS; i++) {
      rounds.add(workload.seal(call));
    }
    rounds.sort(Comparator.comparing(SealWorkload.Result::core));
    return rounds.get(ROUNDS / 2);
  }

  private record Peer(long bytes, Duration wall) {
  }

  /** Empty where sox is not installed. */
  private static Optional<Peer> flac(List<Path> sides, Path folder) throws InterruptedException, IOException {
    var target = folder.resolve("peer.flac");
    try {
      var began = System.nanoTime();
      var sox = new ProcessBuilder("sox", "-M", sides.get(0).toString(), sides.get(1).toString(), target.toString())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return sox.waitFor(5, TimeUnit.MINUTES) && sox.exitValue() == 0
          ? Optional.of(new Peer(Files.size(target), Duration.ofNanos(System.nanoTime() - began)))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static double factor(Duration audio, Duration spent) {
    return (double) audio.toNanos() / Math.max(1, spent.toNanos());
  }

  private static String speed(Duration audio, Duration spent) {
    return String.format(Locale.ROOT, "%.0f", factor(audio, spent));
  }

  private static String kilobytes(double bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes / 1000);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }
}
