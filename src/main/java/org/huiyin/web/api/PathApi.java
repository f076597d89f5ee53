package org.huiyin.web.api;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.calendar.CalendarDay;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.CallPaths;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/numbers")
@Needs(Permission.SEE_DESK)
@Tag(name = "numbers", description = "What callers of a number meet.")
class PathApi {
  /**
   * Why somebody attends, or not.
   *
   * @param day {@code weekday}, {@code holiday}, {@code make_up} or {@code special}
   * @param name the holiday's or special day's
   * @param hours of that day
   * @param holidaysKnown whether the year's list of holidays is there
   */
  record ReasonResource(String day, String name, String hours, boolean holidaysKnown) {
  }

  record SaidResource(String id, String text) {
  }

  /** @param keys where each key leads from here: a choice, or {@code menu} or {@code notice} */
  record StepResource(String kind, String language, List<SaidResource> says, Map<String, String> keys, long seconds,
      @Nullable String pressed,
      String choice) {
  }

  /** @param until when {@code attended} changes; null if it does not within a year */
  record PathResource(String number, String community, OffsetDateTime at, boolean attended, ReasonResource reason,
      @Nullable OffsetDateTime until,
      String menuVersion, List<StepResource> steps) {
  }

  private final CallPaths paths;
  private final Directory directory;
  private final Clock clock;

  PathApi(CallPaths paths, Directory directory, Clock clock) {
    this.paths = paths;
    this.directory = directory;
    this.clock = clock;
  }

  @GetMapping("/{number}/path")
  @Operation(summary = "The path that a caller of this number takes at a moment, and why; found out by the engine of real calls")
  PathResource path(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String number,
      @Parameter(description = "now when left out") @RequestParam(required = false) @Nullable OffsetDateTime at,
      @Parameter(description = "what the caller presses; nothing when left out") @RequestParam(defaultValue = "") String keys) {
    var moment = at == null ? clock.instant() : at.toInstant();
    var community = directory.dialledBy(number);
    if (!viewer.sees(community.id())) {
      throw new NotThere("number", number);
    }
    return resource(number, community, moment.atZone(community.zone()).toOffsetDateTime(), paths.path(number, moment, keys));
  }

  private static PathResource resource(String number, Community community, OffsetDateTime at, CallPaths.Path path) {
    var attendance = path.attendance();
    CalendarDay day = attendance.day();
    var until = attendance.until();
    return new PathResource(number, community.id().toString(), at, attendance.attended(),
        new ReasonResource(Resources.lower(day.kind()), day.name(), day.hours().toString(), attendance.listKnown()),
        until == null ? null : Resources.at(until, community.zone()), path.menuVersion(),
        path.steps().stream()
            .map(step -> new StepResource(step.kind(), step.language(),
                step.says().stream().map(said -> new SaidResource(said.id(), said.text())).toList(), step.keys(), step.seconds(),
                step.pressed(),
                step.choice()))
            .toList());
  }
}
