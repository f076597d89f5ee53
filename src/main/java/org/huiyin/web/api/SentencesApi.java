package org.huiyin.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.Sentences;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sentences of a community's own. What they say is changed like any other prompt. */
@RestController
@RequestMapping("/api/v1/communities/{id}/prompts")
@Needs(Permission.MANAGE_DESK)
@Tag(name = "prompts", description = "What callers hear, in a community's own voice.")
class SentencesApi {
  /**
   * @param name lower-case letters, digits and hyphens; made out of the English words when left out
   * @param zh what is said in Chinese, 1 to 300 characters
   * @param en what is said in English, 1 to 300 characters
   */
  record Sentence(@Nullable String name, @Nullable String zh, @Nullable String en) {
  }

  /** @param id what menus say it by */
  record SentenceResource(String id) {
  }

  private final Sentences sentences;
  private final Directory directory;

  SentencesApi(Sentences sentences, Directory directory) {
    this.sentences = sentences;
    this.directory = directory;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Adds a sentence of the community's own, said by the speech engine in both languages; its menus may say it by its id")
  SentenceResource add(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody Sentence request) {
    return new SentenceResource(
        sentences.add(viewer.actor(), seen(viewer, id).id(), given(request.name()), given(request.zh()), given(request.en())));
  }

  @DeleteMapping("/{sentence}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Removes a sentence of the community's own that neither the menu in force nor the draft says")
  void remove(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @PathVariable String sentence) {
    sentences.remove(viewer.actor(), seen(viewer, id).id(), sentence);
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Community seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    if (!viewer.sees(community)) {
      throw new NotThere("community", id);
    }
    return directory.community(community).orElseThrow(() -> new NotThere("community", id));
  }
}
