package org.huiyin.flow.prompts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With a speech engine that hums the same tone whatever it reads; the real voice is measured in {@link SpokenPromptsTest}. */
class PromptBuilderTest {
  private static final List<Prompt> PROMPTS = PromptCatalogue.bundled().all().stream()
      .filter(prompt -> Set.of("notice", "menu", "thanks", "goodbye", "n42").contains(prompt.id())).toList();
  private static final int ALL = PROMPTS.size();

  @TempDir
  static Path shared;
  private static Path hum;

  @TempDir
  Path folder;
  private Path target;
  private Path own;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeAll
  static void tones() throws IOException, InterruptedException {
    hum = tone("hum.wav", "1.5", "0.4");
  }

  @BeforeEach
  void folders() {
    target = folder.resolve("sounds");
    own = folder.resolve("own");
  }

  @Test
  void what_did_not_change_is_not_made_again_and_what_did_is() throws Exception {
    assertThat(build(humming())).isEqualTo(new PromptBuilder.Built(ALL, ALL, 0));
    var menu = target.resolve("zh/menu.wav");
    var first = Files.getLastModifiedTime(menu);

    assertThat(build(humming())).isEqualTo(new PromptBuilder.Built(ALL, 0, 0));
    assertThat(Files.getLastModifiedTime(menu)).isEqualTo(first);

    Files.delete(target.resolve("zh/thanks.wav16"));
    Files.write(target.resolve("en/thanks.wav"), new byte[100]);
    Files.writeString(target.resolve("en/goodbye.made"), "made of another text\n");
    assertThat(build(humming())).as("missing, cut off, of an older text").isEqualTo(new PromptBuilder.Built(ALL, 3, 0));
    assertWhole();

    assertThat(build("cat " + hum + " # another engine")).as("another engine speaks everything anew")
        .isEqualTo(new PromptBuilder.Built(ALL, ALL, 0));
  }

  @Test
  void a_second_home_takes_the_sounds_out_of_the_cache() throws Exception {
    var cache = folder.resolve("cache");
    build(humming(), cache);
    target = folder.resolve("second");
    var counting = folder.resolve("spoken");
    var again = "echo x >> " + counting + "; cat " + hum;
    // the same command as before is what finds the cached sounds; another one has to speak
    build(humming(), cache);
    assertWhole();
    assertThat(counting).doesNotExist();
    target = folder.resolve("third");
    build(again, cache);
    assertThat(Files.readAllLines(counting)).hasSize(ALL);
  }

  @Test
  void a_communitys_own_voice_replaces_the_machines_and_is_brought_to_its_level() throws Exception {
    build(humming());
    var loud = tone("loud.wav", "2.0", "0.95");
    Files.createDirectories(own.resolve("zh"));
    Files.copy(loud, own.resolve("zh/menu.wav"));

    assertThat(build(humming())).isEqualTo(new PromptBuilder.Built(ALL, 0, 1));
    var menu = Sound.read(target.resolve("zh/menu.wav"));
    assertThat(menu.rate()).isEqualTo(8000);
    assertThat(menu.length().toMillis()).isBetween(2100L, 2300L);
    assertThat(menu.levelDb()).isBetween(Sound.LEVEL_DB - 1, Sound.LEVEL_DB + 1);

    Files.delete(own.resolve("zh/menu.wav"));
    assertThat(build(humming())).as("taken away, the machine speaks again").isEqualTo(new PromptBuilder.Built(ALL, 1, 0));
  }

  @Test
  void a_notice_of_ones_own_is_neither_silent_nor_too_long_nor_something_else() throws Exception {
    Files.createDirectories(own.resolve("zh"));
    var notice = own.resolve("zh/notice.wav");

    Files.copy(tone("silent.wav", "3", "0"), notice);
    assertThatThrownBy(() -> build(humming())).isInstanceOf(PromptProblem.class).hasMessageContaining("zh/notice.wav is silent");
    Files.delete(notice);
    Files.copy(tone("long.wav", "7", "0.4"), notice);
    assertThatThrownBy(() -> build(humming())).isInstanceOf(PromptProblem.class).hasMessageContaining("zh/notice.wav lasts 7.2 s")
        .hasMessageContaining("6 s at most");
    Files.writeString(notice, "<html>");
    assertThatThrownBy(() -> build(humming())).isInstanceOf(PromptProblem.class).hasMessageContaining("zh/notice.wav");
    assertThat(target.resolve("zh/notice.wav")).doesNotExist();
  }

  @Test
  void a_file_that_belongs_to_no_prompt_is_named() throws Exception {
    Files.createDirectories(own.resolve("en"));
    Files.copy(hum, own.resolve("en/notise.wav"));
    build(humming());
    assertThat(said.toString(UTF_8)).contains("notise.wav belongs to no prompt and is not used");
  }

  @Test
  void an_engine_that_fails_is_named_with_its_own_last_words() {
    assertThatThrownBy(() -> build("echo no such voice >&2; exit 3")).isInstanceOf(PromptProblem.class).hasMessageContaining("exit 3")
        .hasMessageContaining("no such voice");
    assertThatThrownBy(() -> build("true")).isInstanceOf(PromptProblem.class).hasMessageContaining("made no sound");
    assertThatThrownBy(() -> build(" ")).isInstanceOf(PromptProblem.class).hasMessageContaining("HUIYIN_SPEECH_COMMAND");
  }

  @Test
  void an_engine_gets_the_text_its_language_and_a_file_with_any_name_to_write() throws Exception {
    target = folder.resolve("a folder's sounds");
    var texts = folder.resolve("texts");
    Files.createDirectories(texts);
    build("cat > " + texts + "/$$.{lang} && cp " + hum + " {out}");
    assertWhole();
    try (Stream<Path> read = Files.list(texts)) {
      var spoken = read.filter(file -> file.toString().endsWith(".zh")).map(PromptBuilderTest::text).toList();
      assertThat(spoken).contains(PromptCatalogue.bundled().text(Language.ZH, "notice").text() + "\n", "四十二\n");
    }
  }

  @Test
  void the_settings_come_from_the_environment() {
    var settings = PromptBuilder.Settings.from(target, Map.of("HUIYIN_HOME", "/h", "HUIYIN_CACHE", "/c"));
    assertThat(settings).isEqualTo(new PromptBuilder.Settings(target, Path.of("/h/prompts"), Path.of("/c/prompts"), SpeechEngine.DEFAULT));
    assertThat(PromptBuilder.Settings.from(target, Map.of(SpeechEngine.SETTING, "say")).speechCommand()).isEqualTo("say");
  }

  private void assertWhole() throws IOException {
    for (Prompt prompt : PROMPTS) {
      assertThat(Sound.read(target.resolve(prompt.path() + ".wav")).rate()).isEqualTo(8_000);
      assertThat(Sound.read(target.resolve(prompt.path() + ".wav16")).rate()).isEqualTo(16_000);
    }
  }

  private PromptBuilder.Built build(String engine) throws IOException, InterruptedException {
    return build(engine, null);
  }

  private PromptBuilder.Built build(String engine, @Nullable Path cache) throws IOException, InterruptedException {
    return new PromptBuilder(new PromptBuilder.Settings(target, own, cache, engine), PROMPTS, new PrintStream(said, true, UTF_8)).build();
  }

  private static String humming() {
    return "cat " + hum;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In stereo at 44.1 kHz, as people record. */
  private static Path tone(String name, String seconds, String volume) throws IOException, InterruptedException {
    var wav = shared.resolve(name);
    var sox = new ProcessBuilder("sox", "-n", "-r", "44100", "-c", "2", "-b", "24", wav.toString(), "synth", seconds, "sine", "440", "vol",
        volume);
    assertThat(sox.inheritIO().start().waitFor()).isZero();
    Files.setLastModifiedTime(wav, FileTime.fromMillis(0));
    return wav;
  }
}
