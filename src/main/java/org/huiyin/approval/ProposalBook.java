package org.huiyin.approval;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.approval.NotDecidable.Reason;
import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.SqlTime;
import org.huiyin.foundation.StaffId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class ProposalBook implements Approvals {
  private static final int MOST = 200;
  private static final Actor SYSTEM = new Actor.Component("approval");

  private final ProposalTable table;
  private final Voters voters;
  private final ObjectProvider<ProposalHandler> handlers;
  private final AuditLog audit;
  private final Clock clock;

  /** @param handlers looked up when something is approved: who carries it out may itself need this */
  ProposalBook(ProposalTable table, Voters voters, ObjectProvider<ProposalHandler> handlers, AuditLog audit, Clock clock) {
    this.table = table;
    this.voters = voters;
    this.handlers = handlers;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Proposal propose(Actor by, Draft draft) {
    handler(draft.kind());
    var now = SqlTime.exact(clock.instant());
    var proposal = new Proposal(ProposalId.random(), draft.kind(), draft.subject(), draft.community(), by.reference(),
        text(draft.reason(), "the reason"), Map.copyOf(draft.facts()), now, now.plus(TwoPeople.UNTIL_ESCALATION),
        now.plus(TwoPeople.UNTIL_EXPIRY), ProposalState.OPEN, null, null, "");
    if (!table.insert(proposal)) {
      throw new IllegalStateException("the same is proposed already and waits for a decision");
    }
    log(by, "approval.proposed", proposal);
    return proposal;
  }

  @Override
  @Transactional
  public Proposal approve(Actor by, ProposalId id, String note) {
    var proposal = decidable(by, id);
    over(proposal, ProposalState.APPROVED, by, note.strip());
    log(by, "approval.approved", proposal);
    var approved = must(id);
    handler(proposal.kind()).carryOut(approved, (Actor.Staff) by);
    return approved;
  }

  @Override
  @Transactional
  public Proposal refuse(Actor by, ProposalId id, String note) {
    var proposal = decidable(by, id);
    over(proposal, ProposalState.REFUSED, by, text(note, "the note"));
    log(by, "approval.refused", proposal);
    return must(id);
  }

  @Override
  @Transactional
  public Proposal withdraw(Actor by, ProposalId id) {
    var proposal = table.lock(id).orElseThrow(() -> new IllegalArgumentException("no such proposal: " + id));
    if (!TwoPeople.at(proposal, clock.instant()).open()) {
      throw new NotDecidable(id, Reason.OVER);
    }
    if (!by.reference().equals(proposal.proposer())) {
      throw new NotDecidable(id, Reason.NOT_YOURS);
    }
    over(proposal, ProposalState.WITHDRAWN, by, "");
    log(by, "approval.withdrawn", proposal);
    return must(id);
  }

  /** Writes down what time has brought: what goes up to the district, what ends. One proposal in each transaction. */
  @Transactional
  public void age(ProposalId id) {
    var proposal = table.lock(id).orElseThrow();
    var now = clock.instant();
    var state = TwoPeople.at(proposal, now);
    if (state == proposal.state()) {
      return;
    }
    proposal.state().requireMayBecome(state);
    if (state == ProposalState.ESCALATED) {
      table.escalated(id);
      log(SYSTEM, "approval.escalated", proposal);
    } else {
      table.over(id, state, now, null, "");
      log(SYSTEM, "approval.expired", proposal);
    }
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Proposal> find(ProposalId id) {
    return table.find(id);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Proposal> open(String kind, String subject) {
    return table.open(kind, subject);
  }

  @Override
  @Transactional(readOnly = true)
  public Set<String> open(String kind, Collection<String> subjects) {
    return table.open(kind, subjects);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Proposal> about(String subject) {
    return table.about(subject);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Proposal> open(Viewpoint viewer) {
    return table.open().stream().filter(viewer::sees).toList();
  }

  @Override
  @Transactional(readOnly = true)
  public List<Proposal> over(Viewpoint viewer, @Nullable ProposalId after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    var last = after == null ? null : table.find(after).orElse(null);
    var found = new ArrayList<Proposal>();
    List<Proposal> page;
    do {
      page = table.over(last, MOST);
      page.stream().filter(viewer::sees).limit(limit - (long) found.size()).forEach(found::add);
      last = page.isEmpty() ? last : page.getLast();
    } while (page.size() == MOST && found.size() < limit);
    return found;
  }

  @Override
  @Transactional(readOnly = true)
  public Set<StaffId> deciders(Proposal proposal) {
    var now = clock.instant();
    return voters.all().stream().filter(voter -> TwoPeople.objection(proposal, new Actor.Staff(voter.id()), voter, now).isEmpty())
        .map(Voter::id).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Reason> objection(Actor by, Proposal proposal) {
    var voter = voters.all().stream().filter(one -> by.equals(new Actor.Staff(one.id()))).findAny().orElse(null);
    return TwoPeople.objection(proposal, by, voter, clock.instant());
  }

  private Proposal decidable(Actor by, ProposalId id) {
    var proposal = table.lock(id).orElseThrow(() -> new IllegalArgumentException("no such proposal: " + id));
    objection(by, proposal).ifPresent(reason -> {
      throw new NotDecidable(id, reason);
    });
    return proposal;
  }

  private void over(Proposal proposal, ProposalState state, Actor by, String note) {
    proposal.state().requireMayBecome(state);
    if (note.length() > ProposalTable.LONGEST_TEXT) {
      throw new IllegalArgumentException("the note has at most " + ProposalTable.LONGEST_TEXT + " characters");
    }
    table.over(proposal.id(), state, clock.instant(), by.reference(), note);
  }

  private Proposal must(ProposalId id) {
    return table.find(id).orElseThrow();
  }

  private ProposalHandler handler(String kind) {
    return handlers.stream().filter(one -> one.kind().equals(kind)).findAny()
        .orElseThrow(() -> new IllegalArgumentException("nobody carries out proposals of the kind " + kind));
  }

  private void log(Actor by, String act, Proposal proposal) {
    var details = new HashMap<String, String>(Map.of("kind", proposal.kind(), "proposal", proposal.id().toString()));
    if (proposal.community() != null) {
      details.put(AuditLog.COMMUNITY, proposal.community().toString());
    }
    audit.append(by, act, proposal.subject(), details);
  }

  private static String text(String given, String what) {
    if (given.isBlank() || given.strip().length() > ProposalTable.LONGEST_TEXT) {
      throw new IllegalArgumentException(what + " has 1 to " + ProposalTable.LONGEST_TEXT + " characters");
    }
    return given.strip();
  }
}
