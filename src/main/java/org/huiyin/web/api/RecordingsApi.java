package org.huiyin.web.api;

import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.Retention;
import org.huiyin.web.Listening;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.api.Resources.RecordingResource;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/recordings")
@Needs(Permission.SEE_RECORDINGS)
@Tag(name = "recordings", description = "The recorded audio of each call and what is known about it.")
class RecordingsApi {
  /**
   * The waveform.
   *
   * @param perSecond how many values stand for a second
   * @param resident the resident's loudest sample in each slice, 0 to 255
   * @param staff what the resident heard
   * @param grantedUntil until when further requests belong to this listening
   */
  record PeaksResource(int perSecond, int[] resident, int[] staff, String grantedUntil) {
  }

  private final Recordings recordings;
  private final Retention retention;
  private final Listening listening;
  private final Resources resources;

  RecordingsApi(Recordings recordings, Retention retention, Listening listening, Resources resources) {
    this.recordings = recordings;
    this.retention = retention;
    this.listening = listening;
    this.resources = resources;
  }

  @GetMapping
  @Operation(summary = "The newest calls' recordings first")
  Page<RecordingResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    List<RecordingFacts> list = recordings.newest(viewer.communities(), after == null ? null : RecordingId.of(after), limit);
    var kept = retention.of(list.stream().map(RecordingFacts::id).toList());
    return new Page<>(
        list.stream().map(facts -> resources.recording(viewer, facts, Optional.ofNullable(kept.get(facts.id())), Optional.empty()))
            .toList(),
        list.size() < limit ? null : list.getLast().id().toString());
  }

  @GetMapping("/{id}")
  @Operation(summary = "What is known about one recording without hearing it")
  RecordingResource get(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return resource(viewer, visible(viewer, id));
  }

  @GetMapping("/{id}/peaks")
  @Needs(Permission.REPLAY)
  @Operation(summary = "The waveform; treated and audited like the audio")
  ResponseEntity<PeaksResource> peaks(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @Parameter(hidden = true) HttpServletRequest request) {
    var facts = visible(viewer, id);
    var grant = Granting.granted(listening.goOn(viewer, Granting.session(request), facts.id()));
    var peaks = recordings.peaks(facts.id(), grant);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new PeaksResource(peaks.perSecond(), unsigned(peaks.left()),
        unsigned(peaks.right()), Resources.at(grant.until(), resources.zone(facts.community())).toString()));
  }

  private RecordingResource resource(Viewer viewer, RecordingFacts facts) {
    return resources.recording(viewer, facts, retention.of(facts.id()), retention.tombstone(facts.id()));
  }

  private RecordingFacts visible(Viewer viewer, String id) {
    return recordings.find(RecordingId.of(id)).filter(facts -> viewer.sees(facts.community()))
        .orElseThrow(() -> new NotThere("recording", id));
  }

  private static int[] unsigned(byte[] values) {
    int[] numbers = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = Byte.toUnsignedInt(values[i]);
    }
    return numbers;
  }
}
