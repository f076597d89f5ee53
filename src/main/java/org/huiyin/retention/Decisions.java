package org.huiyin.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** What the rules say, and the ticket, without its timeline, that they said it for. */
  record Decided(Verdict verdict, Optional<Ticket> ticket) {
    boolean open() {
      return ticket.filter(Decisions::open).isPresent();
    }
  }

  /** What is asked about. */
  interface Asked {
    CallId call();

    CommunityId community();

    Instant callStartedAt();
  }

  Decided decide(Asked asked, Instant now) {
    return Objects.requireNonNull(decide(List.of(asked), now).get(asked));
  }

  <T extends Asked> Map<T, Decided> decide(Collection<T> all, Instant now) {
    var rules = policies.rules();
    var found = tickets.ofCalls(all.stream().map(Asked::call).toList());
    var decided = new LinkedHashMap<T, Decided>();
    for (var asked : all) {
      var ticket = Optional.ofNullable(found.get(asked.call()));
      var kind = ticket.map(one -> new Kind(one.category(), one.priority())).orElse(null);
      var facts = new Facts(asked.callStartedAt(), zone(asked.community()), kind, ticket.filter(Decisions::open).isPresent());
      decided.put(asked, new Decided(rules.decide(facts, now), ticket));
    }
    return decided;
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
