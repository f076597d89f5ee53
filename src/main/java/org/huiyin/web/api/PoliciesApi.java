package org.huiyin.web.api;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jakarta.validation.constraints.NotNull;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.retention.Policies;
import org.huiyin.retention.Policies.Periods;
import org.huiyin.retention.Policies.Years;
import org.huiyin.ticket.Category;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.KeptResource;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/retention/policies")
@Needs(Permission.SEE_RETENTION)
@Tag(name = "policies", description = "How long recordings are kept, by category and priority; changed by two people.")
class PoliciesApi {
  private static final int SHOWN = 200;

  /**
   * @param version 0 for the settings, which hold before the first change
   * @param years by category; null for settings that are not whole years
   */
  record VersionResource(int version, @Nullable Map<String, Years> years, @Nullable OffsetDateTime inForce, String reason, String proposer,
      String approver) {
  }

  /**
   * @param years by category, for normal and urgent matters; a category that is left out keeps what it has
   * @param reason left out: only says what the change would newly destroy
   */
  record PolicyRequest(@NotNull Map<String, Years> years, @Nullable String reason) {
  }

  /**
   * @param newlyDestroyed how many within the next week in all; {@code items} are the first 200 of the viewer's communities, the oldest call first
   * @param proposalId null when nothing was proposed
   */
  record PolicyAnswer(long newlyDestroyed, List<KeptResource> items, @Nullable String proposalId) {
  }

  private final Policies policies;
  private final Resources resources;
  private final Clock clock;

  PoliciesApi(Policies policies, Resources resources, Clock clock) {
    this.policies = policies;
    this.resources = resources;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "The version in force first, then those that two people replaced")
  List<VersionResource> policies() {
    var all = new ArrayList<>(policies.versions());
    if (all.isEmpty()) {
      all.add(policies.current());
    }
    return all.stream().map(this::resource).toList();
  }

  @PostMapping
  @Needs(Permission.MANAGE_RETENTION)
  @Operation(summary = "Says which recordings other periods would newly destroy, and with a reason proposes them; somebody else approves")
  PolicyAnswer change(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @RequestBody @Validated PolicyRequest request) {
    var periods = periods(request.years());
    var items = policies.newlyDue(periods, viewer.communities(), SHOWN).stream().map(resources::kept).toList();
    return new PolicyAnswer(policies.newlyDue(periods), items,
        request.reason() == null ? null : policies.propose(viewer.actor(), periods, request.reason()).id().toString());
  }

  private Periods periods(Map<String, Years> wanted) {
    var now = policies.current().periods();
    var all = new TreeMap<Category, Years>(now == null ? Map.of() : now.years());
    wanted.forEach((name, years) -> all.put(category(name), years));
    return new Periods(all);
  }

  private static Category category(String name) {
    try {
      return Category.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("years knows no such category; write one of government_service, daily_life, public_affairs,"
          + " emergency, special_care, complaint, unsorted", e);
    }
  }

  private VersionResource resource(Policies.Version version) {
    var periods = version.periods();
    return new VersionResource(version.number(), periods == null ? null : named(periods),
        version.inForce() == null ? null : OffsetDateTime.ofInstant(version.inForce(), clock.getZone()), version.reason(),
        version.proposer(),
        version.approver());
  }

  private static Map<String, Years> named(Periods periods) {
    var named = new TreeMap<String, Years>();
    periods.years().forEach((category, years) -> named.put(Resources.lower(category), years));
    return named;
  }
}
