package org.huiyin.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.huiyin.flow.FlowSettings.MissingPrompts;
import org.huiyin.flow.prompts.BuiltPrompts;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.SelfCheck.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

class PromptsAtStartTest {
  @TempDir
  Path folder;

  @BeforeEach
  void copyOfTheRealSounds() throws IOException, InterruptedException {
    var built = BuiltPrompts.folder();
    try (var files = Files.walk(built)) {
      for (Path file : files.toList()) {
        var to = folder.resolve(built.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }

  @Test
  void with_every_sound_in_its_place_the_service_starts_and_the_check_finds_nothing() {
    assertThat(started(MissingPrompts.REFUSE).check()).isEmpty();
  }

  @Test
  void a_missing_sound_stops_the_start_and_is_named() throws IOException {
    Files.delete(folder.resolve("zh/n42.wav"));
    Files.delete(folder.resolve("en/fallback-notice.wav16"));

    assertThatThrownBy(() -> started(MissingPrompts.REFUSE)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not start")
        .hasMessageContaining("zh/n42.wav").hasMessageContaining("en/fallback-notice.wav16").hasMessageContaining("./huiyin up");
    assertThat(started(MissingPrompts.WARN).check()).extracting(Finding::subject).containsExactlyInAnyOrder("zh/n42.wav",
        "en/fallback-notice.wav16");
  }

  @Test
  void a_sound_that_cannot_be_heard_is_found_by_the_check() throws IOException {
    replace("zh/menu.wav", new byte[2000]);
    replace("en/menu.wav16", silent());

    assertThat(started(MissingPrompts.REFUSE).check()).extracting(Finding::subject, Finding::what).containsExactlyInAnyOrder(
        tuple("zh/menu.wav", "is not a plain 16-bit mono WAV."),
        tuple("en/menu.wav16", "is silent."));
  }

  private PromptsCheck started(MissingPrompts missing) {
    return new FlowConfiguration().promptsCheck(new PromptSounds(folder),
        new FlowSettings(Duration.ofMillis(400), Duration.ofSeconds(1), missing, "*75"));
  }

  private void replace(String name, byte[] content) throws IOException {
    Files.delete(folder.resolve(name));
    Files.write(folder.resolve(name), content);
  }

  private byte[] silent() throws IOException {
    var sound = Files.readAllBytes(folder.resolve("en/goodbye.wav16"));
    Arrays.fill(sound, 44, sound.length, (byte) 0);
    return sound;
  }
}
