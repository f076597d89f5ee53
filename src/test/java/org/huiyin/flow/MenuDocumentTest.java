package org.huiyin.flow;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;

import org.huiyin.flow.MenuDocument.BrokenMenu;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MenuDocumentTest {
  private final MenuDocument documents = new MenuDocument(PromptCatalogue.bundled());

  @Test
  void the_default_menu_is_the_one_that_residents_know() {
    var menu = documents.readResource("/menus/default.json");
    var main = menu.level(menu.start());

    assertThat(main.keys()).containsEntry('1', "urgent").containsEntry('2', "repair").containsEntry('3', "consultation")
        .containsEntry('0', "person")
        .containsEntry('4', "complaint").containsEntry('5', "progress").hasSize(6);
    assertThat(main.announced()).containsExactly('1', '2', '3');
    assertThat(menu.language()).isEqualTo(new Menu.Languages(Language.ZH, Language.EN, '8'));
    assertThat(menu.repeat().key()).isEqualTo('9');
    assertThat(menu.choice("urgent").priority()).isEqualTo(Priority.URGENT);
    assertThat(menu.choice("urgent").category()).isEqualTo(Category.EMERGENCY);
    assertThat(menu.choice("complaint").category()).isEqualTo(Category.COMPLAINT);
    assertThat(menu.choices()).filteredOn(choice -> choice.priority() == Priority.URGENT).hasSize(1);
    assertThat(menu.message().silenceSeconds()).isEqualTo(10);
    assertThat(menu.message().limitSeconds()).isEqualTo(300);
  }

  /** Each row breaks the default menu at one place: what is replaced, by what, and where the fault must be said to be. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "start": "main"                   | "start": "other"                  | /start: there is no menu, hours node or announcement other
      "1": "urgent"                     | "1": "urgnt"                      | /menus/0/keys/1: leads nowhere, there is no choice, menu or node urgnt
      "1": "urgent"                     | "9": "urgent"                     | /menus/0/keys/9: this key repeats
      "1": "urgent"                     | "8": "urgent"                     | /menus/0/keys/8: this key repeats
      "1": "urgent"                     | "7": "urgent"                     | /menus/0/announced: 1 is announced and leads nowhere
      "1": "urgent"                     | "1": "urgent", "1": "repair"      | 1
      "1": "urgent"                     | "11": "urgent"                    | /menus/0/keys
      "1": "urgent"                     | "#": "urgent"                     | /menus/0/keys
      "1": "urgent"                     | "1": "main"                       | a key of menu main leads to itself
      "0": "person", "4"                | "4"                               | /menus/0/keys
      "otherwise": "none"               | "otherwise": "main"               | /menus/0/otherwise: there is no choice main
      "prompt": "menu"                  | "prompt": "melody"                | prompt melody is not in the zh catalogue
      "prompt": "menu"                  | "prompt": "../../etc/passwd"      | /menus/0/prompt
      "wrongKey": "wrong-key"           | "wrongKey": "scolding"            | prompt scolding is not in the en catalogue
      "busy": "busy"                    | "busy": "engaged"                 | prompt engaged is not in the zh catalogue
      "littleTime": "little-time"       | "littleTime": "hurry"             | prompt hurry is not in the zh catalogue
      "danger": "danger"                | "danger": "goodbye"               | /attendance/danger
      "closed": "closed",               | `` | /attendance
      "ask": "message-closed"           | "ask": "shout"                    | /attendance/ask: prompt shout is not in the zh catalogue
      "number": "ticket-number"         | "number": "figure"                | /ending/number: prompt figure is not in the en catalogue
      "says": ["urgent-numbers"]        | "says": ["urgent-numbers", "song"] | /choices/0/says/1: prompt song is not in the zh catalogue
      "0": "person", "4"                | "0": "repair", "4"                | /menus/0/keys/0: 0 always leads to a person, not to repair
      "2": "repair"                     | "2": "none"                       | /choices/1: no key leads to choice repair
      "name": "default"                 | "name": "default", "straightTo": "main" | /straightTo: there is no choice main
      "otherwise": "none"               | "otherwise": "none", "manyKeysReason": "as many as ever" | /menus/0/manyKeysReason: no more than three
      "otherwise": "none"               | "otherwise": "none", "manyKeysReason": "so"   | /menus/0/manyKeysReason
      "otherwise": "none"               | "otherwise": ""                   | /menus/0/otherwise
      "start": "main",                  | ``                                | start
      "silenceSeconds": 10              | "silenceSeconds": 1               | /message/silenceSeconds
      "first": "zh"                     | "first": "fr"                     | /language/first
      "category": "COMPLAINT"           | "category": "GOSSIP"              | /choices/4/category
      "name": "default"                 | "name": "default                  | /: is not JSON
      "waitSeconds": 5                  | "waitSeconds": 60                 | /menus/0/waitSeconds
      ["1", "2", "3"]                   | ["1", "2", "3", "4"]              | /menus/0/announced
      "says": ["urgent-numbers"]        | "says": []                        | /choices/0/says
      "priority": "URGENT"              | "priority": "SOON"                | /choices/0/priority
      "id": "complaint"                 | "id": "none"                      | the id none is given twice
      "id": "complaint"                 | "id": "Complaint"                 | /choices/4/id
      "key": "8"                        | "key": "9"                        | /repeat/key: 9 is the language key already
      "other": "en"                     | "other": "zh"                     | /language: the other language is the first one again
      "most": 5                         | "most": 0                         | /repeat/most
      "limitSeconds": 300               | "limitSeconds": 3000              | /message/limitSeconds
      "name": "default"                 | "name": "default", "notice": "no" | notice
      "ending": {                       | "ending": [                       | cannot be used
      "5": "progress"                   | "5": "person"                     | /progress/0: no key leads to progress
      "id": "progress", "otherwise": "person" | "id": "progress", "otherwise": "main" | /progress/0/otherwise: there is no choice main
      "id": "progress", "otherwise": "person" | "id": "main", "otherwise": "person"   | /progress/0/id: the id main is given twice
      "id": "progress", "otherwise": "person" | "id": "progress"            | /progress/0
      "start": "main"                   | "start": "progress"               | /start: there is no menu, hours node or announcement progress
      """)
  void a_broken_menu_is_refused_and_the_fault_is_named(String sound, String broken, String fault) throws IOException {
    var json = defaultMenu();
    assertThat(json).contains(sound);

    assertThatThrownBy(() -> documents.read("broken", json.replace(sound, broken))).isInstanceOf(BrokenMenu.class)
        .hasMessageContaining("menu broken cannot be used").hasMessageContaining(fault);
    assertThat(documents.faults(json.replace(sound, broken))).isNotEmpty().allSatisfy(each -> {
      assertThat(each.place()).startsWith("/");
      assertThat(each.text(Locale.SIMPLIFIED_CHINESE)).as(each.toString()).containsPattern("\\p{IsHan}");
      assertThat(each.text(Locale.ENGLISH)).isNotBlank().doesNotContainPattern("\\p{IsHan}");
    });
  }

  /** Each row breaks a menu whose numbers begin differently at one place. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "12346": "night"     | "12346": "other"              | /numbers/12346: there is no menu, hours node or announcement other
      "12346": "night"     | "12346": "repair"             | /numbers/12346: there is no menu, hours node or announcement repair
      "12346": "night"     | "12346": "progress"           | /numbers/12346: there is no menu, hours node or announcement progress
      "12346": "night"     | "12346": ""                   | /numbers/12346
      "12346": "night"     | "12346": ["night"]            | /numbers/12346
      "12346": "night"     | "*75": "night"                | /numbers
      "12346": "night"     | "12 346": "night"             | /numbers
      "12346": "night"     | "": "night"                   | /numbers
      "12346": "night"     | "123456789012345678901234567890123": "night" | /numbers
      "12346": "night"     | "12346": "night", "12346": "main" | is not JSON
      "+86512*7": "opening"| "12347": "main"               | /hours/0: no key leads to opening
      "closed": "night"    | "closed": "progress"          | /hours/0/closed: nobody has asked how far a matter is
      "next": "night-menu" | "next": "opening"             | /hours/0: there is no way out: opening leads back to itself
      """)
  void a_broken_beginning_of_a_number_is_refused_and_the_fault_is_named(String sound, String broken, String fault) {
    var json = MenuTrialTest.ownBeginnings();
    assertThat(json).contains(sound);
    assertThat(documents.faults(json)).isEmpty();
    assertThat(documents.faults(json.replace(sound, broken))).extracting(MenuFault::toString).anyMatch(each -> each.contains(fault));
    assertThat(documents.faults(json.replace(sound, broken))).extracting(each -> each.text(Locale.SIMPLIFIED_CHINESE))
        .allMatch(each -> each.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN));
  }

  @Test
  void the_depth_of_a_menu_is_counted_from_the_beginning_of_every_number() {
    var deep = MenuTrialTest.twoLevels().replaceFirst("\"menus\": \\[", """
        "menus": [{"id": "above", "prompt": "menu", "waitSeconds": 3, "announced": [], "keys": {"0": "person", "1": "main"},
         "wrongKey": "wrong-key", "otherwise": "none"},""");
    assertThat(documents.faults(deep)).extracting(MenuFault::toString).containsExactly("/menus/0: no key leads to menu above");
    var from = deep.replace("\"start\": \"main\"", "\"start\": \"main\", \"numbers\": {\"12346\": \"above\"}");
    assertThat(documents.faults(from)).extracting(MenuFault::toString)
        .containsExactly("/menus/1: menu below lies 3 levels deep; 2 are allowed");
  }

  @Test
  void a_document_without_numbers_begins_at_its_start_whatever_is_dialled() {
    var menu = documents.read("built in", MenuDocument.builtIn());
    assertThat(menu.numbers()).isEmpty();
    assertThat(menu.startOf("12345")).isEqualTo(menu.start());
    assertThat(MenuDocument.numbers(MenuTrialTest.ownBeginnings())).containsExactlyInAnyOrder("12346", "+86512*7");
    assertThat(MenuDocument.numbers("no menu at all")).isEmpty();
    assertThat(MenuDocument.numbers("{\"numbers\": 7}")).isEmpty();
  }

  /** Each row breaks a menu with an information node at one place. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "3": "guides"                 | "3": "consultation"           | /information/0: no key leads to guides
      "2": "guide-medical-insurance"| "2": "guide-to-the-moon"      | /information/0/answers/2: prompt guide-to-the-moon is not in the zh catalogue
      "2": "guide-medical-insurance"| "0": "guide-medical-insurance"| /information/0/answers
      "2": "guide-medical-insurance"| "9": "guide-medical-insurance"| /information/0/answers/9: this key repeats
      "2": "guide-medical-insurance"| "2": "goodbye", "4": "thanks" | /information/0/answers: 4 keys are announced; at most three
      "prompt": "guides"            | "prompt": "songs"             | /information/0/prompt: prompt songs is not in the en catalogue
      "otherwise": "consultation"   | "otherwise": "guides"         | /information/0/otherwise: there is no choice guides
      "id": "guides"                | "id": "repair"                | /information/0/id: the id repair is given twice
      "start": "main"               | "start": "guides"             | /start: there is no menu, hours node or announcement guides
      "waitSeconds": 3              | "waitSeconds": 2              | /information/0/waitSeconds
      "name": "default"             | "name": "default", "straightTo": "guides" | /straightTo: there is no choice guides
      """)
  void a_broken_information_node_is_refused_and_the_fault_is_named(String sound, String broken, String fault) {
    var json = MenuTrialTest.guides();
    assertThat(json).contains(sound);
    assertThat(documents.faults(json)).isEmpty();
    assertThat(documents.faults(json.replace(sound, broken))).extracting(MenuFault::toString).anyMatch(each -> each.contains(fault));
    assertThat(documents.faults(json.replace(sound, broken))).extracting(each -> each.text(Locale.SIMPLIFIED_CHINESE))
        .allMatch(each -> each.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN));
  }

  /** Each row breaks a menu with hours nodes and announcements at one place. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "start": "opening"            | "start": "closing"            | /start: there is no menu, hours node or announcement closing
      "closed": "night"             | "closed": "nowhere"           | /hours/0/closed: leads nowhere, there is no choice, menu or node nowhere
      "attended": "main"            | "attended": "moon"            | /hours/0/attended: leads nowhere
      "closed": "none"              | "closed": ""                  | /hours/1/closed
      "attended": "consultation", "closed" | "closed"               | /hours/1
      "id": "advice"                | "id": "repair"                | /hours/1/id: the id repair is given twice
      "id": "address"               | "id": "opening"               | /announce/1/id: the id opening is given twice
      "next": "night-menu"          | "next": "night-men"           | /announce/0/next: leads nowhere, there is no choice, menu or node night-men
      "next": "night-menu"          | "next": "night"               | /announce/0: there is no way out: night leads back to itself
      "next": "night-menu"          | "next": "opening"             | /hours/0: there is no way out: opening leads back to itself
      "closed": "none"              | "closed": "advice"            | /hours/1: there is no way out: advice leads back to itself
      "closed": "night"             | "closed": "progress"          | /hours/0/closed: nobody has asked how far a matter is when a call begins
      "next": "night-menu"          | "next": "progress"            | /announce/0/next: nobody has asked how far a matter is when a call begins
      "says": ["guide-legal-help"]  | "says": []                    | /announce/0/says
      "says": ["guide-legal-help"]  | "says": ["a","b","c","d"]     | /announce/0/says
      "says": ["guide-legal-help"]  | "says": ["goodbye", "song"]   | /announce/0/says/1: prompt song is not in the zh catalogue
      "3": "advice"                 | "3": "consultation"           | /hours/1: no key leads to advice
      "closed": "night"             | "closed": "none"              | /announce/0: no key leads to night
      "4": "house"                  | "4": "night-menu"             | a key of menu night-menu leads to itself
      "closed": "address"           | "closed": "night-menu"        | a key of menu night-menu leads to itself
      """)
  void a_broken_hours_node_or_announcement_is_refused_and_the_fault_is_named(String sound, String broken, String fault) {
    var json = MenuTrialTest.nightMenu();
    assertThat(json).contains(sound);
    var faults = documents.faults(json.replace(sound, broken));
    assertThat(faults).extracting(MenuFault::toString).anyMatch(each -> each.contains(fault));
    assertThat(faults).extracting(each -> each.text(Locale.SIMPLIFIED_CHINESE))
        .allMatch(each -> each.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN));
  }

  @Test
  void callers_pass_three_nodes_in_a_row_at_most_and_a_menu_behind_an_announcement_is_as_deep_as_any() {
    var three = MenuTrialTest.nightMenu().replace("\"closed\": \"address\"", "\"closed\": \"back\"").replace("\"announce\": [", """
        "announce": [{"id": "back", "says": ["goodbye"], "next": "again"}, {"id": "again", "says": ["thanks"], "next": "main"},""");
    assertThat(documents.faults(three)).isEmpty();
    assertThat(documents.faults(three.replace("\"thanks\"], \"next\": \"main\"", "\"thanks\"], \"next\": \"address\"")))
        .extracting(MenuFault::toString)
        .containsExactly("/hours/2: callers pass 4 nodes of hours and announcements in a row before a menu or a choice; 3 are allowed");
    var below = MenuTrialTest.nightMenu().replace("\"7\": \"address\"", "\"7\": \"repair\"")
        .replace("\"4\": \"house\"", "\"4\": \"repair\"")
        .replace("\"2\": \"house\"", "\"2\": \"repair\", \"*\": \"down\"")
        .replace("\"6\": \"address\"", "\"6\": \"address\", \"7\": \"house\"")
        .replace("\"announce\": [", "\"announce\": [{\"id\": \"down\", \"says\": [\"goodbye\"], \"next\": \"below\"},")
        .replace("\"menus\": [",
            """
                "menus": [{"id": "below", "prompt": "menu", "waitSeconds": 3, "announced": [], "keys": {"0": "person"}, "wrongKey": "wrong-key", "otherwise": "none"},""");
    assertThat(documents.faults(below)).isEmpty();
    assertThat(documents.faults(below.replace("\"3\": \"advice\"", "\"3\": \"advice\", \"*\": \"night-menu\"")))
        .extracting(MenuFault::toString)
        .containsExactly("/menus/0: menu below lies 3 levels deep; 2 are allowed");
  }

  @Test
  void a_menu_with_hours_nodes_and_announcements_is_sound_and_documents_without_them_stay_so() throws IOException {
    assertThat(documents.faults(MenuTrialTest.nightMenu())).isEmpty();
    var old = documents.read("old", defaultMenu());
    assertThat(old.hours()).isEmpty();
    assertThat(old.announce()).isEmpty();
    assertThat(documents.faults(MenuTrialTest.nightMenu().replace("\"closed\": \"night\"", "\"closed\": \"none\"")
        .replace("\"6\": \"address\"", "\"6\": \"night\"").replace("\"next\": \"main\"", "\"next\": \"none\"")))
        .as("straight to a message after hours").isEmpty();
  }

  @Test
  void a_document_from_before_there_were_nodes_of_progress_and_information_is_still_sound() throws IOException {
    var old = defaultMenu().replace("\"5\": \"progress\"", "\"5\": \"person\"").replaceFirst("\"progress\": \\[[^\\]]*\\],", "");
    assertThat(old).doesNotContain("progress");
    assertThat(documents.read("old", old).progress()).isEmpty();
  }

  @Test
  void four_keys_are_announced_only_with_a_reason() throws IOException {
    var four = defaultMenu().replace("[\"1\", \"2\", \"3\"]", "[\"1\", \"2\", \"3\", \"4\"]");
    assertThat(documents.faults(four)).singleElement().hasToString(
        "/menus/0/announced: 4 keys are announced; at most three (GB/T 33358 asks for few menus) unless a reason is given");
    assertThat(documents.faults(four.replace("\"otherwise\": \"none\"", "\"manyKeysReason\": \"投诉热线合并到本号码\", \"otherwise\": \"none\"")))
        .isEmpty();
  }

  @Test
  void the_menus_are_switched_off_by_one_switch() throws IOException {
    var menu = documents.read("straight", defaultMenu().replace("\"start\"", "\"straightTo\": \"person\", \"start\""));
    assertThat(menu.straightTo()).isEqualTo("person");
    assertThat(documents.readResource("/menus/default.json").straightTo()).isNull();
  }

  @Test
  void every_fault_of_a_document_is_named_at_once() throws IOException {
    var broken = defaultMenu().replace("\"prompt\": \"menu\"", "\"prompt\": \"melody\"")
        .replace("\"start\": \"main\"", "\"start\": \"porch\"")
        .replace("\"1\": \"urgent\"", "\"1\": \"urgnt\"");
    assertThat(documents.faults(broken)).extracting(MenuFault::place).containsExactly("/start", "/menus/0/keys/1", "/menus/0/prompt",
        "/menus/0/prompt");
  }

  @Test
  void a_document_of_any_length_is_refused_before_it_is_read() {
    assertThat(documents.faults("[".repeat(100_000))).singleElement().extracting(MenuFault::en).asString().contains("too long");
    assertThat(documents.faults("[".repeat(5_000))).singleElement().extracting(MenuFault::place).isEqualTo("/");
    for (String odd : new String[]{"", "null", "3", "[]", "{}"}) {
      assertThat(documents.faults(odd)).as(odd).isNotEmpty();
    }
  }

  @Test
  void a_menu_below_a_menu_is_allowed_and_one_that_no_key_leads_to_is_not() throws IOException {
    var below = """
        {"id": "below", "prompt": "menu", "waitSeconds": 5, "announced": [], "keys": {"0": "person"}, "wrongKey": "wrong-key", "otherwise": "none"},
        {
          "id": "main",""";
    var json = defaultMenu().replaceFirst("\\{\\s*\"id\": \"main\",", below);

    assertThat(documents.read("two levels", json.replace("\"5\": \"progress\"", "\"5\": \"progress\", \"6\": \"below\"")).menus())
        .hasSize(2);
    assertThatThrownBy(() -> documents.read("stray", json)).isInstanceOf(BrokenMenu.class)
        .hasMessageContaining("/menus/0: no key leads to menu below");
    var cellar = below.substring(0, below.indexOf('\n')).replace("below", "cellar");
    var deep = json.replace("\"5\": \"progress\"", "\"5\": \"progress\", \"6\": \"below\"").replace("\"keys\": {\"0\": \"person\"}",
        "\"keys\": {\"0\": \"person\", \"1\": \"cellar\"}").replaceFirst("\"menus\": \\[", "\"menus\": [" + cellar);
    assertThat(documents.faults(deep)).extracting(MenuFault::toString)
        .containsExactly("/menus/0: menu cellar lies 3 levels deep; 2 are allowed");
    var two = json.replace("\"5\": \"progress\"", "\"5\": \"progress\", \"6\": \"below\"");
    assertThat(documents.faults(two.replace("\"keys\": {\"0\": \"person\"}", "\"keys\": {\"0\": \"person\", \"1\": \"main\"}")))
        .as("back to the first menu").isEmpty();
    assertThat(documents.faults(two.replace("\"keys\": {\"0\": \"person\"}", "\"keys\": {\"0\": \"person\", \"1\": \"below\"}")))
        .extracting(MenuFault::toString)
        .containsExactly("/menus/0: a key of menu below leads to itself; the repeat key says a menu again");
  }

  static String defaultMenu() throws IOException {
    try (InputStream in = Objects.requireNonNull(MenuDocumentTest.class.getResourceAsStream("/menus/default.json"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
