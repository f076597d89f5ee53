package org.huiyin.messaging;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Calendars;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketChanged;
import org.huiyin.ticket.Tickets;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who is to be told of what. Telling is the {@link Courier}'s. */
@Component
class DutyDesk implements DutyWebhooks {
  /** A ticket that only becomes urgent in the morning after is the morning's matter. */
  private static final Duration A_NIGHT = Duration.ofHours(16);
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final DutyTable table;
  private final Tickets tickets;
  private final Calendars calendars;
  private final AuditLog audit;
  private final Clock clock;
  private final Courier courier;

  DutyDesk(DutyTable table, Tickets tickets, Calendars calendars, AuditLog audit, Clock clock, Courier courier) {
    this.table = table;
    this.tickets = tickets;
    this.calendars = calendars;
    this.audit = audit;
    this.clock = clock;
    this.courier = courier;
  }

  @Override
  public Optional<DutyWebhook> of(CommunityId community) {
    return table.find(community);
  }

  @Override
  @Transactional
  public String set(Actor by, CommunityId community, String address) {
    var checked = WebhookAddress.of(address);
    var secret = secret();
    table.remove(community);
    table.set(community, checked.uri().toString(), secret, clock.instant());
    // The address itself may hold a key of the receiver.
    audit.append(by, "duty.webhook-set", "community:" + community,
        Map.of(AuditLog.COMMUNITY, community.toString(), "scheme", String.valueOf(checked.uri().getScheme()), "host",
            String.valueOf(checked.uri().getHost())));
    return secret;
  }

  @Override
  @Transactional
  public Optional<Renewed> renewSecret(Actor by, CommunityId community) {
    var secret = secret();
    return table.renew(community, secret).map(address -> {
      audit.append(by, "duty.secret-renewed", "community:" + community, Map.of(AuditLog.COMMUNITY, community.toString()));
      return new Renewed(address, secret);
    });
  }

  @Override
  @Transactional
  public void remove(Actor by, CommunityId community) {
    if (table.remove(community)) {
      table.forget(community);
      audit.append(by, "duty.webhook-removed", "community:" + community, Map.of(AuditLog.COMMUNITY, community.toString()));
    }
  }

  @Override
  public Backlog backlog() {
    return table.backlog(clock.instant());
  }

  /** Told twice of the same ticket, it writes one message. */
  @ApplicationModuleListener
  void on(TicketChanged changed) {
    if (changed.priority() != Priority.URGENT || table.receiver(changed.community()).isEmpty() || table.told(changed.number().toString())) {
      return;
    }
    tickets.find(changed.number()).filter(this::atNight).ifPresent(this::write);
  }

  private boolean atNight(Ticket ticket) {
    return ticket.priority() == Priority.URGENT && ticket.openedAt().isAfter(clock.instant().minus(A_NIGHT))
        && !calendars.of(ticket.community()).at(ticket.openedAt()).attended();
  }

  private void write(Ticket ticket) {
    var id = UUID.randomUUID();
    var now = clock.instant();
    var zone = calendars.of(ticket.community()).zone();
    table.add(new DutyMessage(id, ticket.community(), ticket.number().toString(), DutyMessage.body(id, ticket, zone), now, 0, now));
    courier.wakeSoon();
  }

  private static String secret() {
    var random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    return "hyw_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
