package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  @TempDir
  private Path folder;

  @Test
  void what_is_there_already_is_not_copied_again_and_what_is_gone_goes_from_the_backup() throws IOException {
    object("aa/one", "first");
    object("bb/two", "second");
    var first = open();
    first.takeAll(store(), "store");
    assertThat(first.close(NOW).files()).containsOnlyKeys("store/aa/one", "store/bb/two");
    assertThat(first.copied()).isEqualTo(2);

    Files.delete(store().resolve("bb/two"));
    object("cc/three", "third");
    var second = open();
    second.takeAll(store(), "store");
    second.close(NOW).check(backup());
    assertThat(second.copied()).isEqualTo(1);
    assertThat(Manifest.read(backup()).files()).containsOnlyKeys("store/aa/one", "store/cc/three");
    assertThat(backup().resolve("store/bb/two")).as("a recording that was destroyed").doesNotExist();
  }

  @Test
  void until_it_is_closed_the_backup_before_it_is_whole() throws IOException {
    object("aa/one", "first");
    var first = open();
    first.takeAll(store(), "store");
    first.close(NOW);
    Files.delete(store().resolve("aa/one"));
    object("bb/two", "second");
    open().takeAll(store(), "store");
    Manifest.read(backup()).check(backup());
    assertThat(Manifest.read(backup()).files()).containsOnlyKeys("store/aa/one");
  }

  @Test
  void a_changed_file_and_a_changed_manifest_are_named() throws IOException {
    object("aa/one", "first");
    var first = open();
    first.takeAll(store(), "store");
    first.close(NOW);
    var copy = backup().resolve("store/aa/one");
    Files.writeString(copy, "fIrst");
    assertThatThrownBy(() -> Manifest.read(backup()).check(backup())).isInstanceOf(Problem.class).hasMessageContaining(copy.toString());
    var manifest = backup().resolve(Manifest.NAME);
    var text = Files.readString(manifest);
    for (var changed : new String[]{text.replace("store/aa/one", "store/aa/two"), text.substring(0, text.length() / 2), "", "\n"}) {
      Files.writeString(manifest, changed);
      assertThatThrownBy(() -> Manifest.read(backup())).isInstanceOf(Problem.class).message().hasLineCount(1)
          .contains("take another backup");
    }
  }

  /** As sealing and a purge do it. */
  @Test
  void files_that_come_and_go_meanwhile_disturb_no_backup() throws Exception {
    object("aa/stays", "kept");
    var goOn = new AtomicBoolean(true);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var busy = threads.submit(() -> {
        for (int i = 0; goOn.get(); i++) {
          object(".incoming/" + i, "half");
          object("aa/" + i, "sealed");
          Files.delete(store().resolve(".incoming/" + i));
          Files.delete(store().resolve("aa/" + i));
        }
        return true;
      });
      for (int i = 0; i < 30; i++) {
        var backup = open();
        backup.takeAll(store(), "store");
        var manifest = backup.close(NOW);
        manifest.check(backup());
        assertThat(manifest.files()).containsKey("store/aa/stays").allSatisfy((name, _) -> assertThat(name).startsWith("store/aa/"));
      }
      goOn.set(false);
      assertThat(busy.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private BackupFolder open() {
    return BackupFolder.open(backup(), BackupFolder.DATA, new Home(Path.of("/tmp/huiyin-elsewhere")));
  }

  private void object(String name, String content) throws IOException {
    var file = store().resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
  }

  private Path store() {
    return folder.resolve("home");
  }

  private Path backup() {
    return folder.resolve("backup");
  }
}
