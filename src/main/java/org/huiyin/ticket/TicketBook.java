package org.huiyin.ticket;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class TicketBook implements Tickets {
  private static final int LONGEST_TEXT = 8000;
  private static final int MOST_TOLD = 10;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_PLACE = 300;

  private final TicketStore store;
  private final Opener opener;
  private final Changes changes;
  private final Clock clock;

  TicketBook(TicketStore store, Opener opener, Changes changes, Clock clock) {
    this.store = store;
    this.opener = opener;
    this.changes = changes;
    this.clock = clock;
  }

  /** Makes its own transaction, or joins the caller's. */
  @Override
  @Transactional(propagation = Propagation.SUPPORTS)
  public TicketNumber open(Opening opening) {
    return opener.open(opening).number();
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Ticket> find(TicketNumber number) {
    return store.find(number).map(TicketRow::withTimeline);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Ticket> ofCall(CallId call) {
    return store.ofCall(call).map(TicketRow::withTimeline);
  }

  @Override
  @Transactional(readOnly = true)
  public Map<CallId, Ticket> ofCalls(Collection<CallId> calls) {
    return calls.isEmpty()
        ? Map.of()
        : store.ofCalls(calls).stream().map(TicketRow::withoutTimeline).collect(Collectors.toMap(Ticket::call, ticket -> ticket));
  }

  @Override
  @Transactional(readOnly = true)
  public List<Ticket> ofTheSameCaller(TicketNumber number, int limit) {
    return store.find(number).filter(row -> row.callerPresentation == Presentation.ALLOWED && !row.callerRaw.isEmpty())
        .map(row -> store.ofTheSameCaller(row, limit)).orElse(List.of()).stream().map(TicketRow::withoutTimeline).toList();
  }

  @Override
  public List<Standing> tell(CallId call, CommunityId community, PhoneNumber caller, int limit) {
    if (!caller.known() || limit < 1 || limit > MOST_TOLD) {
      return List.of();
    }
    var found = store.ofNumber(community, caller, limit);
    found.forEach(row -> changes.told(row, call));
    return found.stream().map(row -> new Standing(row.state, row.openedAt)).toList();
  }

  @Override
  @Transactional(readOnly = true)
  public List<Ticket> list(Query query) {
    return query.communities().isEmpty() ? List.of() : store.list(query).stream().map(TicketRow::withoutTimeline).toList();
  }

  @Override
  @Transactional(readOnly = true)
  public long count(Query query) {
    return query.communities().isEmpty() ? 0 : store.count(query);
  }

  @Override
  public Ticket correct(Actor by, TicketNumber number, long version, Correction correction) {
    var row = locked(number);
    if (row.version != version) {
      throw new StaleTicket(number);
    }
    var changed = new ArrayList<String>();
    set(changed, "category", row.category, correction.category(), value -> row.category = value);
    set(changed, "priority", row.priority, correction.priority(), value -> row.priority = value);
    set(changed, "callerName", row.callerName, text("caller's name", correction.callerName(), LONGEST_NAME),
        value -> row.callerName = value);
    set(changed, "what", row.what, text("description", correction.what(), LONGEST_TEXT), value -> row.what = value);
    set(changed, "place", row.place, text("place", correction.place(), LONGEST_PLACE), value -> row.place = value);
    set(changed, "measures", row.measures, text("measures", correction.measures(), LONGEST_TEXT), value -> row.measures = value);
    if (changed.isEmpty()) {
      return row.withTimeline();
    }
    var fields = String.join(",", changed);
    row.happened(now(), by, "corrected", fields);
    return changed(by, "ticket.corrected", row, Map.of("fields", fields));
  }

  @Override
  public Ticket note(Actor by, TicketNumber number, String text) {
    var row = locked(number);
    row.happened(now(), by, "note", written("note", text));
    return changed(by, "ticket.noted", row, Map.of());
  }

  @Override
  public Ticket archive(Actor by, TicketNumber number, String result) {
    var written = written("result", result);
    return moved(by, number, TicketState.ARCHIVED, (row, at) -> {
      row.result = written;
      row.archivedAt = at;
    });
  }

  @Override
  public Ticket takeUp(Actor by, TicketNumber number) {
    return moved(by, number, TicketState.ACCEPTED, (_, _) -> {
    });
  }

  private Ticket moved(Actor by, TicketNumber number, TicketState next, BiConsumer<TicketRow, java.time.Instant> with) {
    var row = locked(number);
    var before = row.state;
    var at = now();
    row.become(next, at, by);
    with.accept(row, at);
    return changed(by, "ticket.state", row, Map.of("from", before.name(), "to", next.name()));
  }

  private Ticket changed(Actor by, String act, TicketRow row, Map<String, String> details) {
    changes.tell(by, act, row, details);
    store.flush();
    return row.withTimeline();
  }

  private TicketRow locked(TicketNumber number) {
    return store.lock(number).orElseThrow(() -> new IllegalArgumentException("there is no ticket " + number));
  }

  private java.time.Instant now() {
    return SqlTime.exact(clock.instant());
  }

  private static <T> void set(List<String> changed, String field, T before, @Nullable T after, Consumer<T> setter) {
    if (after != null && !Objects.equals(before, after)) {
      setter.accept(after);
      changed.add(field);
    }
  }

  private static String written(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the " + what + " must not be empty");
    }
    return Objects.requireNonNull(text(what, text, LONGEST_TEXT));
  }

  private static @Nullable String text(String what, @Nullable String text, int longest) {
    if (text != null && text.strip().length() > longest) {
      throw new IllegalArgumentException("the " + what + " has at most " + longest + " characters");
    }
    return text == null ? null : text.strip();
  }
}
