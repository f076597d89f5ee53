package org.huiyin.web.console;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.NumberView;
import org.huiyin.access.Permission;
import org.huiyin.foundation.Actor;
import org.huiyin.retention.Holds;
import org.huiyin.retention.LongKeeps;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.huiyin.ticket.Tickets.StaleTicket;
import org.huiyin.web.CallFiles;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@Needs(Permission.SEE_TICKETS)
class TicketPages {
  private static final int ON_A_PAGE = 50;
  private static final int RELATED = 10;
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_PLACE = 300;
  private static final int LONGEST_TEXT = 8000;

  /** The facts as they stand in the form: what was typed, until it is saved. */
  record Facts(long version, Category category, Priority priority, String callerName, String place, String what, String measures) {
    static Facts of(Ticket ticket) {
      return new Facts(ticket.version(), ticket.category(), ticket.priority(), ticket.callerName(), ticket.place(), ticket.what(),
          ticket.measures());
    }

    Tickets.Correction correction() {
      return new Tickets.Correction(category, priority, callerName, what, place, measures);
    }

    Optional<String> tooLong() {
      return callerName.length() > LONGEST_NAME
          ? Optional.of("callerName")
          : place.length() > LONGEST_PLACE
              ? Optional.of("place")
              : what.length() > LONGEST_TEXT
                  ? Optional.of("what")
                  : measures.length() > LONGEST_TEXT ? Optional.of("measures") : Optional.empty();
    }
  }

  /** @param count how many it would list */
  record Filter(String name, @Nullable String state, long count, boolean here) {
  }

  private final Tickets tickets;
  private final CallFiles files;
  private final NumberView numbers;
  private final Rows rows;
  private final Timeline timeline;
  private final PlayerView.Maker players;
  private final Keepings keepings;
  private final Holds holds;
  private final LongKeeps longKeeps;
  private final Words words;

  TicketPages(Tickets tickets, CallFiles files, NumberView numbers, Rows rows, Timeline timeline, PlayerView.Maker players,
      Keepings keepings, Holds holds, LongKeeps longKeeps, Words words) {
    this.keepings = keepings;
    this.holds = holds;
    this.longKeeps = longKeeps;
    this.tickets = tickets;
    this.files = files;
    this.numbers = numbers;
    this.rows = rows;
    this.timeline = timeline;
    this.players = players;
    this.words = words;
  }

  @GetMapping("/tickets")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String priority, @RequestParam(required = false) @Nullable String after, Model model) {
    var wanted = Given.orNone(TicketState::valueOf, state);
    var urgent = Given.orNone(Priority::valueOf, priority);
    var list = tickets
        .list(new Tickets.Query(viewer.shown(), wanted, urgent, Given.orNone(TicketNumber::of, after), ON_A_PAGE));
    model.addAttribute("rows", list.stream().map(rows::ticket).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().number().toString());
    model.addAttribute("state", wanted == null ? null : wanted.name());
    model.addAttribute("priority", urgent == null ? null : urgent.name());
    model.addAttribute("several", viewer.shown().size() > 1);
    model.addAttribute("filters", EnumSet.allOf(TicketState.class).stream()
        .map(one -> new Filter("state." + one, one.name(), count(viewer, one, urgent), one == wanted)).toList());
    model.addAttribute("all", count(viewer, null, urgent));
    model.addAttribute("urgent", count(viewer, wanted, Priority.URGENT));
    return "tickets";
  }

  @GetMapping("/tickets/{number}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String number, Model model) {
    return page(viewer, visible(viewer, number), model);
  }

  /** Reading a whole number is an act that is audited: it is asked for, not shown by the way. */
  @PostMapping("/tickets/{number}/number")
  @Needs(Permission.SEE_FULL_NUMBERS)
  String number(@AuthenticationPrincipal Viewer viewer, @PathVariable String number, Model model) {
    var ticket = visible(viewer, number);
    var subject = "ticket:" + ticket.number();
    viewer.staff().map(member -> numbers.whole(member, ticket.caller(), ticket.community(), subject))
        .orElseGet(() -> numbers.whole(new Actor.LocalAdmin(), ticket.caller(), ticket.community(), subject))
        .ifPresent(whole -> model.addAttribute("whole", whole));
    return page(viewer, ticket, model);
  }

  @PostMapping("/tickets/{number}")
  @Needs(Permission.CHANGE_TICKETS)
  String correct(@AuthenticationPrincipal Viewer viewer, @PathVariable String number, @RequestParam long version,
      @RequestParam Category category, @RequestParam Priority priority, @RequestParam String callerName, @RequestParam String place,
      @RequestParam String what, @RequestParam String measures, Model model, HttpServletResponse response, RedirectAttributes after) {
    var ticket = visible(viewer, number);
    var facts = new Facts(version, category, priority, callerName, place, what, measures);
    var tooLong = facts.tooLong();
    if (tooLong.isPresent()) {
      response.setStatus(UNPROCESSABLE);
      model.addAttribute("facts", facts);
      model.addAttribute("problemField", tooLong.get());
      model.addAttribute("problem", words.say("ticket.too-long", words.say("field." + tooLong.get())));
      return page(viewer, ticket, model);
    }
    try {
      tickets.correct(viewer.actor(), ticket.number(), version, facts.correction());
    } catch (StaleTicket e) {
      // What was typed stays in the form, on top of what the other person saved.
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      model.addAttribute("facts", new Facts(ticket.version(), category, priority, callerName, place, what, measures));
      model.addAttribute("problem", words.say("ticket.stale"));
      model.addAttribute("theirs", Facts.of(ticket));
      return page(viewer, ticket, model);
    }
    after.addFlashAttribute("done", words.say("ticket.saved"));
    return "redirect:/tickets/" + ticket.number();
  }

  @PostMapping("/tickets/{number}/notes")
  @Needs(Permission.CHANGE_TICKETS)
  String note(@AuthenticationPrincipal Viewer viewer, @PathVariable String number, @RequestParam String text, Model model,
      HttpServletResponse response) {
    var ticket = visible(viewer, number);
    if (unfit(text)) {
      response.setStatus(UNPROCESSABLE);
      model.addAttribute("noteText", text);
      model.addAttribute("noteProblem", words.say(text.isBlank() ? "ticket.note.empty" : "ticket.too-long", words.say("step.note")));
      return page(viewer, ticket, model);
    }
    tickets.note(viewer.actor(), ticket.number(), text);
    return "redirect:/tickets/" + ticket.number();
  }

  @PostMapping("/tickets/{number}/archive")
  @Needs(Permission.CHANGE_TICKETS)
  String archive(@AuthenticationPrincipal Viewer viewer, @PathVariable String number, @RequestParam String result, Model model,
      HttpServletResponse response, RedirectAttributes after) {
    var ticket = visible(viewer, number);
    if (unfit(result)) {
      response.setStatus(UNPROCESSABLE);
      model.addAttribute("resultText", result);
      model.addAttribute("resultProblem",
          words.say(result.isBlank() ? "ticket.result.empty" : "ticket.too-long", words.say("field.result")));
      return page(viewer, ticket, model);
    }
    return step(ticket, TicketState.ARCHIVED, () -> tickets.archive(viewer.actor(), ticket.number(), result), viewer, model, response,
        after);
  }

  @PostMapping("/tickets/{number}/take-up")
  @Needs(Permission.CHANGE_TICKETS)
  String takeUp(@AuthenticationPrincipal Viewer viewer, @PathVariable String number, Model model, HttpServletResponse response,
      RedirectAttributes after) {
    var ticket = visible(viewer, number);
    return step(ticket, TicketState.ACCEPTED, () -> tickets.takeUp(viewer.actor(), ticket.number()), viewer, model, response, after);
  }

  private String step(Ticket ticket, TicketState next, Runnable deed, Viewer viewer, Model model, HttpServletResponse response,
      RedirectAttributes after) {
    if (!ticket.state().next().contains(next)) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      model.addAttribute("problem", words.say("ticket.not-from-here", words.say("state." + ticket.state()), words.say("state." + next)));
      return page(viewer, ticket, model);
    }
    deed.run();
    after.addFlashAttribute("done", words.say("ticket.now", words.say("state." + next)));
    return "redirect:/tickets/" + ticket.number();
  }

  private String page(Viewer viewer, Ticket ticket, Model model) {
    var file = files.find(viewer, ticket.call()).orElseThrow(() -> new NoSuchPage("ticket " + ticket.number()));
    model.addAttribute("ticket", ticket);
    model.addAttribute("row", rows.ticket(ticket));
    if (!model.containsAttribute("facts")) {
      model.addAttribute("facts", Facts.of(ticket));
    }
    model.addAttribute("choice", rows.choice(ticket.choice()));
    model.addAttribute("call", rows.call(file));
    model.addAttribute("dialled", file.call().dialled());
    model.addAttribute("callerKnown", ticket.caller().known());
    model.addAttribute("mayChange", viewer.may(Permission.CHANGE_TICKETS) && ticket.state() != TicketState.ARCHIVED);
    model.addAttribute("mayReveal", viewer.may(Permission.SEE_FULL_NUMBERS) && ticket.caller().known());
    model.addAttribute("categories", List.of(Category.values()));
    model.addAttribute("priorities", List.of(Priority.values()));
    model.addAttribute("archivedAt",
        ticket.archivedAt() == null ? null : words.moment(ticket.archivedAt(), words.zone(ticket.community())));
    keepings.cards(viewer, model, holds.covering(ticket.number()), longKeeps.covering(ticket.number()),
        Stream.concat(Stream.of("ticket:" + ticket.number()), file.recording().stream().map(facts -> "recording:" + facts.id())));
    model.addAttribute("mayHold", viewer.may(Permission.MANAGE_RETENTION));
    model.addAttribute("steps", timeline.of(file));
    model.addAttribute("player", players.of(file, viewer));
    model.addAttribute("related", tickets.ofTheSameCaller(ticket.number(), RELATED).stream().map(rows::ticket).toList());
    return "ticket";
  }

  private Ticket visible(Viewer viewer, String number) {
    return tickets.find(Given.id(TicketNumber::of, number)).filter(ticket -> viewer.sees(ticket.community()))
        .orElseThrow(() -> new NoSuchPage("ticket " + number));
  }

  private long count(Viewer viewer, @Nullable TicketState state, @Nullable Priority priority) {
    return tickets.count(new Tickets.Query(viewer.shown(), state, priority, null, 1));
  }

  private static boolean unfit(String text) {
    return text.isBlank() || text.strip().length() > LONGEST_TEXT;
  }
}
