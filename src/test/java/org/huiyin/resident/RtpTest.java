package org.huiyin.resident;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RtpTest {
  @Test
  void a_key_is_an_event_with_its_duration_and_the_moment_it_went_down() {
    assertThat(hex(Rtp.key('#', true, false, 7, 1000, 0xcafe, 160))).isEqualTo("80e50007000003e80000cafe0b0a00a0");
    assertThat(hex(Rtp.key('9', false, true, 8, 1000, 0xcafe, 1280))).isEqualTo("80650008000003e80000cafe098a0500");
  }

  @Test
  void only_keys_of_a_telephone_can_be_pressed() {
    assertThat(Rtp.event('*')).isEqualTo(10);
    assertThatIllegalArgumentException().isThrownBy(() -> Rtp.event('A'));
  }

  @Test
  void speech_is_found_behind_contributing_sources_an_extension_and_before_padding() {
    byte[] bytes = ByteBuffer.allocate(12 + 4 + 8 + 3 + 2).put((byte) 0xb1).put((byte) 0x80).putShort((short) 9).putInt(160).putInt(5)
        .putInt(6)
        .putShort((short) 0xbede).putShort((short) 1).putInt(0).put(new byte[]{1, 2, 3}).put(new byte[]{0, 2}).array();
    Rtp.Speech speech = requireNonNull(Rtp.Speech.parse(bytes, bytes.length));
    assertThat(speech.codes).containsExactly(1, 2, 3);
    assertThat(speech.sequence).isEqualTo(9);
    assertThat(speech.timestamp).isEqualTo(160);
    assertThat(speech.source).isEqualTo(5);
  }

  @Test
  void keys_reports_and_rubbish_are_not_speech() {
    assertThat(Rtp.Speech.parse(Rtp.key('1', true, false, 1, 1, 1, 160), 16)).isNull();
    byte[] report = HexFormat.of().parseHex("80c80006000000000000000000000000");
    assertThat(Rtp.Speech.parse(report, report.length)).isNull();
    assertThat(Rtp.Speech.parse(new byte[1500], 0)).isNull();
    byte[] allPadding = HexFormat.of().parseHex("a000000100000001000000010000ff");
    assertThat(Rtp.Speech.parse(allPadding, allPadding.length)).isNull();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
