package org.huiyin.web.api;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.approval.Approvals.Viewpoint;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalId;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/approvals")
@Needs(Permission.DECIDE)
@Tag(name = "approvals", description = "What one person proposed and another decides.")
class ApprovalsApi {
  /**
   * @param subject to what: {@code hold:<id>}
   * @param proposer {@code staff:<id>}, {@code system:<component>} or {@code local-admin}
   * @param eligible how many people may decide now; 0 says that somebody has to be added first
   * @param objection why you may not decide: own, local_admin, not_eligible or over; null when you may
   */
  record ProposalResource(String proposalId, String kind, String subject, @Nullable String communityId, String proposer, String reason,
      Map<String, String> facts, OffsetDateTime proposedAt, OffsetDateTime escalatesAt, OffsetDateTime expiresAt, String state,
      @Nullable OffsetDateTime decidedAt, @Nullable String decider, String note, int eligible, @Nullable String objection) {
  }

  record DecisionRequest(@Nullable String note) {
  }

  private final Approvals approvals;
  private final Resources resources;
  private final Directory directory;

  ApprovalsApi(Approvals approvals, Resources resources, Directory directory) {
    this.approvals = approvals;
    this.resources = resources;
    this.directory = directory;
  }

  @GetMapping
  @Operation(summary = "What waits for a decision, the oldest first; or with over=true what is decided, withdrawn or expired, the latest first")
  Page<ProposalResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestParam(defaultValue = "false") boolean over,
      @Parameter(description = "the next of the piece before; only with over") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    if (!over) {
      return new Page<>(approvals.open(viewpoint(viewer)).stream().map(proposal -> resource(proposal, viewer)).toList(), null);
    }
    List<Proposal> list = approvals.over(viewpoint(viewer), after == null ? null : ProposalId.of(after), limit);
    return new Page<>(list.stream().map(proposal -> resource(proposal, viewer)).toList(),
        list.size() < limit ? null : list.getLast().id().toString());
  }

  @GetMapping("/{id}")
  @Operation(summary = "One proposal")
  ProposalResource get(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return resource(visible(viewer, id), viewer);
  }

  @PostMapping("/{id}/approve")
  @Operation(summary = "Approves it and carries it out", description = "409 for whoever proposed it, for the local administrator, and when it is over.")
  ProposalResource approve(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody(required = false) @Nullable DecisionRequest request) {
    return resource(approvals.approve(viewer.actor(), visible(viewer, id).id(), note(request)), viewer);
  }

  @PostMapping("/{id}/refuse")
  @Operation(summary = "Refuses it; the note says why")
  ProposalResource refuse(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody(required = false) @Nullable DecisionRequest request) {
    return resource(approvals.refuse(viewer.actor(), visible(viewer, id).id(), note(request)), viewer);
  }

  @PostMapping("/{id}/withdraw")
  @Operation(summary = "Takes back what you proposed")
  ProposalResource withdraw(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return resource(approvals.withdraw(viewer.actor(), visible(viewer, id).id()), viewer);
  }

  ProposalResource resource(Proposal proposal, Viewer viewer) {
    ZoneId zone = proposal.community() == null ? directory.dialledBy("").zone() : resources.zone(proposal.community());
    return new ProposalResource(proposal.id().toString(), proposal.kind(), proposal.subject(),
        proposal.community() == null ? null : proposal.community().toString(), proposal.proposer(), proposal.reason(), proposal.facts(),
        Resources.at(proposal.proposedAt(), zone), Resources.at(proposal.escalatesAt(), zone), Resources.at(proposal.expiresAt(), zone),
        Resources.lower(proposal.state()), proposal.decidedAt() == null ? null : Resources.at(proposal.decidedAt(), zone),
        proposal.decider(), proposal.note(), approvals.deciders(proposal).size(),
        approvals.objection(viewer.actor(), proposal).map(Resources::lower).orElse(null));
  }

  private Proposal visible(Viewer viewer, String id) {
    var viewpoint = viewpoint(viewer);
    return approvals.find(ProposalId.of(id))
        .filter(proposal -> proposal.community() == null || viewer.sees(proposal.community()) || viewpoint.district())
        .orElseThrow(() -> new NotThere("proposal", id));
  }

  private static Viewpoint viewpoint(Viewer viewer) {
    return new Viewpoint(viewer.communities(), viewer.staff().filter(member -> member.roles().contains(Role.DISTRICT)).isPresent());
  }

  private static String note(@Nullable DecisionRequest request) {
    return request == null || request.note() == null ? "" : request.note();
  }
}
