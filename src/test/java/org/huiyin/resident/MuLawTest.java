package org.huiyin.resident;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MuLawTest {
  @Test
  void the_ends_and_the_middle_are_those_of_the_standard() {
    assertThat(MuLaw.encode((short) 0)).isEqualTo((byte) 0xff);
    assertThat(MuLaw.encode(Short.MAX_VALUE)).isEqualTo((byte) 0x80);
    assertThat(MuLaw.encode(Short.MIN_VALUE)).isEqualTo((byte) 0x00);
    assertThat(MuLaw.decode((byte) 0x80)).isEqualTo((short) 32124);
    assertThat(MuLaw.decode((byte) 0x00)).isEqualTo((short) -32124);
    assertThat(MuLaw.decode((byte) 0xff)).isZero();
  }

  @Test
  void every_code_but_the_negative_zero_comes_back_as_itself() {
    for (int code = 0; code < 256; code++) {
      if (code != 0x7f) {
        assertThat(MuLaw.encode(MuLaw.decode((byte) code))).as("code %02x", code).isEqualTo((byte) code);
      }
    }
  }

  @Test
  void a_sample_comes_back_within_a_thirtieth_of_itself() {
    for (int sample = -32000; sample <= 32000; sample += 7) {
      assertThat((int) MuLaw.decode(MuLaw.encode((short) sample))).isBetween(sample - 8 - Math.abs(sample) / 30,
          sample + 8 + Math.abs(sample) / 30);
    }
  }
}
