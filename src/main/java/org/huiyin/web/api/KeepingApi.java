package org.huiyin.web.api;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import jakarta.validation.constraints.NotBlank;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.LongKeep;
import org.huiyin.retention.LongKeepId;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Undecided;
import org.huiyin.web.HoldDesk;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.KeptResource;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/retention")
@Needs(Permission.SEE_RETENTION)
@Tag(name = "keeping", description = "Open tickets whose two years are over, and important matters that are kept long.")
class KeepingApi {
  /** @param overdue whether somebody should have looked by now whether it is still needed; nothing happens by itself */
  record LongKeepResource(String longKeepId, String kind, String subject, String communityId, String reason, String proposer,
      String approver, OffsetDateTime since, @Nullable OffsetDateTime reviewedAt, OffsetDateTime reviewBy, boolean overdue) {
  }

  /** @param kind recording or ticket */
  record LongKeepRequest(@NotBlank String kind, @NotBlank String subject, @NotBlank String reason) {
  }

  record ReasonRequest(@NotBlank String reason) {
  }

  record ReviewRequest(@NotBlank String note) {
  }

  private final Undecided undecided;
  private final LongKeeps longKeeps;
  private final Retention retention;
  private final HoldDesk desk;
  private final Resources resources;
  private final Clock clock;

  KeepingApi(Undecided undecided, LongKeeps longKeeps, Retention retention, HoldDesk desk, Resources resources, Clock clock) {
    this.undecided = undecided;
    this.longKeeps = longKeeps;
    this.retention = retention;
    this.desk = desk;
    this.resources = resources;
    this.clock = clock;
  }

  @GetMapping("/undecided")
  @Operation(summary = "Recordings whose two years are over and whose ticket is open: hold, keep long, destroy, or close the ticket")
  Page<KeptResource> undecided(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = undecided.list(viewer.communities(), after == null ? null : RecordingId.of(after), limit);
    return new Page<>(list.stream().map(resources::kept).toList(), list.size() < limit ? null : list.getLast().recording().toString());
  }

  @PostMapping("/undecided/{id}/destroy")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to destroy one; somebody else approves, then seven days pass")
  Map<String, String> destroy(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody @Validated ReasonRequest request) {
    var kept = retention.of(RecordingId.of(id)).filter(found -> viewer.sees(found.community()))
        .orElseThrow(() -> new NotThere("recording", id));
    return Map.of("proposalId", undecided.proposeDestroying(viewer.actor(), kept.recording(), request.reason()).id().toString());
  }

  @GetMapping("/long-keeps")
  @Operation(summary = "What is kept long, the next review first")
  List<LongKeepResource> longKeeps(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer) {
    return longKeeps.inForce(viewer.communities(), 1000).stream().map(this::resource).toList();
  }

  @PostMapping("/long-keeps")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to keep an important or complex matter long; nothing of it is destroyed meanwhile")
  Map<String, String> begin(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestBody @Validated LongKeepRequest request) {
    var subject = desk.subject(viewer, request.kind(), request.subject(), null);
    return Map.of("proposalId", longKeeps.propose(viewer.actor(), subject, request.reason()).id().toString());
  }

  @PostMapping("/long-keeps/{id}/review")
  @Needs(Permission.MANAGE_RETENTION)
  @Operation(summary = "Somebody has looked whether it is still needed; the next time is a year from now")
  LongKeepResource review(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody @Validated ReviewRequest request) {
    return resource(longKeeps.review(viewer.actor(), visible(viewer, id).id(), request.note()));
  }

  @PostMapping("/long-keeps/{id}/end")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to end it; it goes on until somebody else approves")
  Map<String, String> end(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody @Validated ReasonRequest request) {
    return Map.of("proposalId", longKeeps.proposeEnding(viewer.actor(), visible(viewer, id).id(), request.reason()).id().toString());
  }

  private LongKeepResource resource(LongKeep one) {
    var zone = resources.zone(one.community());
    return new LongKeepResource(one.id().toString(), Resources.lower(one.kind()), one.subject(), one.community().toString(), one.reason(),
        one.proposer(), one.approver(), Resources.at(one.since(), zone),
        one.reviewedAt() == null ? null : Resources.at(one.reviewedAt(), zone), Resources.at(one.reviewBy(), zone),
        one.overdue(clock.instant()));
  }

  private LongKeep visible(Viewer viewer, String id) {
    return longKeeps.find(LongKeepId.of(id)).filter(one -> viewer.sees(one.community())).orElseThrow(() -> new NotThere("long keep", id));
  }
}
