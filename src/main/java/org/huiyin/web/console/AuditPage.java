package org.huiyin.web.console;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.access.Permission;
import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Needs(Permission.SEE_AUDIT)
class AuditPage {
  private static final int ON_A_PAGE = 50;
  /** The first parts of acts, as the filter offers them. */
  private static final List<String> KINDS = List.of("recording.", "hold.", "approval.", "number.", "ticket.", "session.", "staff.",
      "token.");

  private static final Set<String> SHOWN_ELSEWHERE = Set.of("community", "communities", "call");
  private static final Map<String, String> WORDED = Map.of("from", "state.", "to", "state.", "choice", "choice.", "roles", "role.",
      "roles-before", "role.");
  private static final int HASH_SHOWN = 12;

  /** @param address where the subject can be seen; null when it has no page */
  record Entry(String key, Moment at, String who, String act, String subject, @Nullable String address, String details,
      @Nullable String place, @Nullable String hash) {
  }

  private final AuditTrail trail;
  private final Words words;
  private final Subjects subjects;

  AuditPage(AuditTrail trail, Words words, Subjects subjects) {
    this.trail = trail;
    this.words = words;
    this.subjects = subjects;
  }

  @GetMapping("/audit")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String act,
      @RequestParam(required = false) @Nullable String subject, @RequestParam(required = false) @Nullable String after, Model model) {
    var kind = act == null || act.isBlank() ? null : act;
    var about = subject == null || subject.isBlank() ? null : subject.strip();
    var list = trail.newest(new AuditTrail.Query(viewer.shown(), null, kind, about, null, null,
        Given.orNone(AuditTrail.Place::of, after), ON_A_PAGE));
    model.addAttribute("rows", list.stream().map(entry -> row(entry, viewer)).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().place().toString());
    model.addAttribute("kinds", KINDS);
    model.addAttribute("act", kind);
    model.addAttribute("subject", about);
    model.addAttribute("head", trail.head());
    return "audit";
  }

  private Entry row(AuditTrail.Entry entry, Viewer viewer) {
    var community = entry.community() == null ? viewer.communities().stream().findFirst() : java.util.Optional.of(entry.community());
    var zone = community.map((CommunityId id) -> words.zone(id)).orElse(ZoneId.systemDefault());
    return new Entry(entry.id().toString(), words.moment(entry.at(), zone), words.person(entry.actor()),
        words.sayOr("act." + entry.act(), entry.act()), subjects.text(entry.subject()), subjects.address(entry.subject()),
        details(entry.details()),
        entry.seq() == null ? null : entry.seq().toString(), entry.hash());
  }

  private String details(Map<String, String> details) {
    return details.entrySet().stream().filter(detail -> !SHOWN_ELSEWHERE.contains(detail.getKey()))
        .map(detail -> words.sayOr("detail." + detail.getKey(), detail.getKey()) + " " + value(detail.getKey(), detail.getValue())).sorted()
        .collect(Collectors.joining(" · "));
  }

  /** In the console's words where it has them, a hash by its beginning; the log itself and the API have it all. */
  private String value(String name, String value) {
    if (name.equals("hash")) {
      return value.length() > HASH_SHOWN ? value.substring(0, HASH_SHOWN) + "…" : value;
    }
    var prefix = WORDED.get(name);
    if (prefix == null) {
      return value;
    }
    return Stream.of(value.split(",", -1)).map(each -> words.sayOr(prefix + (each.isEmpty() ? "none" : each), each))
        .collect(Collectors.joining(words.say("detail.and")));
  }
}
