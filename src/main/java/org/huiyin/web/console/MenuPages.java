package org.huiyin.web.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.MenuFault;
import org.huiyin.flow.Menus;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The voice menu of a community: as a tree and a picture, part by part in forms, checked, compared, published and rolled back. */
@Controller
@RequestMapping("/menus")
@Needs(Permission.SEE_DESK)
class MenuPages {
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Pattern ID = Pattern.compile("[a-z][a-z-]{0,39}");
  private static final Pattern NODE = Pattern.compile("/(menus|choices|progress|information|hours|announce)/\\d{1,2}|/general|/words");

  /** @param when null for the one that comes with the product */
  record VersionRow(int number, String id, String note, @Nullable Moment when, String who, @Nullable Integer rolledBackTo,
      boolean current) {
  }

  /** @param node whose form mends it */
  record FaultRow(String text, String place, String node) {
  }

  record Part(String node, String label, String kind, boolean removable) {
  }

  record ChangeRow(String text, String place) {
  }

  /** @param problem the key of what went wrong */
  record Refused(String problem, Map<String, String> given) {
    static final Refused NOT = new Refused("", Map.of());
  }

  private final Menus menus;
  private final Directory directory;
  private final Words words;

  MenuPages(Menus menus, Directory directory, Words words) {
    this.menus = menus;
    this.directory = directory;
    this.words = words;
  }

  /** @param node the part that is edited */
  @GetMapping
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String community,
      @RequestParam(required = false) @Nullable String node, Model model) {
    return page(viewer, community, node, Refused.NOT, model);
  }

  private String page(Viewer viewer, @Nullable String community, @Nullable String node, Refused refused, Model model) {
    var offered = directory.communities().stream().filter(each -> viewer.sees(each.id())).toList();
    var here = here(offered, community);
    var current = menus.current(here.id());
    var draft = menus.draft(here.id()).orElse(null);
    var text = draft == null ? current.document() : draft.document();
    var faults = menus.faults(here.id(), text);
    var document = readable(text);
    model.addAttribute("offered", offered);
    model.addAttribute("here", here);
    model.addAttribute("current", row(current, current, here));
    model.addAttribute("draft", draft);
    model.addAttribute("draftWho", draft == null ? "" : words.person(draft.by()));
    model.addAttribute("draftWhen", draft == null ? null : words.moment(draft.at(), here.zone()));
    model.addAttribute("revision", draft == null ? 0 : draft.revision());
    model.addAttribute("faults", faults.stream().map(MenuPages::row).toList());
    model.addAttribute("versions", menus.versions(here.id()).stream().map(version -> row(version, current, here)).toList());
    var rows = document == null ? List.<MenuTree.Row>of() : MenuTree.of(document, faults, words);
    model.addAttribute("rows", rows);
    model.addAttribute("height", MenuTree.height(rows));
    model.addAttribute("document", refused.given().getOrDefault("document", text));
    model.addAttribute("refused", refused);
    model.addAttribute("mayChange", viewer.may(Permission.MANAGE_DESK));
    model.addAttribute("unknownNumbers", menus.unknownNumbers(here.id(), text));
    form(here, document, faults, node, refused, model);
    return "menus";
  }

  private void form(Community here, @Nullable ObjectNode document, List<MenuFault> faults, @Nullable String node, Refused refused,
      Model model) {
    var parts = document == null ? List.<Part>of() : parts(document);
    var chosen = parts.stream().filter(part -> part.node().equals(node)).findFirst().or(() -> parts.stream().findFirst()).orElse(null);
    model.addAttribute("parts", parts);
    model.addAttribute("part", chosen);
    model.addAttribute("fields", document == null || chosen == null
        ? List.of()
        : new MenuForms(document, faults, menus.prompts(here.id()), here.numbers(), words).fields(chosen.node()).stream()
            .map(field -> new MenuForms.Field(field.name(), field.label(), field.type(),
                refused.given().getOrDefault(field.name(), field.value()), field.options(), field.problems()))
            .toList());
  }

  private List<Part> parts(ObjectNode document) {
    var parts = new ArrayList<Part>();
    parts.add(new Part(MenuForms.GENERAL, words.say("menus.part.general"), "general", false));
    for (String kind : MenuForms.KINDS) {
      for (int i = 0; i < document.path(kind).size(); i++) {
        var id = document.path(kind).get(i).path("id").asString("");
        parts.add(new Part("/" + kind + "/" + i, MenuForms.label(kind, id, words), kind,
            document.path(kind).size() > 1 || !(kind.equals("menus") || kind.equals("choices"))));
      }
    }
    parts.add(new Part(MenuForms.WORDS, words.say("menus.part.words"), "words", false));
    return parts;
  }

  private static FaultRow row(MenuFault fault) {
    return new FaultRow(fault.text(LocaleContextHolder.getLocale()), fault.place(), MenuForms.form(fault));
  }

  private VersionRow row(Menus.Version version, Menus.Version current, Community here) {
    var at = version.at();
    return new VersionRow(version.number(), version.id(), version.note(), at == null ? null : words.moment(at, here.zone()),
        version.by().isEmpty() ? "" : words.person(version.by()), version.rolledBackTo(), version.number() == current.number());
  }

  @GetMapping("/differences")
  String differences(@AuthenticationPrincipal Viewer viewer, @RequestParam String community, @RequestParam String from,
      @RequestParam String to, Model model) {
    var here = seen(viewer, community);
    model.addAttribute("here", here);
    model.addAttribute("from", from);
    model.addAttribute("to", to);
    model.addAttribute("comparable", true);
    try {
      model.addAttribute("differences", menus.changes(text(here.id(), from), text(here.id(), to)).stream()
          .map(change -> new ChangeRow(change.text(LocaleContextHolder.getLocale()), change.place())).toList());
    } catch (IllegalArgumentException _) {
      model.addAttribute("comparable", false);
      model.addAttribute("differences", List.of());
    }
    return "menu-differences";
  }

  private String text(CommunityId community, String version) {
    if (version.equals("draft")) {
      return menus.draft(community).map(Menus.Draft::document).orElseThrow(() -> new NoSuchPage("no such version"));
    }
    return menus.versions(community).stream().filter(each -> String.valueOf(each.number()).equals(version)).findFirst()
        .map(Menus.Version::document).orElseThrow(() -> new NoSuchPage("no such version"));
  }

  @PostMapping("/node")
  @Needs(Permission.MANAGE_DESK)
  String fill(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    return edited(viewer, given, response, model, redirect, (document, forms) -> {
      forms.fill(node(given), given);
      return node(given);
    });
  }

  @PostMapping("/add")
  @Needs(Permission.MANAGE_DESK)
  String add(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    return edited(viewer, given, response, model, redirect, (document, forms) -> {
      var id = given.getOrDefault("id", "").strip();
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("menus.refused.id");
      }
      var kind = given.getOrDefault("kind", "");
      return forms.add(MenuForms.KINDS.contains(kind) ? kind : "choices", id);
    });
  }

  @PostMapping("/remove")
  @Needs(Permission.MANAGE_DESK)
  String remove(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    return edited(viewer, given, response, model, redirect, (document, forms) -> {
      forms.remove(node(given));
      return MenuForms.GENERAL;
    });
  }

  /** A change of one part; the answer is the part to look at next. */
  private interface Edit {
    String in(ObjectNode document, MenuForms forms);
  }

  private String edited(Viewer viewer, Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect,
      Edit edit) {
    var community = seen(viewer, given.getOrDefault("community", ""));
    var here = community.id();
    return tried(viewer, given, response, model, redirect, "menus.saved", () -> {
      var text = menus.draft(here).map(Menus.Draft::document).orElseGet(() -> menus.current(here).document());
      var document = readable(text);
      if (document == null) {
        throw new IllegalArgumentException("menus.refused.unreadable");
      }
      var next = edit.in(document, new MenuForms(document, List.of(), menus.prompts(here), community.numbers(), words));
      menus.saveDraft(viewer.actor(), here, JSON.writeValueAsString(document), revision(given));
      return next;
    });
  }

  /**
   * @param file in the form of the JSON Schema, in UTF-8
   * @param given {@code document} where there is no file
   */
  @PostMapping("/import")
  @Needs(Permission.MANAGE_DESK)
  String take(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable MultipartFile file,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect) throws IOException {
    var text = file == null || file.isEmpty()
        ? given.getOrDefault("document", "")
        : new String(file.getBytes(), StandardCharsets.UTF_8);
    var here = seen(viewer, given.getOrDefault("community", "")).id();
    return tried(viewer, given, response, model, redirect, "menus.saved", () -> {
      menus.saveDraft(viewer.actor(), here, text.strip(), revision(given));
      return MenuForms.GENERAL;
    });
  }

  @PostMapping("/publish")
  @Needs(Permission.MANAGE_DESK)
  String publish(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", "")).id();
    return tried(viewer, given, response, model, redirect, "menus.published", () -> {
      if (given.getOrDefault("note", "").isBlank()) {
        throw new IllegalArgumentException("menus.refused.note");
      }
      menus.publish(viewer.actor(), here, revision(given), given.getOrDefault("note", ""));
      return MenuForms.GENERAL;
    });
  }

  /** One click: the note says itself what it is. */
  @PostMapping("/back")
  @Needs(Permission.MANAGE_DESK)
  String rollBack(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Model model,
      RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", "")).id();
    return tried(viewer, given, response, model, redirect, "menus.rolled-back", () -> {
      int to = number(given, "to");
      menus.rollBack(viewer.actor(), here, to, words.say("menus.back.note", String.valueOf(to)));
      return MenuForms.GENERAL;
    });
  }

  @PostMapping("/drop")
  @Needs(Permission.MANAGE_DESK)
  String drop(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", "")).id();
    return tried(viewer, given, response, model, redirect, "menus.dropped", () -> {
      menus.dropDraft(viewer.actor(), here, revision(given));
      return MenuForms.GENERAL;
    });
  }

  /** Does something and answers the part to look at next. */
  private interface Deed {
    String done();
  }

  /** Nothing typed is lost on an error: the form comes back with it and with what to do. */
  private String tried(Viewer viewer, Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect,
      String done, Deed deed) {
    try {
      redirect.addAttribute("node", deed.done());
    } catch (Menus.Stale _) {
      return refused("menus.refused.stale", HttpServletResponse.SC_CONFLICT, viewer, given, response, model);
    } catch (Menus.BrokenDraft _) {
      return refused("menus.refused.broken", HttpServletResponse.SC_UNPROCESSABLE_CONTENT, viewer, given, response, model);
    } catch (IllegalArgumentException e) {
      var key = String.valueOf(e.getMessage());
      return refused(key.startsWith("menus.refused.") ? key : "menus.refused.form", HttpServletResponse.SC_UNPROCESSABLE_CONTENT, viewer,
          given, response, model);
    }
    redirect.addFlashAttribute("done", done);
    redirect.addAttribute("community", given.get("community"));
    return "redirect:/menus";
  }

  private String refused(String why, int status, Viewer viewer, Map<String, String> given, HttpServletResponse response, Model model) {
    response.setStatus(status);
    return page(viewer, given.get("community"), given.get("node"), new Refused(why, new LinkedHashMap<>(given)), model);
  }

  private static @Nullable ObjectNode readable(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode document ? document : null;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static String node(Map<String, String> given) {
    var node = given.getOrDefault("node", "");
    if (!NODE.matcher(node).matches()) {
      throw new IllegalArgumentException("menus.refused.form");
    }
    return node;
  }

  private static int revision(Map<String, String> given) {
    return number(given, "revision");
  }

  private static int number(Map<String, String> given, String field) {
    var text = given.getOrDefault(field, "");
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("menus.refused.form");
    }
    return Integer.parseInt(text);
  }

  private static Community here(List<Community> offered, @Nullable String community) {
    return offered.stream().filter(each -> community == null || each.id().toString().equals(community)).findFirst()
        .orElseThrow(() -> new NoSuchPage("no such community"));
  }

  private Community seen(Viewer viewer, String community) {
    var id = Given.id(CommunityId::of, community);
    if (!viewer.sees(id)) {
      throw new NoSuchPage("no such community");
    }
    return directory.community(id).orElseThrow(() -> new NoSuchPage("no such community"));
  }
}
