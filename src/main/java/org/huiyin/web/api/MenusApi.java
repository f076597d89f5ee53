package org.huiyin.web.api;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.CallPaths.Stage;
import org.huiyin.flow.MenuFault;
import org.huiyin.flow.MenuTrials;
import org.huiyin.flow.Menus;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1")
@Needs(Permission.SEE_DESK)
@Tag(name = "menus", description = "The voice menus of a community: draft, check, try out, publish, roll back.")
class MenusApi {
  private static final String DRAFT = "draft";

  /**
   * @param at null for the built-in one
   * @param rolledBackTo the version that this one is a copy of
   */
  record VersionResource(int number, String id, String note, @Nullable OffsetDateTime at, String by, @Nullable Integer rolledBackTo) {
  }

  record VersionsResource(List<VersionResource> items) {
  }

  /** @param place in the document, such as {@code /menus/0/keys/1} */
  record FaultResource(String place, String problem) {
  }

  record FaultsResource(List<FaultResource> faults) {
  }

  /**
   * @param document null where the draft is no JSON; then {@code text} has it
   * @param unknownNumbers that the draft names and the community does not have; no fault, but whoever dials them comes elsewhere
   */
  record DraftResource(int revision, int basedOn, OffsetDateTime at, String by, @Nullable JsonNode document, @Nullable String text,
      List<FaultResource> faults, List<String> unknownNumbers) {
  }

  record MenuResource(VersionResource inForce, JsonNode document, @Nullable DraftResource draft) {
  }

  /**
   * @param before null where there was nothing
   * @param after null where nothing is left
   */
  record DifferenceResource(String place, @Nullable String before, @Nullable String after) {
  }

  /** @param sentences the same told plainly, in the reader's language */
  record DifferencesResource(String from, String to, List<DifferenceResource> differences, List<String> sentences) {
  }

  record Publication(@Nullable Integer revision, @Nullable String note) {
  }

  record Restoration(@Nullable String note) {
  }

  record SaidResource(String id, String text) {
  }

  record StepResource(String kind, String language, List<SaidResource> says, Map<String, String> keys, long seconds,
      @Nullable String pressed, String choice) {
  }

  /** @param waitsFor {@code key}, {@code number} (how many tickets the caller's number is pretended to have), {@code speech} or {@code nothing}: what comes next from the caller */
  record TrialResource(OffsetDateTime at, boolean attended, List<StepResource> steps, String waitsFor) {
  }

  private final Menus menus;
  private final MenuTrials trials;
  private final Directory directory;
  private final Clock clock;

  MenusApi(Menus menus, MenuTrials trials, Directory directory, Clock clock) {
    this.menus = menus;
    this.trials = trials;
    this.directory = directory;
    this.clock = clock;
  }

  @GetMapping(value = "/menus/schema", produces = "application/schema+json")
  @Operation(summary = "The JSON Schema of a menu's document, for export and import")
  ResponseEntity<String> schema() {
    return ResponseEntity.ok().contentType(MediaType.parseMediaType("application/schema+json")).body(menus.schema());
  }

  @GetMapping("/communities/{id}/menu")
  @Operation(summary = "The menu in force, and the draft if there is one")
  MenuResource menu(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, Locale locale) {
    var community = seen(viewer, id);
    var current = menus.current(community.id());
    return new MenuResource(resource(current, community), JsonMapper.shared().readTree(current.document()),
        menus.draft(community.id()).map(draft -> resource(draft, community, locale)).orElse(null));
  }

  @GetMapping("/communities/{id}/menu/versions")
  @Operation(summary = "Every menu that was ever in force, the newest first")
  VersionsResource versions(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    var community = seen(viewer, id);
    return new VersionsResource(menus.versions(community.id()).stream().map(version -> resource(version, community)).toList());
  }

  @GetMapping("/communities/{id}/menu/versions/{version}/document")
  @Operation(summary = "The document of a version, exactly as it was published; with draft as the version, the draft's")
  ResponseEntity<String> document(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String version) {
    var community = seen(viewer, id);
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)
        .header("Content-Disposition", "attachment; filename=\"menu-" + named(version) + ".json\"").body(text(community.id(), version));
  }

  @GetMapping("/communities/{id}/menu/differences")
  @Operation(summary = "What differs between two versions; draft is the draft")
  DifferencesResource differences(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestParam String from, @RequestParam String to, Locale locale) {
    var community = seen(viewer, id).id();
    var before = text(community, from);
    var after = text(community, to);
    var found = menus.compare(before, after);
    return new DifferencesResource(named(from), named(to),
        found.stream().map(each -> new DifferenceResource(each.place(), each.before(), each.after())).toList(),
        menus.changes(before, after).stream().map(each -> each.text(locale)).toList());
  }

  @PostMapping("/menus/faults")
  @Operation(summary = "What is wrong with a document, whoever publishes it; how long callers wait for the tone is told with the community's draft")
  FaultsResource faults(@RequestBody String document, Locale locale) {
    return new FaultsResource(resources(menus.faults(document), locale));
  }

  @PutMapping("/communities/{id}/menu/draft")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Keeps a draft, broken or not; its faults are answered")
  DraftResource save(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @Parameter(description = "of the draft that was changed; 0 where there was none") @RequestParam(defaultValue = "0") int revision,
      @RequestBody String document, Locale locale) {
    var community = seen(viewer, id);
    return resource(menus.saveDraft(viewer.actor(), community.id(), document, revision), community, locale);
  }

  @DeleteMapping("/communities/{id}/menu/draft")
  @Needs(Permission.MANAGE_DESK)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Throws the draft away")
  void drop(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam int revision) {
    menus.dropDraft(viewer.actor(), seen(viewer, id).id(), revision);
  }

  @PostMapping("/communities/{id}/menu/publication")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Puts the draft in force for the calls that come in from now on; calls in progress keep the menu they began with")
  VersionResource publish(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody Publication request) {
    var community = seen(viewer, id);
    int revision = request.revision() == null ? 0 : request.revision();
    return resource(menus.publish(viewer.actor(), community.id(), revision, note(request.note())), community);
  }

  @PostMapping("/communities/{id}/menu/versions/{version}/restoration")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Rolls back: publishes an old version anew")
  VersionResource rollBack(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String version, @RequestBody Restoration request) {
    var community = seen(viewer, id);
    return resource(menus.rollBack(viewer.actor(), community.id(), number(community.id(), version), note(request.note())), community);
  }

  @GetMapping("/communities/{id}/menu/trial")
  @Operation(summary = "Walks a version, or the draft, as a caller would at a moment; by the engine of real calls")
  TrialResource trial(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @Parameter(description = "a version's number or draft; the menu in force when left out") @RequestParam(required = false) @Nullable String version,
      @Parameter(description = "now when left out") @RequestParam(required = false) @Nullable OffsetDateTime at,
      @Parameter(description = "what the caller does, one character for each place where something can be done: a key, - for nothing, x for hanging up") @RequestParam(defaultValue = "") String deeds,
      @Parameter(description = "the number that is dialled; one without a beginning of its own when left out") @RequestParam(defaultValue = "") String number) {
    var community = seen(viewer, id);
    var moment = at == null ? clock.instant() : at.toInstant();
    var document = version == null ? menus.current(community.id()).document() : text(community.id(), version);
    var trial = trials.walk(document, community.id(), number, moment, deeds);
    return new TrialResource(Resources.at(moment, community.zone()), trial.attendance().attended(),
        trial.steps().stream().map(MenusApi::resource).toList(), Resources.lower(trial.waitsFor()));
  }

  private String text(CommunityId community, String version) {
    return version.equals(DRAFT)
        ? menus.draft(community).map(Menus.Draft::document).orElseThrow(() -> new NotThere("draft", DRAFT))
        : menus.version(community, number(community, version)).orElseThrow(() -> new NotThere("menu version", version)).document();
  }

  private int number(CommunityId community, String version) {
    return menus.versions(community).stream().map(Menus.Version::number).filter(number -> String.valueOf(number).equals(version))
        .findFirst()
        .orElseThrow(() -> new NotThere("menu version", version));
  }

  private static String named(String version) {
    return version.equals(DRAFT) ? DRAFT : version.replaceAll("[^0-9]", "");
  }

  private static String note(@Nullable String note) {
    return note == null ? "" : note;
  }

  private Community seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    if (!viewer.sees(community)) {
      throw new NotThere("community", id);
    }
    return directory.community(community).orElseThrow(() -> new NotThere("community", id));
  }

  private VersionResource resource(Menus.Version version, Community community) {
    var at = version.at();
    return new VersionResource(version.number(), version.id(), version.note(), at == null ? null : Resources.at(at, community.zone()),
        version.by(), version.rolledBackTo());
  }

  private DraftResource resource(Menus.Draft draft, Community community, Locale locale) {
    var document = json(draft.document());
    return new DraftResource(draft.revision(), draft.basedOn(), Resources.at(draft.at(), community.zone()), draft.by(), document,
        document == null ? draft.document() : null, resources(menus.faults(community.id(), draft.document()), locale),
        menus.unknownNumbers(community.id(), draft.document()));
  }

  private static List<FaultResource> resources(List<MenuFault> faults, Locale locale) {
    return faults.stream().map(fault -> new FaultResource(fault.place(), fault.text(locale))).toList();
  }

  private static StepResource resource(Stage step) {
    return new StepResource(step.kind(), step.language(),
        step.says().stream().map(said -> new SaidResource(said.id(), said.text())).toList(), step.keys(), step.seconds(), step.pressed(),
        step.choice());
  }

  private static @Nullable JsonNode json(String document) {
    try {
      return JsonMapper.shared().readTree(document);
    } catch (JacksonException _) {
      return null;
    }
  }
}
