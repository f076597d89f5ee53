package org.huiyin.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.huiyin.support.OnH2;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class AuditOnH2Test extends AuditContract {
  /** O_DSYNC and O_SYNC of Linux on x86-64 and ARM64: a write returns when it is on the disk. */
  private static final int ON_THE_DISK = 010000;

  @Test
  void the_database_is_open_so_that_each_write_is_on_the_disk_before_it_is_acknowledged(@org.junit.jupiter.api.io.TempDir Path folder)
      throws Exception {
    assertThat(openedWith(home.home().resolve("db/huiyin.mv.db"))).isNotEmpty().allMatch(flags -> (flags & ON_THE_DISK) != 0);
    // H2's own way does not do it: what is looked at here can fail
    try (var plain = java.sql.DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("plain") + ";WRITE_DELAY=0")) {
      assertThat(plain.isValid(1)).isTrue();
      assertThat(openedWith(folder.resolve("plain.mv.db"))).isNotEmpty().allMatch(flags -> (flags & ON_THE_DISK) == 0);
    }
  }

  private static List<Integer> openedWith(Path file) throws IOException {
    var found = new ArrayList<Integer>();
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      for (var each : open.toList()) {
        if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(file.toRealPath())) {
          var info = Files.readString(Path.of("/proc/self/fdinfo").resolve(each.getFileName()));
          found.add(Integer.parseInt(info.replaceAll("(?s).*flags:\\s*([0-7]+).*", "$1"), 8));
        }
      }
    }
    return found;
  }
}
