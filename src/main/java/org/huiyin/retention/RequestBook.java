package org.huiyin.retention;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Calendars;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class RequestBook implements PersonRequests, ProposalHandler {
  /** The law says "in time" (article 50); so do comparable procedures of the authorities. */
  private static final int WORKING_DAYS = 15;
  private static final int MOST = 200;
  private static final int LONGEST = 1000;

  private final RequestTable table;
  private final PersonalData data;
  private final Calendars calendars;
  private final Approvals approvals;
  private final AuditLog audit;
  private final Clock clock;

  RequestBook(RequestTable table, PersonalData data, Calendars calendars, Approvals approvals, AuditLog audit, Clock clock) {
    this.table = table;
    this.data = data;
    this.calendars = calendars;
    this.approvals = approvals;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public PersonRequest receive(Actor by, CommunityId community, PhoneNumber number, String identity) {
    if (!number.known()) {
      throw new IllegalArgumentException("the number has 1 to 32 digits");
    }
    var now = SqlTime.exact(clock.instant());
    var due = calendars.of(community).endOfWorkingDay(now, WORKING_DAYS);
    var request = new PersonRequest(PersonRequestId.random(), community, number, number.masked(),
        text(identity, "how the identity was checked"), by.reference(), now, due, null, null, null, List.of());
    table.insert(request, number);
    happened(by, request, "received", "");
    return table.find(request.id()).orElseThrow();
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<PersonRequest> find(PersonRequestId id) {
    return table.find(id);
  }

  @Override
  @Transactional(readOnly = true)
  public List<PersonRequest> newest(Set<CommunityId> communities, boolean openOnly, @Nullable PersonRequestId after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    return table.newest(communities, openOnly, after == null ? null : table.find(after).orElse(null), limit);
  }

  @Override
  public List<Item> about(PersonRequest request) {
    return request.number() == null ? List.of() : data.about(request.community(), request.number());
  }

  @Override
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void handedOver(Actor by, PersonRequestId id, int audible) {
    happened(by, table.lock(id).orElseThrow(() -> new IllegalArgumentException("no such request")), "exported", String.valueOf(audible));
  }

  @Override
  public Proposal proposeErasing(Actor by, PersonRequestId id, String reason) {
    var request = table.lock(id).orElseThrow(() -> new IllegalArgumentException("no such request"));
    long erasable = about(request).stream().filter(item -> item.fate() == Fate.ERASABLE).count();
    if (erasable == 0) {
      throw new IllegalStateException("something keeps everything that is stored, or it is scheduled already: there is nothing to erase");
    }
    happened(by, request, "proposed", String.valueOf(erasable));
    return approvals.propose(by, new Approvals.Draft(ERASING, subject(request), request.community(), reason,
        Map.of("of-number", request.masked(), "amount", String.valueOf(erasable), "due", request.dueAt().toString())));
  }

  @Override
  public String kind() {
    return ERASING;
  }

  @Override
  public void carryOut(Proposal approved, Actor.Staff approver) {
    var id = PersonRequestId.of(approved.subject().substring("request:".length()));
    var request = table.lock(id).orElseThrow();
    var number = request.number();
    if (number == null) {
      throw new IllegalStateException("the request has forgotten the number");
    }
    int erased = data.erase(request.community(), number);
    happened(approver, request, "erased", String.valueOf(erased));
  }

  @Override
  public PersonRequest answer(Actor by, PersonRequestId id, String text) {
    var request = table.lock(id).orElseThrow(() -> new IllegalArgumentException("no such request"));
    if (!request.open()) {
      throw new IllegalStateException("this request is answered already");
    }
    var kept = new ArrayList<String>(List.of(text(text, "the answer")));
    about(request).forEach(item -> kept.add(item.startedAt() + " " + item.fate() + " " + item.policy()
        + (item.until() == null ? "" : " " + item.until())));
    var now = SqlTime.exact(clock.instant());
    table.answered(id, now, by.reference(), String.join("\n", kept));
    happened(by, request, "answered", "");
    forgetIfDone(id);
    return table.find(id).orElseThrow();
  }

  @Override
  @Transactional(readOnly = true)
  public long overdue() {
    return table.countOverdue(clock.instant());
  }

  /** What was answered while somebody had still to decide about erasing. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
  public void forget() {
    table.answeredWithNumber().forEach(this::forgetIfDone);
  }

  private void forgetIfDone(PersonRequestId id) {
    if (approvals.open(ERASING, "request:" + id).isEmpty()) {
      table.forgetNumber(id);
    }
  }

  /** Into the request's own log and into the audit, which never learns the number. */
  private void happened(Actor by, PersonRequest request, String kind, String detail) {
    table.happened(request.id(), SqlTime.exact(clock.instant()), by.reference(), kind, detail);
    audit.append(by, "request." + kind, subject(request),
        Map.of(AuditLog.COMMUNITY, request.community().toString(), "detail", detail));
  }

  private static String subject(PersonRequest request) {
    return "request:" + request.id();
  }

  private static String text(String given, String what) {
    if (given.isBlank() || given.strip().length() > LONGEST) {
      throw new IllegalArgumentException(what + " has 1 to " + LONGEST + " characters");
    }
    return given.strip();
  }
}
