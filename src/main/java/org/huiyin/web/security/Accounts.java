package org.huiyin.web.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.directory.StaffRegister;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The members of staff together with what lets them in. */
@Component
class Accounts {
  /** How long a password that an administrator hands out can wait for its person. */
  static final Duration ONE_TIME_LASTS = Duration.ofDays(7);

  private final StaffRegister register;
  private final Credentials credentials;
  private final Tokens tokens;
  private final PasswordHashing hashing;
  private final SignInLimiter limiter;
  private final AuditLog audit;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Accounts(StaffRegister register, Credentials credentials, Tokens tokens, PasswordHashing hashing, SignInLimiter limiter, AuditLog audit,
      ApplicationEventPublisher events, Clock clock) {
    this.register = register;
    this.credentials = credentials;
    this.tokens = tokens;
    this.hashing = hashing;
    this.limiter = limiter;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /** @throws IllegalArgumentException when the login is taken or malformed */
  @Transactional
  Handed add(Actor by, String login, String name, Set<Role> roles, Set<CommunityId> communities) {
    StaffMember member = register.add(by, login, name, roles, communities);
    return handOut(member, clock.instant().plus(ONE_TIME_LASTS));
  }

  /** The first account of an installation: its password waits as long as it takes. */
  @Transactional
  Handed addFirst(Actor by, String login, String name, Set<Role> roles, Set<CommunityId> communities) {
    return handOut(register.add(by, login, name, roles, communities), null);
  }

  @Transactional
  StaffMember change(Actor by, StaffId id, String name, Set<Role> roles, Set<CommunityId> communities) {
    events.publishEvent(new AccessChanged(id));
    return register.change(by, id, name, roles, communities);
  }

  /** Disabling ends the person's sessions and revokes their tokens for good; enabling again brings neither back. */
  @Transactional
  StaffMember setEnabled(Actor by, StaffId id, boolean enabled) {
    StaffMember member = register.setEnabled(by, id, enabled);
    events.publishEvent(new AccessChanged(id));
    if (!enabled) {
      credentials.endSessions(id);
      tokens.revokeAll(by, id);
    }
    return member;
  }

  /** A lost or leaked password: whatever came in with it is thrown out, tokens included. */
  @Transactional
  Handed resetPassword(Actor by, StaffId id) {
    StaffMember member = register.find(id).orElseThrow(() -> new IllegalArgumentException("no such member of staff"));
    Handed handed = handOut(member, clock.instant().plus(ONE_TIME_LASTS));
    events.publishEvent(new AccessChanged(id));
    tokens.revokeAll(by, id);
    limiter.forgive(member.login());
    audit.append(by, "staff.password-reset", "staff:" + id, Map.of());
    return handed;
  }

  /**
   * The person chooses a password of their own. Their other sessions end; tokens stay.
   *
   * @return what is wrong, as a message key, or nothing when it is done
   */
  @Transactional
  Optional<String> choosePassword(StaffMember person, String current, String chosen) {
    if (limiter.attempt(person.login(), "own-password").isPresent()) {
      return Optional.of("password.wrong.wait");
    }
    var known = credentials.find(person.id()).map(Credentials.Credential::hash);
    if (!hashing.matches(current, known.orElse(null))) {
      return Optional.of("password.wrong.current");
    }
    limiter.succeeded(person.login(), "own-password");
    if (PasswordRules.normalised(current).equals(PasswordRules.normalised(chosen))) {
      return Optional.of("password.wrong.same");
    }
    var objection = PasswordRules.objection(chosen, person);
    if (objection.isEmpty()) {
      credentials.set(person.id(), hashing.hash(chosen), false, null, clock.instant());
      audit.append(new Actor.Staff(person.id()), "staff.password-chosen", "staff:" + person.id(), Map.of());
    }
    return objection;
  }

  boolean mustChoosePassword(StaffMember person) {
    return credentials.find(person.id()).map(Credentials.Credential::oneTime).orElse(false);
  }

  private Handed handOut(StaffMember member, @Nullable Instant until) {
    String password = RandomSecrets.password();
    credentials.set(member.id(), hashing.hash(password), true, until, clock.instant());
    return new Handed(member, password);
  }

  /** An account with a one-time password, to be shown once and never again. */
  record Handed(StaffMember member, String oneTimePassword) {
  }
}
