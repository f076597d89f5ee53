package org.huiyin.web.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.huiyin.flow.MenuFault;
import org.huiyin.flow.Menus;
import org.springframework.context.i18n.LocaleContextHolder;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a menu's document as forms, and what was filled in put back into it. Only what a form shows can be changed by it. */
final class MenuForms {
  static final String GENERAL = "/general";
  static final String WORDS = "/words";
  /** The lists of the document whose entries have a form each. */
  static final List<String> KINDS = List.of("menus", "choices", "progress", "information", "hours", "announce");
  private static final List<String> KINDS_OF_TARGETS = List.of("choices", "menus", "progress", "information", "hours", "announce");
  /** Fields that name another part of the menu. */
  private static final List<String> LEADING = List.of("otherwise", "attended", "closed", "next");
  private static final String KEYS = "0123456789*";
  private static final int MOST_SAYS = 3;
  private static final List<String> CATEGORIES = List.of("GOVERNMENT_SERVICE", "DAILY_LIFE", "PUBLIC_AFFAIRS", "EMERGENCY", "SPECIAL_CARE",
      "COMPLAINT", "UNSORTED");

  /** @param problems what is wrong with the value, in the reader's language */
  record Field(String name, String label, String type, String value, List<Option> options, List<String> problems) {
  }

  record Option(String value, String label) {
  }

  private final ObjectNode document;
  private final List<MenuFault> faults;
  private final Words words;
  private final List<Option> prompts;
  private final List<String> numbers;

  /** @param numbers the community's */
  MenuForms(ObjectNode document, List<MenuFault> faults, List<Menus.Said> prompts, List<String> numbers, Words words) {
    this.numbers = numbers;
    this.document = document;
    this.faults = faults;
    this.words = words;
    this.prompts = prompts.stream().map(said -> new Option(said.id(), said.id() + "  " + shown(said))).toList();
  }

  private String shown(Menus.Said said) {
    var text = Words.english(LocaleContextHolder.getLocale()) ? said.en() : said.zh();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /** @param node {@code /menus/0}, {@code /choices/2}, {@code /progress/0}, {@code /information/0}, {@link #GENERAL} or {@link #WORDS} */
  List<Field> fields(String node) {
    if (node.equals(GENERAL)) {
      return general();
    }
    if (node.equals(WORDS)) {
      return words();
    }
    if (!document.at(node).isObject()) {
      return List.of();
    }
    return switch (node.substring(1, node.lastIndexOf('/'))) {
      case "menus" -> menu(node);
      case "progress" -> List.of(field(node + "/id", "id", "text", List.of()), select(node + "/otherwise", "onTheLine", choices("")));
      case "information" -> information(node);
      case "hours" -> List.of(field(node + "/id", "id", "text", List.of()), select(node + "/attended", "attended", targets()),
          select(node + "/closed", "closed", targets()));
      case "announce" -> announce(node);
      default -> choice(node);
    };
  }

  private List<Field> general() {
    return Stream.of(List.of(select("/straightTo", "straightTo", choices("menus.on")), select("/start", "start", starts())), beginnings(),
        List.of(select("/language/first", "first", List.of(new Option("zh", "中文"), new Option("en", "English"))),
            select("/language/key", "languageKey", keys()), select("/repeat/key", "repeatKey", keys()),
            field("/repeat/most", "most", "number", List.of())))
        .flatMap(List::stream).toList();
  }

  /** Where each number begins. With one number, and none named, there is nothing to tell apart. */
  private List<Field> beginnings() {
    var named = document.path("numbers").properties().stream().map(Map.Entry::getKey);
    var all = Stream.concat(numbers.size() > 1 ? numbers.stream() : Stream.of(), named).distinct().sorted().toList();
    var offered = Stream.concat(Stream.of(new Option("", words.say("menus.number.start"))), starts().stream()).toList();
    return all.stream().map(number -> "/numbers/" + number).map(place -> new Field(place,
        words.say("menus.field.number", place.substring(place.lastIndexOf('/') + 1)), "select", value(place),
        offered(offered, value(place)),
        problems(place))).toList();
  }

  private List<Field> words() {
    return Stream.concat(
        Stream.of("attendance/busy", "attendance/closed", "attendance/closedUnknown", "attendance/nightNumber", "attendance/ask",
            "message/ask", "message/nothingHeard", "message/anythingMore", "message/littleTime", "ending/thanks", "ending/number",
            "ending/goodbye").map(place -> select("/" + place, place.replace('/', '.'), prompts)),
        Stream.of("message/silenceSeconds", "message/limitSeconds").map(place -> field("/" + place, place.replace('/', '.'), "number",
            List.of())))
        .toList();
  }

  private List<Field> menu(String node) {
    var fields = new ArrayList<>(List.of(field(node + "/id", "id", "text", List.of()), select(node + "/prompt", "prompt", prompts),
        field(node + "/announced", "announced", "text", List.of())));
    var targets = new ArrayList<>(List.of(new Option("", words.say("menus.unused"))));
    targets.addAll(targets());
    KEYS.chars().mapToObj(Character::toString)
        .forEach(key -> fields.add(new Field(node + "/keys/" + key, words.say("menus.field.key", key), "select",
            value(node + "/keys/" + key), offered(targets, value(node + "/keys/" + key)), problems(node + "/keys/" + key))));
    fields.add(select(node + "/otherwise", "otherwise", choices("")));
    fields.add(select(node + "/wrongKey", "wrongKey", prompts));
    fields.add(field(node + "/waitSeconds", "waitSeconds", "number", List.of()));
    fields.add(field(node + "/manyKeysReason", "manyKeysReason", "text", List.of()));
    return fields;
  }

  private List<Field> information(String node) {
    var fields = new ArrayList<>(List.of(field(node + "/id", "id", "text", List.of()), select(node + "/prompt", "prompt", prompts)));
    var said = new ArrayList<>(List.of(new Option("", words.say("menus.unused"))));
    said.addAll(prompts);
    KEYS.chars().filter(key -> key != '0').mapToObj(Character::toString).map(key -> new Field(node + "/answers/" + key,
        words.say("menus.field.answer", key), "select", value(node + "/answers/" + key), offered(said, value(node + "/answers/" + key)),
        problems(node + "/answers/" + key))).forEach(fields::add);
    fields.add(select(node + "/otherwise", "otherwise", choices("")));
    fields.add(select(node + "/wrongKey", "wrongKey", prompts));
    fields.add(field(node + "/waitSeconds", "waitSeconds", "number", List.of()));
    fields.add(field(node + "/manyKeysReason", "manyKeysReason", "text", List.of()));
    return fields;
  }

  private List<Field> choice(String node) {
    var fields = new ArrayList<>(List.of(field(node + "/id", "id", "text", List.of()),
        select(node + "/category", "category", CATEGORIES.stream().map(each -> new Option(each, words.say("category." + each))).toList()),
        select(node + "/priority", "priority", Stream.of("NORMAL", "URGENT").map(each -> new Option(each, words.say("priority." + each)))
            .toList())));
    var said = new ArrayList<>(List.of(new Option("", words.say("menus.unused"))));
    said.addAll(prompts);
    IntStream.range(0, MOST_SAYS).forEach(i -> fields.add(select(node + "/says/" + i, "says" + i, said)));
    return fields;
  }

  private List<Field> announce(String node) {
    var fields = new ArrayList<>(List.of(field(node + "/id", "id", "text", List.of())));
    var more = new ArrayList<>(List.of(new Option("", words.say("menus.unused"))));
    more.addAll(prompts);
    IntStream.range(0, MOST_SAYS)
        .forEach(i -> fields.add(select(node + "/says/" + i, i == 0 ? "prompt" : "says" + i, i == 0 ? prompts : more)));
    fields.add(select(node + "/next", "next", targets()));
    return fields;
  }

  /** Everything that a key or a node may lead to. */
  private List<Option> targets() {
    return KINDS_OF_TARGETS.stream().flatMap(kind -> named(kind, id -> label(kind, id, words)).stream()).toList();
  }

  /** What a part of the menu is called. */
  static String label(String kind, String id, Words words) {
    return switch (kind) {
      case "menus" -> words.say("menus.menu", id);
      case "hours" -> words.say("menus.hours", id);
      case "announce" -> words.say("menus.announce", id);
      default -> words.sayOr("choice." + id, id);
    };
  }

  private Field select(String place, String label, List<Option> options) {
    return field(place, label, "select", offered(options, value(place)));
  }

  private Field field(String place, String label, String type, List<Option> options) {
    return new Field(place, words.say("menus.field." + label), type, value(place), options, problems(place));
  }

  /** What stands there is always offered: looking at a form changes nothing. */
  private static List<Option> offered(List<Option> options, String value) {
    return options.stream().anyMatch(option -> option.value().equals(value))
        ? options
        : Stream.concat(Stream.of(new Option(value, value)), options.stream()).toList();
  }

  private List<String> problems(String place) {
    return faults.stream().filter(fault -> fault.place().equals(place)).map(fault -> fault.text(LocaleContextHolder.getLocale())).toList();
  }

  private String value(String place) {
    var node = document.at(place);
    return node.isArray() ? String.join(" ", node.valueStream().map(JsonNode::asString).toList()) : node.asString("");
  }

  private List<Option> choices(String none) {
    var all = named("choices", id -> words.sayOr("choice." + id, id));
    return none.isEmpty() ? all : Stream.concat(Stream.of(new Option("", words.say(none))), all.stream()).toList();
  }

  private List<Option> starts() {
    return Stream.of("menus", "hours", "announce").flatMap(kind -> named(kind, id -> label(kind, id, words)).stream()).toList();
  }

  private List<Option> named(String kind, UnaryOperator<String> label) {
    return document.path(kind).valueStream().map(each -> each.path("id").asString("")).map(id -> new Option(id, label.apply(id))).toList();
  }

  private static List<Option> keys() {
    return KEYS.chars().mapToObj(Character::toString).map(key -> new Option(key, key)).toList();
  }

  /** Which form a fault belongs to. */
  static String form(MenuFault fault) {
    var parts = fault.place().split("/", -1);
    if (parts.length > 2 && KINDS.contains(parts[1])) {
      return "/" + parts[1] + "/" + parts[2];
    }
    return parts.length > 1 && (parts[1].equals("attendance") || parts[1].equals("message") || parts[1].equals("ending")) ? WORDS : GENERAL;
  }

  /** Puts what was filled in into the document. An id that changes is changed wherever it stands. */
  void fill(String node, Map<String, String> given) {
    for (Field field : fields(node)) {
      var value = given.get(field.name());
      if (value != null && !value.strip().equals(field.value())) {
        put(field, value.strip());
      }
    }
    if (document.path("numbers") instanceof ObjectNode named && named.isEmpty()) {
      document.remove("numbers");
    }
    // the other language is the one that is left
    if (document.path("language") instanceof ObjectNode language) {
      language.put("other", language.path("first").asString("").equals("en") ? "zh" : "en");
    }
  }

  private void put(Field field, String value) {
    var pointer = JsonPointer.compile(field.name());
    var last = pointer.last().getMatchingProperty();
    if (pointer.head().toString().endsWith("/says")) {
      says(array(pointer.head()), pointer.last().getMatchingIndex(), value);
      return;
    }
    var parent = object(pointer.head());
    switch (last) {
      case "announced" -> {
        var announced = parent.putArray(last);
        value.chars().filter(key -> !Character.isWhitespace(key) && key != ',').forEach(key -> announced.add(Character.toString(key)));
      }
      case "id" -> rename(field.value(), value, parent);
      default -> {
        if (value.isEmpty()) {
          parent.remove(last);
        } else if (field.type().equals("number") && value.matches("\\d{1,6}")) {
          parent.put(last, Integer.parseInt(value));
        } else {
          parent.put(last, value);
        }
      }
    }
  }

  /** Made where it is missing; an imported document may have anything else in its place, which only its file can mend. */
  private ObjectNode object(JsonPointer at) {
    var found = document.at(at);
    if (!found.isMissingNode() && !found.isObject()) {
      throw new IllegalArgumentException("menus.refused.unreadable");
    }
    return found instanceof ObjectNode object ? object : document.withObject(at.toString());
  }

  private ArrayNode array(JsonPointer at) {
    var found = document.at(at);
    if (!found.isMissingNode() && !found.isArray()) {
      throw new IllegalArgumentException("menus.refused.unreadable");
    }
    return found instanceof ArrayNode array ? array : document.withArray(at.toString());
  }

  private static void says(ArrayNode says, int at, String value) {
    var all = says.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(ArrayList::new));
    while (all.size() <= at) {
      all.add("");
    }
    all.set(at, value);
    says.removeAll();
    all.stream().filter(each -> !each.isEmpty()).forEach(says::add);
  }

  private void rename(String old, String id, ObjectNode node) {
    node.put("id", id);
    for (String place : List.of("start", "straightTo")) {
      if (document.path(place).asString("").equals(old)) {
        document.put(place, id);
      }
    }
    if (document.path("numbers") instanceof ObjectNode named) {
      renamed(named, old, id);
    }
    KINDS.stream().flatMap(kind -> document.path(kind).valueStream()).filter(JsonNode::isObject)
        .map(ObjectNode.class::cast).forEach(menu -> {
          LEADING.stream().filter(field -> menu.path(field).asString("").equals(old)).forEach(field -> menu.put(field, id));
          if (menu.path("keys") instanceof ObjectNode keys) {
            renamed(keys, old, id);
          }
        });
  }

  private static void renamed(ObjectNode targets, String old, String id) {
    targets.properties().stream().filter(each -> each.getValue().asString("").equals(old)).map(Map.Entry::getKey).toList()
        .forEach(each -> targets.put(each, id));
  }

  /** @param kind one of {@link #KINDS} */
  String add(String kind, String id) {
    var all = array(JsonPointer.compile("/" + kind));
    var added = all.addObject();
    added.put("id", id);
    switch (kind) {
      case "menus" -> {
        added.put("prompt", "menu").put("waitSeconds", 5).putArray("announced");
        added.putObject("keys").put("0", "person");
        added.put("wrongKey", "wrong-key").put("otherwise", "person");
      }
      case "progress" -> added.put("otherwise", "person");
      case "information" -> {
        added.put("prompt", "guides").put("waitSeconds", 5).putObject("answers").put("1", "guide-social-insurance")
            .put("2", "guide-medical-insurance").put("3", "guide-legal-help");
        added.put("wrongKey", "wrong-key").put("otherwise", "person");
      }
      case "hours" -> added.put("attended", firstMenu()).put("closed", "person");
      case "announce" -> added.put("next", firstMenu()).putArray("says").add("danger");
      default -> added.put("category", "UNSORTED").put("priority", "NORMAL").putArray("says");
    }
    return "/" + kind + "/" + (all.size() - 1);
  }

  private String firstMenu() {
    return document.path("menus").path(0).path("id").asString("person");
  }

  void remove(String node) {
    var pointer = JsonPointer.compile(node);
    if (document.at(pointer.head()) instanceof ArrayNode all && pointer.last().mayMatchElement()) {
      all.remove(pointer.last().getMatchingIndex());
    }
  }

}
