package org.huiyin.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.Tickets;
import org.springframework.stereotype.Component;

/** Joins calls, tickets and recordings for a viewer. What belongs to a community the viewer does not see is not found. */
@Component
public class CallFiles {
  private final CallLedger calls;
  private final Tickets tickets;
  private final Recordings recordings;
  private final Retention retention;

  CallFiles(CallLedger calls, Tickets tickets, Recordings recordings, Retention retention) {
    this.calls = calls;
    this.tickets = tickets;
    this.recordings = recordings;
    this.retention = retention;
  }

  public Optional<CallFile> find(Viewer viewer, CallId id) {
    return calls.find(id).filter(call -> viewer.sees(call.community())).map(call -> file(call, tickets.ofCall(id)));
  }

  public Optional<CallFile> bySipCallId(Viewer viewer, String sipCallId) {
    return calls.bySipCallId(sipCallId).filter(call -> viewer.sees(call.community())).map(call -> file(call, tickets.ofCall(call.id())));
  }

  /** In the order of the calls; the tickets without their timelines. */
  public List<CallFile> of(List<Call> list) {
    var ids = list.stream().map(Call::id).toList();
    Map<CallId, Ticket> opened = tickets.ofCalls(ids);
    Map<CallId, RecordingFacts> recorded = recordings.ofCalls(ids);
    Map<RecordingId, Kept> kept = retention.of(recorded.values().stream().map(RecordingFacts::id).toList());
    return list.stream().map(call -> {
      var recording = Optional.ofNullable(recorded.get(call.id()));
      return new CallFile(call, Optional.ofNullable(opened.get(call.id())), recording, recording.map(facts -> kept.get(facts.id())));
    }).toList();
  }

  private CallFile file(Call call, Optional<Ticket> ticket) {
    var recording = recordings.ofCall(call.id());
    return new CallFile(call, ticket, recording, recording.flatMap(facts -> retention.of(facts.id())));
  }
}
