package org.huiyin.ticket;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.jspecify.annotations.Nullable;

/** A ticket as it is stored. Its state changes in one place only, {@link #become}. */
@Entity
@Table(name = "ticket_ticket")
class TicketRow {
  private static final long NUMBERS_OF_A_DAY = 1_000_000_000L;

  @Id
  long number;
  UUID community;
  @Column(name = "call_id")
  UUID call;
  @Enumerated(EnumType.STRING)
  TicketState state;
  @Enumerated(EnumType.STRING)
  Category category;
  @Enumerated(EnumType.STRING)
  Priority priority;
  String choice;
  @Column(name = "caller_raw")
  String callerRaw;
  @Column(name = "caller_e164")
  @Nullable
  String callerE164;
  @Enumerated(EnumType.STRING)
  @Column(name = "caller_presentation")
  Presentation callerPresentation;
  @Column(name = "caller_name")
  String callerName = "";
  String what = "";
  String place = "";
  String measures = "";
  String result = "";
  @Column(name = "opened_at")
  Instant openedAt;
  @Column(name = "settled_at")
  @Nullable
  Instant settledAt;
  @Column(name = "archived_at")
  @Nullable
  Instant archivedAt;
  @Version
  long version;

  @ElementCollection
  @CollectionTable(name = "ticket_event", joinColumns = @JoinColumn(name = "ticket"))
  @OrderColumn(name = "position")
  List<EventRow> timeline = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
  protected TicketRow() {
  }

  TicketRow(TicketNumber number, Tickets.Opening opening, Instant at, Actor by) {
    this.number = stored(number);
    this.community = opening.community().value();
    this.call = opening.call().value();
    this.state = TicketState.ACCEPTED;
    this.category = opening.category();
    this.priority = opening.priority();
    this.choice = opening.choice();
    this.callerRaw = opening.caller().raw();
    this.callerE164 = opening.caller().e164();
    this.callerPresentation = opening.caller().presentation();
    this.openedAt = at;
    happened(at, by, "opened", "");
  }

  /** @throws IllegalStateException naming both states when the one may not follow the other */
  void become(TicketState next, Instant at, Actor by) {
    if (!state.next().contains(next)) {
      throw new IllegalStateException("ticket " + number() + " is " + state + " and cannot become " + next);
    }
    happened(at, by, "state", state + " -> " + next);
    state = next;
  }

  /** Whether somebody else has changed it. */
  boolean touched(Actor but) {
    return timeline.stream().anyMatch(event -> !event.actor.equals(but.reference()));
  }

  void happened(Instant at, Actor by, String kind, String text) {
    timeline.add(new EventRow(at, by.reference(), kind, text));
  }

  TicketNumber number() {
    var day = Long.toString(number / NUMBERS_OF_A_DAY);
    return new TicketNumber(LocalDate.parse(day, java.time.format.DateTimeFormatter.BASIC_ISO_DATE), (int) (number % NUMBERS_OF_A_DAY));
  }

  /** The day as yyyymmdd, then nine digits. */
  static long stored(TicketNumber number) {
    var day = number.day();
    return ((day.getYear() * 100L + day.getMonthValue()) * 100L + day.getDayOfMonth()) * NUMBERS_OF_A_DAY + number.ofDay();
  }

  Ticket withTimeline() {
    return with(timeline.stream().map(EventRow::event).toList());
  }

  Ticket withoutTimeline() {
    return with(List.of());
  }

  private Ticket with(List<Ticket.Event> events) {
    return new Ticket(number(), new CommunityId(community), new CallId(call), state, category, priority, choice,
        new PhoneNumber(callerRaw, callerE164, callerPresentation), callerName, what, place, measures, result, openedAt, archivedAt, events,
        version);
  }

  @Embeddable
  static class EventRow {
    private Instant at;
    private String actor;
    private String kind;
    private String text;

    @SuppressWarnings("NullAway.Init") // for Hibernate, which fills the fields
    protected EventRow() {
    }

    EventRow(Instant at, String actor, String kind, String text) {
      this.at = at;
      this.actor = actor;
      this.kind = kind;
      this.text = text;
    }

    Ticket.Event event() {
      return new Ticket.Event(at, actor, kind, text);
    }
  }
}
