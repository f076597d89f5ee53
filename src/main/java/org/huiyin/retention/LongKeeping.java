package org.huiyin.retention;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Begins and ends long keeps once a second person has approved. What one covered is scheduled with the full delay after its end. */
@Configuration(proxyBeanMethods = false)
class LongKeeping {
  @Bean
  ProposalHandler longKeepBeginning(LongKeepBook book, LongKeepTable table, Tickets tickets, RetentionTable rows, Registrar registrar,
      AuditLog audit, Clock clock) {
    return new ProposalHandler() {
      @Override
      public String kind() {
        return LongKeeps.BEGINNING;
      }

      @Override
      public void carryOut(Proposal approved, Actor.Staff approver) {
        var subject = approved.subject().substring(approved.subject().indexOf(':') + 1);
        var now = SqlTime.exact(clock.instant());
        var community = Objects.requireNonNull(approved.community());
        if (!table.covered(List.of(subject)).isEmpty()) {
          throw new IllegalStateException("this is kept long already");
        }
        var begun = new LongKeep(LongKeepId.random(), LongKeepBook.kind(subject), subject, community, approved.reason(),
            approved.proposer(), approver.reference(), now, null, book.yearAfter(now, community), null, null);
        table.insert(begun, approved.id());
        audit.append(approver, "keep.begun", "keep:" + begun.id(), detailed(begun, approved));
        registrar.reconsider(affected(begun, tickets, rows));
        if (begun.kind() == Hold.Kind.RECORDING
            && rows.find(RecordingId.of(subject)).filter(row -> row.state().begun()).isPresent()) {
          throw new IllegalStateException("this recording is destroyed already; nothing is left to be kept");
        }
      }
    };
  }

  @Bean
  ProposalHandler longKeepEnding(LongKeepTable table, AuditLog audit, Clock clock) {
    return new ProposalHandler() {
      @Override
      public String kind() {
        return LongKeeps.ENDING;
      }

      @Override
      public void carryOut(Proposal approved, Actor.Staff approver) {
        var found = table.lock(LongKeepId.of(approved.subject().substring("keep:".length()))).orElseThrow();
        if (!found.inForce()) {
          throw new IllegalStateException("this long keep has ended already");
        }
        table.ended(found.id(), clock.instant(), approver.reference(), approved.id());
        audit.append(approver, "keep.ended", "keep:" + found.id(), detailed(found, approved));
      }
    };
  }

  private static List<RecordingId> affected(LongKeep one, Tickets tickets, RetentionTable rows) {
    return one.kind() == Hold.Kind.RECORDING
        ? List.of(RecordingId.of(one.subject()))
        : tickets.find(TicketNumber.of(one.subject())).map(Ticket::call).map(rows::allOfCall).orElse(List.of());
  }

  private static Map<String, String> detailed(LongKeep one, Proposal approved) {
    var details = new HashMap<>(LongKeepBook.details(one));
    details.put("proposer", approved.proposer());
    details.put("proposal", approved.id().toString());
    return details;
  }
}
