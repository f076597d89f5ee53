package org.huiyin.resident;

/** G.711 mu-law, as telephones in this house speak it. */
final class MuLaw {
  static final byte SILENCE = (byte) 0xff;
  private static final int BIAS = 0x84;
  private static final int CLIP = 32635;
  private static final short[] DECODED = new short[256];

  static {
    for (int code = 0; code < 256; code++) {
      int bits = ~code & 0xff;
      int magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4)) - BIAS;
      DECODED[code] = (short) ((bits & 0x80) == 0 ? magnitude : -magnitude);
    }
  }

  private MuLaw() {
  }

  static short decode(byte code) {
    return DECODED[code & 0xff];
  }

  static byte encode(short sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs((int) sample), CLIP) + BIAS;
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    int mantissa = (magnitude >> (exponent + 3)) & 0x0f;
    return (byte) ~(sign | (exponent << 4) | mantissa);
  }

  static byte[] encode(short[] samples, int from, int length) {
    byte[] codes = new byte[length];
    for (int i = 0; i < length; i++) {
      codes[i] = from + i < samples.length ? encode(samples[from + i]) : SILENCE;
    }
    return codes;
  }
}
