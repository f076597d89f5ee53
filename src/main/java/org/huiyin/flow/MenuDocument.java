package org.huiyin.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads a menu's document: first its form, by the schema; then what no schema can say, such as that every path comes to its end. */
final class MenuDocument {
  private static final String SCHEMA = "/recordings-schema/json/menu.schema.json";
  private static final int DEEPEST = 2;
  private static final int VERSION_LENGTH = 12;
  /** Of a key that is given twice, a plain reader would silently keep the last. */
  private static final JsonMapper JSON = JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final PromptCatalogue prompts;

  MenuDocument(PromptCatalogue prompts) {
    this.prompts = prompts;
  }

  /** A menu that cannot be used; the message names every fault with its place in the document. */
  static final class BrokenMenu extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenMenu(String name, List<String> faults) {
      super("menu " + name + " cannot be used: " + String.join("; ", faults));
    }

    BrokenMenu(String name, Exception cause) {
      super("menu " + name + " cannot be used: " + cause.getMessage(), cause);
    }
  }

  /** Names a document exactly: {@code default-4f0c1a2b3c4d}. */
  static String version(String name, String resource) {
    return name + "-" + DigestUtils.sha256Hex(text(resource)).substring(0, VERSION_LENGTH);
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
    var menu = parsed(name, json);
    var faults = faults(menu);
    if (!faults.isEmpty()) {
      throw new BrokenMenu(name, faults);
    }
    return menu;
  }

  private static Menu parsed(String name, String json) {
    var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(JSON.readTree(text(SCHEMA)));
    try {
      var document = JSON.readTree(json);
      var wrong = schema.validate(document);
      if (!wrong.isEmpty()) {
        throw new BrokenMenu(name,
            wrong.stream().map(error -> place(error.getInstanceLocation()) + ": " + error.getMessage()).sorted().toList());
      }
      return JSON.treeToValue(document, Menu.class);
    } catch (JacksonException e) {
      throw new BrokenMenu(name, e);
    }
  }

  private static String place(@Nullable Object location) {
    var path = String.valueOf(location);
    return path.isEmpty() || path.equals("null") ? "/" : path;
  }

  private List<String> faults(Menu menu) {
    var faults = new ArrayList<String>();
    sameId(menu).forEach(id -> faults.add("/: the id " + id + " is given twice"));
    if (menu.language().first() == menu.language().other()) {
      faults.add("/language: the other language is the first one again");
    }
    if (menu.language().key() == menu.repeat().key()) {
      faults.add("/repeat/key: " + menu.repeat().key() + " is the language key already");
    }
    if (!menu.hasLevel(menu.start())) {
      faults.add("/start: there is no menu " + menu.start());
    }
    for (int i = 0; i < menu.menus().size(); i++) {
      levelFaults(menu, menu.menus().get(i), "/menus/" + i, faults);
    }
    if (faults.isEmpty()) {
      pathFaults(menu, faults);
    }
    promptFaults(menu, faults);
    return faults;
  }

  private static List<String> sameId(Menu menu) {
    var seen = new HashSet<String>();
    return Stream.concat(menu.menus().stream().map(Menu.Level::id), menu.choices().stream().map(Menu.Choice::id))
        .filter(id -> !seen.add(id)).toList();
  }

  private static void levelFaults(Menu menu, Menu.Level level, String place, List<String> faults) {
    for (char taken : new char[]{menu.repeat().key(), menu.language().key()}) {
      if (level.keys().containsKey(taken)) {
        faults.add(place + "/keys/" + taken + ": this key repeats the menu or changes the language already");
      }
    }
    level.keys().forEach((key, leadsTo) -> {
      if (!menu.hasChoice(leadsTo) && !menu.hasLevel(leadsTo)) {
        faults.add(place + "/keys/" + key + ": leads nowhere, there is no choice or menu " + leadsTo);
      }
    });
    level.announced().stream().filter(key -> !level.keys().containsKey(key))
        .forEach(key -> faults.add(place + "/announced: " + key + " is announced and leads nowhere"));
    if (!menu.hasChoice(level.otherwise())) {
      faults.add(place + "/otherwise: there is no choice " + level.otherwise());
    }
  }

  /** From a sound start: every menu is reached, none leads back, none lies too deep for an old caller. */
  private static void pathFaults(Menu menu, List<String> faults) {
    var depths = new HashMap<String, Integer>();
    walk(menu, menu.start(), 1, Set.of(), depths, faults);
    for (int i = 0; i < menu.menus().size(); i++) {
      var depth = depths.get(menu.menus().get(i).id());
      if (depth == null) {
        faults.add("/menus/" + i + ": no key leads to menu " + menu.menus().get(i).id());
      } else if (depth > DEEPEST) {
        faults.add("/menus/" + i + ": menu " + menu.menus().get(i).id() + " lies " + depth + " levels deep; " + DEEPEST + " are allowed");
      }
    }
  }

  private static void walk(Menu menu, String id, int depth, Set<String> above, Map<String, Integer> depths, List<String> faults) {
    if (above.contains(id)) {
      faults.add("/menus: menu " + id + " leads back to itself");
      return;
    }
    depths.merge(id, depth, Math::max);
    var path = new HashSet<>(above);
    path.add(id);
    menu.level(id).keys().values().stream().distinct().filter(menu::hasLevel)
        .forEach(next -> walk(menu, next, depth + 1, path, depths, faults));
  }

  private void promptFaults(Menu menu, List<String> faults) {
    for (Language language : List.of(menu.language().first(), menu.language().other())) {
      menu.prompts().filter(id -> !prompts.has(language, id)).distinct()
          .forEach(id -> faults.add("prompt " + id + " is not in the " + language.code() + " catalogue"));
    }
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(MenuDocument.class.getResourceAsStream(resource), resource + " is not on the classpath")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
