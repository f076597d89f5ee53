package org.huiyin.web.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.NumberView;
import org.huiyin.access.Permission;
import org.huiyin.foundation.Actor;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.api.Resources.TicketResource;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets")
@Needs(Permission.SEE_TICKETS)
@Tag(name = "tickets", description = "The matters residents brought.")
class TicketsApi {
  /** Only the fields that are given are changed. */
  record CorrectionRequest(@Nullable Long version, @Nullable String category, @Nullable String priority,
      @Size(max = 100) @Nullable String callerName, @Size(max = 8000) @Nullable String what, @Size(max = 300) @Nullable String place,
      @Size(max = 8000) @Nullable String measures) {
  }

  record NoteRequest(@NotBlank @Size(max = 8000) @Nullable String text) {
  }

  record ArchiveRequest(@NotBlank @Size(max = 8000) @Nullable String result) {
  }

  /** @param e164 null for short and internal numbers */
  record NumberResource(String number, @Nullable String e164) {
  }

  private final Tickets tickets;
  private final Resources resources;
  private final NumberView numbers;

  TicketsApi(Tickets tickets, Resources resources, NumberView numbers) {
    this.tickets = tickets;
    this.resources = resources;
    this.numbers = numbers;
  }

  @GetMapping
  @Operation(summary = "The newest tickets first, without their timelines")
  Page<TicketResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String state, @RequestParam(required = false) @Nullable String priority,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    List<Ticket> list = tickets
        .list(new Tickets.Query(viewer.communities(), state == null ? null : one(TicketState.class, "state", state),
            priority == null ? null : one(Priority.class, "priority", priority), after == null ? null : TicketNumber.of(after), limit));
    return new Page<>(list.stream().map(resources::ticket).toList(), list.size() < limit ? null : list.getLast().number().toString());
  }

  @GetMapping("/{number}")
  @Operation(summary = "One ticket with its timeline")
  TicketResource get(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number) {
    return resources.ticket(visible(viewer, number));
  }

  @GetMapping("/{number}/caller")
  @Needs(Permission.SEE_FULL_NUMBERS)
  @Operation(summary = "The caller's whole number; that it was read is audited first")
  NumberResource caller(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number) {
    var ticket = visible(viewer, number);
    var subject = "ticket:" + ticket.number();
    Optional<String> whole = viewer.staff().map(member -> numbers.whole(member, ticket.caller(), ticket.community(), subject))
        .orElseGet(() -> numbers.whole(new Actor.LocalAdmin(), ticket.caller(), ticket.community(), subject));
    return new NumberResource(whole.orElseThrow(() -> new NotThere("number to show on ticket", number)), ticket.caller().e164());
  }

  @PatchMapping("/{number}")
  @Needs(Permission.CHANGE_TICKETS)
  @Operation(summary = "Corrects facts", description = "Names the version it was made from; 409 when somebody else was faster.")
  TicketResource correct(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number,
      @RequestBody @Valid CorrectionRequest request) {
    var ticket = visible(viewer, number);
    var correction = new Tickets.Correction(request.category() == null ? null : one(Category.class, "category", request.category()),
        request.priority() == null ? null : one(Priority.class, "priority", request.priority()), request.callerName(), request.what(),
        request.place(), request.measures());
    return resources.ticket(tickets.correct(viewer.actor(), ticket.number(), version(request), correction));
  }

  @PostMapping("/{number}/notes")
  @Needs(Permission.CHANGE_TICKETS)
  @Operation(summary = "Adds a note to the timeline")
  TicketResource note(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number,
      @RequestBody @Valid NoteRequest request) {
    return resources.ticket(tickets.note(viewer.actor(), visible(viewer, number).number(), given(request.text())));
  }

  @PostMapping("/{number}/archive")
  @Needs(Permission.CHANGE_TICKETS)
  @Operation(summary = "Closes the matter with its result")
  TicketResource archive(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number,
      @RequestBody @Valid ArchiveRequest request) {
    return resources.ticket(tickets.archive(viewer.actor(), visible(viewer, number).number(), given(request.result())));
  }

  @PostMapping("/{number}/take-up")
  @Needs(Permission.CHANGE_TICKETS)
  @Operation(summary = "Takes up a missed call as a matter to be worked on")
  TicketResource takeUp(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number) {
    return resources.ticket(tickets.takeUp(viewer.actor(), visible(viewer, number).number()));
  }

  private Ticket visible(Viewer viewer, String number) {
    return tickets.find(TicketNumber.of(number)).filter(ticket -> viewer.sees(ticket.community()))
        .orElseThrow(() -> new NotThere("ticket", number));
  }

  private static long version(CorrectionRequest request) {
    if (request.version() == null) {
      throw new IllegalArgumentException("version must be given");
    }
    return request.version();
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static <E extends Enum<E>> E one(Class<E> type, String field, String text) {
    return Arrays.stream(type.getEnumConstants()).filter(value -> Resources.lower(value).equals(text.toLowerCase(Locale.ROOT))).findAny()
        .orElseThrow(() -> new IllegalArgumentException(field + " must be one of "
            + Arrays.stream(type.getEnumConstants()).map(Resources::lower).collect(Collectors.joining(", "))));
  }
}
