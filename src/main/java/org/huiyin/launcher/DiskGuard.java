package org.huiyin.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps a full disk from costing what a caller says. While there is room it holds some back in a file of its own. When the rest becomes too little for
 * another message it gives the reserve to the calls that are running, and puts up a sign that the dialplan reads: who calls then is told at once that
 * no message can be taken, and whom to call. With room again, first the reserve is laid by, then the sign goes. Nothing is ever deleted to make room.
 *
 * <p>It belongs to the supervisor and not to the service, so that it also works while the service is down.
 */
final class DiskGuard implements Runnable {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  /** A call takes 32 KB a second until it is sealed: more than two hours of calls, of those that run and those that seal. */
  private static final long RESERVE = 256_000_000;
  private static final long TOO_LITTLE = 200_000_000;
  /** On a small disk, a twentieth of it. */
  private static final int PART = 20;
  private static final int PIECE = 1 << 16;

  private final Path sign;
  private final Path reserve;
  private final Room room;
  private final Consumer<String> log;

  /** How large the home's disk is, and how much of it is free, in bytes. */
  interface Room {
    long total();

    long free();

    static Room of(Path folder) {
      return new Room() {
        @Override
        public long total() {
          return folder.toFile().getTotalSpace();
        }

        @Override
        public long free() {
          return folder.toFile().getUsableSpace();
        }
      };
    }
  }

  DiskGuard(Home home, Room room, Consumer<String> log) {
    this.sign = home.diskFull();
    this.reserve = home.root().resolve("reserve");
    this.room = room;
    this.log = log;
  }

  @Override
  public void run() {
    Rounds.make(this::look, PAUSE);
  }

  void look() {
    try {
      if (room.free() < tooLittle()) {
        giveWay();
      } else if (room.free() >= 2 * tooLittle() + missing()) {
        recover();
      }
    } catch (IOException | UncheckedIOException e) {
      log.accept("the disk guard could not do its work, next try in " + PAUSE.toSeconds() + " s: " + e);
    }
  }

  private void giveWay() throws IOException {
    if (!Files.exists(sign)) {
      Files.createFile(sign);
      Accounts.hand(sign, Accounts.ASTERISK, 0644);
      log.accept("the disk is full (" + room.free() / 1_000_000 + " MB free): callers are told that no message can be taken; make room");
    }
    if (Files.deleteIfExists(reserve)) {
      log.accept("the reserve of " + size() / 1_000_000 + " MB was given to the calls that are running");
    }
  }

  private void recover() throws IOException {
    if (missing() > 0) {
      layBy();
    }
    if (Files.deleteIfExists(sign)) {
      log.accept("there is room on the disk again (" + room.free() / 1_000_000 + " MB free): messages are taken");
    }
  }

  /** Written in full: a file with holes would hold nothing back. */
  private void layBy() throws IOException {
    try (var file = FileChannel.open(reserve, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var piece = ByteBuffer.allocate(PIECE);
      for (long at = file.size(); at < size(); at += PIECE) {
        piece.clear().limit((int) Math.min(PIECE, size() - at));
        while (piece.hasRemaining()) {
          file.write(piece, at + piece.position());
        }
      }
      file.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(reserve);
      throw e;
    }
    Accounts.hand(reserve, Accounts.SERVICE, 0600);
  }

  private long missing() throws IOException {
    return Files.exists(reserve) ? Math.max(0, size() - Files.size(reserve)) : size();
  }

  private long size() {
    return Math.min(RESERVE, room.total() / PART);
  }

  private long tooLittle() {
    return Math.min(TOO_LITTLE, room.total() / PART);
  }
}
