package org.huiyin.web.api;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import jakarta.validation.constraints.NotBlank;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.retention.Hold;
import org.huiyin.retention.HoldId;
import org.huiyin.retention.Holds;
import org.huiyin.web.HoldDesk;
import org.huiyin.web.Viewer;
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
@RequestMapping("/api/v1/retention/holds")
@Needs(Permission.SEE_RETENTION)
@Tag(name = "holds", description = "What stops destruction: placed by one person, lifted by two.")
class HoldsApi {
  /**
   * @param subject the recording's id, the ticket's number, or the telephone number with its middle left out
   * @param proposalId the open proposal to lift it; null when there is none
   */
  record HoldResource(String holdId, String kind, String subject, String communityId, String reason, String placedBy,
      OffsetDateTime placedAt, @Nullable OffsetDateTime until, boolean inForce, @Nullable OffsetDateTime liftedAt,
      @Nullable String liftedBy, @Nullable String proposalId) {
  }

  /** @param tooLate how many recordings were destroyed before */
  record PlacedResource(HoldResource hold, int covered, int tooLate) {
  }

  /**
   * @param kind recording, ticket, number (a telephone number), or caller (the number that the ticket came from, which you need not know)
   * @param communityId for a number, where you belong to several communities
   */
  record HoldRequest(@NotBlank String kind, @NotBlank String subject, @Nullable String communityId, @NotBlank String reason,
      @Nullable OffsetDateTime until) {
  }

  record LiftRequest(@NotBlank String reason) {
  }

  private final Holds holds;
  private final HoldDesk desk;
  private final Resources resources;

  HoldsApi(Holds holds, HoldDesk desk, Resources resources) {
    this.holds = holds;
    this.desk = desk;
    this.resources = resources;
  }

  @GetMapping
  @Operation(summary = "Holds, the latest first")
  Page<HoldResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "also those that are over") @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    List<Hold> list = holds.newest(viewer.communities(), !all, after == null ? null : HoldId.of(after), limit);
    return new Page<>(list.stream().map(this::resource).toList(), list.size() < limit ? null : list.getLast().id().toString());
  }

  @GetMapping("/{id}")
  @Operation(summary = "One hold")
  HoldResource get(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return resource(visible(viewer, id));
  }

  @PostMapping
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Places a hold; from the answer on nothing that it covers is destroyed")
  PlacedResource place(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @RequestBody @Validated HoldRequest request) {
    var subject = desk.subject(viewer, request.kind(), request.subject(), request.communityId());
    var placed = holds.place(viewer.actor(),
        new Holds.Placement(subject, request.reason(), request.until() == null ? null : request.until().toInstant()));
    return new PlacedResource(resource(placed.hold()), placed.covered(), placed.tooLate());
  }

  @PostMapping("/{id}/lift")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to lift it; it stays until somebody else approves")
  Map<String, String> lift(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody @Validated LiftRequest request) {
    return Map.of("proposalId", holds.proposeLifting(viewer.actor(), visible(viewer, id).id(), request.reason()).id().toString());
  }

  private HoldResource resource(Hold hold) {
    var zone = resources.zone(hold.community());
    return new HoldResource(hold.id().toString(), Resources.lower(hold.kind()), hold.subject(), hold.community().toString(), hold.reason(),
        hold.placedBy(), Resources.at(hold.placedAt(), zone), hold.until() == null ? null : Resources.at(hold.until(), zone),
        desk.inForce(hold), hold.liftedAt() == null ? null : Resources.at(hold.liftedAt(), zone), hold.liftedBy(),
        desk.lifting(hold).map(proposal -> proposal.id().toString()).orElse(null));
  }

  private Hold visible(Viewer viewer, String id) {
    return holds.find(HoldId.of(id)).filter(hold -> viewer.sees(hold.community())).orElseThrow(() -> new NotThere("hold", id));
  }
}
