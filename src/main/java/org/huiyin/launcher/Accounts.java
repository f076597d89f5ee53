package org.huiyin.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who runs what. Started as root, Asterisk and the service run as two numeric users without a name, in one group that shares the spool;
 * started by anybody else, everything runs as that user.
 */
public final class Accounts {
  public static final int ASTERISK = 64999;
  public static final int SERVICE = 64998;
  public static final int GROUP = 64999;

  private static final boolean ROOT = (int) attribute(Path.of("/proc/self"), "unix:uid") == 0;

  private static final Set<String> PASSED_ON = Set.of("PATH", "TZ", "LD_PRELOAD");

  private Accounts() {
  }

  public static boolean root() {
    return ROOT;
  }

  /** The command as it has to be started for this user to own the process; files it makes are for its owner and the group only. */
  public static List<String> as(int user, List<String> command) {
    List<String> whole = new ArrayList<>();
    if (ROOT) {
      whole.addAll(
          List.of("setpriv", "--reuid", String.valueOf(user), "--regid", String.valueOf(GROUP), "--clear-groups", "--no-new-privs"));
    }
    whole.addAll(List.of("sh", "-c", "umask 007; exec \"$@\"", "sh"));
    whole.addAll(command);
    return whole;
  }

  /** Gives a file or folder to the user (where this process may) and sets its mode. */
  public static void hand(Path path, int user, int mode) {
    try {
      if (ROOT) {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
      }
      Files.setAttribute(path, "unix:mode", mode);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set owner and mode of " + path, e);
    }
  }

  /** Whether the user can reach and read the file or folder; always asked of the system itself, never computed from modes. */
  public static boolean canRead(int user, Path path) {
    return succeeds(as(user, List.of("test", "-r", path.toString())));
  }

  /** Whether the user can pass through the folder. */
  public static boolean canEnter(int user, Path folder) {
    return succeeds(as(user, List.of("test", "-x", folder.toString())));
  }

  /** Leaves a process only what it needs: nothing of the operator's own environment reaches it, but the clock it was given and {@code prefix}. */
  static void cleanEnvironment(ProcessBuilder builder, String prefix) {
    builder.environment().keySet().removeIf(name -> !PASSED_ON.contains(name) && !name.startsWith("FAKETIME") && !name.startsWith(prefix));
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      throw new Problem("cannot run " + command.getFirst() + " (" + e.getMessage() + "): install the package util-linux", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static Object attribute(Path path, String name) {
    try {
      return Files.getAttribute(path, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
