package org.huiyin.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.huiyin.flow.Menus.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MenuSentencesTest {
  private static final long SEED = 20261129;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Each row changes the menu of the tests at one place and says how that is told. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "2": "repair", "3"            | "2": "complaint", "3"         | Key 2 of the menu 'main' leads to 'complaint' instead of 'repair'. | 菜单“main”的 2 键通到“complaint”，原来是“repair”。
      "4": "complaint", "5"         | "5"                           | No longer so: key 4 of the menu 'main' leads to 'complaint'. | 去掉了这一条：菜单“main”的 4 键通到“complaint”。
      "5": "progress", "6": "address" | "5": "progress", "6": "address", "*": "repair" | Key * of the menu 'main' leads to 'repair' (new). | 菜单“main”的 * 键通到“repair”（新增）。
      "waitSeconds": 5              | "waitSeconds": 7              | The menu 'main' waits for a key for 7 s instead of 5 s. | 菜单“main”等按键的时间是 7 秒，原来是 5 秒。
      "announced": ["1", "2", "3"]  | "announced": ["1", "2"]       | The menu 'main' announces the keys 1 2 instead of 1 2 3. | 菜单“main”报出的键是 1 2，原来是 1 2 3。
      "says": ["urgent-numbers"]    | "says": ["urgent-numbers", "danger"] | Before the message the choice 'urgent' says 'urgent-numbers', 'danger' instead of 'urgent-numbers'. | 选项“urgent”留言之前播放的是“urgent-numbers”、“danger”，原来是“urgent-numbers”。
      "says": ["urgent-numbers"]    | "says": []                    | Before the message the choice 'urgent' says nothing instead of 'urgent-numbers'. | 选项“urgent”留言之前播放的是（空），原来是“urgent-numbers”。
      "priority": "URGENT"          | "priority": "NORMAL"          | Tickets of the choice 'urgent' have the priority normal instead of urgent. | 选项“urgent”的工单紧急程度是普通，原来是紧急。
      "category": "DAILY_LIFE"      | "category": "PUBLIC_AFFAIRS"  | Tickets of the choice 'repair' are of the category public affairs instead of daily life. | 选项“repair”的工单类别是公共事务，原来是生活服务。
      "id": "progress", "otherwise": "person" | "id": "progress", "otherwise": "none" | Whoever stays on the line after the progress node 'progress' comes to 'none' instead of 'person'. | 查询进度“progress”说完不挂机的人到“none”，原来是“person”。
      "closed": "night"             | "closed": "none"              | While nobody attends, the hours node 'opening' leads to 'none' instead of 'night'. | 没人值守时，服务时间“opening”通到“none”，原来是“night”。
      "attended": "main"            | "attended": "night"           | While somebody attends, the hours node 'opening' leads to 'night' instead of 'main'. | 有人值守时，服务时间“opening”通到“night”，原来是“main”。
      "next": "night-menu"          | "next": "none"                | After the announcement 'night' the call goes on to 'none' instead of 'night-menu'. | 播报“night”之后到“none”，原来是“night-menu”。
      "says": ["guide-legal-help"]  | "says": ["danger"]            | The announcement 'night' says 'danger' instead of 'guide-legal-help'. | 播报“night”播放的是“danger”，原来是“guide-legal-help”。
      "start": "opening"            | "start": "main"               | After the notice the call comes to 'main' instead of 'opening'. | 告知之后先到“main”，原来是“opening”。
      "start": "opening"            | "straightTo": "person", "start": "opening" | The menus are off, and after the notice everybody is led straight to 'person' (new). | 菜单停用，告知之后直接转到“person”（新增）。
      "first": "zh", "other": "en"  | "first": "en", "other": "en"  | Calls begin in English instead of Chinese. | 通话开始用的语言是英文，原来是中文。
      "key": "8"                    | "key": "7"                    | The key that changes the language is 7 instead of 8. | 换语言的键是 7，原来是 8。
      "most": 5                     | "most": 3                     | Menus can be heard again at most so many times: 3 instead of 5. | 最多可以重听的次数是 3，原来是 5。
      "limitSeconds": 300           | "limitSeconds": 240           | A message may last at most 240 s instead of 300 s. | 留言最长的时间是 240 秒，原来是 300 秒。
      "thanks": "thanks"            | "thanks": "goodbye"           | Thanks are said by 'goodbye' instead of 'thanks'. | 致谢播放的是“goodbye”，原来是“thanks”。
      "busy": "busy"                | "busy": "message"             | While everyone is busy callers hear 'message' instead of 'busy'. | 人都忙的时候播放的是“message”，原来是“busy”。
      , {"id": "house", "attended": "repair", "closed": "address"}] | ] | The hours node 'house' was removed. | 服务时间“house”去掉了。
      "name": "default"             | "name": "default", "numbers": {"12346": "night"} | After the notice a call to 12346 comes to 'night' (new). | 拨打 12346 的电话，告知之后先到“night”（新增）。
      "name": "default"             | "name": "default", "colour": "green" | /colour is 'green' (new). | /colour 是“green”（新增）。
      """)
  void a_change_is_told_in_one_plain_sentence_in_both_languages(String before, String after, String en, String zh) {
    var document = MenuTrialTest.nightMenu().replaceAll(",\\s*\\{\"id\": \"house\"", ", {\"id\": \"house\"");
    assertThat(document).contains(before);
    assertThat(MenuSentences.between(document,
        document.replaceFirst(java.util.regex.Pattern.quote(before), java.util.regex.Matcher.quoteReplacement(after))))
        .singleElement().satisfies(change -> {
          assertThat(change.text(Locale.ENGLISH)).isEqualTo(en);
          assertThat(change.text(Locale.SIMPLIFIED_CHINESE)).isEqualTo(zh);
          assertThat(change.place()).startsWith("/");
        });
  }

  @Test
  void where_a_number_begins_is_told_by_the_number() {
    var before = MenuTrialTest.ownBeginnings();
    assertThat(MenuSentences.between(before, before.replace("\"+86512*7\": \"opening\"", "\"+86512*7\": \"main\"")
        .replace("\"12346\": \"night\", ", ""))).extracting(Change::en).containsExactly(
            "After the notice a call to +86512*7 comes to 'main' instead of 'opening'.",
            "No longer so: after the notice a call to 12346 comes to 'night'.");
  }

  @Test
  void what_is_added_is_named_first_and_then_told_part_by_part() {
    assertThat(MenuSentences.between(MenuDocument.builtIn(), MenuTrialTest.guides())).extracting(Change::en).containsExactly(
        "Key 3 of the menu 'main' leads to 'guides' instead of 'consultation'.", "The list 'guides' is new.",
        "The answer under 1 of the list 'guides' is 'guide-social-insurance' (new).",
        "The answer under 2 of the list 'guides' is 'guide-medical-insurance' (new).",
        "The answer under 3 of the list 'guides' is 'guide-legal-help' (new).",
        "Whoever presses no key in the list 'guides' comes to 'consultation' (new).",
        "The list 'guides' says at its beginning 'guides' (new).",
        "The list 'guides' waits for a key for 3 s (new).", "After a wrong key the list 'guides' says 'wrong-key' (new).");
    assertThat(MenuSentences.between(MenuTrialTest.guides(), MenuDocument.builtIn())).extracting(Change::en).containsExactly(
        "Key 3 of the menu 'main' leads to 'consultation' instead of 'guides'.", "The list 'guides' was removed.");
    assertThat(
        MenuSentences.between(MenuTrialTest.guides(), MenuTrialTest.guides().replace("\"3\": \"guide-legal-help\"", "\"4\": \"thanks\"")))
        .extracting(Change::en).containsExactly("No longer so: the answer under 3 of the list 'guides' is 'guide-legal-help'.",
            "The answer under 4 of the list 'guides' is 'thanks' (new).");
  }

  @Test
  void what_belongs_to_one_part_stands_together() {
    var runs = new ArrayList<String>();
    MenuSentences.between(MenuDocument.builtIn(), MenuTrialTest.nightMenu()).stream().map(Change::place)
        .map(place -> place.split("/", -1)).filter(place -> place.length > 3).map(place -> place[1] + " " + place[2]).forEach(part -> {
          if (runs.isEmpty() || !runs.getLast().equals(part)) {
            runs.add(part);
          }
        });
    assertThat(runs).doesNotHaveDuplicates().contains("announce address", "announce night", "hours opening", "menus night-menu");
  }

  @Test
  void any_change_of_a_document_is_told_and_nothing_changed_is_told_as_nothing() {
    var random = new Random(SEED);
    var documents = List.of(MenuDocument.builtIn(), MenuTrialTest.guides(), MenuTrialTest.nightMenu(), MenuTrialTest.twoLevels());
    for (int i = 0; i < 2_000; i++) {
      var from = documents.get(random.nextInt(documents.size()));
      var changed = JSON.readTree(from);
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        change(changed, random);
      }
      var told = MenuSentences.between(from, changed.toString());
      var story = "seed " + SEED + ", change " + i + " " + changed;
      assertThat(told.isEmpty()).as(story).isEqualTo(JSON.readTree(from).equals(changed));
      assertThat(told).as(story).allSatisfy(change -> {
        assertThat(change.zh()).endsWith("。").containsPattern("\\p{IsHan}").doesNotContain("null", "%");
        assertThat(change.en()).endsWith(".").doesNotContainPattern("\\p{IsHan}").doesNotContain("null", "%");
      });
    }
    documents.forEach(each -> assertThat(MenuSentences.between(each, JSON.readTree(each).toPrettyString())).isEmpty());
  }

  @Test
  void every_part_of_a_document_has_a_sentence_of_its_own() {
    for (var document : List.of(MenuTrialTest.guides(), MenuTrialTest.nightMenu(),
        MenuDocument.builtIn().replace("\"start\"", "\"straightTo\": \"person\", \"start\""))) {
      assertThat(MenuSentences.between("{}", document)).extracting(Change::en).noneMatch(each -> each.startsWith("/"));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> MenuSentences.between("{}", "{"));
  }

  /** Anywhere: a value is another, a field or an entry goes, comes or moves. */
  private static void change(JsonNode document, Random random) {
    var places = new ArrayList<JsonNode>();
    collect(document, places);
    switch (places.get(random.nextInt(places.size()))) {
      case ObjectNode object -> {
        var names = List.copyOf(object.propertyNames());
        var name = names.isEmpty() || random.nextInt(8) == 0 ? "more" : names.get(random.nextInt(names.size()));
        if (random.nextBoolean() || !object.has(name)) {
          object.put(name, random.nextBoolean() ? "other" : "another");
        } else {
          object.remove(name);
        }
      }
      case ArrayNode array -> {
        if (array.isEmpty() || random.nextInt(4) == 0) {
          array.add("other");
        } else {
          array.add(array.remove(random.nextInt(array.size())));
        }
      }
      default -> throw new IllegalStateException();
    }
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainer()) {
      places.add(node);
      node.valueStream().forEach(each -> collect(each, places));
    }
  }
}
