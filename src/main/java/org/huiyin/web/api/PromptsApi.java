package org.huiyin.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.Prompts;
import org.huiyin.flow.Studio;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/communities/{id}/prompts")
@Needs(Permission.SEE_DESK)
@Tag(name = "prompts", description = "What callers hear, in a community's own voice: spoken, uploaded, recorded by telephone, heard, taken back.")
class PromptsApi {
  /** One byte more than is taken: enough to be told that it is too much. */
  private static final int MOST_BYTES = Prompts.LARGEST_FILE + 1;

  /**
   * @param source {@code delivered}, {@code spoken}, {@code uploaded} or {@code recorded}, which is by telephone
   * @param at null for the delivered one
   * @param backTo the version that this one is again
   */
  record VersionResource(int version, String source, String text, double seconds, String note, @Nullable OffsetDateTime at, String by,
      @Nullable Integer backTo, String audioUrl) {
  }

  record VersionsResource(List<VersionResource> items) {
  }

  /**
   * @param used whether a menu or every call says it
   * @param missing whether a caller would hear a gap
   * @param otherLanguageOnly whether the community's own voice says it in the other language only
   */
  record PromptResource(String language, String id, VersionResource inForce, boolean used, boolean missing, boolean otherLanguageOnly) {
  }

  /** @param unused, missing the paths of such prompts, {@code zh/notice} */
  record PromptsResource(List<PromptResource> items, List<String> unused, List<String> missing) {
  }

  record Speech(@Nullable String text, @Nullable String note) {
  }

  record Restoration(@Nullable String note) {
  }

  record Telephone(@Nullable String text, @Nullable String note) {
  }

  /**
   * @param dial what is dialled
   * @param pin entered then; it is not shown again
   * @param until when it ends
   */
  record PinResource(String dial, String pin, OffsetDateTime until) {
  }

  private final Prompts prompts;
  private final Studio studio;
  private final Directory directory;

  PromptsApi(Prompts prompts, Studio studio, Directory directory) {
    this.prompts = prompts;
    this.studio = studio;
    this.directory = directory;
  }

  @GetMapping
  @Operation(summary = "Every prompt in both languages, with what is in force, what is unused and what is missing")
  PromptsResource all(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    var community = seen(viewer, id);
    var all = prompts.all(community.id());
    return new PromptsResource(
        all.stream().map(each -> new PromptResource(each.language(), each.id(),
            resource(each.current(), each.language(), each.id(), community), each.used(), each.missing(), each.otherVoice())).toList(),
        all.stream().filter(each -> !each.used()).map(PromptsApi::path).toList(),
        all.stream().filter(Prompts.Entry::missing).map(PromptsApi::path).toList());
  }

  @GetMapping("/{language}/{prompt}")
  @Operation(summary = "Every version of a prompt, the newest first: who made it, when and why")
  VersionsResource versions(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt) {
    var community = seen(viewer, id);
    return new VersionsResource(
        prompts.versions(community.id(), language, prompt).stream().map(each -> resource(each, language, prompt, community)).toList());
  }

  @GetMapping(value = "/{language}/{prompt}/versions/{version}/audio", produces = "audio/wav")
  @Operation(summary = "A version as callers hear it")
  ResponseEntity<byte[]> audio(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt, @PathVariable int version) {
    var community = seen(viewer, id);
    var sound = prompts.sound(community.id(), language, prompt, version)
        .orElseThrow(() -> new NotThere("version of this prompt", "asked for"));
    return ResponseEntity.ok().contentType(MediaType.parseMediaType("audio/wav")).cacheControl(CacheControl.noCache()).body(sound);
  }

  @PutMapping(value = "/{language}/{prompt}/audio", consumes = MediaType.ALL_VALUE)
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Puts a recording in force for the calls that come in from now on; WAV, MP3, FLAC, AIFF, AMR or Ogg Vorbis, at most 10 MB", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = "application/octet-stream")))
  VersionResource upload(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt,
      @Parameter(description = "why, 1 to 200 characters") @RequestParam(defaultValue = "") String note,
      @Parameter(description = "the words that are heard in it; those of the version before when left out") @RequestParam(defaultValue = "") String text,
      @Parameter(hidden = true) InputStream body) throws IOException {
    var community = seen(viewer, id);
    var file = body.readNBytes(MOST_BYTES);
    return resource(prompts.upload(viewer.actor(), community.id(), language, prompt, text, file, note), language, prompt, community);
  }

  @PostMapping("/{language}/{prompt}/speech")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Has the speech engine say the words, for the calls that come in from now on")
  VersionResource speak(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt, @RequestBody Speech request) {
    var community = seen(viewer, id);
    return resource(prompts.speak(viewer.actor(), community.id(), language, prompt, given(request.text()), given(request.note())), language,
        prompt, community);
  }

  @PostMapping("/{language}/{prompt}/telephone")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Gives a PIN to record the prompt by telephone: good for 15 minutes, for this person and this prompt, once; it ends the one that the person had")
  PinResource telephone(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt, @RequestBody Telephone request) {
    var community = seen(viewer, id);
    var issued = studio.issue(viewer.actor(), community.id(), language, prompt, given(request.text()), given(request.note()));
    return new PinResource(studio.number(), issued.pin(), Resources.at(issued.until(), community.zone()));
  }

  @PostMapping("/{language}/{prompt}/versions/{version}/restoration")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Goes back to an older version; 1 is the product's own")
  VersionResource goBack(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String language, @PathVariable String prompt, @PathVariable int version, @RequestBody Restoration request) {
    var community = seen(viewer, id);
    return resource(prompts.goBack(viewer.actor(), community.id(), language, prompt, version, given(request.note())), language, prompt,
        community);
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String path(Prompts.Entry entry) {
    return entry.language() + "/" + entry.id();
  }

  private Community seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    if (!viewer.sees(community)) {
      throw new NotThere("community", id);
    }
    return directory.community(community).orElseThrow(() -> new NotThere("community", id));
  }

  private static VersionResource resource(Prompts.Version version, String language, String prompt, Community community) {
    var at = version.at();
    return new VersionResource(version.number(), Resources.lower(version.source()), version.said(), version.length().toMillis() / 1000.0,
        version.note(), at == null ? null : Resources.at(at, community.zone()), version.by(), version.backTo(),
        "/api/v1/communities/" + community.id() + "/prompts/" + language + "/" + prompt + "/versions/" + version.number() + "/audio");
  }
}
