package org.huiyin.web.api;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Safeguards;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.KeptResource;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.api.Resources.TombstoneResource;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/retention")
@Needs(Permission.SEE_RETENTION)
@Tag(name = "retention", description = "What will be destroyed, and what remains of what was.")
class RetentionApi {
  private static final int MOST = 1000;

  /** @param count how many there are in all; {@code items} may be fewer */
  record PreviewResource(OffsetDateTime at, long count, List<KeptResource> items) {
  }

  private final Retention retention;
  private final Safeguards safeguards;
  private final Resources resources;
  private final Clock clock;

  RetentionApi(Retention retention, Safeguards safeguards, Resources resources, Clock clock) {
    this.retention = retention;
    this.safeguards = safeguards;
    this.resources = resources;
    this.clock = clock;
  }

  @GetMapping("/preview")
  @Operation(summary = "What a purge would destroy at a moment, the oldest call first")
  PreviewResource preview(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "now when left out") @RequestParam(required = false) @Nullable OffsetDateTime at,
      @RequestParam(defaultValue = "200") int limit) {
    Limits.check(limit, MOST);
    var moment = at == null ? clock.instant() : at.toInstant();
    return new PreviewResource(at == null ? OffsetDateTime.now(clock) : at, retention.previewCount(moment, viewer.communities()),
        retention.preview(moment, viewer.communities(), limit).stream().map(resources::kept).toList());
  }

  @GetMapping("/held")
  @Operation(summary = "What a hold keeps although its period is over at a moment, the oldest period's end first")
  List<KeptResource> held(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "now when left out") @RequestParam(required = false) @Nullable OffsetDateTime at,
      @RequestParam(defaultValue = "200") int limit) {
    Limits.check(limit, MOST);
    return retention.heldBack(at == null ? clock.instant() : at.toInstant(), viewer.communities(), limit).stream().map(resources::kept)
        .toList();
  }

  /** @param doubts behind, jumped, database_differs, asterisk_differs */
  record SafeguardsResource(OffsetDateTime now, List<String> doubts, Safeguards.@Nullable Excess excess, boolean waits) {
  }

  record ConfirmRequest(@jakarta.validation.constraints.NotBlank String reason) {
  }

  @GetMapping("/safeguards")
  @Operation(summary = "Why nothing is destroyed now, if so: a clock that is not believed, a volume that was not forecast")
  SafeguardsResource safeguards() {
    var state = safeguards.state();
    return new SafeguardsResource(OffsetDateTime.ofInstant(state.now(), clock.getZone()),
        state.doubts().stream().map(Resources::lower).toList(), state.excess(), state.waits());
  }

  @PostMapping("/safeguards/time")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to believe the clock as it is; somebody else approves")
  Map<String, String> time(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestBody @Validated ConfirmRequest request) {
    return Map.of("proposalId", safeguards.proposeTime(viewer.actor(), request.reason()).id().toString());
  }

  @PostMapping("/safeguards/volume")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to destroy as much as is due; somebody else approves")
  Map<String, String> volume(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestBody @Validated ConfirmRequest request) {
    return Map.of("proposalId", safeguards.proposeVolume(viewer.actor(), request.reason()).id().toString());
  }

  @GetMapping("/tombstones")
  @Operation(summary = "What remains of destroyed recordings, the latest first")
  Page<TombstoneResource> tombstones(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = retention.tombstones(viewer.communities(), after == null ? null : RecordingId.of(after), limit);
    return new Page<>(list.stream().map(resources::tombstone).toList(), list.size() < limit ? null : list.getLast().recording().toString());
  }
}
