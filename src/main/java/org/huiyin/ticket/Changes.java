package org.huiyin.ticket;

import java.util.HashMap;
import java.util.Map;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells the audit and the other modules of each change of a ticket, in the change's own transaction. Never what a person wrote. */
@Component
class Changes {
  private final AuditLog audit;
  private final ApplicationEventPublisher events;

  Changes(AuditLog audit, ApplicationEventPublisher events) {
    this.audit = audit;
    this.events = events;
  }

  /** Somebody who called by the ticket's number was told how far it is. */
  void told(TicketRow ticket, CallId in) {
    audit.append(Opener.HOTLINE, "ticket.told", "ticket:" + ticket.number(),
        Map.of(AuditLog.COMMUNITY, new CommunityId(ticket.community).toString(), "call", in.toString()));
  }

  void tell(Actor by, String act, TicketRow ticket, Map<String, String> details) {
    var community = new CommunityId(ticket.community);
    var call = new CallId(ticket.call);
    var all = new HashMap<>(details);
    all.put(AuditLog.COMMUNITY, community.toString());
    all.put("call", call.toString());
    audit.append(by, act, "ticket:" + ticket.number(), all);
    events.publishEvent(new TicketChanged(ticket.number(), community, call, ticket.state, ticket.priority));
  }
}
