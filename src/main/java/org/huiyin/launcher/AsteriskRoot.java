package org.huiyin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder with Asterisk 22 and everything it needs, taken from Debian and run through its own loader: no chroot, no container. It is made
 * once per cache folder and shared by every installation that uses it.
 */
public record AsteriskRoot(Path folder) {
  /** Counts up when the recipe below changes, so that an older root is not taken for this one. */
  private static final String NAME = "asterisk-root-1";
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  /** The root in this cache folder, made now if it is not there yet; progress is told line by line. */
  public static AsteriskRoot findOrMake(Path cache, Consumer<String> progress) {
    Path folder = cache.resolve(NAME);
    if (complete(folder)) {
      return new AsteriskRoot(folder);
    }
    try {
      Files.createDirectories(cache);
      try (FileChannel lock = FileChannel.open(cache.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = lock.lock()) {
        if (held.isValid() && !complete(folder)) {
          make(cache, folder, progress);
        }
      }
    } catch (IOException e) {
      throw new Problem("cannot make the Asterisk root in " + cache + " (" + e.getMessage()
          + "): HUIYIN_CACHE needs 400 MB in a folder that may be written", e);
    }
    return new AsteriskRoot(folder);
  }

  Path modules() {
    return library().resolve("asterisk/modules");
  }

  Path documentation() {
    return folder.resolve("usr/share/asterisk/documentation");
  }

  Path englishSounds() {
    return folder.resolve("usr/share/asterisk/sounds/en_US_f_Allison");
  }

  /** The beginning of a command line that runs this Asterisk. */
  List<String> command() {
    return command("asterisk");
  }

  /** The beginning of a command line that runs one of its programs, whatever libraries the machine has. */
  List<String> command(String program) {
    Path library = library();
    Path loader = Stream.of("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1").map(library::resolve).filter(Files::exists).findFirst()
        .orElseThrow(() -> new Problem("this processor is not supported: Asterisk's root needs x86-64 or ARM64"));
    return List.of(loader.toString(), "--library-path", library + ":" + library.resolve("asterisk"), "--argv0", program,
        folder.resolve("usr/sbin").resolve(program).toString());
  }

  private Path library() {
    try (Stream<Path> folders = Files.list(folder.resolve("usr/lib"))) {
      return folders.filter(each -> Files.isDirectory(each.resolve("asterisk/modules"))).findFirst().orElseThrow(this::broken);
    } catch (IOException e) {
      throw broken();
    }
  }

  private Problem broken() {
    return new Problem("the Asterisk root in " + folder + " is damaged: remove that folder, then start again");
  }

  private static boolean complete(Path folder) {
    return Files.exists(folder.resolve("usr/sbin/asterisk"));
  }

  private static void make(Path cache, Path folder, Consumer<String> progress) throws IOException {
    if (!Files.isReadable(KEYRING)) {
      throw new Problem("Debian's archive keys are missing (" + KEYRING + "): install the package debian-archive-keyring");
    }
    String mirror = DebianMirror.find(System.getenv());
    Path making = cache.resolve(NAME + ".making");
    remove(making);
    progress.accept("making the Asterisk root in " + folder + " (once; about half a minute, 270 MB)");
    List<String> log = new ArrayList<>();
    // Unpacked only: nothing in it is installed or run by its own scripts, so any user can do it.
    int exit = run(List.of("mmdebstrap", "--aptopt=Acquire::Check-Valid-Until \"false\"", "--mode=chrootless", "--variant=extract",
        "--include=asterisk,asterisk-modules,ca-certificates", "forky", making.toString(),
        "deb [signed-by=" + KEYRING + "] " + mirror + " forky main"),
        line -> {
          log.add(line);
          if (line.startsWith("I: ")) {
            progress.accept("  " + line.substring(3));
          }
        });
    if (exit != 0) {
      remove(making);
      String why = log.stream().filter(line -> line.startsWith("E:") || line.contains("Err:") || line.contains("No space")).findFirst()
          .orElse("see above");
      throw new Problem("mmdebstrap could not make the Asterisk root (" + why + "): check the network, the disk's room in " + cache
          + " and the mirror " + mirror + " (HUIYIN_DEBIAN_MIRROR names another)");
    }
    Files.move(making, folder);
  }

  private static int run(List<String> command, Consumer<String> lines) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new Problem("mmdebstrap is missing: install the package mmdebstrap, or run ./huiyin up as root", e);
    }
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      out.lines().forEach(lines);
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }
}
