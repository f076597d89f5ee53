package org.huiyin.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.PromptDrafts;
import org.huiyin.flow.PromptDrafts.Draft;
import org.huiyin.flow.Prompts;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Prompts that are heard before any caller hears them. */
@RestController
@RequestMapping("/api/v1/communities/{id}/prompts/{language}/{prompt}/draft")
@Needs(Permission.MANAGE_DESK)
@Tag(name = "prompts", description = "What callers hear, in the community's own voice.")
class PromptDraftsApi {
  private static final int MOST_BYTES = Prompts.LARGEST_FILE + 1;

  record Speech(@Nullable String text, @Nullable String note) {
  }

  /** @param draft names what was heard; to be given when it is taken or thrown away */
  record DraftResource(String draft, String source, String said, double seconds, String note, OffsetDateTime at, String by, String audio) {
  }

  record TakenResource(int number, String said, double seconds) {
  }

  private final PromptDrafts drafts;
  private final Directory directory;

  PromptDraftsApi(PromptDrafts drafts, Directory directory) {
    this.drafts = drafts;
    this.directory = directory;
  }

  @GetMapping
  @Operation(summary = "What was made for a prompt and is not in force yet")
  DraftResource show(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt) {
    var community = seen(viewer, id);
    return drafts.of(community.id(), language, prompt).map(draft -> resource(draft, language, prompt, community))
        .orElseThrow(() -> new NotThere("draft of this prompt", "asked for"));
  }

  @GetMapping(value = "/audio", produces = "audio/wav")
  @Operation(summary = "The draft as callers would hear it")
  ResponseEntity<byte[]> audio(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt) {
    var sound = drafts.sound(seen(viewer, id).id(), language, prompt).orElseThrow(() -> new NotThere("draft of this prompt", "asked for"));
    return ResponseEntity.ok().contentType(MediaType.parseMediaType("audio/wav")).cacheControl(CacheControl.noCache()).body(sound);
  }

  @PostMapping("/speech")
  @Operation(summary = "Has the speech engine say the words, to be heard before it counts")
  DraftResource speak(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt, @RequestBody Speech request) {
    var community = seen(viewer, id);
    return resource(drafts.speak(viewer.actor(), community.id(), language, prompt, given(request.text()), given(request.note())), language,
        prompt, community);
  }

  @PutMapping(value = "/audio", consumes = MediaType.ALL_VALUE)
  @Operation(summary = "Takes a recording, to be heard as callers would before it counts", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = "application/octet-stream")))
  DraftResource upload(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt,
      @Parameter(description = "why, 1 to 200 characters") @RequestParam(defaultValue = "") String note,
      @Parameter(description = "the words that are heard in it; those of the version before when left out") @RequestParam(defaultValue = "") String text,
      @Parameter(hidden = true) InputStream body) throws IOException {
    var community = seen(viewer, id);
    var file = body.readNBytes(MOST_BYTES);
    return resource(drafts.upload(viewer.actor(), community.id(), language, prompt, text, file, note), language, prompt, community);
  }

  @PostMapping("/{draft}/publication")
  @Operation(summary = "Takes the draft: callers hear it from now on")
  TakenResource take(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt, @PathVariable String draft) {
    var version = drafts.take(viewer.actor(), seen(viewer, id).id(), language, prompt, draft);
    return new TakenResource(version.number(), version.said(), version.length().toMillis() / 1000.0);
  }

  @DeleteMapping("/{draft}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Throws the draft away")
  void discard(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @PathVariable String language,
      @PathVariable String prompt, @PathVariable String draft) {
    drafts.discard(viewer.actor(), seen(viewer, id).id(), language, prompt, draft);
  }

  private static DraftResource resource(Draft draft, String language, String prompt, Community community) {
    return new DraftResource(draft.id(), Resources.lower(draft.source()), draft.said(), draft.length().toMillis() / 1000.0, draft.note(),
        Resources.at(draft.at(), community.zone()), draft.by(),
        "/api/v1/communities/" + community.id() + "/prompts/" + language + "/" + prompt + "/draft/audio");
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Community seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    return directory.community(community).filter(_ -> viewer.sees(community)).orElseThrow(() -> new NotThere("community", id));
  }
}
