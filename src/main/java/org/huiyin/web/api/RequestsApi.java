package org.huiyin.web.api;

import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotBlank;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.retention.PersonRequest;
import org.huiyin.retention.PersonRequestId;
import org.huiyin.retention.PersonRequests;
import org.huiyin.web.HoldDesk;
import org.huiyin.web.PersonArchive;
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
@RequestMapping("/api/v1/requests")
@Needs(Permission.HANDLE_REQUESTS)
@Tag(name = "requests", description = "What persons ask about their own data: find, hand over, erase what nothing keeps, answer.")
class RequestsApi {
  /** @param number masked */
  record RequestResource(String requestId, String communityId, String number, String identity, String receivedBy,
      OffsetDateTime receivedAt, OffsetDateTime dueAt, boolean overdue, @Nullable OffsetDateTime answeredAt, @Nullable String answeredBy,
      @Nullable String answer) {
  }

  /**
   * @param kept period, hold, long_keep, open_ticket, scheduled, erasable (nothing keeps it) or gone
   * @param until the end of the period, or for when it is scheduled
   */
  record ItemResource(String callId, OffsetDateTime startedAt, @Nullable String recordingId, @Nullable String ticket, String kept,
      String policy, @Nullable OffsetDateTime until) {
  }

  record EventResource(OffsetDateTime at, String actor, String kind, String detail) {
  }

  /** @param items empty once the request has forgotten the number */
  record RequestFile(RequestResource request, List<ItemResource> items, List<EventResource> log) {
  }

  /** @param identity how it was made sure that the number is theirs */
  record ReceiveRequest(@NotBlank String number, @Nullable String communityId, @NotBlank String identity) {
  }

  record EraseRequest(@NotBlank String reason) {
  }

  record AnswerRequest(@NotBlank String text) {
  }

  private final PersonRequests requests;
  private final PersonArchive archive;
  private final HoldDesk desk;
  private final Resources resources;
  private final Clock clock;

  RequestsApi(PersonRequests requests, PersonArchive archive, HoldDesk desk, Resources resources, Clock clock) {
    this.requests = requests;
    this.archive = archive;
    this.desk = desk;
    this.resources = resources;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "Requests, the latest first")
  Page<RequestResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "also those that are answered") @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = requests.newest(viewer.communities(), !all, after == null ? null : PersonRequestId.of(after), limit);
    return new Page<>(list.stream().map(this::resource).toList(), list.size() < limit ? null : list.getLast().id().toString());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Takes a request in; it has to be answered within 15 working days")
  RequestFile receive(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @RequestBody @Validated ReceiveRequest request) {
    var subject = (Subject.OfNumber) desk.subject(viewer, "number", request.number(), request.communityId());
    return file(requests.receive(viewer.actor(), subject.community(), subject.number(), request.identity()));
  }

  @GetMapping("/{id}")
  @Operation(summary = "One request: everything about its number, what keeps each part, and the request's log")
  RequestFile get(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return file(visible(viewer, id));
  }

  @GetMapping(value = "/{id}/archive", produces = "application/zip")
  @Operation(summary = "All of it as one ZIP: facts.json and the audio; audited before the first byte")
  void archive(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @Parameter(hidden = true) HttpServletResponse response) throws IOException {
    var prepared = archive.prepare(viewer, visible(viewer, id));
    response.setContentType("application/zip");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + id + ".zip\"");
    response.setHeader("Cache-Control", "no-store");
    archive.write(prepared, response.getOutputStream());
  }

  @PostMapping("/{id}/erase")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to erase what nothing keeps; somebody else approves, after three days the district may")
  Map<String, String> erase(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody @Validated EraseRequest request) {
    return Map.of("proposalId", requests.proposeErasing(viewer.actor(), visible(viewer, id).id(), request.reason()).id().toString());
  }

  @PostMapping("/{id}/answer")
  @Operation(summary = "Answers it: what is kept and why is added as it is now; from then on only the masked number is left")
  RequestFile answer(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody @Validated AnswerRequest request) {
    return file(requests.answer(viewer.actor(), visible(viewer, id).id(), request.text()));
  }

  private RequestFile file(PersonRequest request) {
    var zone = resources.zone(request.community());
    var items = requests.about(request).stream()
        .map(item -> new ItemResource(item.call().toString(), Resources.at(item.startedAt(), zone),
            item.recording() == null ? null : item.recording().toString(), item.ticket() == null ? null : item.ticket().number().toString(),
            Resources.lower(item.fate()), item.policy(), item.until() == null ? null : Resources.at(item.until(), zone)))
        .toList();
    return new RequestFile(resource(request), items, request.log().stream()
        .map(event -> new EventResource(Resources.at(event.at(), zone), event.actor(), event.kind(), event.detail())).toList());
  }

  private RequestResource resource(PersonRequest request) {
    var zone = resources.zone(request.community());
    return new RequestResource(request.id().toString(), request.community().toString(), request.masked(), request.identity(),
        request.receivedBy(), Resources.at(request.receivedAt(), zone), Resources.at(request.dueAt(), zone),
        request.overdue(clock.instant()), request.answeredAt() == null ? null : Resources.at(request.answeredAt(), zone),
        request.answeredBy(), request.answer());
  }

  private PersonRequest visible(Viewer viewer, String id) {
    return requests.find(PersonRequestId.of(id)).filter(request -> viewer.sees(request.community()))
        .orElseThrow(() -> new NotThere("request", id));
  }
}
