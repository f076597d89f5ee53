package org.huiyin.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.retention.RetentionPolicy.Facts;
import org.huiyin.retention.RetentionPolicy.Matter;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Ticket;
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

  Verdict decide(CallId call, CommunityId community, Instant callStartedAt, Instant now) {
    var matter = tickets.ofCall(call).map(Decisions::matter).orElse(Matter.UNKNOWN);
    return policies.rules().decide(new Facts(callStartedAt, zone(community), matter), now);
  }

  Set<String> policies() {
    return policies.rules().names();
  }

  private ZoneId zone(CommunityId community) {
    return directory.community(community).map(Community::zone).orElseGet(() -> directory.dialledBy("").zone());
  }

  private static Matter matter(Ticket ticket) {
    boolean complaint = ticket.category() == Category.COMPLAINT;
    return ticket.priority() == Priority.URGENT
        ? complaint ? Matter.URGENT_COMPLAINT : Matter.URGENT
        : complaint ? Matter.COMPLAINT : Matter.ORDINARY;
  }
}
