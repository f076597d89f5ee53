package org.huiyin.web.api;

import java.net.URI;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Communities;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which communities there are, and which numbers are theirs. */
@RestController
@RequestMapping("/api/v1/communities")
@Needs(Permission.MANAGE_DESK)
@Tag(name = "communities", description = "Communities, and when somebody attends there.")
class CommunitiesApi {
  record CommunityResource(String id, String name, String nameEn, String zone, List<String> numbers) {
    static CommunityResource of(Community community) {
      return new CommunityResource(community.id().toString(), community.name(), community.nameEn(), community.zone().getId(),
          community.numbers());
    }
  }

  record CommunitiesResource(List<CommunityResource> items) {
  }

  /** @param zone of the IANA's list, {@code Asia/Shanghai} */
  record NewCommunity(@Nullable String name, @Nullable String nameEn, @Nullable String zone, @Nullable String number) {
  }

  record Names(@Nullable String name, @Nullable String nameEn) {
  }

  record NewNumber(@Nullable String number) {
  }

  private final Directory directory;
  private final Communities communities;

  CommunitiesApi(Directory directory, Communities communities) {
    this.directory = directory;
    this.communities = communities;
  }

  @GetMapping
  @Needs(Permission.SEE_DESK)
  @Operation(summary = "The communities that the viewer works for")
  CommunitiesResource list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer) {
    return new CommunitiesResource(directory.communities().stream().filter(community -> viewer.sees(community.id()))
        .map(CommunityResource::of).toList());
  }

  @PostMapping
  @Needs(Permission.MANAGE_STAFF)
  @Operation(summary = "Adds a community, for an administrator who belongs to all that there are; they belong to it from then on")
  ResponseEntity<CommunityResource> add(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestBody NewCommunity request) {
    var id = communities.add(viewer.actor(), given(request.name()), given(request.nameEn()), given(request.zone()),
        given(request.number()));
    return ResponseEntity.created(URI.create("/api/v1/communities")).body(now(id));
  }

  @PutMapping("/{id}")
  @Operation(summary = "Renames a community, in both languages")
  CommunityResource rename(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody Names names) {
    var community = seen(viewer, id);
    communities.rename(viewer.actor(), community, given(names.name()), given(names.nameEn()));
    return now(community);
  }

  @PostMapping("/{id}/numbers")
  @Operation(summary = "Calls to this number come to the community: a digit or +, then digits, + * or #, as the trunk sends it")
  CommunityResource addNumber(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody NewNumber request) {
    var community = seen(viewer, id);
    communities.addNumber(viewer.actor(), community, given(request.number()));
    return now(community);
  }

  @DeleteMapping("/{id}/numbers/{number}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Calls to this number come to the default community from now on; never the community's last")
  void removeNumber(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable String number) {
    communities.removeNumber(viewer.actor(), seen(viewer, id), number);
  }

  private CommunityResource now(CommunityId id) {
    return directory.community(id).map(CommunityResource::of).orElseThrow(() -> new NotThere("community", id.toString()));
  }

  private CommunityId seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    return directory.community(community).filter(_ -> viewer.sees(community)).orElseThrow(() -> new NotThere("community", id)).id();
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
