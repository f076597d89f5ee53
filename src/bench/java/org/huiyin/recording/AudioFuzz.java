package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.huiyin.call.Mark;
import org.huiyin.call.Spool.SpooledCall;
import org.huiyin.foundation.CallId;

/** Whatever lies in the spool as audio is measured and read to its end, or refused as foreign; nothing else, and nothing of it is lost. */
public final class AudioFuzz {
  private static final int HEADER = 44;
  private static final CallId CALL = CallId.of("00000000-0000-4000-8000-000000000001");
  private static final Path FOLDER = folder();
  private static final Path CALLER = FOLDER.resolve(CALL + "-caller.wav");
  private static final Path STAFF = FOLDER.resolve(CALL + "-staff.wav");

  private AudioFuzz() {
  }

  /** The first two bytes say where the one side ends and the other begins. */
  public static void fuzzerTestOneInput(byte[] input) {
    int cut = input.length < 2 ? 0 : Math.min(input.length - 2, (input[0] & 0xff) << 8 | (input[1] & 0xff));
    byte[] sides = Arrays.copyOfRange(input, Math.min(2, input.length), input.length);
    try {
      Files.write(CALLER, Arrays.copyOf(sides, cut));
      Files.write(STAFF, Arrays.copyOfRange(sides, cut, sides.length));
      read(cut, sides.length - cut);
    } catch (Leg.Foreign refused) {
      // A well-formed header of another format, such as stereo.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(int callerBytes, int staffBytes) throws IOException {
    Capture capture = Capture.of(new SpooledCall(CALL, CALLER, STAFF, List.of(CALLER, STAFF)));
    require(capture.samples() == Math.max(samples(callerBytes), samples(staffBytes)), "a sample is lost or invented");
    require(!capture.missing() && !capture.oneSided() && !capture.hasChanged(), "both files are there as they were");
    require(!capture.closed() || (callerBytes >= HEADER && staffBytes >= HEADER), "half a header is taken for a whole file");
    long read = 0;
    short[] frame = new short[2 * OggOpus.FRAME];
    try (StereoSource source = StereoSource.open(capture.left(), capture.right())) {
      for (int pairs = source.read(frame); pairs > 0; pairs = source.read(frame)) {
        read += pairs;
      }
    }
    require(read == capture.samples(), "not all that was measured can be read");
    boolean _ = Speech.nothingSaid(capture, List.of(new Mark("message", "", Duration.ZERO, null),
        new Mark("message", "", Duration.ofMillis(callerBytes), Duration.ofMillis(staffBytes))), Duration.ofMillis(staffBytes));
    Duration missing = capture.missingFrom(Duration.ofSeconds(5));
    require(missing.isZero() || missing.plus(capture.length()).equals(Duration.ofSeconds(5)),
        "what is there and what is missing is the call");
  }

  private static long samples(int bytes) {
    return Math.max(0, bytes - HEADER) / Short.BYTES;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  public static List<byte[]> seeds() {
    byte[] whole = wav(800, 0x00010001, false);
    return List.of(both(whole, whole), both(wav(800, 0x00010001, true), Arrays.copyOf(whole, 401)),
        both(wav(160, 0x00020001, false), whole),
        both(new byte[0], whole), both(Arrays.copyOf(whole, 30), new byte[HEADER]));
  }

  private static byte[] both(byte[] caller, byte[] staff) {
    return ByteBuffer.allocate(2 + caller.length + staff.length).putShort((short) caller.length).put(caller).put(staff).array();
  }

  private static byte[] wav(int samples, int form, boolean cut) {
    int size = HEADER + Short.BYTES * samples;
    ByteBuffer wav = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(cut ? 0 : size - 8);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putInt(form).putInt(Leg.RATE).putInt(2 * Leg.RATE)
        .putInt(0x00100002);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(cut ? 0 : size - HEADER);
    for (int i = 0; i < samples; i++) {
      wav.putShort((short) (8000 * Math.sin(i)));
    }
    return wav.array();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("huiyin-fuzz-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
