package org.huiyin.recording;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.huiyin.call.Spool.SpooledCall;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.RecordingId;

/** Seals a call of a given length as the service does: encode, hash, encrypt, write, force, read back, compare. */
public final class SealWorkload {
  private static final int CLAUSE = Leg.RATE * 3;
  private static final double[] FORMANTS = {300, 870, 2240, 650, 1080, 2500, 400, 1900, 2550};

  private final Path folder;
  private final AudioSealer sealer;
  private final FileAudioStore store;

  /** @param folder where files may be written; the caller removes it */
  public SealWorkload(Path folder) {
    this.folder = folder;
    this.store = new FileAudioStore(folder.resolve("store"), _ -> {
    });
    this.sealer = new AudioSealer(store, new Keys(KeyRing.create(folder.resolve("keys"))));
  }

  /**
   * @param core time that one core spent on it
   * @param wall time that passed
   * @param bytes of the stored object
   */
  public record Result(Duration audio, Duration core, Duration wall, long bytes) {
  }

  /** A call in which two people take turns, as WAV files of one side each. */
  public List<Path> call(String name, Duration length) throws IOException {
    return List.of(side(folder.resolve(name + "-caller.wav"), length, 0), side(folder.resolve(name + "-staff.wav"), length, 1));
  }

  public Result seal(List<Path> sides) throws IOException, GeneralSecurityException {
    var id = RecordingId.random();
    var capture = Capture.of(new SpooledCall(CallId.random(), sides.get(0), sides.get(1), sides));
    var threads = ManagementFactory.getThreadMXBean();
    var core = threads.getCurrentThreadCpuTime();
    var wall = System.nanoTime();
    var sealed = sealer.write(id, capture, capture.length());
    sealer.verify(id, sealed.wrappedKey(), sealed.audioHash(), sealed.audioBytes(), sealed.objectHash());
    var result = new Result(sealed.length(), Duration.ofNanos(threads.getCurrentThreadCpuTime() - core),
        Duration.ofNanos(System.nanoTime() - wall), sealed.objectBytes());
    store.delete(id);
    return result;
  }

  /** Something that costs an encoder as much as speech: voiced clauses with moving formants, breath, pauses. */
  private static Path side(Path file, Duration length, int turn) throws IOException {
    var samples = length.toSeconds() * Leg.RATE;
    var random = new Random(turn);
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(header(samples * Short.BYTES));
      double phase = 0;
      for (long i = 0; i < samples; i++) {
        var clause = i / CLAUSE;
        var speaks = clause % 2 == turn && i % CLAUSE < CLAUSE * 0.85;
        var syllable = (int) (i / (Leg.RATE / 5));
        phase += 2 * Math.PI * (110 + 40 * turn + 20 * Math.sin(i * 0.0007)) / Leg.RATE;
        var value = 40 * random.nextGaussian() + (speaks ? voice(phase, syllable, i) + 200 * random.nextGaussian() : 0);
        var sample = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        out.write(sample);
        out.write(sample >> 8);
      }
    }
    return file;
  }

  private static double voice(double phase, int syllable, long at) {
    var loud = 0.5 - 0.5 * Math.cos(2 * Math.PI * at / (Leg.RATE / 5.0));
    double sum = 0;
    for (var harmonic = 1; harmonic <= 20; harmonic++) {
      var hertz = harmonic * 120.0;
      double gain = 0.02;
      for (var formant = 0; formant < 3; formant++) {
        var away = (hertz - FORMANTS[(syllable % 3) * 3 + formant]) / 150;
        gain += 1 / (1 + away * away);
      }
      sum += gain * Math.sin(harmonic * phase);
    }
    return 2500 * loud * sum;
  }

  private static byte[] header(long data) {
    var header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (data + 36));
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putInt(0x00010001).putInt(Leg.RATE).putInt(Leg.RATE * 2)
        .putInt(0x00100002);
    return header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) data).array();
  }
}
