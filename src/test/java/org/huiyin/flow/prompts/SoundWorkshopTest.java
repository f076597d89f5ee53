package org.huiyin.flow.prompts;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** With files that sox made, as people upload them, whole and broken. */
class SoundWorkshopTest {
  private static final Prompt MENU = PromptCatalogue.bundled().text(Language.ZH, "menu");
  private static final Prompt NOTICE = PromptCatalogue.bundled().text(Language.ZH, "notice");
  private static final List<String> PLAIN = List.of("-r", "16000", "-c", "1", "-b", "16");

  private final SoundWorkshop workshop = new SoundWorkshop("");

  @ParameterizedTest
  @ValueSource(strings = {"wav", "mp3", "ogg", "flac", "aiff", "au"})
  void what_people_record_in_stereo_at_44100_becomes_both_widths_at_the_common_level(String format) throws IOException {
    var made = workshop.converted(MENU, MadeSounds.tone(format, 1.5));
    var narrow = MadeSounds.read(made.narrow());
    var wide = MadeSounds.read(made.wide());
    assertThat(narrow.rate()).isEqualTo(8_000);
    assertThat(wide.rate()).isEqualTo(16_000);
    assertThat(narrow.levelDb()).isBetween(Sound.LEVEL_DB - 1, Sound.LEVEL_DB + 1);
    // a breath of 0.2 s follows the sentence
    assertThat(made.length().toMillis()).isBetween(1650L, 1900L);
    assertThat(narrow.length().minus(made.length()).abs().toMillis()).isLessThan(5);
    assertThat(org.apache.commons.codec.digest.DigestUtils.sha256Hex(made.narrow())).as("named by what it holds").startsWith(made.name());
  }

  @Test
  void what_a_telephone_records_is_taken_too() throws IOException {
    var made = workshop.converted(MENU,
        MadeSounds.sox("amr-nb", List.of("-r", "8000", "-c", "1"), List.of("synth", "1.5", "sine", "440", "vol", "0.4")));
    assertThat(made.length().toMillis()).isBetween(1600L, 1900L);
  }

  @Test
  void loud_and_soft_recordings_are_equally_loud_afterwards() throws IOException {
    for (String volume : List.of("0.02", "0.9")) {
      var made = workshop.converted(MENU, MadeSounds.sox("wav", PLAIN, List.of("synth", "1", "sine", "440", "vol", volume)));
      assertThat(MadeSounds.read(made.narrow()).levelDb()).isBetween(Sound.LEVEL_DB - 1, Sound.LEVEL_DB + 1);
    }
  }

  static Stream<Arguments> unusable() {
    var whole = MadeSounds.tone("wav", 2);
    var damaged = MadeSounds.tone("flac", 2);
    Arrays.fill(damaged, 20, damaged.length, (byte) 0x5a);
    return Stream.of(arguments("an empty file", new byte[0], "空的", "empty"),
        arguments("a web page", "<html>no sound</html>".getBytes(US_ASCII), "不是能用的录音文件", "no recording that can be read"),
        arguments("a playlist", "#EXTM3U\nhttp://192.0.2.1/x.mp3\n".getBytes(US_ASCII), "不是能用的录音文件", "no recording that can be read"),
        arguments("a header without sound", Arrays.copyOf(whole, 30), "读不出来", "cannot be read"),
        arguments("a damaged one", damaged, "读不出来", "cannot be read"),
        arguments("a half one", Arrays.copyOf(whole, whole.length / 2), "不完整", "cut off"),
        arguments("silence", MadeSounds.sox("wav", PLAIN, List.of("trim", "0", "2")), "听不到声音", "Nothing can be heard"),
        arguments("a click", MadeSounds.sox("wav", PLAIN, List.of("synth", "0.1", "sine", "440", "vol", "0.4", "trim", "0", "0.1")),
            "0.3 秒",
            "less than 0.3 s"),
        arguments("a speech", MadeSounds.sox("wav", List.of("-r", "8000", "-c", "1", "-b", "16"),
            List.of("synth", "65", "sine", "440", "vol", "0.4")), "超过 60 秒", "longer than 60 s"),
        arguments("an hour in a small file", MadeSounds.sox("flac", List.of("-r", "8000", "-c", "1", "-b", "16"), List.of("trim", "0",
            "3600")), "超过 60 秒", "longer than 60 s"),
        arguments("a clipped one", MadeSounds.sox("wav", PLAIN, List.of("synth", "2", "sine", "440", "vol", "3")), "失真", "distorted"),
        arguments("a clipped one of two channels, one of them silent",
            MadeSounds.sox("wav", List.of("-r", "44100", "-c", "2"), List.of("synth", "2", "sine", "300", "vol", "4", "remix", "1", "0")),
            "失真", "distorted"),
        arguments("a huge one", Arrays.copyOf(whole, SoundWorkshop.LARGEST + 1), "最多 10 MB", "at most 10 MB"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void what_callers_could_not_listen_to_is_refused_with_what_to_do_about_it(String what, byte[] file, String zh, String en) {
    assertThatExceptionOfType(UnusableSound.class).as(what).isThrownBy(() -> workshop.converted(MENU, file)).satisfies(e -> {
      assertThat(e.zh()).contains(zh);
      assertThat(e.en()).contains(en);
    });
  }

  @Test
  void a_notice_lasts_six_seconds_at_most_uploaded_or_spoken() throws IOException {
    assertThat(workshop.converted(NOTICE, MadeSounds.tone("wav", 5.6)).length().toMillis()).isLessThan(6_000);
    assertThatExceptionOfType(UnusableSound.class).isThrownBy(() -> workshop.converted(NOTICE, MadeSounds.tone("wav", 6.5)))
        .satisfies(e -> assertThat(e.zh()).contains("最多 6 秒")).withMessageContaining("at most 6 s");
    var long_ = new Prompt(Language.ZH, "notice", "您好，这里是示范社区服务热线。为了更好地为您办事，您的通话将被全程录音，录音保存一年至两年，请您放心。");
    assertThatExceptionOfType(UnusableSound.class).isThrownBy(() -> workshop.spoken(long_)).withMessageContaining("at most 6 s");
  }

  @Test
  void words_are_spoken_by_the_engine_of_the_delivered_prompts() throws IOException {
    var made = workshop.spoken(new Prompt(Language.ZH, "menu", "物业按一，水电按二。"));
    assertThat(made.length().toMillis()).isBetween(1_000L, 6_000L);
    assertThat(MadeSounds.read(made.narrow()).levelDb()).isBetween(Sound.LEVEL_DB - 2, Sound.LEVEL_DB + 2);
    assertThat(workshop.spoken(new Prompt(Language.ZH, "menu", "物业按二，水电按一。")).name()).isNotEqualTo(made.name());
    for (String words : List.of("字".repeat(301), "a\u0000b")) {
      assertThatExceptionOfType(UnusableSound.class).isThrownBy(() -> workshop.spoken(new Prompt(Language.ZH, "menu", words)))
          .satisfies(e -> assertThat(e.zh()).contains("300"));
    }
  }

  @Test
  void an_engine_that_is_not_there_or_fails_is_told_apart_from_words_that_are_wrong() {
    var prompt = new Prompt(Language.EN, "menu", "Press one.");
    assertThatExceptionOfType(UnusableSound.class).isThrownBy(() -> new SoundWorkshop("exit 3").spoken(prompt))
        .withMessageContaining("could not say it");
  }
}
