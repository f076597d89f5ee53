package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@code restore DIR [--keys DIR] [--journal FILE]... [--replace]}: puts back a backup, destroys again what was destroyed since it was made, and checks
 * everything, before anybody can listen. {@code restore --here}: only the last two, for a home whose files were put back by hand.
 */
final class RestoreVerb {
  private static final String USAGE = "usage: ./huiyin restore DIR [--keys DIR] [--journal FILE] [--replace], or ./huiyin restore --here";
  /** Lies in the home while it is not whole. */
  static final String UNFINISHED = "restore.unfinished";

  private RestoreVerb() {
  }

  private record Asked(@Nullable Path data, @Nullable Path keys, List<Path> journals, boolean replace, boolean here) {
    static Asked of(List<String> arguments) {
      Path data = null;
      Path keys = null;
      List<Path> journals = new ArrayList<>();
      boolean replace = false;
      boolean here = false;
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        switch (argument) {
          case "--keys" -> keys = next(arguments, ++i);
          case "--journal" -> journals.add(next(arguments, ++i));
          case "--replace" -> replace = true;
          case "--here" -> here = true;
          default -> {
            if (argument.startsWith("-") || data != null) {
              throw new Problem(USAGE);
            }
            data = Path.of(argument).toAbsolutePath().normalize();
          }
        }
      }
      if (here == (data != null) || (here && (keys != null || replace))) {
        throw new Problem(USAGE);
      }
      return new Asked(data, keys, journals, replace, here);
    }

    private static Path next(List<String> arguments, int i) {
      if (i >= arguments.size()) {
        throw new Problem(USAGE);
      }
      return Path.of(arguments.get(i)).toAbsolutePath().normalize();
    }
  }

  static int run(Settings settings, List<String> arguments) {
    Asked asked = Asked.of(arguments);
    Home home = settings.home();
    if (PidFile.service(home).running().isPresent() || PidFile.supervisor(home).running().isPresent()) {
      throw new Problem("the hotline of " + home.root() + " runs: end it first with ./huiyin down");
    }
    long began = System.nanoTime();
    try {
      if (asked.data() != null) {
        putBack(settings, asked, asked.data());
      } else {
        home.prepare();
        journals(home, asked, List.of());
      }
      int exit = VerifyVerb.headless(settings, "verify,restore");
      if (exit == 0) {
        Files.deleteIfExists(home.root().resolve(UNFINISHED));
      }
      System.out.println((exit == 0 ? "restored and checked in " : "not restored: see what is WRONG above; after ")
          + BackupVerb.seconds(began) + (exit == 0 ? "; start it with ./huiyin up" : ""));
      return exit;
    } catch (IOException e) {
      throw new Problem("the backup could not be put back into " + home.root() + " (" + e
          + "): check the disk's room and who may write there, then run the same again", e);
    }
  }

  private static void putBack(Settings settings, Asked asked, Path data) throws IOException {
    Home home = settings.home();
    Manifest manifest = manifest(data, BackupFolder.DATA);
    Manifest keyManifest = asked.keys() == null ? null : manifest(asked.keys(), BackupFolder.KEYS);
    DatabaseDump database = new DatabaseDump(settings);
    String dump = manifest.files().keySet().stream().filter(name -> name.startsWith("db/")).findFirst()
        .orElseThrow(() -> new Problem(data + " holds no database"));
    if (!database.fits(dump)) {
      throw new Problem(dump + " is of another kind of database than HUIYIN_DB_URL names: set it as it was when the backup was made");
    }
    requireEmpty(home, asked);
    if (asked.keys() == null && !Files.exists(home.keys().resolve("recordings.json"))) {
      throw new Problem("no keys: without them nothing of the backup can be heard; name their backup with --keys DIR");
    }
    manifest.check(data);
    System.out.println("did    " + manifest.files().size() + " files of the backup of " + manifest.made() + " are as they were written");
    if (keyManifest != null && asked.keys() != null) {
      keyManifest.check(asked.keys());
      System.out.println("did    the keys' backup of " + keyManifest.made() + " is as it was written");
    }
    home.prepare();
    SafeFiles.write(home.root().resolve(UNFINISHED), new byte[0]);
    NavigableSet<String> journal = journals(home, asked, asked.keys() == null ? List.of(data) : List.of(data, asked.keys()));
    System.out.println("did    " + journal.size() + " destructions are known from all the journals there are");
    clear(home);
    copy(manifest, data, home, name -> !name.startsWith("db/") && !name.equals(PurgeJournals.NAME));
    if (keyManifest != null && asked.keys() != null) {
      copy(keyManifest, asked.keys(), home, name -> !name.equals(PurgeJournals.NAME));
    }
    database.putBack(data.resolve(dump));
  }

  private static Manifest manifest(Path folder, String kind) {
    Manifest manifest = Manifest.read(folder);
    if (!manifest.kind().equals(kind)) {
      throw new Problem(folder + " is a backup of the " + manifest.kind() + ", not of the " + kind);
    }
    return manifest;
  }

  /** Empty also counts what an interrupted restore has left. */
  private static void requireEmpty(Home home, Asked asked) throws IOException {
    if (asked.replace() || Files.exists(home.root().resolve(UNFINISHED))) {
      return;
    }
    List<Path> filled = new ArrayList<>(List.of(home.db(), home.store(), home.spool()));
    if (asked.keys() != null) {
      filled.add(home.keys());
    }
    for (Path folder : filled) {
      if (Files.isDirectory(folder)) {
        try (var inside = Files.walk(folder)) {
          if (inside.anyMatch(Files::isRegularFile)) {
            throw new Problem(folder + " is not empty: restore into another HUIYIN_HOME, or say --replace to have the database, the "
                + "recordings and the keys there replaced for ever");
          }
        }
      }
    }
  }

  /** The home's own journal counts too: where the hotline ran last, it is the newest. */
  private static NavigableSet<String> journals(Home home, Asked asked, List<Path> backups) throws IOException {
    Path own = home.root().resolve(PurgeJournals.NAME);
    Set<Path> all = new LinkedHashSet<>(asked.journals());
    for (Path each : asked.journals()) {
      if (!Files.isRegularFile(each)) {
        throw new Problem("no such journal: " + each);
      }
    }
    all.add(own);
    backups.forEach(folder -> all.add(folder.resolve(PurgeJournals.NAME)));
    NavigableSet<String> lines = PurgeJournals.together(all);
    PurgeJournals.write(own, lines);
    if (Files.exists(own)) {
      Accounts.hand(own, Accounts.SERVICE, 0600);
    }
    return lines;
  }

  private static void clear(Home home) throws IOException {
    for (Path folder : List.of(home.db(), home.store())) {
      SafeFiles.removeTree(folder);
    }
    home.prepare();
  }

  private static void copy(Manifest manifest, Path from, Home home, java.util.function.Predicate<String> which) throws IOException {
    for (Map.Entry<String, Manifest.Entry> each : manifest.files().entrySet()) {
      if (!which.test(each.getKey())) {
        continue;
      }
      Path to = home.root().resolve(each.getKey());
      boolean ofAsterisk = each.getKey().startsWith("log/asterisk/");
      folders(home.root(), to.getParent(), ofAsterisk);
      if (!SafeFiles.copy(from.resolve(each.getKey()), to).equals(each.getValue().hash())) {
        throw new Problem(from.resolve(each.getKey()) + " changed while it was being put back: take another backup");
      }
      Accounts.hand(to, ofAsterisk ? Accounts.ASTERISK : Accounts.SERVICE,
          ofAsterisk ? 0660 : each.getKey().startsWith("log/") ? 0640 : 0600);
    }
  }

  private static void folders(Path root, @Nullable Path folder, boolean ofAsterisk) throws IOException {
    if (folder != null && !folder.equals(root) && !Files.isDirectory(folder)) {
      folders(root, folder.getParent(), ofAsterisk);
      SafeFiles.folder(folder);
      Accounts.hand(folder, ofAsterisk ? Accounts.ASTERISK : Accounts.SERVICE, ofAsterisk ? 02770 : 0700);
    }
  }
}
