package org.huiyin.web.api;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Hold;
import org.huiyin.retention.Holds;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.retention.RetentionForecast;
import org.huiyin.retention.Safeguards;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.KeptResource;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.api.Resources.TombstoneResource;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/retention")
@Needs(Permission.SEE_RETENTION)
@Tag(name = "retention", description = "What will be destroyed, and what remains of what was.")
class RetentionApi {
  private static final int MOST = 1000;

  /** @param count how many there are in all; {@code items} may be fewer */
  record PreviewResource(OffsetDateTime at, long count, List<KeptResource> items, @Nullable String next) {
  }

  /** @param holds those in force; empty where a long keep or an open ticket keeps it, as {@code recording.keptBy} says */
  record HeldResource(KeptResource recording, List<HoldLine> holds) {
  }

  record HoldLine(String holdId, String kind, String reason, @Nullable OffsetDateTime until) {
  }

  record HeldPage(OffsetDateTime at, long count, List<HeldResource> items, @Nullable String next) {
  }

  /**
   * @param month such as {@code 2027-11}
   * @param recordings whose period ends in it and that nothing holds
   * @param held whose period ends in it and that a hold keeps
   */
  record MonthResource(String month, long recordings, long bytes, long held) {
  }

  record ForecastResource(OffsetDateTime asOf, List<MonthResource> months) {
  }

  private final Retention retention;
  private final Safeguards safeguards;
  private final Resources resources;
  private final RetentionForecast forecast;
  private final Holds holds;
  private final Directory directory;
  private final Clock clock;

  RetentionApi(Retention retention, Safeguards safeguards, RetentionForecast forecast, Holds holds, Directory directory,
      Resources resources, Clock clock) {
    this.retention = retention;
    this.safeguards = safeguards;
    this.resources = resources;
    this.forecast = forecast;
    this.holds = holds;
    this.directory = directory;
    this.clock = clock;
  }

  @GetMapping("/preview")
  @Operation(summary = "What a purge destroys, each with its reason, the oldest period's end first")
  PreviewResource preview(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "the next run when left out") @RequestParam(required = false) @Nullable OffsetDateTime at,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "200") int limit) {
    Limits.check(limit, MOST);
    var moment = at == null ? retention.nextRun() : at.toInstant();
    var list = retention.preview(moment, viewer.communities(), after == null ? null : RecordingId.of(after), limit);
    return new PreviewResource(moment.atOffset(offset(moment)), retention.previewCount(moment, viewer.communities()),
        list.stream().map(resources::kept).toList(), next(list, limit));
  }

  @GetMapping("/held")
  @Operation(summary = "What a hold, a long keep or an open ticket keeps although its period is over, the oldest period's end first")
  HeldPage held(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "the next run when left out") @RequestParam(required = false) @Nullable OffsetDateTime at,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "200") int limit) {
    Limits.check(limit, MOST);
    var moment = at == null ? retention.nextRun() : at.toInstant();
    var list = retention.heldBack(moment, viewer.communities(), after == null ? null : RecordingId.of(after), limit);
    var covering = holds.covering(list.stream().map(Kept::recording).toList());
    return new HeldPage(moment.atOffset(offset(moment)), retention.heldBackCount(moment, viewer.communities()),
        list.stream().map(kept -> new HeldResource(resources.kept(kept), covering.getOrDefault(kept.recording(), List.of()).stream()
            .map(this::line).toList())).toList(),
        next(list, limit));
  }

  @GetMapping("/forecast")
  @Operation(summary = "How many recordings, and how many bytes of audio, are destroyed in each of the next twelve months")
  ForecastResource forecast(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer) {
    var outlook = forecast.of(viewer.communities());
    return new ForecastResource(outlook.asOf().atOffset(offset(outlook.asOf())), outlook.months().stream()
        .map(month -> new MonthResource(month.month().toString(), month.recordings(), month.bytes(), month.held())).toList());
  }

  /**
   * @param lastFinished when a run came to its end the last time; null before the first
   * @param next when the next is to run; null when none is
   * @param due how many recordings it would destroy now
   * @param failing how many of them could not be destroyed in an earlier run
   */
  record PurgeResource(@Nullable OffsetDateTime lastFinished, @Nullable OffsetDateTime next, long due, long failing) {
  }

  @GetMapping("/purge")
  @Operation(summary = "How the purge of the installation does: its last run, its next, what is due, what fails")
  PurgeResource purge() {
    var state = retention.purgeState();
    return new PurgeResource(state.lastFinished() == null ? null : state.lastFinished().atOffset(offset(state.lastFinished())),
        state.next() == null ? null : state.next().atOffset(offset(state.next())), state.due(), state.failing());
  }

  private HoldLine line(Hold hold) {
    var until = hold.until();
    return new HoldLine(hold.id().toString(), Resources.lower(hold.kind()), hold.reason(),
        until == null ? null : Resources.at(until, resources.zone(hold.community())));
  }

  private ZoneOffset offset(Instant moment) {
    return directory.dialledBy("").zone().getRules().getOffset(moment);
  }

  private static @Nullable String next(List<Kept> list, int limit) {
    return list.size() < limit ? null : list.getLast().recording().toString();
  }

  /**
   * @param doubts behind, jumped, database_differs, asterisk_differs
   * @param synchronised whether the machine says that its clock is kept right; after an hour that confirms the time; null when it does not say
   */
  record SafeguardsResource(OffsetDateTime now, List<String> doubts, @Nullable Boolean synchronised, Safeguards.@Nullable Excess excess,
      boolean waits) {
  }

  record ConfirmRequest(@jakarta.validation.constraints.NotBlank String reason) {
  }

  @GetMapping("/safeguards")
  @Operation(summary = "Why nothing is destroyed now, if so: a clock that is not believed, a volume that was not forecast")
  SafeguardsResource safeguards() {
    var state = safeguards.state();
    return new SafeguardsResource(OffsetDateTime.ofInstant(state.now(), clock.getZone()),
        state.doubts().stream().map(Resources::lower).toList(), state.synchronised(), state.excess(), state.waits());
  }

  @PostMapping("/safeguards/time")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to believe the clock as it is; somebody else approves")
  Map<String, String> time(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestBody @Validated ConfirmRequest request) {
    return Map.of("proposalId", safeguards.proposeTime(viewer.actor(), request.reason()).id().toString());
  }

  @PostMapping("/safeguards/volume")
  @Needs(Permission.MANAGE_RETENTION)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Proposes to destroy as much as is due; somebody else approves")
  Map<String, String> volume(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestBody @Validated ConfirmRequest request) {
    return Map.of("proposalId", safeguards.proposeVolume(viewer.actor(), request.reason()).id().toString());
  }

  @GetMapping("/tombstones")
  @Operation(summary = "What remains of destroyed recordings, the latest first")
  Page<TombstoneResource> tombstones(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = retention.tombstones(viewer.communities(), after == null ? null : RecordingId.of(after), limit);
    return new Page<>(list.stream().map(resources::tombstone).toList(), list.size() < limit ? null : list.getLast().recording().toString());
  }
}
