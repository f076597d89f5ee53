package org.huiyin.web.console;

import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.Menus;
import org.huiyin.flow.Prompts;
import org.huiyin.flow.Sentences;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.console.PromptPages.Refused;
import org.huiyin.web.security.Needs;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sentences of a community's own are added on the page of all prompts, and removed on their own. */
@Controller
@RequestMapping("/prompts/sentences")
@Needs(Permission.MANAGE_DESK)
class SentencePages {
  private final Sentences sentences;
  private final PromptPages pages;
  private final Directory directory;
  private final Words words;

  SentencePages(Sentences sentences, PromptPages pages, Directory directory, Words words) {
    this.sentences = sentences;
    this.pages = pages;
    this.directory = directory;
    this.words = words;
  }

  @PostMapping
  String add(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    var here = seen(viewer, given);
    try {
      var id = sentences.add(viewer.actor(), here.id(), given.getOrDefault("name", ""), given.getOrDefault("zh", ""),
          given.getOrDefault("en", ""));
      redirect.addFlashAttribute("done", "prompts.done.added");
      redirect.addAttribute("community", here.id());
      return "redirect:/prompts?show=own#p-" + id;
    } catch (Prompts.Unusable e) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      model.addAttribute("refused", new Refused("add", e.text(LocaleContextHolder.getLocale()), given));
    } catch (Menus.Stale _) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      model.addAttribute("refused", new Refused("add", words.say("prompts.add.stale"), given));
    }
    return pages.list(viewer, here.id().toString(), "all", model);
  }

  @PostMapping("/{id}/removal")
  String remove(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam Map<String, String> given,
      HttpServletResponse response, Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given);
    try {
      sentences.remove(viewer.actor(), here.id(), id);
    } catch (Prompts.UnknownPrompt _) {
      throw new NoSuchPage("no such sentence");
    } catch (Sentences.InUse e) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      return pages.page(viewer, given.getOrDefault("language", "zh"), id, here.id().toString(),
          new Refused("removal", e.text(LocaleContextHolder.getLocale()), given), model);
    }
    redirect.addFlashAttribute("done", "prompts.done.removed");
    redirect.addAttribute("community", here.id());
    return "redirect:/prompts";
  }

  private Community seen(Viewer viewer, Map<String, String> given) {
    var id = Given.id(CommunityId::of, given.getOrDefault("community", ""));
    if (!viewer.sees(id)) {
      throw new NoSuchPage("no such community");
    }
    return directory.community(id).orElseThrow(() -> new NoSuchPage("no such community"));
  }
}
