package org.huiyin.web.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.Menus;
import org.huiyin.flow.PromptDrafts;
import org.huiyin.flow.Prompts;
import org.huiyin.flow.Sentences;
import org.huiyin.flow.Studio;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What callers hear, prompt by prompt: heard, said anew by the speech engine, uploaded, recorded by telephone, taken back. */
@Controller
@RequestMapping("/prompts")
@Needs(Permission.SEE_DESK)
class PromptPages {
  private static final List<String> SHOWN = List.of("all", "own", "unused", "missing");

  /** @param audio null where there is nothing to hear */
  record VersionRow(int number, String source, String said, String length, @Nullable String audio, String note, @Nullable Moment when,
      String who, @Nullable Integer backTo, boolean current) {
  }

  /** One prompt in one language. */
  record Said(String language, VersionRow now, boolean missing, boolean otherVoice) {
  }

  record Row(String id, boolean used, List<Said> said) {
  }

  /** @param problem in words; empty for none */
  record Refused(String form, String problem, Map<String, String> given) {
    static final Refused NOT = new Refused("", "", Map.of());
  }

  /** A PIN as it is read to somebody; shown on the page that answers, and never again. */
  record Pin(String digits, Moment until) {
    /** In two halves, as people say it. */
    public String spaced() {
      return digits.substring(0, digits.length() / 2) + " " + digits.substring(digits.length() / 2);
    }
  }

  private final Prompts prompts;
  private final PromptDrafts drafts;
  private final Studio studio;
  private final Directory directory;
  private final Words words;

  PromptPages(Prompts prompts, PromptDrafts drafts, Studio studio, Directory directory, Words words) {
    this.prompts = prompts;
    this.drafts = drafts;
    this.studio = studio;
    this.directory = directory;
    this.words = words;
  }

  /** @param show {@code all}, {@code own}, {@code unused} or {@code missing} */
  @GetMapping
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String community,
      @RequestParam(defaultValue = "all") String show, Model model) {
    var offered = directory.communities().stream().filter(each -> viewer.sees(each.id())).toList();
    var here = offered.stream().filter(each -> community == null || each.id().toString().equals(community)).findFirst()
        .orElseThrow(() -> new NoSuchPage("no such community"));
    var shown = SHOWN.contains(show) ? show : "all";
    var all = prompts.all(here.id());
    var counts = new LinkedHashMap<String, Integer>();
    SHOWN.forEach(each -> counts.put(each, rows(all, each, here).size()));
    model.addAttribute("offered", offered);
    model.addAttribute("here", here);
    model.addAttribute("show", shown);
    model.addAttribute("counts", counts);
    model.addAttribute("rows", rows(all, shown, here));
    if (!model.containsAttribute("refused")) {
      model.addAttribute("refused", Refused.NOT);
    }
    model.addAttribute("mayChange", viewer.may(Permission.MANAGE_DESK));
    return "prompts";
  }

  private List<Row> rows(List<Prompts.Entry> all, String show, Community here) {
    var byId = new LinkedHashMap<String, List<Prompts.Entry>>();
    all.forEach(each -> byId.computeIfAbsent(each.id(), _ -> new ArrayList<>()).add(each));
    return byId.entrySet().stream().filter(each -> each.getValue().stream().anyMatch(entry -> belongs(entry, show)))
        .map(each -> new Row(each.getKey(), each.getValue().getFirst().used(), each.getValue().stream()
            .map(entry -> new Said(entry.language(), row(entry.current(), entry.current(), entry.language(), entry.id(), here),
                entry.missing(), entry.otherVoice()))
            .toList()))
        .toList();
  }

  private static boolean belongs(Prompts.Entry entry, String show) {
    return switch (show) {
      case "own" -> entry.current().source() != Prompts.Source.DELIVERED;
      case "unused" -> !entry.used();
      case "missing" -> entry.missing() || entry.otherVoice();
      default -> true;
    };
  }

  private VersionRow row(Prompts.Version version, Prompts.Version current, String language, String id, Community here) {
    var at = version.at();
    var heard = version.length().isZero()
        ? null
        : "/api/v1/communities/" + here.id() + "/prompts/" + language + "/" + id + "/versions/" + version.number() + "/audio";
    return new VersionRow(version.number(), version.source().name(), version.said(),
        words.say("prompts.seconds", "%.1f".formatted(version.length().toMillis() / 1000.0)), heard, version.note(),
        at == null ? null : words.moment(at, here.zone()), version.by().isEmpty() ? "" : words.person(version.by()), version.backTo(),
        version.number() == current.number());
  }

  @GetMapping("/{language}/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id, @RequestParam String community,
      Model model) {
    return page(viewer, language, id, community, Refused.NOT, model);
  }

  String page(Viewer viewer, String language, String id, String community, Refused refused, Model model) {
    var here = seen(viewer, community);
    var versions = versions(here, language, id);
    model.addAttribute("here", here);
    model.addAttribute("language", language);
    model.addAttribute("own", id.startsWith(Sentences.PREFIX));
    model.addAttribute("other", language.equals("zh") ? "en" : "zh");
    model.addAttribute("id", id);
    model.addAttribute("hint", words.sayOr("prompts.hint." + id, ""));
    model.addAttribute("now", row(versions.getFirst(), versions.getFirst(), language, id, here));
    model.addAttribute("versions", versions.stream().map(each -> row(each, versions.getFirst(), language, id, here)).toList());
    drafts.of(here.id(), language, id).ifPresent(draft -> {
      model.addAttribute("draft", draft);
      model.addAttribute("draftSeconds", words.say("prompts.seconds", "%.1f".formatted(draft.length().toMillis() / 1000.0)));
      model.addAttribute("draftWho", words.person(draft.by()));
      model.addAttribute("draftWhen", words.moment(draft.at(), here.zone()));
    });
    model.addAttribute("refused", refused);
    model.addAttribute("dial", studio.number());
    model.addAttribute("mayChange", viewer.may(Permission.MANAGE_DESK));
    return "prompt";
  }

  private List<Prompts.Version> versions(Community here, String language, String id) {
    try {
      return prompts.versions(here.id(), language, id);
    } catch (Prompts.UnknownPrompt _) {
      throw new NoSuchPage("no such prompt");
    }
  }

  @PostMapping("/{language}/{id}/speech")
  @Needs(Permission.MANAGE_DESK)
  String speak(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect) {
    return tried("speech", viewer, language, id, given, response, model, redirect, here -> prompts.speak(viewer.actor(), here, language, id,
        given.getOrDefault("words", ""), given.getOrDefault("note", "")));
  }

  @PostMapping("/{language}/{id}/upload")
  @Needs(Permission.MANAGE_DESK)
  String upload(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam(required = false) @Nullable MultipartFile file, @RequestParam Map<String, String> given, HttpServletResponse response,
      Model model, RedirectAttributes redirect) throws IOException {
    var bytes = file == null ? new byte[0] : file.getBytes();
    return tried("upload", viewer, language, id, given, response, model, redirect, here -> prompts.upload(viewer.actor(), here, language,
        id, given.getOrDefault("words", ""), bytes, given.getOrDefault("note", "")));
  }

  /** To be heard first. */
  @PostMapping("/{language}/{id}/draft/speech")
  @Needs(Permission.MANAGE_DESK)
  String draftSpeech(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect) {
    return tried("speech", "draft", viewer, language, id, given, response, model, redirect, here -> drafts.speak(viewer.actor(), here,
        language, id, given.getOrDefault("words", ""), given.getOrDefault("note", "")));
  }

  @PostMapping("/{language}/{id}/draft/upload")
  @Needs(Permission.MANAGE_DESK)
  String draftUpload(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam(required = false) @Nullable MultipartFile file, @RequestParam Map<String, String> given, HttpServletResponse response,
      Model model, RedirectAttributes redirect) throws IOException {
    var bytes = file == null ? new byte[0] : file.getBytes();
    return tried("upload", "draft", viewer, language, id, given, response, model, redirect, here -> drafts.upload(viewer.actor(), here,
        language, id, given.getOrDefault("words", ""), bytes, given.getOrDefault("note", "")));
  }

  @PostMapping("/{language}/{id}/draft/take")
  @Needs(Permission.MANAGE_DESK)
  String take(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect) {
    return tried("draft", "taken", viewer, language, id, given, response, model, redirect,
        here -> drafts.take(viewer.actor(), here, language,
            id, given.getOrDefault("draft", "")));
  }

  @PostMapping("/{language}/{id}/draft/discard")
  @Needs(Permission.MANAGE_DESK)
  String discard(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect) {
    return tried("draft", "discarded", viewer, language, id, given, response, model, redirect, here -> {
      drafts.discard(viewer.actor(), here, language, id, given.getOrDefault("draft", ""));
      return here;
    });
  }

  /** The answer itself shows the PIN: it is kept nowhere for a page that would come after. */
  @PostMapping("/{language}/{id}/telephone")
  @Needs(Permission.MANAGE_DESK)
  String telephone(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model) {
    var community = given.getOrDefault("community", "");
    var here = seen(viewer, community);
    model.addAttribute("told", given);
    try {
      var issued = studio.issue(viewer.actor(), here.id(), language, id, given.getOrDefault("words", ""), given.getOrDefault("note", ""));
      model.addAttribute("pin", new Pin(issued.pin(), words.moment(issued.until(), here.zone())));
      return page(viewer, language, id, community, Refused.NOT, model);
    } catch (Prompts.UnknownPrompt _) {
      throw new NoSuchPage("no such prompt");
    } catch (Prompts.Unusable e) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return page(viewer, language, id, community,
          new Refused("telephone", e.text(LocaleContextHolder.getLocale()), Map.of()), model);
    }
  }

  /** One click: the note says itself what it is. */
  @PostMapping("/{language}/{id}/back")
  @Needs(Permission.MANAGE_DESK)
  String goBack(@AuthenticationPrincipal Viewer viewer, @PathVariable String language, @PathVariable String id,
      @RequestParam Map<String, String> given, HttpServletResponse response, Model model, RedirectAttributes redirect) {
    var to = given.getOrDefault("to", "");
    if (!to.matches("\\d{1,6}")) {
      throw new NoSuchPage("no such version");
    }
    return tried("back", viewer, language, id, given, response, model, redirect, here -> prompts.goBack(viewer.actor(), here, language, id,
        Integer.parseInt(to), words.say("prompts.back.note", to)));
  }

  /** Changes a prompt. */
  private interface Deed {
    Object in(CommunityId here);
  }

  private String tried(String form, Viewer viewer, String language, String id, Map<String, String> given, HttpServletResponse response,
      Model model, RedirectAttributes redirect, Deed deed) {
    return tried(form, form, viewer, language, id, given, response, model, redirect, deed);
  }

  /** Nothing typed is lost on an error: the form comes back with it and with what to do. */
  private String tried(String form, String done, Viewer viewer, String language, String id, Map<String, String> given,
      HttpServletResponse response,
      Model model, RedirectAttributes redirect, Deed deed) {
    var community = given.getOrDefault("community", "");
    var here = seen(viewer, community);
    try {
      deed.in(here.id());
    } catch (Prompts.UnknownPrompt _) {
      throw new NoSuchPage("no such prompt");
    } catch (Prompts.Unusable e) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return page(viewer, language, id, community, new Refused(form, e.text(LocaleContextHolder.getLocale()), new LinkedHashMap<>(given)),
          model);
    } catch (Menus.Stale _) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      return page(viewer, language, id, community, new Refused(form, words.say("prompts.refused.stale"), new LinkedHashMap<>(given)),
          model);
    }
    redirect.addFlashAttribute("done", "prompts.done." + done);
    redirect.addAttribute("community", community);
    return "redirect:/prompts/" + language + "/" + id;
  }

  private Community seen(Viewer viewer, String community) {
    var id = Given.id(CommunityId::of, community);
    if (!viewer.sees(id)) {
      throw new NoSuchPage("no such community");
    }
    return directory.community(id).orElseThrow(() -> new NoSuchPage("no such community"));
  }
}
