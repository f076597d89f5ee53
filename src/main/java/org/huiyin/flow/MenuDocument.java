package org.huiyin.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads a menu's document: first its form, by the schema; then what no schema can say, such as that every path comes to its end. */
final class MenuDocument {
  /** The menu that comes with the product. */
  static final String BUILT_IN = "/menus/default.json";
  private static final String SCHEMA = "/recordings-schema/json/menu.schema.json";
  private static final int LONGEST = 64 * 1024;
  private static final int VERSION_LENGTH = 12;
  /** Of a key that is given twice, a plain reader would silently keep the last. */
  private static final JsonMapper JSON = JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final MenuRules rules;
  private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
      .getSchema(JSON.readTree(text(SCHEMA)));

  MenuDocument(PromptCatalogue prompts) {
    this.rules = new MenuRules(prompts);
  }

  /** A menu that cannot be used; the message names every fault with its place in the document. */
  static final class BrokenMenu extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenMenu(String name, List<MenuFault> faults) {
      super("menu " + name + " cannot be used: " + faults.stream().map(MenuFault::toString).collect(Collectors.joining("; ")));
    }
  }

  /** Either a menu or what is wrong with it. */
  private record Reading(@Nullable Menu menu, List<MenuFault> faults) {
  }

  /** Names a document exactly, by its content: {@code 4f0c1a2b3c4d}. */
  static String fingerprint(String json) {
    return DigestUtils.sha256Hex(json).substring(0, VERSION_LENGTH);
  }

  static String builtIn() {
    return text(BUILT_IN);
  }

  /** The JSON Schema of a menu's document. */
  static String schema() {
    return text(SCHEMA);
  }

  /** @param resource on the classpath, such as {@code /menus/default.json} */
  Menu readResource(String resource) {
    return read(resource, text(resource));
  }

  /**
   * @param name how the faults call it
   * @throws BrokenMenu when it does not hold what a menu has to
   */
  Menu read(String name, String json) {
    return read(name, json, Set.of());
  }

  /**
   * The same for a community.
   *
   * @param own the ids of the community's own sentences
   */
  Menu read(String name, String json, Set<String> own) {
    var reading = reading(json, own);
    var menu = reading.menu();
    if (menu == null || !reading.faults().isEmpty()) {
      throw new BrokenMenu(name, reading.faults());
    }
    return menu;
  }

  /** The numbers that have a beginning of their own, in whatever document; none where there are none to be read. */
  static Set<String> numbers(String json) {
    try {
      return JSON.readTree(json).path("numbers").properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    } catch (JacksonException _) {
      return Set.of();
    }
  }

  /** Everything that is wrong with the document, in the order of its places; empty for a menu that can be used. */
  List<MenuFault> faults(String json) {
    return faults(json, Set.of());
  }

  /** @param own the ids of the community's own sentences */
  List<MenuFault> faults(String json, Set<String> own) {
    return reading(json, own).faults();
  }

  private Reading reading(String json, Set<String> own) {
    if (json.length() > LONGEST) {
      return new Reading(null, List.of(MenuFault.Kind.TOO_LONG.at("/", LONGEST)));
    }
    try {
      var document = JSON.readTree(json);
      var malformed = malformed(document);
      if (!malformed.isEmpty()) {
        return new Reading(null, malformed);
      }
      var menu = JSON.treeToValue(document, Menu.class);
      return new Reading(menu, rules.faults(menu, own));
    } catch (JacksonException e) {
      return new Reading(null, List.of(MenuFault.Kind.NOT_JSON.at("/", e.getOriginalMessage())));
    }
  }

  private List<MenuFault> malformed(JsonNode document) {
    var english = errors(document, Locale.ENGLISH);
    var chinese = errors(document, Locale.SIMPLIFIED_CHINESE);
    return IntStream.range(0, english.size())
        .mapToObj(i -> new MenuFault(place(english.get(i).getInstanceLocation()), chinese.get(i).getMessage(), english.get(i).getMessage()))
        .sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  private List<Error> errors(JsonNode document, Locale locale) {
    return schema.validate(document, context -> context.executionConfig(config -> config.locale(locale)));
  }

  private static String place(@Nullable Object location) {
    var path = String.valueOf(location);
    return path.isEmpty() || path.equals("null") ? "/" : path;
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(MenuDocument.class.getResourceAsStream(resource), resource + " is not on the classpath")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
