package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.huiyin.support.TestAsterisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

class DiskGuardTest {
  private static final long MEGABYTE = 1_000_000;

  @SuppressWarnings("NullAway.Init")
  private Home home;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void home() {
    home = TestAsterisk.freshSettings(Map.of()).home();
  }

  @AfterEach
  void remove() {
    TestAsterisk.remove(home.root());
  }

  static boolean root() {
    return Accounts.root();
  }

  @Test
  void a_reserve_is_laid_by_while_there_is_room_and_nothing_is_said() throws IOException {
    look(100, 50);
    look(100, 50);
    assertThat(reserve()).hasSize(5 * MEGABYTE);
    assertThat(home.diskFull()).doesNotExist();
    assertThat(told).isEmpty();
  }

  @Test
  void a_disk_that_fills_up_gives_the_reserve_away_and_puts_up_the_sign_until_there_is_room_for_both() throws IOException {
    look(100, 50);
    look(100, 4);
    assertThat(reserve()).doesNotExist();
    assertThat(home.diskFull()).exists();
    look(100, 3);
    assertThat(told).hasSize(2);
    // the given reserve alone is no reason to take messages again
    look(100, 9);
    look(100, 14);
    assertThat(home.diskFull()).exists();
    assertThat(reserve()).doesNotExist();
    look(100, 15);
    assertThat(home.diskFull()).doesNotExist();
    assertThat(reserve()).hasSize(5 * MEGABYTE);
    assertThat(told).hasSize(3).last().asString().contains("messages are taken");
  }

  @Test
  void a_large_disk_keeps_back_no_more_than_its_calls_need() {
    new DiskGuard(home, room(1_000_000, 199), told::add).look();
    assertThat(home.diskFull()).exists();
    assertThat(told).singleElement().asString().contains("199 MB free");
    new DiskGuard(home, room(1_000_000, 655), told::add).look();
    assertThat(home.diskFull()).exists();
  }

  /** A disk of its own, filled by something else, as disks are. */
  @Test
  @EnabledIf("root")
  void a_real_disk_that_fills_up_and_empties_again() throws Exception {
    Path root = home.root();
    shell("mount", "-t", "tmpfs", "-o", "size=40m,mode=0755", "tmpfs", root.toString());
    try {
      home.prepare();
      var guard = new DiskGuard(home, DiskGuard.Room.of(root), told::add);
      guard.look();
      assertThat(reserve()).exists();
      long kept = Files.size(reserve());
      Path stored = Files.writeString(home.store().resolve("stored"), "a recording");
      Path other = root.resolve("somebody-elses");
      long most = root.toFile().getUsableSpace() - MEGABYTE;
      Files.write(other, new byte[(int) most]);
      guard.look();
      assertThat(home.diskFull()).exists();
      assertThat(reserve()).doesNotExist();
      assertThat(root.toFile().getUsableSpace()).isGreaterThanOrEqualTo(kept);
      assertThat(stored).hasContent("a recording");
      assertThat(other).hasSize(most);
      Files.delete(other);
      guard.look();
      assertThat(home.diskFull()).doesNotExist();
      assertThat(reserve()).hasSize(kept);
    } finally {
      shell("umount", root.toString());
    }
  }

  private Path reserve() {
    return home.root().resolve("reserve");
  }

  private void look(long total, long free) {
    new DiskGuard(home, room(total, free), told::add).look();
  }

  private static DiskGuard.Room room(long total, long free) {
    return new DiskGuard.Room() {
      @Override
      public long total() {
        return total * MEGABYTE;
      }

      @Override
      public long free() {
        return free * MEGABYTE;
      }
    };
  }

  private static void shell(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
