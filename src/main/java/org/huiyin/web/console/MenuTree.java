package org.huiyin.web.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.huiyin.flow.MenuFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A menu's document as a tree to read and to draw, from the notice on; a broken one as far as it goes. */
final class MenuTree {
  private static final int ROW = 52;
  private static final int INDENT = 28;
  private static final int MARGIN = 8;
  private static final int DEEPEST = 6;
  private static final String SILENCE = "…";

  /**
   * One line of the tree.
   *
   * @param key the key that leads here; {@code …} for silence; empty where no key does
   * @param node the part of the document that says so, such as {@code /menus/0}; null where there is nothing to edit
   * @param x in the drawing, as are {@code y} and {@code parentY}
   * @param kind {@code notice}, {@code menu}, {@code hours}, {@code announce}, {@code choice}, {@code urgent}, {@code again} (a menu that was drawn above) or {@code nowhere}
   */
  record Row(String key, String label, @Nullable String node, int depth, int x, int y, int parentY, String kind, boolean broken) {
  }

  private final JsonNode document;
  private final List<MenuFault> faults;
  private final Words words;
  private final List<Row> rows = new ArrayList<>();
  private final Set<String> drawn = new HashSet<>();

  private MenuTree(JsonNode document, List<MenuFault> faults, Words words) {
    this.document = document;
    this.faults = faults;
    this.words = words;
  }

  static List<Row> of(JsonNode document, List<MenuFault> faults, Words words) {
    var tree = new MenuTree(document, faults, words);
    tree.draw();
    return List.copyOf(tree.rows);
  }

  static int height(List<Row> rows) {
    return rows.size() * ROW + MARGIN;
  }

  private void draw() {
    int notice = add("", words.say("menus.notice"), null, 0, -1, "notice");
    var straight = document.path("straightTo").asString("");
    if (!straight.isEmpty()) {
      target(SILENCE, straight, 1, notice);
    }
    var numbers = new TreeMap<String, String>();
    document.path("numbers").properties().forEach(number -> numbers.put(number.getKey(), number.getValue().asString("")));
    target("", document.path("start").asString(""), 1, notice,
        label -> numbers.isEmpty() ? label : words.say("menus.number.others", label));
    numbers.forEach((number, id) -> target("", id, 1, notice, label -> words.say("menus.number", number, label)));
    MenuForms.KINDS.forEach(this::unreached);
  }

  private void target(String key, String id, int depth, int parentY) {
    target(key, id, depth, parentY, UnaryOperator.identity());
  }

  /** @param when says of a label at what hours the way leads here */
  private void target(String key, String id, int depth, int parentY, UnaryOperator<String> when) {
    var menu = place("menus", id);
    var choice = place("choices", id);
    if (menu != null) {
      boolean again = !drawn.add(id) || depth > DEEPEST;
      int y = add(key, when.apply(words.say("menus.menu", id)), menu, depth, parentY, again ? "again" : "menu");
      if (!again) {
        below(document.at(menu), depth + 1, y);
      }
    } else if (choice != null) {
      drawn.add(id);
      add(key, when.apply(name(id)), choice, depth, parentY,
          document.at(choice).path("priority").asString("").equals("URGENT") ? "urgent" : "choice");
    } else if (place("progress", id) != null || place("information", id) != null) {
      answers(key, id, depth, parentY, when);
    } else if (place("hours", id) != null || place("announce", id) != null) {
      passed(key, id, depth, parentY, when);
    } else {
      add(key, when.apply(words.say("menus.nowhere", id)), null, depth, parentY, "nowhere");
    }
  }

  /** What is said under each key, and where staying on the line leads. */
  private void answers(String key, String id, int depth, int parentY, UnaryOperator<String> when) {
    var list = place("information", id);
    var node = list == null ? Objects.requireNonNull(place("progress", id)) : list;
    boolean again = !drawn.add(id) || depth > DEEPEST;
    int y = add(key, when.apply(name(id)), node, depth, parentY, again ? "again" : list == null ? "choice" : "menu");
    if (!again) {
      var said = new TreeMap<String, String>();
      document.at(node).path("answers").properties().forEach(answer -> said.put(answer.getKey(), answer.getValue().asString("")));
      said.forEach((on, prompt) -> add(on, words.say("menus.answer", prompt), node, depth + 1, y, "choice"));
      target(SILENCE, document.at(node).path("otherwise").asString(""), depth + 1, y);
    }
  }

  /** An hours node and where it leads in both cases, or an announcement and what follows it. */
  private void passed(String key, String id, int depth, int parentY, UnaryOperator<String> when) {
    var kind = place("hours", id) == null ? "announce" : "hours";
    var node = Objects.requireNonNull(place(kind, id));
    boolean again = !drawn.add(id) || depth > DEEPEST;
    int y = add(key, when.apply(MenuForms.label(kind, id, words)), node, depth, parentY, again ? "again" : kind);
    if (again) {
      return;
    }
    if (kind.equals("announce")) {
      target("", document.at(node).path("next").asString(""), depth + 1, y);
    } else {
      Stream.of("attended", "closed").forEach(hour -> target("", document.at(node).path(hour).asString(""), depth + 1, y,
          label -> words.say("menus.when." + hour, label)));
    }
  }

  private void below(JsonNode menu, int depth, int y) {
    var keys = new TreeMap<String, String>();
    menu.path("keys").properties().forEach(key -> keys.put(key.getKey(), key.getValue().asString("")));
    keys.forEach((key, id) -> target(key, id, depth, y));
    target(SILENCE, menu.path("otherwise").asString(""), depth, y);
  }

  private void unreached(String kind) {
    for (int i = 0; i < document.path(kind).size(); i++) {
      var id = document.path(kind).get(i).path("id").asString("");
      if (!drawn.contains(id)) {
        add("", MenuForms.label(kind, id, words), "/" + kind + "/" + i, 0, -1, "nowhere");
        drawn.add(id);
      }
    }
  }

  private int add(String key, String label, @Nullable String node, int depth, int parentY, String kind) {
    int y = rows.size() * ROW + ROW / 2;
    boolean broken = kind.equals("nowhere") || (node != null && faults.stream().anyMatch(fault -> isAt(fault, node)));
    rows.add(new Row(key, label, node, depth, MARGIN + depth * INDENT, y, parentY, kind, broken));
    return y;
  }

  private static boolean isAt(MenuFault fault, String node) {
    return fault.place().equals(node) || fault.place().startsWith(node + "/");
  }

  private @Nullable String place(String kind, String id) {
    for (int i = 0; i < document.path(kind).size(); i++) {
      if (document.path(kind).get(i).path("id").asString("").equals(id)) {
        return "/" + kind + "/" + i;
      }
    }
    return null;
  }

  private String name(String id) {
    return words.sayOr("choice." + id, id);
  }
}
