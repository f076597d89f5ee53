package org.huiyin.web.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.StaffMember;
import org.huiyin.directory.StaffRegister;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Finds who a session or a token stands for, as of now. */
@Component
@Profile("!verify")
class Viewers {
  /** The longest a session lasts, however busy: longer than a shift, shorter than a day. */
  static final Duration LONGEST_SESSION = Duration.ofHours(12);

  private final StaffRegister register;
  private final Credentials credentials;
  private final Tokens tokens;
  private final LocalAdminToken localAdmin;
  private final Directory directory;
  private final Clock clock;

  Viewers(StaffRegister register, Credentials credentials, Tokens tokens, LocalAdminToken localAdmin, Directory directory, Clock clock) {
    this.register = register;
    this.credentials = credentials;
    this.tokens = tokens;
    this.localAdmin = localAdmin;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Empty when the session is over: the person is disabled, the password was changed, or it lasted too long.
   *
   * @param chosen the community that the person looks at; null for all of theirs
   */
  Optional<Found> bySession(SignedInStaff session, @Nullable CommunityId chosen) {
    var id = new StaffId(session.staff());
    if (!clock.instant().isBefore(session.since().plus(LONGEST_SESSION))) {
      return Optional.empty();
    }
    return register.find(id).filter(StaffMember::enabled).flatMap(member -> credentials.find(id)
        .filter(credential -> credential.generation() == session.generation())
        .map(credential -> new Found(new StaffViewer(member, chosen), credential.oneTime())));
  }

  /** @param local whether the request came from this machine */
  Optional<Found> byToken(String text, boolean local) {
    if (localAdmin.is(text)) {
      return local
          ? Optional
              .of(new Found(new LocalAdminViewer(directory.communities().stream().map(Community::id).collect(Collectors.toSet())), false))
          : Optional.empty();
    }
    return tokens.ownerOf(text).flatMap(register::find).filter(StaffMember::enabled)
        .map(member -> new Found(new StaffViewer(member, null), false));
  }

  /** @param mustChoosePassword whether the person may do nothing but choose a password of their own */
  record Found(Viewer viewer, boolean mustChoosePassword) {
  }
}
