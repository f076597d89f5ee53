package org.huiyin.web.api;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.audit.AuditTrail;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
@Needs(Permission.SEE_AUDIT)
@Tag(name = "audit", description = "The append-only log of acts. Reading it is possible, changing it is not.")
class AuditApi {
  /** @param seq the place in the chain; null until the entry is sealed, about a second after the deed */
  record EntryResource(String id, OffsetDateTime at, String actor, String act, String subject, @Nullable String communityId,
      Map<String, String> details, @Nullable Long seq, @Nullable String hash) {
  }

  private final AuditTrail trail;
  private final Resources resources;

  AuditApi(AuditTrail trail, Resources resources) {
    this.trail = trail;
    this.resources = resources;
  }

  @GetMapping
  @Operation(summary = "The latest acts first", description = "act: a whole act such as recording.replayed, or a first part that ends with a dot")
  Page<EntryResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String actor, @RequestParam(required = false) @Nullable String act,
      @RequestParam(required = false) @Nullable String subject, @RequestParam(required = false) @Nullable OffsetDateTime from,
      @RequestParam(required = false) @Nullable OffsetDateTime to,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = trail.newest(new AuditTrail.Query(viewer.communities(), actor, act, subject, from == null ? null : from.toInstant(),
        to == null ? null : to.toInstant(), after == null ? null : AuditTrail.Place.of(after), limit));
    return new Page<>(list.stream().map(this::resource).toList(), list.size() < limit ? null : list.getLast().place().toString());
  }

  private EntryResource resource(AuditTrail.Entry entry) {
    var zone = entry.community() == null ? ZoneOffset.UTC : resources.zone(entry.community());
    return new EntryResource(entry.id().toString(), Resources.at(entry.at(), zone), entry.actor(), entry.act(), entry.subject(),
        entry.community() == null ? null : entry.community().toString(), entry.details(), entry.seq(), entry.hash());
  }
}
