package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the Debian mirror that this machine itself uses, so that no host name stands in the product. */
final class DebianMirror {
  private static final Pattern ONE_LINE = Pattern.compile("^\\s*deb\\s+(?:\\[[^\\]]*\\]\\s*)?(\\S+?)/?\\s+\\S+\\s+.*main");
  private static final Pattern URIS = Pattern.compile("(?mi)^URIs:\\s*(\\S+?)/?\\s*$");
  private static final Pattern NOT_THE_ARCHIVE = Pattern.compile("security|backports|ports|ubuntu", Pattern.CASE_INSENSITIVE);

  private DebianMirror() {
  }

  static String find(Map<String, String> environment) {
    String named = environment.getOrDefault("HUIYIN_DEBIAN_MIRROR", "").strip();
    if (!named.isEmpty()) {
      if (!named.matches("https?://[^\\s\\]\\[]+|file:/[^\\s\\]\\[]+")) {
        throw new Problem("HUIYIN_DEBIAN_MIRROR is not the address of a Debian mirror: " + named);
      }
      return named;
    }
    return in(sources()).orElseThrow(() -> new Problem(
        "no Debian mirror is named in this machine's apt sources: set HUIYIN_DEBIAN_MIRROR to one (its folder holds dists/ and pool/)"));
  }

  /** The first Debian archive among the contents of apt's source files, of either format. */
  static Optional<String> in(List<String> files) {
    return files.stream().flatMap(DebianMirror::archives).findFirst();
  }

  private static Stream<String> archives(String file) {
    Stream<String> lines = file.lines().map(ONE_LINE::matcher).filter(Matcher::find).map(found -> found.group(1));
    Stream<String> stanzas = Pattern.compile("\\n\\s*\\n").splitAsStream(file)
        .filter(stanza -> stanza.matches("(?is).*^Types:.*\\bdeb\\b.*") || stanza.matches("(?ims).*^types:[^\\n]*\\bdeb\\b.*"))
        .filter(stanza -> !stanza.matches("(?ims).*^enabled:\\s*no.*")).map(URIS::matcher).filter(Matcher::find)
        .map(found -> found.group(1));
    return Stream.concat(lines, stanzas).filter(uri -> uri.matches("(?i).*/debian")).filter(uri -> !NOT_THE_ARCHIVE.matcher(uri).find());
  }

  private static List<String> sources() {
    try (Stream<Path> more = Files.isDirectory(Path.of("/etc/apt/sources.list.d"))
        ? Files.list(Path.of("/etc/apt/sources.list.d"))
        : Stream.empty()) {
      return Stream.concat(Stream.of(Path.of("/etc/apt/sources.list")), more.sorted()).filter(Files::isReadable)
          .filter(file -> file.toString().matches(".*\\.(list|sources)")).map(DebianMirror::read).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
