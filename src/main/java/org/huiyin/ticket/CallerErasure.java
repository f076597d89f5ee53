package org.huiyin.ticket;

import java.util.Collection;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.ErasureStep;
import org.huiyin.foundation.SqlIds;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Of a ticket whose recordings are destroyed the matter stays, and no longer who called: neither the number nor the name. */
@Component("ticketCallerErasure")
class CallerErasure implements ErasureStep {
  private final JdbcClient jdbc;

  CallerErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String name() {
    return "ticket";
  }

  /** Whoever has the ticket open for a correction reads it again first: its version counts on. */
  @Override
  public void erase(Collection<CallId> calls) {
    if (calls.isEmpty()) {
      return;
    }
    jdbc.sql(
        """
            update ticket_ticket set caller_raw = '', caller_e164 = null, caller_presentation = 'UNAVAILABLE', caller_name = '',
              version = version + 1
            where call_id = any(:calls) and (caller_raw <> '' or caller_e164 is not null or caller_name <> '' or caller_presentation <> 'UNAVAILABLE')""")
        .param("calls", SqlIds.of(calls, CallId::value)).update();
  }
}
