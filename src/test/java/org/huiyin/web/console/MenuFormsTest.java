package org.huiyin.web.console;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.huiyin.directory.Directory;
import org.huiyin.directory.StaffRegister;
import org.huiyin.flow.MenuFault;
import org.huiyin.flow.Menus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

class MenuFormsTest {
  private static final Menus.Said PROMPT = new Menus.Said("menu", "紧急按一", "Emergency 1");

  private final ObjectNode document = builtIn();
  private final MenuForms forms = forms(document, List.of());

  @ParameterizedTest
  @ValueSource(strings = {"/general", "/words", "/menus/0", "/choices/0", "/choices/5", "/progress/0"})
  void a_form_that_is_sent_back_as_it_was_changes_nothing(String node) {
    var before = document.deepCopy();
    assertThat(forms.fields(node)).isNotEmpty();
    forms.fill(node, asShown(node));
    assertThat((JsonNode) document).isEqualTo(before);
  }

  @Test
  void what_is_filled_in_stands_in_the_document_in_its_own_type() {
    forms.fill("/menus/0", Map.of("/menus/0/waitSeconds", "7", "/menus/0/announced", " 1,2 3 4", "/menus/0/keys/5", "", "/menus/0/keys/6",
        "repair", "/menus/0/manyKeysReason", "合并了热线"));
    var menu = document.at("/menus/0");
    assertThat(menu.path("waitSeconds").asInt()).isEqualTo(7);
    assertThat(menu.path("waitSeconds").isInt()).isTrue();
    assertThat(menu.path("announced").toString()).isEqualTo("[\"1\",\"2\",\"3\",\"4\"]");
    assertThat(menu.path("keys").has("5")).isFalse();
    assertThat(menu.at("/keys/6").asString()).isEqualTo("repair");
    forms.fill("/choices/0", Map.of("/choices/0/says/1", "danger"));
    forms.fill("/choices/0", Map.of("/choices/0/says/0", ""));
    assertThat(document.at("/choices/0/says").toString()).isEqualTo("[\"danger\"]");
    forms.fill("/general", Map.of("/straightTo", "person", "/language/first", "en"));
    assertThat(document.path("straightTo").asString()).isEqualTo("person");
    assertThat(document.at("/language/other").asString()).isEqualTo("zh");
    forms.fill("/general", Map.of("/straightTo", ""));
    assertThat(document.has("straightTo")).isFalse();
  }

  @Test
  void short_answers_have_a_form_of_their_own_and_a_place_in_the_tree() {
    var node = forms.add("information", "guides");
    forms.fill("/menus/0", Map.of("/menus/0/keys/3", "guides"));
    forms.fill(node,
        Map.of(node + "/answers/3", "", node + "/answers/4", "menu", node + "/otherwise", "consultation", node + "/id", "help"));
    assertThat(document.at(node).toString()).isEqualTo("""
        {"id":"help","prompt":"guides","waitSeconds":5,"answers":{"1":"guide-social-insurance","2":"guide-medical-insurance","4":"menu"},\
        "wrongKey":"wrong-key","otherwise":"consultation"}""");
    assertThat(document.at("/menus/0/keys/3").asString()).as("renamed there too").isEqualTo("help");
    assertThat(forms.fields("/menus/0")).filteredOn(field -> field.name().endsWith("/keys/3")).singleElement()
        .satisfies(field -> assertThat(field.options()).extracting(MenuForms.Option::value).contains("help", "progress", "repair"));
    var rows = MenuTree.of(document, List.of(), words());
    assertThat(rows).filteredOn(row -> node.equals(row.node())).extracting(MenuTree.Row::key).containsExactly("3", "1", "2", "4");
    assertThat(rows).filteredOn(row -> "/progress/0".equals(row.node())).extracting(MenuTree.Row::key).containsExactly("5");
    assertThat(rows).noneMatch(MenuTree.Row::broken);
    assertThat(MenuForms.form(new MenuFault(node + "/answers/2", "", ""))).isEqualTo(node);
    forms.remove(node);
    assertThat(document.path("information")).isEmpty();
  }

  @Test
  void hours_and_announcements_have_forms_of_their_own_and_a_place_in_the_tree() {
    var announce = forms.add("announce", "water");
    var hours = forms.add("hours", "opening");
    assertThat(document.at(hours).toString()).isEqualTo("{\"id\":\"opening\",\"attended\":\"main\",\"closed\":\"person\"}");
    assertThat(forms.fields("/general")).filteredOn(field -> field.name().equals("/start")).singleElement()
        .satisfies(field -> assertThat(field.options()).extracting(MenuForms.Option::value).contains("main", "opening", "water"));
    forms.fill("/general", Map.of("/start", "opening"));
    forms.fill(hours, Map.of(hours + "/closed", "water"));
    forms.fill(announce, Map.of(announce + "/says/0", "menu", announce + "/says/1", "danger", announce + "/next", "person"));
    forms.fill(announce, Map.of(announce + "/id", "no-water"));
    forms.fill(hours, Map.of(hours + "/id", "desk"));
    assertThat(document.at(announce).toString()).isEqualTo("{\"id\":\"no-water\",\"next\":\"person\",\"says\":[\"menu\",\"danger\"]}");
    assertThat(document.at(hours).toString()).isEqualTo("{\"id\":\"desk\",\"attended\":\"main\",\"closed\":\"no-water\"}");
    assertThat(document.path("start").asString()).isEqualTo("desk");
    assertThat(MenuForms.form(new MenuFault(hours + "/closed", "", ""))).isEqualTo(hours);
    var rows = MenuTree.of(document, List.of(), words());
    assertThat(rows).noneMatch(MenuTree.Row::broken);
    assertThat(rows).extracting(MenuTree.Row::kind).startsWith("notice", "hours", "menu").contains("announce");
    assertThat(rows).extracting(MenuTree.Row::label).contains(words().say("menus.when.attended", words().say("menus.menu", "main")),
        words().say("menus.when.closed", words().say("menus.announce", "no-water")));
    ((ObjectNode) document.at(announce)).put("next", "desk");
    assertThat(MenuTree.of(document, List.of(), words())).as("a loop is drawn once").hasSizeLessThan(30);
    assertThat(forms.fields("/menus/0")).filteredOn(field -> field.name().endsWith("/keys/3")).singleElement()
        .satisfies(field -> assertThat(field.options()).extracting(MenuForms.Option::value).contains("desk", "no-water", "progress", ""));
  }

  @Test
  void each_number_of_the_community_has_its_beginning_in_the_form_and_in_the_tree() {
    var water = forms.add("announce", "water");
    assertThat(forms.fields("/general")).filteredOn(field -> field.name().startsWith("/numbers/")).extracting(MenuForms.Field::name,
        MenuForms.Field::value).containsExactly(tuple("/numbers/12345", ""), tuple("/numbers/12346", ""));
    forms.fill("/general", asShown("/general"));
    assertThat(document.has("numbers")).as("looking changes nothing").isFalse();
    forms.fill("/general", Map.of("/numbers/12346", "water"));
    forms.fill(water, Map.of(water + "/id", "no-water"));
    assertThat(document.path("numbers").toString()).isEqualTo("{\"12346\":\"no-water\"}");
    var rows = MenuTree.of(document, List.of(), words());
    assertThat(rows).noneMatch(MenuTree.Row::broken);
    assertThat(rows).extracting(MenuTree.Row::label).contains(words().say("menus.number.others", words().say("menus.menu", "main")),
        words().say("menus.number", "12346", words().say("menus.announce", "no-water")));
    assertThat(MenuForms.form(new MenuFault("/numbers/12346", "", ""))).isEqualTo("/general");
    forms.fill("/general", Map.of("/numbers/12346", ""));
    assertThat(document.has("numbers")).isFalse();
  }

  @Test
  void a_number_that_only_the_document_names_can_be_taken_out_by_its_form() {
    document.putObject("numbers").put("777", "main");
    assertThat(forms.fields("/general")).extracting(MenuForms.Field::name).contains("/numbers/12345", "/numbers/12346", "/numbers/777");
    forms.fill("/general", Map.of("/numbers/777", ""));
    assertThat(document.has("numbers")).isFalse();
  }

  @Test
  void what_is_no_number_is_kept_as_it_was_typed_for_the_check_to_name() {
    forms.fill("/menus/0", Map.of("/menus/0/waitSeconds", "five"));
    assertThat(document.at("/menus/0/waitSeconds").asString()).isEqualTo("five");
  }

  @Test
  void a_new_id_is_changed_wherever_it_stands() {
    forms.fill("/menus/0", Map.of("/menus/0/id", "porch"));
    forms.fill("/choices/5", Map.of("/choices/5/id", "nobody"));
    forms.fill("/choices/3", Map.of("/choices/3/id", "human"));
    assertThat(document.path("start").asString()).isEqualTo("porch");
    assertThat(document.at("/menus/0/otherwise").asString()).isEqualTo("nobody");
    assertThat(document.at("/menus/0/keys/0").asString()).isEqualTo("human");
    assertThat(document.at("/progress/0/otherwise").asString()).isEqualTo("human");
  }

  @Test
  void a_form_changes_only_what_it_shows() {
    var before = document.deepCopy();
    forms.fill("/menus/0", Map.of("/ending/thanks", "goodbye", "/choices/0/priority", "NORMAL", "/menus/0", "x", "/name", "x"));
    forms.fill("/menus/9", Map.of("/menus/9/id", "x"));
    assertThat((JsonNode) document).isEqualTo(before);
  }

  @Test
  void a_form_of_an_odd_document_is_refused_and_not_stumbled_over() {
    for (String odd : List.of("{\"menus\":[{\"id\":\"a\",\"keys\":[]}]}", "{\"menus\":[{\"id\":\"a\",\"keys\":3}],\"language\":1}")) {
      var forms = forms((ObjectNode) JsonMapper.shared().readTree(odd), List.of());
      assertThatIllegalArgumentException().isThrownBy(() -> forms.fill("/menus/0", Map.of("/menus/0/keys/1", "a")))
          .withMessage("menus.refused.unreadable");
      forms.fill("/general", Map.of("/start", "a"));
      assertThat(forms.fields("/words")).isNotEmpty();
    }
    var bare = (ObjectNode) JsonMapper.shared().readTree("{\"menus\":[{\"id\":\"a\"}],\"choices\":3}");
    forms(bare, List.of()).fill("/menus/0", Map.of("/menus/0/keys/1", "a"));
    assertThat(bare.at("/menus/0/keys/1").asString()).isEqualTo("a");
    assertThatIllegalArgumentException().isThrownBy(() -> forms(bare, List.of()).add("choices", "noise"));
  }

  @Test
  void parts_come_and_go() {
    assertThat(forms.add("choices", "noise")).isEqualTo("/choices/6");
    assertThat(forms.add("menus", "below")).isEqualTo("/menus/1");
    assertThat(forms.fields("/menus/1")).isNotEmpty();
    forms.remove("/choices/6");
    forms.remove("/menus/1");
    forms.remove("/menus/9");
    assertThat((JsonNode) document).isEqualTo(builtIn());
  }

  @Test
  void a_fault_is_shown_at_its_field_and_a_broken_document_is_drawn_as_far_as_it_goes() {
    var fault = new MenuFault("/menus/0/keys/1", "哪里也到不了", "leads nowhere");
    ((ObjectNode) document.at("/menus/0/keys")).put("1", "urgnt");
    assertThat(forms(document, List.of(fault)).fields("/menus/0")).filteredOn(field -> !field.problems().isEmpty()).singleElement()
        .satisfies(field -> {
          assertThat(field.name()).isEqualTo("/menus/0/keys/1");
          assertThat(field.options()).as("what stands there is offered").extracting(MenuForms.Option::value).contains("urgnt");
        });
    assertThat(MenuForms.form(fault)).isEqualTo("/menus/0");
    assertThat(MenuForms.form(new MenuFault("/message/ask", "", ""))).isEqualTo("/words");
    assertThat(MenuForms.form(new MenuFault("/", "", ""))).isEqualTo("/general");
    var rows = MenuTree.of(document, List.of(fault), words());
    assertThat(rows).extracting(MenuTree.Row::key).startsWith("", "", "0", "1", "2");
    assertThat(rows).filteredOn(row -> row.key().equals("1")).singleElement().satisfies(row -> {
      assertThat(row.kind()).isEqualTo("nowhere");
      assertThat(row.broken()).isTrue();
    });
    assertThat(rows).as("the choice that no key leads to").last().satisfies(row -> assertThat(row.node()).isEqualTo("/choices/0"));
    for (String odd : List.of("{}", "{\"menus\":3,\"start\":[]}", "{\"menus\":[{\"id\":\"a\",\"keys\":{\"1\":\"a\"}}],\"start\":\"a\"}")) {
      assertThat(MenuTree.of((ObjectNode) JsonMapper.shared().readTree(odd), List.of(), words())).isNotEmpty();
    }
  }

  private Map<String, String> asShown(String node) {
    var given = new HashMap<String, String>();
    forms.fields(node).forEach(field -> given.put(field.name(), field.value()));
    return given;
  }

  private static MenuForms forms(ObjectNode document, List<MenuFault> faults) {
    return new MenuForms(document, faults, List.of(PROMPT), List.of("12345", "12346"), words());
  }

  private static Words words() {
    var messages = new ResourceBundleMessageSource();
    messages.setBasenames("messages/web", "messages/menus");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return new Words(messages, nobody(Directory.class), nobody(StaffRegister.class), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  private static <T> T nobody(Class<T> port) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (_, method, _) -> {
      throw new IllegalStateException(method.getName() + " is not asked for here");
    }));
  }

  private static ObjectNode builtIn() {
    try (InputStream in = Objects.requireNonNull(MenuFormsTest.class.getResourceAsStream("/menus/default.json"))) {
      return (ObjectNode) JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
