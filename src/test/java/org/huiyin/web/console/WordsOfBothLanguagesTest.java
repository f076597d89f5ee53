package org.huiyin.web.console;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.access.Permission;
import org.huiyin.approval.NotDecidable;
import org.huiyin.approval.ProposalState;
import org.huiyin.directory.Role;
import org.huiyin.operations.SystemState;
import org.huiyin.recording.RecordingState;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordsOfBothLanguagesTest {
  private static final Path MESSAGES = Path.of("src/main/resources/messages");
  private static final Path TEMPLATES = Path.of("src/main/resources/templates");
  private static final Path CODE = Path.of("src/main/java/org/huiyin/web");
  private static final Pattern IN_TEMPLATES = Pattern.compile("#\\{([a-z][A-Za-z0-9.-]*)");
  private static final Pattern IN_CODE = Pattern.compile("words\\.say\\(\\s*\"([a-z][A-Za-z0-9.-]*[A-Za-z0-9])\"\\s*[,)]");

  static List<Path> bundles() throws IOException {
    try (Stream<Path> files = Files.list(MESSAGES)) {
      return files.filter(file -> !file.getFileName().toString().contains("_")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void both_languages_have_the_same_keys_and_places(Path chinese) throws IOException {
    var zh = read(chinese);
    var en = read(chinese.resolveSibling(chinese.getFileName().toString().replace(".properties", "_en.properties")));

    assertThat(zh.stringPropertyNames()).isNotEmpty();
    assertThat(new TreeSet<>(en.stringPropertyNames())).isEqualTo(new TreeSet<>(zh.stringPropertyNames()));
    for (String key : zh.stringPropertyNames()) {
      assertThat(places(en.getProperty(key))).as(key).isEqualTo(places(zh.getProperty(key)));
      assertThat(en.getProperty(key)).as("%s in English", key).doesNotContainPattern("\\p{IsHan}");
      for (var language : List.of(zh, en)) {
        assertThat(language.getProperty(key)).as("apostrophes of %s, each written twice", key).doesNotContainPattern("(?<!')'(?!')");
      }
    }
  }

  @Test
  void every_word_that_a_page_names_exists() throws IOException {
    var known = known();
    var named = new TreeSet<String>();
    named.addAll(named(TEMPLATES, ".html", IN_TEMPLATES));
    named.addAll(named(CODE.resolve("console"), ".java", IN_CODE));

    assertThat(named).hasSizeGreaterThan(150);
    assertThat(named).isSubsetOf(known);
  }

  @Test
  void every_value_of_the_house_has_a_word() throws IOException {
    var needed = new TreeSet<String>();
    add(needed, "category.", List.of(Category.values()));
    add(needed, "priority.", List.of(Priority.values()));
    add(needed, "state.", List.of(TicketState.values()));
    add(needed, "recording.state.", List.of(RecordingState.values()));
    add(needed, "player.state.", Arrays.stream(RecordingState.values()).filter(state -> state != RecordingState.STORED).toList());
    add(needed, "health.", List.of(SystemState.State.values()));
    add(needed, "system.worst.", List.of(SystemState.State.values()));
    add(needed, "door.", List.of("calls", "tickets", "recordings", "retention", "audit", "system", "staff"));
    add(needed, "replay.refused.", List.of("unknown", "role", "scheduled", "destroyed", "empty", "sealing"));
    add(needed, "retention.in.", List.of(0, 30, 90, 365, 730));
    add(needed, "approval.state.", List.of(ProposalState.values()));
    add(needed, "approval.objection.", List.of(NotDecidable.Reason.values()));
    add(needed, "role.", List.of(Role.values()));
    add(needed, "permission.", List.of(Permission.values()));
    add(needed, "error.", List.of(403, 404, 500));

    assertThat(needed).isSubsetOf(known());
  }

  private static void add(Set<String> keys, String prefix, List<?> values) {
    values.forEach(value -> keys.add(prefix + value));
  }

  private static Set<String> known() throws IOException {
    var known = new TreeSet<String>();
    for (Path bundle : bundles()) {
      known.addAll(read(bundle).stringPropertyNames());
    }
    return known;
  }

  private static Set<String> named(Path folder, String ending, Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var found = new TreeSet<String>();
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        pattern.matcher(Files.readString(file)).results().map(result -> result.group(1)).forEach(found::add);
      }
      return found;
    }
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{(\\d)}").matcher(text).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Properties read(Path file) throws IOException {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    properties.forEach((key, text) -> assertThat(new MessageFormat(String.valueOf(text)).toPattern()).as("%s", key).isNotNull());
    return properties;
  }
}
