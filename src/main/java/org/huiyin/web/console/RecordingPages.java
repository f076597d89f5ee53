package org.huiyin.web.console;

import java.util.Optional;
import java.util.stream.Stream;

import org.huiyin.access.Permission;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.DestructionProof;
import org.huiyin.retention.Holds;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.Retention;
import org.huiyin.web.CallFiles;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Needs(Permission.SEE_RECORDINGS)
class RecordingPages {
  private static final int ON_A_PAGE = 50;

  /** What remains of a destroyed recording. */
  record Stone(Moment destroyed, String policy, String cause) {
  }

  private final Recordings recordings;
  private final Retention retention;
  private final DestructionProof proof;
  private final CallFiles files;
  private final Rows rows;
  private final PlayerView.Maker players;
  private final Keepings keepings;
  private final Holds holds;
  private final LongKeeps longKeeps;
  private final Words words;

  RecordingPages(Recordings recordings, Retention retention, DestructionProof proof, CallFiles files, Rows rows, PlayerView.Maker players,
      Keepings keepings, Holds holds, LongKeeps longKeeps, Words words) {
    this.keepings = keepings;
    this.holds = holds;
    this.longKeeps = longKeeps;
    this.words = words;
    this.recordings = recordings;
    this.retention = retention;
    this.proof = proof;
    this.files = files;
    this.rows = rows;
    this.players = players;
  }

  @GetMapping("/recordings")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var list = recordings.newest(viewer.shown(), Given.orNone(RecordingId::of, after), ON_A_PAGE);
    var kept = retention.of(list.stream().map(RecordingFacts::id).toList());
    model.addAttribute("rows", list.stream().map(facts -> rows.recording(facts, Optional.ofNullable(kept.get(facts.id())))).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().id().toString());
    model.addAttribute("several", viewer.shown().size() > 1);
    return "recordings";
  }

  @GetMapping("/recordings/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    RecordingFacts facts = recordings.find(Given.id(RecordingId::of, id)).filter(found -> viewer.sees(found.community()))
        .orElseThrow(() -> new NoSuchPage("recording " + id));
    var file = files.find(viewer, facts.call()).orElseThrow(() -> new NoSuchPage("recording " + id));
    model.addAttribute("recording", rows.recording(facts, file.kept()));
    model.addAttribute("facts", facts);
    model.addAttribute("ticket", viewer.may(Permission.SEE_TICKETS) ? file.ticket().map(rows::ticket).orElse(null) : null);
    keepings.cards(viewer, model, holds.covering(facts.id()), longKeeps.covering(facts.id()),
        Stream.concat(Stream.of("recording:" + facts.id()), file.ticket().stream().map(ticket -> "ticket:" + ticket.number())));
    model.addAttribute("mayHold", viewer.may(Permission.MANAGE_RETENTION) && holdable(facts));
    model.addAttribute("purge",
        file.kept().map(kept -> kept.purgeAt()).map(at -> words.moment(at, words.zone(facts.community()))).orElse(null));
    model.addAttribute("player", players.of(file, viewer));
    model.addAttribute("stone", retention.tombstone(facts.id()).map(this::stone).orElse(null));
    model.addAttribute("run", viewer.may(Permission.SEE_RETENTION)
        ? proof.certificate(facts.id()).map(certificate -> certificate.run().toString()).orElse(null)
        : null);
    return "recording";
  }

  private Stone stone(Retention.Tombstone stone) {
    var version = stone.policyVersion();
    return new Stone(words.moment(stone.destroyedAt(), words.zone(stone.community())),
        rows.policy(stone.policy()) + (version == null ? "" : words.say("proof.version", version)),
        stone.cause().isEmpty() ? "" : words.sayOr("cause." + stone.cause(), stone.cause()));
  }

  private static boolean holdable(RecordingFacts facts) {
    return facts.state() == RecordingState.STORED || facts.state() == RecordingState.SPOOLED;
  }
}
