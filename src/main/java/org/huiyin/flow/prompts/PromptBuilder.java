package org.huiyin.flow.prompts;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sounds of every prompt: {@code <target>/<language>/<id>.wav} (8 kHz) and {@code .wav16} (16 kHz). A sound is made anew only when its text,
 * the speech engine or the community's own WAV changed; {@code <id>.made} beside it remembers what it was made of. Stopped at any instant, it goes on
 * where it was.
 */
public final class PromptBuilder {
  /** Raised when the way sounds are made changes. */
  private static final String RECIPE = "2";
  /** The notice is the price of every call: no caller waits longer for it. */
  public static final Duration LONGEST_NOTICE = Duration.ofSeconds(6);
  public static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int PROGRESS_STEP = 40;

  private final Settings settings;
  private final List<Prompt> prompts;
  private final PrintStream out;
  private final SpeechEngine engine;
  private final AtomicBoolean cacheFails = new AtomicBoolean();

  PromptBuilder(Settings settings, List<Prompt> prompts, PrintStream out) {
    this.settings = settings;
    this.prompts = prompts;
    this.out = out;
    this.engine = new SpeechEngine(settings.speechCommand());
  }

  /**
   * Where sounds come from and go to.
   *
   * @param target the folder of the languages' folders
   * @param own the folder of the community's own WAVs, {@code <language>/<id>.wav}; null when there is none
   * @param cache where sounds are kept for other homes; null for nowhere
   */
  record Settings(Path target, @Nullable Path own, @Nullable Path cache, String speechCommand) {
    static Settings from(Path target, Map<String, String> environment) {
      return new Settings(target, folder(environment, "HUIYIN_HOME"), folder(environment, "HUIYIN_CACHE"),
          environment.getOrDefault(SpeechEngine.SETTING, SpeechEngine.DEFAULT));
    }

    private static @Nullable Path folder(Map<String, String> environment, String variable) {
      var value = environment.getOrDefault(variable, "");
      return value.isEmpty() ? null : Path.of(value, "prompts");
    }
  }

  /** What a run did: all prompts, those made by the engine, and those taken from the community's own WAVs. */
  record Built(int all, int made, int own) {
  }

  /** @param arguments the target folder; HUIYIN_HOME, HUIYIN_CACHE and HUIYIN_SPEECH_COMMAND are read from the environment */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: PromptBuilder FOLDER");
      System.exit(2);
    }
    try {
      new PromptBuilder(Settings.from(Path.of(arguments[0]), System.getenv()), PromptCatalogue.bundled().all(), System.out).build();
    } catch (PromptProblem e) {
      System.err.println("prompts: " + e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("prompts: cannot write the sounds: " + e);
      System.exit(1);
    } catch (InterruptedException _) {
      System.exit(130);
    }
  }

  Built build() throws IOException, InterruptedException {
    long started = System.nanoTime();
    warnOfStrangers();
    var stale = new ArrayList<Work>();
    var identity = engine.identity();
    for (Prompt prompt : prompts) {
      var work = work(prompt, identity);
      if (isStale(work)) {
        stale.add(work);
      }
    }
    if (stale.isEmpty()) {
      out.println("prompts: all " + prompts.size() + " are ready");
      return new Built(prompts.size(), 0, 0);
    }
    makeAll(stale);
    int own = (int) stale.stream().filter(work -> work.own() != null).count();
    out.printf("prompts: all %d are ready, %d were new (%d of the community's own), %.1f s%n", prompts.size(), stale.size(), own,
        (System.nanoTime() - started) / 1e9);
    return new Built(prompts.size(), stale.size() - own, own);
  }

  /** A sound to be had: what it is made of, in one hash. */
  private record Work(Prompt prompt, @Nullable Path own, String fingerprint) {
  }

  private Work work(Prompt prompt, String identity) throws IOException {
    var own = settings.own() == null ? null : settings.own().resolve(prompt.path() + ".wav");
    var digest = DigestUtils.getSha256Digest();
    if (own != null && Files.exists(own)) {
      DigestUtils.updateDigest(digest, "own " + RECIPE + "\n");
      digest.update(Files.readAllBytes(own));
      return new Work(prompt, own, hex(digest));
    }
    var facts = String.join("\n", RECIPE, prompt.path(), prompt.text(), engine.commandFor(prompt.language()), identity);
    DigestUtils.updateDigest(digest, facts);
    return new Work(prompt, null, hex(digest));
  }

  private boolean isStale(Work work) {
    try {
      var made = target(work.prompt(), ".made");
      return !Files.exists(made)
          || !Files.readString(made).equals(receipt(work, target(work.prompt(), ".wav"), target(work.prompt(), ".wav16")));
    } catch (IOException _) {
      return true;
    }
  }

  /** Names the sizes too, so that a sound that was cut off or taken away is made again. */
  private static String receipt(Work work, Path narrow, Path wide) throws IOException {
    return work.fingerprint() + " " + Files.size(narrow) + " " + Files.size(wide) + "\n";
  }

  private void makeAll(List<Work> stale) throws IOException, InterruptedException {
    out.println("prompts: making " + stale.size() + " sounds");
    for (Language language : Language.values()) {
      Files.createDirectories(settings.target().resolve(language.code()));
    }
    var done = new AtomicInteger();
    try (var workers = Executors.newFixedThreadPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8))) {
      var results = stale.stream().map(work -> workers.<@Nullable Void>submit(() -> {
        make(work);
        int count = done.incrementAndGet();
        if (count % PROGRESS_STEP == 0 && count < stale.size()) {
          out.println("prompts: " + count + " of " + stale.size());
        }
        return null;
      })).toList();
      try {
        for (Future<?> result : results) {
          result.get();
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw rethrown(e.getCause());
      }
    }
  }

  private static IOException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case PromptProblem problem -> throw problem;
      case IOException e -> e;
      case null, default -> throw new IllegalStateException("a sound could not be made", cause);
    };
  }

  private void make(Work work) throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("huiyin-prompt");
    try {
      var wide = scratch.resolve("wide.wav");
      var narrow = scratch.resolve("narrow.wav");
      if (work.own() != null || !fromCache(work, narrow, wide)) {
        render(work, scratch, narrow, wide);
        toCache(work, narrow, wide);
      }
      var receipt = receipt(work, narrow, wide);
      Files.deleteIfExists(target(work.prompt(), ".made"));
      put(narrow, target(work.prompt(), ".wav"));
      put(wide, target(work.prompt(), ".wav16"));
      var made = scratch.resolve("made");
      Files.writeString(made, receipt);
      put(made, target(work.prompt(), ".made"));
    } finally {
      deleteFolder(scratch);
    }
  }

  private void render(Work work, Path scratch, Path narrow, Path wide) throws IOException, InterruptedException {
    var source = work.own();
    if (source == null) {
      source = scratch.resolve("spoken.wav");
      engine.speak(work.prompt(), source);
    }
    var sound = Conversion.wide(source, 1, scratch.resolve("raw.wav"), "converting " + origin(work));
    if (sound.isSilent()) {
      throw new PromptProblem(origin(work) + " is silent");
    }
    sound = Conversion.finished(sound, work.prompt());
    checkLength(work, sound.length());
    sound.write(wide);
    Conversion.narrow(wide, narrow, "converting " + origin(work));
  }

  private void checkLength(Work work, Duration length) {
    boolean notice = work.prompt().isNotice();
    if (length.compareTo(LONGEST) > 0) {
      throw new PromptProblem(origin(work) + " lasts " + length.toSeconds() + " s; a prompt lasts 60 s at most");
    }
    if (notice && length.compareTo(LONGEST_NOTICE) > 0) {
      var what = "%s lasts %.1f s; the notice lasts 6 s at most".formatted(origin(work), length.toMillis() / 1000.0);
      if (work.own() != null) {
        throw new PromptProblem(what + ": record it again, shorter");
      }
      out.println("prompts: " + what + ": let the speech engine speak a little quicker");
    }
  }

  private static String origin(Work work) {
    return work.own() == null ? "the sound of " + work.prompt().path() : String.valueOf(work.own());
  }

  private boolean fromCache(Work work, Path narrow, Path wide) throws IOException {
    if (settings.cache() == null) {
      return false;
    }
    var kept = settings.cache().resolve(work.fingerprint() + ".wav");
    var keptWide = settings.cache().resolve(work.fingerprint() + ".wav16");
    if (!Files.exists(kept) || !Files.exists(keptWide)) {
      return false;
    }
    Files.copy(kept, narrow);
    Files.copy(keptWide, wide);
    return true;
  }

  /** Only what any home would make the same way; a cache that cannot be written costs time, nothing else. */
  private void toCache(Work work, Path narrow, Path wide) {
    if (settings.cache() == null || work.own() != null) {
      return;
    }
    try {
      Files.createDirectories(settings.cache());
      put(narrow, settings.cache().resolve(work.fingerprint() + ".wav"));
      put(wide, settings.cache().resolve(work.fingerprint() + ".wav16"));
    } catch (IOException e) {
      if (cacheFails.compareAndSet(false, true)) {
        out.println("prompts: the cache " + settings.cache() + " cannot be written, other homes will make the sounds again: " + e);
      }
    }
  }

  /** Whoever reads the file sees the old one or the whole new one. */
  private static void put(Path file, Path to) throws IOException {
    var beside = Files.createTempFile(to.toAbsolutePath().getParent(), ".new", ".part");
    Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
    if (!beside.toFile().setReadable(true, false)) {
      throw new IOException("cannot make " + beside + " readable for Asterisk");
    }
    Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path target(Prompt prompt, String ending) {
    return settings.target().resolve(prompt.path() + ending);
  }

  /** A misspelt name would silently leave the machine's voice in place. */
  private void warnOfStrangers() throws IOException {
    var known = prompts.stream().map(Prompt::path).toList();
    for (Language language : Language.values()) {
      var folder = settings.own() == null ? null : settings.own().resolve(language.code());
      if (folder == null || !Files.isDirectory(folder)) {
        continue;
      }
      try (var files = Files.list(folder)) {
        files.map(file -> file.getFileName().toString())
            .filter(name -> !name.endsWith(".wav") || !known.contains(language.code() + "/" + name.substring(0, name.length() - 4)))
            .forEach(name -> out.println("prompts: " + folder.resolve(name) + " belongs to no prompt and is not used"));
      }
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String hex(MessageDigest digest) {
    return Hex.encodeHexString(digest.digest());
  }
}
