package org.huiyin.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.retention.RetentionPolicy.Facts;
import org.huiyin.retention.RetentionPolicy.Kind;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.springframework.stereotype.Component;

/** Gathers what the rules ask for, and asks them. */
@Component
class Decisions {
  private final PolicyBook policies;
  private final Tickets tickets;
  private final Directory directory;

  Decisions(PolicyBook policies, Tickets tickets, Directory directory) {
    this.policies = policies;
    this.tickets = tickets;
    this.directory = directory;
  }

  /** What the rules say, and the ticket that they said it for. */
  record Decided(Verdict verdict, Optional<Ticket> ticket) {
    boolean open() {
      return ticket.filter(Decisions::open).isPresent();
    }
  }

  Decided decide(CallId call, CommunityId community, Instant callStartedAt, Instant now) {
    var ticket = tickets.ofCall(call);
    var kind = ticket.map(found -> new Kind(found.category(), found.priority())).orElse(null);
    var facts = new Facts(callStartedAt, zone(community), kind, ticket.filter(Decisions::open).isPresent());
    return new Decided(policies.rules().decide(facts, now), ticket);
  }

  Set<String> policies() {
    return policies.rules().names();
  }

  private ZoneId zone(CommunityId community) {
    return directory.community(community).map(Community::zone).orElseGet(() -> directory.dialledBy("").zone());
  }

  /** A matter that somebody has taken in and not closed. A missed call that nobody took up holds no matter. */
  private static boolean open(Ticket ticket) {
    return ticket.state() == TicketState.ACCEPTED;
  }
}
