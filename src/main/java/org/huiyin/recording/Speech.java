package org.huiyin.recording;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.huiyin.call.Mark;

/** Listens whether anybody spoke in a message. In doubt somebody did: a matter that is overlooked is worse than one that turns out to be silence. */
final class Speech {
  /** The root mean square of a frame at -55 dB of full scale: below a whisper into the telephone, above the noise of an idle line. */
  static final int FAINT = 58;
  private static final int FRAME = Leg.RATE / 50;
  private static final int FRAME_MILLIS = 20;
  /** Shorter than the shortest word: a click, a breath. */
  private static final int LEAST_FRAMES = 10;
  /** Marks count from the answer, audio from its first packet. */
  private static final Duration MARGIN = Duration.ofMillis(500);
  /** Epochs are whole seconds, and the last packets of a call may be missing. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);
  /** The two tones of the key that ends a message; a telephone that sends it as sound says nothing with it. */
  private static final double[] POUND_KEY = {941, 1477};
  private static final double MOSTLY = 0.7;
  /** What was said anew is no message only if something was said then: else the earlier words would be overlooked. */
  private static final Set<String> MESSAGES = Set.of("message", "replaced");

  private Speech() {
  }

  /**
   * Whether a message was marked, all of it could be listened to, and nothing was said. A message without an end lasted as long as the call did: who
   * hangs up at the tone says nothing, and who says three words and hangs up has said them.
   */
  static boolean nothingSaid(Capture capture, List<Mark> marks, Duration call) throws IOException {
    var messages = marks.stream().filter(mark -> MESSAGES.contains(mark.kind())).toList();
    // A mixed file has the prompts in it: they would pass for the resident.
    var leg = capture.left().filter(side -> side.file().equals(capture.files().callerLeg())).orElse(null);
    if (messages.isEmpty() || leg == null) {
      return false;
    }
    for (var message : messages) {
      var end = Objects.requireNonNullElse(message.to(), call);
      if (!reaches(leg, end) || spoken(leg, message.from(), end)) {
        return false;
      }
    }
    return true;
  }

  private static boolean reaches(Leg leg, Duration end) {
    return end.minus(TOLERANCE).compareTo(leg.length()) < 0;
  }

  private static boolean spoken(Leg leg, Duration begin, Duration end) throws IOException {
    var from = begin.minus(MARGIN);
    var first = from.isNegative() ? 0 : from.toMillis() / FRAME_MILLIS;
    var frames = Math.ceilDiv(end.plus(MARGIN).toMillis(), FRAME_MILLIS) - first;
    var bytes = new byte[FRAME * Short.BYTES];
    var heard = 0;
    try (var in = leg.open()) {
      in.skipNBytes(Math.min(first * bytes.length, leg.samples() * Short.BYTES));
      for (long i = 0; i < frames && heard < LEAST_FRAMES && in.readNBytes(bytes, 0, bytes.length) == bytes.length; i++) {
        heard += sounds(bytes) ? 1 : 0;
      }
    }
    return heard >= LEAST_FRAMES;
  }

  private static boolean sounds(byte[] frame) {
    long energy = 0;
    for (var i = 0; i < FRAME; i++) {
      energy += (long) sample(frame, i) * sample(frame, i);
    }
    return energy > (long) FRAME * FAINT * FAINT && poundKey(frame) < MOSTLY * energy;
  }

  /** How much of the frame's energy is in both tones of the key (Goertzel). */
  private static double poundKey(byte[] frame) {
    double both = 0;
    for (var hertz : POUND_KEY) {
      var coefficient = 2 * Math.cos(2 * Math.PI * hertz / Leg.RATE);
      double one = 0;
      double two = 0;
      for (var i = 0; i < FRAME; i++) {
        var now = sample(frame, i) + coefficient * one - two;
        two = one;
        one = now;
      }
      both += one * one + two * two - coefficient * one * two;
    }
    return both * 2 / FRAME;
  }

  private static int sample(byte[] frame, int i) {
    return (frame[2 * i] & 0xff) | (frame[2 * i + 1] << 8);
  }
}
