package org.huiyin.web.security;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.access.Permission;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The administration of staff for programs. */
@RestController
@RequestMapping("/api/v1/staff")
@Needs(Permission.MANAGE_STAFF)
class StaffApi {
  private final StaffDesk desk;

  StaffApi(StaffDesk desk) {
    this.desk = desk;
  }

  @GetMapping
  Staff list(@AuthenticationPrincipal Viewer viewer) {
    return new Staff(desk.visible(viewer).stream().map(Person::of).toList());
  }

  @PostMapping
  ResponseEntity<Handed> add(@AuthenticationPrincipal Viewer viewer, @RequestBody Draft draft) {
    var handed = Handed.of(desk.add(viewer, draft.loginOrEmpty(), draft.nameOrEmpty(), draft.rolesOrNone(), draft.where()));
    return ResponseEntity.created(URI.create("/api/v1/staff/" + handed.person().id())).body(handed);
  }

  @GetMapping("/{id}")
  Person one(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id) {
    return Person.of(must(viewer, id));
  }

  @PutMapping("/{id}")
  Person change(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, @RequestBody Draft draft) {
    return Person.of(desk.change(viewer, must(viewer, id), draft.nameOrEmpty(), draft.rolesOrNone(), draft.where()));
  }

  @PostMapping("/{id}/disable")
  Person disable(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id) {
    return Person.of(desk.setEnabled(viewer, must(viewer, id), false));
  }

  @PostMapping("/{id}/enable")
  Person enable(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id) {
    return Person.of(desk.setEnabled(viewer, must(viewer, id), true));
  }

  @PostMapping("/{id}/password-reset")
  Handed resetPassword(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id) {
    return Handed.of(desk.resetPassword(viewer, must(viewer, id)));
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ProblemDetail malformed(IllegalArgumentException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler(IllegalStateException.class)
  ProblemDetail conflict(IllegalStateException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
  }

  private StaffMember must(Viewer viewer, UUID id) {
    return desk.find(viewer, new StaffId(id))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such member of staff"));
  }

  record Staff(List<Person> staff) {
  }

  record Person(UUID id, String login, String name, Set<Role> roles, Set<UUID> communities, boolean enabled) {
    static Person of(StaffMember member) {
      return new Person(member.id().value(), member.login(), member.name(), new TreeSet<>(member.roles()),
          member.communities().stream().map(CommunityId::value).collect(Collectors.toCollection(TreeSet::new)), member.enabled());
    }
  }

  /** @param oneTimePassword good for one sign-in, on which another has to be chosen; told only here */
  record Handed(Person person, String oneTimePassword) {
    static Handed of(Accounts.Handed handed) {
      return new Handed(Person.of(handed.member()), handed.oneTimePassword());
    }
  }

  /** What is left out is answered by what is wrong, not by a guess. */
  record Draft(@Nullable String login, @Nullable String name, @Nullable Set<Role> roles, @Nullable Set<UUID> communities) {
    String loginOrEmpty() {
      return login == null ? "" : login;
    }

    String nameOrEmpty() {
      return name == null ? "" : name;
    }

    Set<Role> rolesOrNone() {
      return roles == null ? Set.of() : roles;
    }

    Set<CommunityId> where() {
      return communities == null ? Set.of() : communities.stream().map(CommunityId::new).collect(Collectors.toSet());
    }
  }
}
