package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code backup DIR}: everything but what opens it; {@code backup --keys DIR}: what opens it, for another place. */
final class BackupVerb {
  private static final String USAGE = "usage: ./huiyin backup DIR, or ./huiyin backup --keys DIR";
  private static final String PUBLIC_KEYS = "*.pub.pem";

  private BackupVerb() {
  }

  static int run(Settings settings, List<String> arguments) {
    boolean keys = arguments.contains("--keys");
    List<String> folders = arguments.stream().filter(argument -> !"--keys".equals(argument)).toList();
    if (folders.size() != 1 || folders.getFirst().startsWith("-")) {
      throw new Problem(USAGE);
    }
    Path folder = Path.of(folders.getFirst());
    if (!Files.isDirectory(settings.home().keys())) {
      throw new Problem("there is nothing to back up in " + settings.home().root() + ": set HUIYIN_HOME to the hotline's home");
    }
    try {
      return keys ? keys(settings, folder) : data(settings, folder);
    } catch (IOException e) {
      throw BackupFolder.failed(folder, e);
    }
  }

  private static int data(Settings settings, Path folder) throws IOException {
    Home home = settings.home();
    long began = System.nanoTime();
    Instant now = Journal.clock().instant();
    BackupFolder backup = BackupFolder.open(folder, BackupFolder.DATA, home);
    // What bears witness outside the database goes first, so that it never knows more than the database; what was destroyed goes last.
    for (String name : List.of("log/audit-chain.txt", "log/processes.csv", "application.yaml")) {
      if (Files.exists(home.root().resolve(name))) {
        backup.take(home.root().resolve(name), name);
      }
    }
    backup.takeAll(home.log().resolve("asterisk/starts"), "log/asterisk/starts");
    backup.takeAll(home.log().resolve("asterisk/cdr-custom"), "log/asterisk/cdr-custom");
    backup.takeAll(home.root().resolve("prompts"), "prompts");
    publicKeys(home, backup);
    new DatabaseDump(settings).take(backup, now.toString().replaceAll("[^0-9TZ]", ""));
    backup.takeAll(home.store(), "store");
    journal(home, backup);
    Manifest manifest = backup.close(now);
    System.out.println("backed up to " + backup.root() + ": " + manifest.files().size() + " files, " + manifest.bytes() / 1000
        + " kB, of which " + backup.copied() + " are new, in " + seconds(began));
    System.out.println("It opens no recording by itself. The keys have a backup of their own: ./huiyin backup --keys ANOTHER_PLACE");
    return 0;
  }

  private static int keys(Settings settings, Path folder) throws IOException {
    Home home = settings.home();
    Path ring = home.keys().resolve("recordings.json");
    if (!Files.exists(ring)) {
      throw new Problem("there is no key ring in " + home.keys() + ": start the hotline once with ./huiyin up, or put back its backup");
    }
    Instant now = Journal.clock().instant();
    BackupFolder backup = BackupFolder.open(folder, BackupFolder.KEYS, home);
    backup.take(ring, "keys/recordings.json");
    Path duty = home.keys().resolve("duty.json");
    if (Files.exists(duty)) {
      backup.take(duty, "keys/duty.json");
    }
    for (String name : List.of("statements.key", "statements.key-id")) {
      Path file = home.secrets().resolve(name);
      if (Files.exists(file)) {
        backup.take(file, "secrets/" + name);
      }
    }
    publicKeys(home, backup);
    journal(home, backup);
    Manifest manifest = backup.close(now);
    note(home, now, java.util.Objects.requireNonNull(manifest.files().get("keys/recordings.json")), backup.root());
    System.out.println("the keys are backed up to " + backup.root() + ", readable by you alone");
    System.out.println("Keep it away from the data's backup, and only this one: an older copy still holds keys that are destroyed here.");
    return 0;
  }

  /** The system page asks for a backup of the keys until this list names the ring as it is. */
  private static void note(Home home, Instant now, Manifest.Entry ring, Path folder) throws IOException {
    Path list = home.keys().resolve("backups.txt");
    Files.writeString(list, now + " " + ring.hash() + " " + folder.toString().replace('\n', ' ') + "\n", StandardOpenOption.CREATE,
        StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
    Accounts.hand(list, Accounts.SERVICE, 0600);
  }

  private static void publicKeys(Home home, BackupFolder backup) throws IOException {
    try (var files = Files.newDirectoryStream(home.secrets(), PUBLIC_KEYS)) {
      for (Path file : files) {
        backup.take(file, "secrets/" + file.getFileName());
      }
    }
  }

  private static void journal(Home home, BackupFolder backup) throws IOException {
    Path journal = home.root().resolve(PurgeJournals.NAME);
    if (Files.exists(journal)) {
      backup.take(journal, PurgeJournals.NAME);
    }
  }

  static String seconds(long began) {
    return String.format(java.util.Locale.ROOT, "%.1f s", Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
  }
}
