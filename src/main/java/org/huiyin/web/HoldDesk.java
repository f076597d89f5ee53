package org.huiyin.web;

import java.time.Clock;
import java.util.Optional;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.Hold;
import org.huiyin.retention.Holds;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Understands what somebody wants to hold, within what they see. */
@Component
public class HoldDesk {
  private final Approvals approvals;
  private final Recordings recordings;
  private final Tickets tickets;
  private final CallLedger calls;
  private final Clock clock;

  HoldDesk(Approvals approvals, Recordings recordings, Tickets tickets, CallLedger calls, Clock clock) {
    this.approvals = approvals;
    this.recordings = recordings;
    this.tickets = tickets;
    this.calls = calls;
    this.clock = clock;
  }

  /**
   * @param kind {@code recording}, {@code ticket}, {@code number}, or {@code caller}: the number that the ticket came from
   * @throws IllegalArgumentException when it is not of its form, or there is no such thing where the viewer looks
   */
  public Subject subject(Viewer viewer, String kind, String subject, @Nullable String community) {
    var text = subject.strip();
    return switch (kind) {
      case "recording" -> new Subject.OfRecording(recordings.find(RecordingId.of(text)).filter(facts -> viewer.sees(facts.community()))
          .orElseThrow(() -> new IllegalArgumentException("no such recording")).id());
      case "ticket" -> new Subject.OfTicket(ticket(viewer, text));
      case "caller" -> {
        var ticket = tickets.find(ticket(viewer, text)).orElseThrow();
        yield new Subject.OfNumber(ticket.community(), ticket.caller());
      }
      case "number" -> new Subject.OfNumber(community(viewer, community), calls.number(text.replaceAll("[\\s()-]", "")));
      default -> throw new IllegalArgumentException("kind must be one of recording, ticket, number, caller");
    };
  }

  public boolean inForce(Hold hold) {
    return hold.inForce(clock.instant());
  }

  /** The open proposal to lift it. */
  public Optional<Proposal> lifting(Hold hold) {
    return approvals.open(Holds.LIFTING, "hold:" + hold.id());
  }

  private TicketNumber ticket(Viewer viewer, String text) {
    return tickets.find(TicketNumber.of(text)).filter(found -> viewer.sees(found.community()))
        .orElseThrow(() -> new IllegalArgumentException("no such ticket")).number();
  }

  private static CommunityId community(Viewer viewer, @Nullable String given) {
    if (given == null || given.isBlank()) {
      if (viewer.communities().size() != 1) {
        throw new IllegalArgumentException("communityId must be given: you belong to several communities");
      }
      return viewer.communities().iterator().next();
    }
    var community = CommunityId.of(given);
    if (!viewer.sees(community)) {
      throw new IllegalArgumentException("no such community");
    }
    return community;
  }
}
