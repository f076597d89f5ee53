package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class HoldBook implements Holds {
  private static final int MOST = 200;
  private static final int LONGEST_REASON = 1000;

  private final HoldTable table;
  private final RetentionTable rows;
  private final Coverage coverage;
  private final Schedule schedule;
  private final Recordings recordings;
  private final Tickets tickets;
  private final Approvals approvals;
  private final AuditLog audit;
  private final Clock clock;

  HoldBook(HoldTable table, RetentionTable rows, Coverage coverage, Schedule schedule, Recordings recordings, Tickets tickets,
      Approvals approvals, AuditLog audit, Clock clock) {
    this.table = table;
    this.rows = rows;
    this.coverage = coverage;
    this.schedule = schedule;
    this.recordings = recordings;
    this.tickets = tickets;
    this.approvals = approvals;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Placed place(Actor by, Placement placement) {
    var now = SqlTime.exact(clock.instant());
    var until = placement.until() == null ? null : SqlTime.exact(placement.until());
    if (until != null && !until.isAfter(now)) {
      throw new IllegalArgumentException("a hold ends in the future, or when two people lift it");
    }
    if (placement.reason().isBlank() || placement.reason().strip().length() > LONGEST_REASON) {
      throw new IllegalArgumentException("the reason has 1 to " + LONGEST_REASON + " characters");
    }
    var hold = hold(by, placement, now, until);
    table.insert(hold, placement.subject() instanceof Subject.OfNumber(_, PhoneNumber number) ? number : null);
    audit.append(by, "hold.placed", subject(hold), details(hold));
    return takeBack(hold, placement.subject(), now);
  }

  /**
   * Waits for each row that it covers: whoever is just destroying one comes first or sees the hold. So what is not reported as too late is safe from here on.
   */
  private Placed takeBack(Hold hold, Subject subject, Instant now) {
    int covered = 0;
    int tooLate = 0;
    var affected = subject instanceof Subject.OfRecording(var one)
        ? List.of(one)
        : ofCalls(coverage.calls(subject));
    for (var recording : affected.stream().sorted(java.util.Comparator.comparing(RecordingId::value)).toList()) {
      var row = rows.lock(recording);
      if (row.isPresent() && row.get().state().begun()) {
        tooLate++;
      } else if (row.isPresent()) {
        schedule.look(row.get(), now);
        covered++;
      }
    }
    if (tooLate > 0 && subject instanceof Subject.OfRecording) {
      throw new IllegalStateException("this recording is destroyed already; nothing is left to be held");
    }
    return new Placed(hold, covered, tooLate);
  }

  private Hold hold(Actor by, Placement placement, Instant now, @Nullable Instant until) {
    var id = HoldId.random();
    var reason = placement.reason().strip();
    return switch (placement.subject()) {
      case Subject.OfRecording(var recording) -> {
        RecordingFacts facts = recordings.find(recording).orElseThrow(() -> new IllegalArgumentException("no such recording"));
        yield new Hold(id, Hold.Kind.RECORDING, recording.toString(), facts.community(), reason, by.reference(), now, until, null, null);
      }
      case Subject.OfTicket(var number) -> {
        Ticket ticket = tickets.find(number).orElseThrow(() -> new IllegalArgumentException("no such ticket"));
        yield new Hold(id, Hold.Kind.TICKET, number.toString(), ticket.community(), reason, by.reference(), now, until, null, null);
      }
      case Subject.OfNumber(var community, var number) -> {
        if (!number.known()) {
          throw new IllegalArgumentException("a number that is not known cannot be held");
        }
        yield new Hold(id, Hold.Kind.NUMBER, number.masked(), community, reason, by.reference(), now, until, null, null);
      }
    };
  }

  @Override
  @Transactional
  public Proposal proposeLifting(Actor by, HoldId id, String reason) {
    var hold = table.find(id).orElseThrow(() -> new IllegalArgumentException("no such hold: " + id));
    if (!hold.inForce(clock.instant())) {
      throw new IllegalStateException("this hold is over already");
    }
    var facts = new HashMap<String, String>(
        Map.of("of", reference(hold), "hold-reason", hold.reason(), "hold-placed", hold.placedAt().toString(),
            "hold-by", hold.placedBy()));
    if (hold.until() != null) {
      facts.put("hold-until", hold.until().toString());
    }
    return approvals.propose(by, new Approvals.Draft(LIFTING, subject(hold), hold.community(), reason, facts));
  }

  @Override
  public Optional<Hold> find(HoldId id) {
    return table.find(id);
  }

  @Override
  public List<Hold> newest(Set<CommunityId> communities, boolean inForceOnly, @Nullable HoldId after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    var last = after == null ? Optional.<Hold>empty() : table.find(after);
    return after != null && last.isEmpty()
        ? List.of()
        : table.newest(communities, inForceOnly, clock.instant(), last.orElse(null), limit);
  }

  @Override
  public List<Hold> covering(RecordingId recording) {
    return rows.find(recording).map(row -> coverage.holds(row, clock.instant())).orElse(List.of());
  }

  @Override
  public Map<RecordingId, List<Hold>> covering(Collection<RecordingId> all) {
    var now = clock.instant();
    var found = new HashMap<RecordingId, List<Hold>>();
    rows.find(all).stream().filter(row -> row.keptBy() == Keeper.HOLD).forEach(row -> {
      var holds = coverage.holds(row, now);
      if (!holds.isEmpty()) {
        found.put(row.recording(), holds);
      }
    });
    return found;
  }

  @Override
  public List<Hold> covering(TicketNumber number) {
    return tickets.find(number).map(ticket -> {
      var now = clock.instant();
      return Stream.concat(Stream.of(coverage.holds(ticket, now)),
          rows.allOfCall(ticket.call()).stream().flatMap(recording -> rows.find(recording).stream()).map(row -> coverage.holds(row, now)))
          .flatMap(List::stream).distinct().toList();
    }).orElse(List.of());
  }

  @Override
  public List<RecordingId> covered(HoldId id) {
    return table.find(id).filter(hold -> hold.inForce(clock.instant())).map(hold -> switch (hold.kind()) {
      case RECORDING -> List.of(RecordingId.of(hold.subject()));
      case TICKET -> ofCalls(coverage.calls(new Subject.OfTicket(TicketNumber.of(hold.subject()))));
      case NUMBER -> ofCalls(coverage.callsOfNumber(hold.community(), table.number(id).orElse("")));
    }).orElse(List.of());
  }

  private List<RecordingId> ofCalls(List<CallId> calls) {
    return calls.stream().flatMap(call -> rows.allOfCall(call).stream()).toList();
  }

  static String subject(Hold hold) {
    return "hold:" + hold.id();
  }

  static Map<String, String> details(Hold hold) {
    var details = new HashMap<String, String>(Map.of(AuditLog.COMMUNITY, hold.community().toString(), "held", reference(hold)));
    Stream.ofNullable(hold.until()).forEach(until -> details.put("until", until.toString()));
    return details;
  }

  /** Never a telephone number: that stays with the hold. */
  private static String reference(Hold hold) {
    return switch (hold.kind()) {
      case RECORDING -> "recording:" + hold.subject();
      case TICKET -> "ticket:" + hold.subject();
      case NUMBER -> "number:" + hold.subject();
    };
  }
}
