package org.huiyin.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the service is started: as its own user, in a clean environment, from a folder that this user may read. */
record Service(Settings settings, String java, String classPath) {
  /** The application that this launcher itself came with. */
  static Service ofThisLauncher(Settings settings) {
    return new Service(settings, Path.of(System.getProperty("java.home"), "bin/java").toString(), System.getProperty("java.class.path"));
  }

  Process start(Path log) throws IOException {
    ServiceLog.mark(log);
    return process(JavaOptions.SERVICE, "org.huiyin.Huiyin", List.of())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }

  ProcessBuilder process(List<String> options, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("setsid", java));
    command.addAll(options);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, mainClass));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(Accounts.as(Accounts.SERVICE, command)).directory(settings.home().root().toFile())
        .redirectErrorStream(true).redirectInput(new File("/dev/null"));
    Accounts.cleanEnvironment(builder, "HUIYIN_");
    builder.environment().putAll(settings.environment());
    builder.environment().putAll(Map.of("LANG", "C.UTF-8", "HOME", settings.home().root().toString()));
    return builder;
  }

  /** The service's user must be able to read what it is started from. */
  void checkReadable() {
    List<String> needed = new ArrayList<>(List.of(classPath.split(File.pathSeparator)));
    needed.add(java);
    for (String each : needed) {
      if (!each.isEmpty() && Files.exists(Path.of(each)) && !Accounts.canRead(Accounts.SERVICE, Path.of(each))) {
        throw new Problem(
            "the unprivileged user of the service may not read " + each + ": put it where every user may (HUIYIN_CACHE, or another JDK)");
      }
    }
  }
}
