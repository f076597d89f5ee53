package org.huiyin.web.console;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.huiyin.access.Permission;
import org.huiyin.retention.DestructionProof;
import org.huiyin.retention.DestructionProof.Certificate;
import org.huiyin.retention.DestructionProof.Run;
import org.huiyin.web.Viewer;
import org.huiyin.web.console.Rows.Chip;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The runs of the purge, their certificates, and the list of what one destroyed, to be printed and signed (销毁清册). */
@Controller
@RequestMapping("/retention/runs")
@Needs(Permission.SEE_RETENTION)
class ProofPages {
  private static final int ON_A_PAGE = 50;
  /** So much a browser prints without trouble; a longer list is printed in parts. */
  private static final int ON_A_SHEET = 1000;
  private static final DateTimeFormatter ON_PAPER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  record RunRow(String id, Moment started, Chip chip, int certificates, int failed, @Nullable String number) {
  }

  /** @param number from 1, as people count */
  record Line(int number, String recording, Moment call, String policy, String cause, @Nullable Moment destroyed, String hash,
      String community) {
  }

  /** The same on paper: whole dates, no relative times. */
  record PaperLine(int number, String recording, String call, String policy, String cause, String destroyed, String hash,
      String community) {
  }

  private final DestructionProof proof;
  private final Rows rows;
  private final Words words;
  private final Clock clock;

  ProofPages(DestructionProof proof, Rows rows, Words words, Clock clock) {
    this.proof = proof;
    this.rows = rows;
    this.words = words;
    this.clock = clock;
  }

  @GetMapping
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var list = proof.runs(Given.orNone(UUID::fromString, after), ON_A_PAGE);
    model.addAttribute("rows", list.stream().map(run -> row(run, words.zone(viewer))).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().id().toString());
    return "runs";
  }

  @GetMapping("/{run}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String run, @RequestParam(defaultValue = "-1") int after, Model model) {
    var found = find(run);
    var zone = words.zone(viewer);
    var page = proof.certificates(found.id(), viewer.shown(), after, ON_A_PAGE);
    model.addAttribute("run", row(found, zone));
    model.addAttribute("waited", waited(found));
    model.addAttribute("finished", found.finishedAt() == null ? null : words.moment(found.finishedAt(), zone));
    model.addAttribute("node", found.node());
    model.addAttribute("root", found.root());
    model.addAttribute("count", proof.count(found.id(), viewer.shown()));
    model.addAttribute("several", viewer.shown().size() > 1);
    model.addAttribute("lines", page.stream().map(this::line).toList());
    model.addAttribute("next", page.size() < ON_A_PAGE ? null : page.getLast().place());
    return "run";
  }

  /** @param part which thousand, from 1 */
  @GetMapping("/{run}/list")
  String paper(@AuthenticationPrincipal Viewer viewer, @PathVariable String run, @RequestParam(defaultValue = "1") int part, Model model) {
    var found = find(run);
    var root = found.root();
    if (root == null) {
      throw new NoSuchPage("the run is not closed");
    }
    var zone = words.zone(viewer);
    long count = proof.count(found.id(), viewer.shown());
    int parts = Math.toIntExact(Math.max(1, (count + ON_A_SHEET - 1) / ON_A_SHEET));
    if (part < 1 || part > parts) {
      throw new NoSuchPage("no such part");
    }
    var lines = part(found, viewer, part);
    model.addAttribute("run", found);
    model.addAttribute("root", root);
    model.addAttribute("count", count);
    model.addAttribute("part", part);
    model.addAttribute("parts", IntStream.rangeClosed(1, parts).boxed().toList());
    model.addAttribute("lines", lines.stream().map(this::paperLine).toList());
    model.addAttribute("communities",
        viewer.shown().stream().map(words::community).sorted().collect(Collectors.joining(words.say("comma"))));
    model.addAttribute("several", viewer.shown().size() > 1);
    model.addAttribute("started", paper(found.startedAt(), zone));
    model.addAttribute("closed", paper(root.closedAt(), zone));
    model.addAttribute("printed", paper(clock.instant(), zone));
    model.addAttribute("zone", zone.getId());
    return "destruction-list";
  }

  /** Places are those of the whole run, so a part begins behind the last of the part before, whichever that is. */
  private List<Certificate> part(Run run, Viewer viewer, int part) {
    int after = -1;
    List<Certificate> lines = List.of();
    for (int i = 0; i < part; i++) {
      lines = proof.certificates(run.id(), viewer.shown(), after, ON_A_SHEET);
      after = lines.isEmpty() ? after : lines.getLast().place();
    }
    return lines;
  }

  private Run find(String run) {
    return proof.run(Given.id(UUID::fromString, run)).orElseThrow(() -> new NoSuchPage("run " + run));
  }

  private RunRow row(Run run, ZoneId zone) {
    var root = run.root();
    return new RunRow(run.id().toString(), words.moment(run.startedAt(), zone), chip(run), run.certificates(), run.failed(),
        root == null ? null : String.valueOf(root.number()));
  }

  private Chip chip(Run run) {
    if (run.root() != null) {
      return new Chip(words.say("proof.signed"), "green", "ok");
    }
    if (run.certificates() > 0) {
      return new Chip(words.say(run.finishedAt() == null ? "proof.running" : "proof.unsigned"), "amber", "retention");
    }
    return run.waited() == null
        ? new Chip(words.say("proof.failed-all"), "red", "wrong")
        : new Chip(words.say("proof.waited"), "amber", "urgent");
  }

  private @Nullable String waited(Run run) {
    if (run.waited() == null) {
      return null;
    }
    return java.util.Arrays.stream(run.waited().split(","))
        .map(why -> words.say(why.equals("VOLUME") ? "guard.excess" : "guard.doubt." + why)).collect(Collectors.joining(" "));
  }

  private Line line(Certificate one) {
    var zone = words.zone(one.community());
    var facts = one.facts();
    return new Line(one.place() + 1, one.recording().toString(), words.moment(facts.callStartedAt(), zone), policy(facts), cause(facts),
        facts.absentAt() == null ? null : words.moment(facts.absentAt(), zone), facts.audioHash(), words.community(one.community()));
  }

  private PaperLine paperLine(Certificate one) {
    var zone = words.zone(one.community());
    var facts = one.facts();
    return new PaperLine(one.place() + 1, one.recording().toString(), paper(facts.callStartedAt(), zone), policy(facts), cause(facts),
        facts.absentAt() == null ? "" : paper(facts.absentAt(), zone), facts.audioHash(), words.community(one.community()));
  }

  private String policy(DestructionProof.Facts facts) {
    var version = facts.policyVersion();
    return rows.policy(facts.policy()) + (version == null ? "" : words.say("proof.version", version));
  }

  private String cause(DestructionProof.Facts facts) {
    return facts.cause().isEmpty() ? "" : words.sayOr("cause." + facts.cause(), facts.cause());
  }

  private static String paper(Instant moment, ZoneId zone) {
    return ON_PAPER.format(moment.atZone(zone));
  }
}
