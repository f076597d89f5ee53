package org.huiyin.web.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.call.CallLedger;
import org.huiyin.operations.SystemState;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.huiyin.web.Viewer;
import org.huiyin.web.console.Frame.Door;
import org.huiyin.web.console.Frame.Now;
import org.huiyin.web.console.Frame.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/** Puts the {@link Frame} around every page. */
@Component
@ConditionalOnWebApplication
class FrameMaker implements HandlerInterceptor {
  private static final String MADE = FrameMaker.class.getName() + ".made";

  private record Room(Permission needs, Door door) {
  }

  private static final List<Room> ROOMS = List.of(new Room(Permission.SEE_CALLS, new Door("calls", "/calls", "c")),
      new Room(Permission.SEE_TICKETS, new Door("tickets", "/tickets", "t")),
      new Room(Permission.SEE_RECORDINGS, new Door("recordings", "/recordings", "r")),
      new Room(Permission.SEE_RETENTION, new Door("retention", "/retention", "k")),
      new Room(Permission.DECIDE, new Door("approvals", "/approvals", "d")),
      new Room(Permission.SEE_AUDIT, new Door("audit", "/audit", "a")),
      new Room(Permission.SEE_STATEMENTS, new Door("statements", "/statements", "b")),
      new Room(Permission.SEE_SYSTEM, new Door("system", "/system", "s")),
      new Room(Permission.SEE_DESK, new Door("hours", "/hours", "h")),
      new Room(Permission.MANAGE_STAFF, new Door("staff", "/staff", "p")));

  private final CallLedger calls;
  private final Tickets tickets;
  private final SystemState system;
  private final LiveChanges changes;
  private final Words words;

  FrameMaker(CallLedger calls, Tickets tickets, SystemState system, LiveChanges changes, Words words) {
    this.changes = changes;
    this.calls = calls;
    this.tickets = tickets;
    this.system = system;
    this.words = words;
  }

  /** Before anything is read for the page. */
  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(MADE, changes.now());
    return true;
  }

  @Override
  public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
    if (page == null || page.getViewName() == null || page.getViewName().startsWith("redirect:")) {
      return;
    }
    page.addObject("frame", frame(viewer(), request));
  }

  static List<Door> doors(Viewer viewer) {
    return ROOMS.stream().filter(room -> viewer.may(room.needs())).map(Room::door).toList();
  }

  private static @Nullable Viewer viewer() {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Viewer viewer ? viewer : null;
  }

  private Frame frame(@Nullable Viewer viewer, HttpServletRequest request) {
    Locale locale = LocaleContextHolder.getLocale();
    var query = request.getQueryString();
    var here = request.getRequestURI() + (query == null ? "" : "?" + query);
    return new Frame(viewer, viewer == null ? List.of() : new ArrayList<>(doors(viewer)), viewer == null ? List.of() : places(viewer),
        viewer == null ? new Now(null, null, null, null) : now(viewer), Words.english(locale) ? "en" : "zh-CN",
        request.getMethod().equals("GET") ? here : request.getRequestURI(), String.valueOf(request.getAttribute(MADE)));
  }

  private List<Place> places(Viewer viewer) {
    if (viewer.communities().size() < 2) {
      return List.of();
    }
    boolean all = viewer.shown().equals(viewer.communities());
    var places = new ArrayList<>(List.of(new Place("", "", all)));
    viewer.communities().stream().map(id -> new Place(id.toString(), words.community(id), !all && viewer.shown().contains(id)))
        .sorted(Comparator.comparing(Place::name)).forEach(places::add);
    return places;
  }

  private Now now(Viewer viewer) {
    boolean seesTickets = viewer.may(Permission.SEE_TICKETS);
    return new Now(viewer.may(Permission.SEE_CALLS) ? calls.running(viewer.shown()).size() : null,
        seesTickets ? tickets.count(new Tickets.Query(viewer.shown(), TicketState.MISSED, null, null, 1)) : null,
        seesTickets ? tickets.count(new Tickets.Query(viewer.shown(), TicketState.ACCEPTED, Priority.URGENT, null, 1)) : null,
        viewer.may(Permission.SEE_SYSTEM) ? system.worst().name() : null);
  }
}
