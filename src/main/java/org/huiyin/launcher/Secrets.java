package org.huiyin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The passwords between the parts of one installation: random, made once, readable by the service alone. */
public final class Secrets {
  private final Path folder;

  public Secrets(Home home) {
    this.folder = home.secrets();
  }

  /** The service's AMI account: user huiyin. */
  public String ami() {
    return secret("ami-service.secret");
  }

  /** The supervisor's AMI account: user watchdog. */
  public String amiWatchdog() {
    return secret("ami-watchdog.secret");
  }

  /** The first part of the FastAGI path. */
  public String agi() {
    return secret("agi.secret");
  }

  /** Makes what is missing, and says now what is damaged. */
  void check() {
    ami();
    amiWatchdog();
    agi();
  }

  private String secret(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      String value = Files.readString(file).strip();
      if (!value.matches("[0-9a-f]{32,}")) {
        throw new Problem(file + " does not hold a secret any more: remove it, then start again");
      }
      return value;
    } catch (IOException e) {
      throw new Problem("cannot read or write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Path fresh = Files.createTempFile(file.getParent(), ".new", "",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(random) + "\n"));
      channel.force(true);
    }
    Accounts.hand(fresh, Accounts.SERVICE, 0600);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
