package org.huiyin.web.security;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.StaffMember;
import org.huiyin.directory.StaffRegister;
import org.huiyin.foundation.Actor;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets a person in by login and password. From outside, a wrong password, an unknown login, a disabled account and an outlived one-time password look
 * and last the same. Both outcomes are in the audit before they are told.
 */
@Component
class SignIn implements AuthenticationProvider {
  private final StaffRegister register;
  private final Credentials credentials;
  private final PasswordHashing hashing;
  private final SignInLimiter limiter;
  private final AuditLog audit;
  private final Clock clock;
  private final TransactionOperations transaction;

  SignIn(StaffRegister register, Credentials credentials, PasswordHashing hashing, SignInLimiter limiter, AuditLog audit, Clock clock,
      TransactionOperations transaction) {
    this.register = register;
    this.credentials = credentials;
    this.hashing = hashing;
    this.limiter = limiter;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String login = attempt.getName().strip().toLowerCase(Locale.ROOT);
    String password = attempt.getCredentials() instanceof String text ? text : "";
    String address = Addresses.limited(attempt.getDetails() instanceof WebAuthenticationDetails from ? from.getRemoteAddress() : "");
    if (limiter.attempt(login, address).isPresent()) {
      throw new LockedException("too many attempts");
    }
    var member = register.byLogin(login);
    var credential = member.flatMap(person -> credentials.find(person.id()));
    boolean matches = hashing.matches(password, credential.map(Credentials.Credential::hash).orElse(null));
    if (!matches || member.isEmpty() || credential.isEmpty()) {
      throw refused(member, "password");
    }
    if (!member.get().enabled() || !credential.get().usableAt(clock.instant())) {
      throw refused(member, member.get().enabled() ? "one-time-password-over" : "disabled");
    }
    limiter.succeeded(login, address);
    var id = member.get().id();
    transaction.executeWithoutResult(status -> audit.append(new Actor.Staff(id), "session.opened", "staff:" + id, Map.of()));
    var signedIn = new SignedInStaff(id.value(), credential.get().generation(), clock.instant());
    return UsernamePasswordAuthenticationToken.authenticated(signedIn, null, List.of());
  }

  /** What was typed is never kept: it is a password surprisingly often. */
  private BadCredentialsException refused(Optional<StaffMember> member, String why) {
    String subject = member.map(person -> "staff:" + person.id()).orElse("staff:unknown");
    transaction.executeWithoutResult(
        status -> audit.append(new Actor.Component("sign-in"), "session.refused", subject,
            Map.of("why", member.isEmpty() ? "unknown" : why)));
    return new BadCredentialsException("refused");
  }
}
