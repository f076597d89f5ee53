package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileAudioStoreTest implements AudioStoreContract {
  @TempDir
  private Path home;

  @Override
  public AudioStore store() {
    return store(_ -> {
    });
  }

  @Test
  void an_object_is_ours_only_and_named_by_its_id() throws IOException {
    store().put(ONE, out -> out.write(1));
    var file = home.resolve("store/3f").resolve(ONE.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("store")))).isEqualTo("rwx------");
  }

  @Test
  void stopped_before_the_rename_there_is_no_object_and_the_rest_is_discarded() throws IOException {
    assertThatThrownBy(() -> store(Crash.after("store: written")).put(ONE, out -> out.write(1))).isInstanceOf(Crash.class);
    assertThat(store().ids()).isEmpty();
    assertThat(home.resolve("store/.incoming")).isNotEmptyDirectory();
    assertThat(store().strangers()).isEmpty();
    store().discardUnfinished();
    assertThat(home.resolve("store/.incoming")).isEmptyDirectory();
  }

  @Test
  void stopped_after_the_rename_the_object_is_whole() throws IOException {
    assertThatThrownBy(() -> store(Crash.after("store: renamed")).put(ONE, out -> out.write(1))).isInstanceOf(Crash.class);
    assertThat(store().size(ONE)).hasValue(1);
  }

  @Test
  void what_does_not_belong_there_is_named() throws IOException {
    store().put(ONE, out -> out.write(1));
    Files.writeString(home.resolve("store/notes.txt"), "x");
    Files.writeString(home.resolve("store/3f/" + ONE + ".bak"), "x");
    Files.createSymbolicLink(home.resolve("store/3f").resolve(OTHER.toString()), home.resolve("store/notes.txt"));
    assertThat(store().strangers()).containsExactlyInAnyOrder("notes.txt", "3f/" + ONE + ".bak", "3f/" + OTHER);
    assertThat(store().ids()).containsExactly(ONE);
    assertThatThrownBy(() -> store().open(OTHER)).isInstanceOf(IOException.class);
  }

  private AudioStore store(java.util.function.Consumer<String> steps) {
    return new FileAudioStore(home.resolve("store"), steps);
  }
}
