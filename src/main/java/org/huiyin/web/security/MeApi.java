package org.huiyin.web.security;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.access.Permission;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Who the caller is. Tokens are listed and revoked here; they are made on the account page only, so that a token cannot outlive itself. */
@RestController
@RequestMapping("/api/v1/me")
@SignedIn
class MeApi {
  private final Tokens tokens;

  MeApi(Tokens tokens) {
    this.tokens = tokens;
  }

  @GetMapping
  Me me(@AuthenticationPrincipal Viewer viewer) {
    return new Me(viewer.actor().reference(), viewer.displayName(), Arrays.stream(Permission.values()).filter(viewer::may).toList(),
        viewer.communities().stream().map(CommunityId::value).collect(Collectors.toCollection(TreeSet::new)));
  }

  @GetMapping("/tokens")
  List<Token> tokens(@AuthenticationPrincipal Viewer viewer) {
    return viewer.staff().map(StaffMember::id).map(tokens::of).orElse(List.of()).stream()
        .map(token -> new Token(token.id(), token.name(), token.createdAt(), token.expiresAt())).toList();
  }

  @DeleteMapping("/tokens/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id) {
    if (viewer.staff().filter(person -> tokens.revoke(viewer.actor(), person.id(), id)).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such token");
    }
  }

  record Me(String actor, String name, List<Permission> permissions, Set<UUID> communities) {
  }

  record Token(UUID id, String name, Instant createdAt, Instant expiresAt) {
  }
}
