package org.huiyin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The disk that holds everything, the database too, is full when sealing begins: with no room at all, a page of it, two pages ... Then there is room again.
 * A disk of its own is a small file system in memory, which takes root.
 */
final class DiskFull implements Fault {
  private static final int POINTS = 25;
  private static final int SAMPLE = 4;
  private static final int PAGE = 4096;
  private static final String SIZE = "size=48m";
  private static final Duration TO_GO_ON = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "disk-full";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Path folder = Files.createTempDirectory("huiyin-bench-full-");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    SealingAccount account = new SealingAccount();
    try {
      if (command("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", disk.toString())) {
        try (SealingHome home = new SealingHome(folder, disk.resolve("home"), account)) {
          fill(home, disk, full, new Random(seed), account);
        } finally {
          command("umount", "-l", disk.toString());
        }
      } else {
        account.finding("a small disk of its own cannot be mounted here (that takes root): nothing was filled");
      }
    } finally {
      SealingHome.remove(folder);
    }
    return account.result(SealingHome.CALLS);
  }

  private static void fill(SealingHome home, Path disk, boolean full, Random random, SealingAccount account) throws Exception {
    List<Integer> pages = new ArrayList<>(IntStream.range(0, POINTS).boxed().toList());
    Collections.shuffle(pages, random);
    List<Integer> refused = new ArrayList<>();
    List<Integer> restarted = new ArrayList<>();
    for (int left : pages.subList(0, full ? POINTS : SAMPLE)) {
      home.seal(0, (process, out) -> {
        Path filler = disk.resolve("filler");
        fill(disk, filler, (long) left * PAGE);
        SealingHome.go(process);
        String said = out.readLine();
        Files.delete(filler);
        account.ended();
        if (said == null || !said.startsWith("SEALED")) {
          refused.add(left);
        }
        if (said != null && !said.startsWith("SEALED") && !goesOn(process, out)) {
          restarted.add(left);
          process.destroyForcibly();
        }
      });
    }
    home.makeGood();
    account.finding(
        "sealing found no room at " + refused.size() + " of these points and went on by itself when there was room again at all but "
            + restarted.size() + ", where the process had to be started again");
    if (refused.isEmpty()) {
      throw new IOException("the disk was never full: this fault has shown nothing");
    }
  }

  /** Whether it seals by itself, once there is room again. */
  private static boolean goesOn(Process process, BufferedReader out) throws InterruptedException, IOException {
    return process.waitFor(TO_GO_ON.toMillis(), TimeUnit.MILLISECONDS) && out.ready();
  }

  private static void fill(Path disk, Path filler, long left) throws IOException {
    byte[] page = new byte[PAGE];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (disk.toFile().getUsableSpace() > left) {
        out.write(page);
      }
    }
  }

  private static boolean command(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
