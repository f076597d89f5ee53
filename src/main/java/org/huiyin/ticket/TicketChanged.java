package org.huiyin.ticket;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;

/** A ticket was opened or changed. */
public record TicketChanged(TicketNumber number, CommunityId community, CallId call, TicketState state, Priority priority) {
}
