package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class LongKeepBook implements LongKeeps {
  private static final int MOST = 1000;
  private static final int LONGEST_NOTE = 1000;

  private final LongKeepTable table;
  private final RetentionTable rows;
  private final Coverage coverage;
  private final Recordings recordings;
  private final Tickets tickets;
  private final Directory directory;
  private final Approvals approvals;
  private final AuditLog audit;
  private final Clock clock;

  LongKeepBook(LongKeepTable table, RetentionTable rows, Coverage coverage, Recordings recordings, Tickets tickets, Directory directory,
      Approvals approvals, AuditLog audit, Clock clock) {
    this.table = table;
    this.rows = rows;
    this.coverage = coverage;
    this.recordings = recordings;
    this.tickets = tickets;
    this.directory = directory;
    this.approvals = approvals;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Proposal propose(Actor by, Subject subject, String reason) {
    var wanted = switch (subject) {
      case Subject.OfRecording(var recording) -> {
        var facts = recordings.find(recording).orElseThrow(() -> new IllegalArgumentException("no such recording"));
        if (rows.find(recording).filter(row -> row.state().begun()).isPresent()) {
          throw new IllegalStateException("this recording is destroyed already; nothing is left to be kept");
        }
        yield new Wanted(recording.toString(), facts.community());
      }
      case Subject.OfTicket(var number) -> new Wanted(number.toString(),
          tickets.find(number).orElseThrow(() -> new IllegalArgumentException("no such ticket")).community());
      case Subject.OfNumber _ -> throw new IllegalArgumentException("a number is no matter: place a hold on it instead");
    };
    if (!table.covered(List.of(wanted.subject())).isEmpty()) {
      throw new IllegalStateException("this is kept long already");
    }
    return approvals.propose(by,
        new Approvals.Draft(BEGINNING, reference(wanted.subject()), wanted.community(), reason, Map.of("of", reference(wanted.subject()))));
  }

  private record Wanted(String subject, CommunityId community) {
  }

  @Override
  @Transactional
  public Proposal proposeEnding(Actor by, LongKeepId id, String reason) {
    var found = inForce(table.find(id));
    return approvals.propose(by, new Approvals.Draft(ENDING, "keep:" + id, found.community(), reason,
        Map.of("of", reference(found.subject()), "hold-reason", found.reason(), "hold-placed", found.since().toString())));
  }

  @Override
  @Transactional
  public LongKeep review(Actor by, LongKeepId id, String note) {
    if (note.isBlank() || note.strip().length() > LONGEST_NOTE) {
      throw new IllegalArgumentException("the note has 1 to " + LONGEST_NOTE + " characters");
    }
    var found = inForce(table.lock(id));
    var now = SqlTime.exact(clock.instant());
    table.reviewed(id, now, yearAfter(now, found.community()), by.reference(), note.strip());
    audit.append(by, "keep.reviewed", "keep:" + id, details(found));
    return table.find(id).orElseThrow();
  }

  /** A year from the day on which it is approved, on the community's calendar. */
  Instant yearAfter(Instant at, CommunityId community) {
    var zone = directory.community(community).map(Community::zone).orElseGet(() -> directory.dialledBy("").zone());
    return at.atZone(zone).plusYears(1).toInstant();
  }

  @Override
  public Optional<LongKeep> find(LongKeepId id) {
    return table.find(id);
  }

  @Override
  public List<LongKeep> inForce(Set<CommunityId> communities, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    return table.inForce(communities, limit);
  }

  @Override
  public List<LongKeep> covering(RecordingId recording) {
    return rows.find(recording).map(coverage::longKeeps).orElse(List.of());
  }

  @Override
  public List<LongKeep> covering(TicketNumber number) {
    return tickets.find(number).map(ticket -> coverage.longKeeps(ticket, rows.allOfCall(ticket.call()))).orElse(List.of());
  }

  @Override
  public List<RecordingId> covered(LongKeepId id) {
    return table.find(id).filter(LongKeep::inForce).map(one -> one.kind() == Hold.Kind.RECORDING
        ? List.of(RecordingId.of(one.subject()))
        : coverage.calls(new Subject.OfTicket(TicketNumber.of(one.subject()))).stream().flatMap(call -> rows.allOfCall(call).stream())
            .toList())
        .orElse(List.of());
  }

  @Override
  public List<Review> reviews(LongKeepId id) {
    return table.reviews(id);
  }

  @Override
  public long overdue() {
    return table.countOverdue(clock.instant());
  }

  private static LongKeep inForce(Optional<LongKeep> found) {
    return found.filter(LongKeep::inForce).orElseThrow(() -> found.isEmpty()
        ? new IllegalArgumentException("no such long keep")
        : new IllegalStateException("this long keep has ended already"));
  }

  /** Tickets' numbers and recordings' ids do not look alike. */
  static String reference(String subject) {
    return (kind(subject) == Hold.Kind.TICKET ? "ticket:" : "recording:") + subject;
  }

  static Hold.Kind kind(String subject) {
    return subject.matches("\\d{8}-\\d{4,9}") ? Hold.Kind.TICKET : Hold.Kind.RECORDING;
  }

  static Map<String, String> details(LongKeep one) {
    return Map.of(AuditLog.COMMUNITY, one.community().toString(), "kept", reference(one.subject()), "review-by", one.reviewBy().toString());
  }
}
