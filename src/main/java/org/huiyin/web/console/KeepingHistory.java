package org.huiyin.web.console;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalState;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.Recordings;
import org.huiyin.web.Viewer;
import org.huiyin.web.console.Rows.Chip;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The page of one hold or one long keep: what has happened to it, and which recordings it covers. */
@Component
class KeepingHistory {
  private static final int SHOWN = 100;

  /** @param said what the person wrote; empty where they wrote nothing */
  record Step(Instant moment, Moment at, String what, String who, String said) {
  }

  record Covered(String id, Moment call, Chip chip) {
  }

  private final Approvals approvals;
  private final Recordings recordings;
  private final Words words;
  private final Rows rows;

  KeepingHistory(Approvals approvals, Recordings recordings, Words words, Rows rows) {
    this.approvals = approvals;
    this.recordings = recordings;
    this.words = words;
    this.rows = rows;
  }

  /**
   * @param subject {@code hold:<id>} or {@code keep:<id>}
   * @param own adds what the thing itself knows to what was proposed about it
   */
  void page(Viewer viewer, Model model, String subject, CommunityId community, List<RecordingId> covered, Consumer<Steps> own) {
    var steps = new Steps(words.zone(community));
    own.accept(steps);
    approvals.about(subject).forEach(steps::proposal);
    model.addAttribute("steps", steps.list.stream().sorted(Comparator.comparing(Step::moment)).toList());
    model.addAttribute("count", covered.size());
    model.addAttribute("covered", covered.stream().limit(SHOWN).flatMap(id -> recordings.find(id).stream())
        .map(facts -> new Covered(facts.id().toString(), words.moment(facts.callStartedAt(), words.zone(facts.community())),
            rows.recordingChip(facts)))
        .toList());
    model.addAttribute("mayOpen", viewer.may(Permission.SEE_RECORDINGS));
    model.addAttribute("mayHold", viewer.may(Permission.MANAGE_RETENTION) && viewer.sees(community));
    model.addAttribute("audit", viewer.may(Permission.SEE_AUDIT) ? "/audit?subject=" + subject : null);
  }

  /** Gathers what has happened. */
  final class Steps {
    private final ZoneId zone;
    private final List<Step> list = new ArrayList<>();

    private Steps(ZoneId zone) {
      this.zone = zone;
    }

    /** @param what the key of the word for it */
    void add(Instant at, String what, String actor, String said) {
      list.add(new Step(at, words.moment(at, zone), words.say(what), actor.isEmpty() ? "" : words.person(actor), said));
    }

    private void proposal(Proposal proposal) {
      add(proposal.proposedAt(), "keeping.step." + proposal.kind(), proposal.proposer(), proposal.reason());
      Stream.ofNullable(proposal.decidedAt()).forEach(at -> add(at, "approval.state." + proposal.state(),
          proposal.decider() == null || proposal.state() == ProposalState.EXPIRED ? "" : proposal.decider(), proposal.note()));
    }
  }
}
