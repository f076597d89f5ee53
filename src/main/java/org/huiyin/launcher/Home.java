package org.huiyin.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where one installation keeps its state. */
public record Home(Path root) {
  /** A Unix socket's path ends at 107 characters, and Asterisk's lies in the home. */
  private static final int LONGEST = 80;

  public Home {
    root = root.toAbsolutePath().normalize();
    if (root.toString().length() > LONGEST) {
      throw new Problem(
          "HUIYIN_HOME is longer than " + LONGEST + " characters, too long for Asterisk's control socket: choose a shorter folder");
    }
    if (!root.toString().matches("[A-Za-z0-9/._+-]+")) {
      throw new Problem("HUIYIN_HOME may hold only letters, digits and / . _ + - : " + root);
    }
  }

  public Path db() {
    return root.resolve("db");
  }

  public Path spool() {
    return root.resolve("spool");
  }

  public Path store() {
    return root.resolve("store");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  public Path log() {
    return root.resolve("log");
  }

  /** What the service says, its last words too. */
  Path serviceLog() {
    return log().resolve("service.log");
  }

  public Path asterisk() {
    return root.resolve("asterisk");
  }

  /** Exists while no message can be taken, since the disk is full: the dialplan and the service read it. */
  public Path diskFull() {
    return root.resolve("disk-full");
  }

  /** The prompts, one folder per language. */
  public Path sounds() {
    return asterisk().resolve("data/sounds/huiyin");
  }

  /** Makes the folders, each for the one who works in it. */
  public Home prepare() {
    try {
      Files.createDirectories(root);
      if (Accounts.root()) {
        if ((int) Accounts.attribute(root, "unix:uid") == 0) {
          Accounts.hand(root, 0, 0751);
        }
      }
      for (Path of : List.of(db(), store(), keys(), secrets())) {
        make(of, Accounts.SERVICE, 0700);
      }
      make(spool(), Accounts.ASTERISK, 02770);
      make(log(), Accounts.SERVICE, 02770);
      make(log().resolve("asterisk"), Accounts.ASTERISK, 02770);
      make(log().resolve("asterisk/cdr-custom"), Accounts.ASTERISK, 02770);
      make(log().resolve("asterisk/starts"), Accounts.ASTERISK, 02770);
      make(asterisk(), Accounts.ASTERISK, 0750);
      for (String part : List.of("etc", "lib", "lib/keys", "cache", "agi-bin", "run", "sbin", "spool", "data", "data/sounds")) {
        make(asterisk().resolve(part), Accounts.ASTERISK, 0750);
      }
      make(asterisk().resolve("spool/studio"), Accounts.ASTERISK, 02770);
      make(sounds(), Accounts.SERVICE, 02750);
    } catch (IOException e) {
      throw closed(e);
    } catch (UncheckedIOException e) {
      throw closed(e);
    }
    return this;
  }

  private Problem closed(Throwable e) {
    return new Problem("cannot make the folders of HUIYIN_HOME " + root + " (" + e
        + "): set it to a folder that may be written, on a disk that has room", e);
  }

  private static void make(Path folder, int user, int mode) throws IOException {
    Files.createDirectories(folder);
    Accounts.hand(folder, user, mode);
  }
}
