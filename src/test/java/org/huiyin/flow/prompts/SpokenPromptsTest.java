package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures what the default speech engine makes of the catalogue. */
class SpokenPromptsTest {
  private static Path sounds;

  @BeforeAll
  static void sounds() throws Exception {
    sounds = BuiltPrompts.folder();
  }

  @Test
  void both_languages_have_the_same_texts_and_none_is_hard_to_remember() {
    var texts = Arrays.stream(Language.values()).map(language -> PromptCatalogue.bundled().all().stream()
        .filter(prompt -> prompt.language() == language && PromptCatalogue.bundled().has(language, prompt.id())).map(Prompt::id)
        .collect(Collectors.toSet())).toList();
    assertThat(texts.get(0)).isNotEmpty().isEqualTo(texts.get(1));
    assertThat(texts.get(0)).contains("fallback-notice", "fallback-message", "fallback-bye", "notice", "menu", "message");
  }

  @Test
  void the_notice_and_the_fallbacks_own_say_that_why_and_how_long() {
    for (String notice : List.of("notice", "fallback-notice")) {
      assertThat(PromptCatalogue.bundled().text(Language.ZH, notice).text()).contains("录音", "为您办事", "一至两年");
      assertThat(PromptCatalogue.bundled().text(Language.EN, notice).text()).contains("recorded", "To help you", "one to two years");
    }
  }

  @Test
  void every_sound_is_there_in_both_widths_and_can_be_heard() throws IOException {
    assertThat(new PromptSounds(sounds).missing()).isEmpty();
    assertThat(new PromptSounds(sounds).faults()).isEmpty();
    for (Prompt prompt : PromptCatalogue.bundled().all()) {
      var narrow = Sound.read(sounds.resolve(prompt.path() + ".wav"));
      var wide = Sound.read(sounds.resolve(prompt.path() + ".wav16"));
      assertThat(wide.length().minus(narrow.length()).abs().toMillis()).as(prompt.path()).isLessThan(3);
    }
  }

  @Test
  void all_sounds_are_equally_loud_and_none_is_clipped() throws IOException {
    for (Prompt prompt : PromptCatalogue.bundled().all()) {
      for (String ending : List.of(".wav", ".wav16")) {
        var sound = Sound.read(sounds.resolve(prompt.path() + ending));
        assertThat(sound.levelDb()).as("level of " + prompt.path() + ending).isBetween(Sound.LEVEL_DB - 2, Sound.LEVEL_DB + 2);
        assertThat(sound.peakDb()).as("peak of " + prompt.path() + ending).isLessThan(-2);
      }
    }
  }

  @Test
  void no_sound_begins_or_ends_in_long_silence() throws IOException {
    for (Prompt prompt : PromptCatalogue.bundled().all()) {
      var sound = Sound.read(sounds.resolve(prompt.path() + ".wav16"));
      var again = sound.trimmed(false);
      long spare = sound.length().minus(again.length()).toMillis();
      assertThat(spare).as(prompt.path()).isLessThan(prompt.endsASentence() ? 260 : 60);
    }
  }

  @Test
  void mandarin_is_spoken_with_its_tones_and_never_spelt_in_english(@TempDir Path folder) throws Exception {
    var texts = PromptCatalogue.bundled().all().stream().filter(prompt -> prompt.language() == Language.ZH).map(Prompt::text)
        .collect(Collectors.joining("\n"));
    assertThat(phonemes(folder, Language.ZH.voice(), texts)).doesNotContain("(en)").contains("j'Au55_| j'Au55_| l'i35N_|");
    // the trap: the voice that looks like the right one reads the tones out as English numbers
    assertThat(phonemes(folder, "cmn", texts)).contains("(en)");
  }

  @Test
  void numbers_are_told_apart_by_ear() throws IOException {
    var versions = PromptCatalogue.bundled().all().stream().filter(prompt -> prompt.id().matches("n[0-9]+"))
        .collect(Collectors.groupingBy(Prompt::language,
            Collectors.mapping(prompt -> new PromptSounds(sounds).version(prompt), Collectors.toSet())));
    assertThat(versions.values()).allSatisfy((Set<String> all) -> assertThat(all).hasSize(118));
  }

  private static String phonemes(Path folder, String voice, String text) throws IOException, InterruptedException {
    var in = folder.resolve("in");
    var out = folder.resolve("out");
    Files.writeString(in, text);
    var engine = new ProcessBuilder("espeak-ng", "-b", "1", "-v", voice, "-x", "-q", "-f", in.toString()).redirectOutput(out.toFile())
        .start();
    assertThat(engine.waitFor()).isZero();
    return Files.readString(out);
  }
}
