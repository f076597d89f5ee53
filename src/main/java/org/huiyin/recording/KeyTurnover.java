package org.huiyin.recording;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.WrappingKeys.Life;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Replaces the wrapping key when its time is over, wraps every recording's key anew, and destroys a wrapping key when nothing has been wrapped by it for
 * {@link KeySettings#REST}. No audio is touched. May be killed at any step and run again at any time, on several nodes at once: one of them has the lease, and
 * what the table and the file say decides what is still to be done. The file comes first with a new key and last with a destroyed one: so what is wrapped
 * can always be opened.
 */
@Component
class KeyTurnover {
  static final Duration LEASE = Duration.ofMinutes(10);
  private static final Logger log = LoggerFactory.getLogger(KeyTurnover.class);

  private final WrappingKeys lives;
  private final Keys keys;
  private final KeyBook book;
  private final HuiyinHome home;
  private final AuditLog audit;
  private final KeySettings settings;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Consumer<String> steps;

  @Autowired
  KeyTurnover(WrappingKeys lives, Keys keys, KeyBook book, HuiyinHome home, AuditLog audit, KeySettings settings,
      PlatformTransactionManager transactions,
      Clock clock) {
    this(lives, keys, book, home, audit, settings, transactions, clock, _ -> {
    });
  }

  /** @param steps told after each step, so that a test can stop there */
  KeyTurnover(WrappingKeys lives, Keys keys, KeyBook book, HuiyinHome home, AuditLog audit, KeySettings settings,
      PlatformTransactionManager transactions,
      Clock clock, Consumer<String> steps) {
    this.lives = lives;
    this.keys = keys;
    this.book = book;
    this.home = home;
    this.audit = audit;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
    this.steps = steps;
  }

  /** @param worked false when another node was at it */
  record Report(boolean worked, boolean turnedOver, long rewrapped, int destroyed) {
  }

  /** Somebody else has the lease now. */
  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Report run() {
    var claim = transaction.execute(_ -> lives.claim(home.node() + "/" + UUID.randomUUID(), clock.instant(), LEASE));
    if (claim == null || claim.isEmpty()) {
      return new Report(false, false, 0, 0);
    }
    long fence = claim.get();
    try {
      steps.accept("claimed");
      alone(fence, this::reconcile);
      boolean turnedOver = alone(fence, this::turnOver);
      keys.reload();
      steps.accept("turned over");
      long rewrapped = 0;
      for (var old : living()) {
        rewrapped += old.retired() == null ? 0 : rewrap(fence, old.id());
      }
      int destroyed = 0;
      for (var old : living()) {
        if (old.retired() != null) {
          destroyed += rest(fence, old) && destroy(fence, old.id()) ? 1 : 0;
        }
      }
      transaction.executeWithoutResult(_ -> lives.letGo(fence));
      return new Report(true, turnedOver, rewrapped, destroyed);
    } catch (Lost _) {
      log.info("Another node has taken over the turning of the keys; it goes on there");
      return new Report(false, false, 0, 0);
    } catch (RuntimeException e) {
      transaction.executeWithoutResult(_ -> lives.letGo(fence));
      throw e;
    }
  }

  private List<Life> living() {
    return lives.all().stream().filter(Life::alive).toList();
  }

  private boolean alone(long fence, BooleanSupplier deed) {
    return Boolean.TRUE.equals(transaction.execute(_ -> {
      if (!lives.hold(fence, clock.instant().plus(LEASE))) {
        throw new Lost();
      }
      return deed.getAsBoolean();
    }));
  }

  private boolean reconcile() {
    book.follow(keys.reload());
    steps.accept("reconciled");
    return true;
  }

  private boolean turnOver() {
    var ring = keys.ring();
    var now = clock.instant();
    var active = lives.all().stream().filter(life -> life.id() == ring.primary()).findFirst().orElseThrow();
    if (!KeyPlan.replaced(active, settings, now)) {
      return false;
    }
    try {
      var next = ring.turnedOver();
      next.save(home.keys(), steps);
      lives.add(next.primary(), now, settings.retireAt(now));
      lives.activate(next.primary(), now);
      audit.append(KeyBook.ACTOR, "wrapping-key.turned-over", KeyBook.subject(next.primary()),
          Map.of("before", KeyRing.name(ring.primary())));
      steps.accept("new key noted");
      log.info("The wrapping key {} takes the place of {}; back the keys up anew: ./huiyin backup --keys DIR", KeyRing.name(next.primary()),
          KeyRing.name(ring.primary()));
      return true;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no new wrapping key can be made", e);
    }
  }

  private long rewrap(long fence, int old) {
    var done = new AtomicLong();
    var last = new Object() {
      @Nullable
      RecordingId id;
    };
    while (alone(fence, () -> {
      var page = lives.wrappedBy(old, last.id, settings.batch());
      for (var row : page) {
        done.addAndGet(rewrap(row, old) ? 1 : 0);
        last.id = row.recording();
      }
      if (!page.isEmpty()) {
        // The month in which nothing is wrapped by it begins anew.
        lives.notEmpty(old);
      }
      steps.accept("batch wrapped");
      return page.size() == settings.batch();
    })) {
      steps.accept("batch committed");
    }
    return done.get();
  }

  private boolean rewrap(WrappingKeys.Wrapped row, int old) {
    try {
      var ring = keys.ring();
      return lives.rewrapped(row.recording(), old, ring.primary(), ring.wrap(ring.unwrap(row.recording(), row.key())));
    } catch (GeneralSecurityException e) {
      log.error("The key of recording {} cannot be wrapped anew; the wrapping key {} is kept for it. ./huiyin verify tells more",
          row.recording(), KeyRing.name(old), e);
      return false;
    }
  }

  /** @return whether it has rested long enough with nothing wrapped by it */
  private boolean rest(long fence, Life old) {
    if (old.doomed() != null) {
      return true;
    }
    return alone(fence, () -> {
      var now = clock.instant();
      if (lives.wraps(old.id())) {
        if (old.emptied() != null) {
          lives.notEmpty(old.id());
        }
        return false;
      }
      if (old.emptied() == null || KeyPlan.misdated(old.emptied(), now)) {
        lives.emptied(old.id(), now);
        steps.accept("emptied noted");
        return false;
      }
      return KeyPlan.rested(old.emptied(), now);
    });
  }

  private boolean destroy(long fence, int old) {
    boolean mayGo = alone(fence, () -> {
      // Locked against a sealing that is about to commit: it either shows here, or finds the key doomed and seals anew.
      lives.lock(old);
      if (lives.wraps(old)) {
        lives.notEmpty(old);
        return false;
      }
      lives.doomed(old, clock.instant());
      return true;
    });
    if (!mayGo) {
      return false;
    }
    steps.accept("doomed");
    boolean gone = alone(fence, () -> removeFromFile(old));
    keys.reload();
    return gone;
  }

  private boolean removeFromFile(int old) {
    if (lives.wraps(old)) {
      throw new IllegalStateException("the wrapping key " + KeyRing.name(old) + " is needed again; it is not destroyed");
    }
    var ring = keys.reload();
    try {
      if (ring.ids().contains(old)) {
        ring.without(List.of(old)).save(home.keys(), steps);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the wrapping key " + KeyRing.name(old) + " cannot be taken out of the ring", e);
    }
    Instant now = clock.instant();
    lives.destroyed(old, now);
    audit.append(KeyBook.ACTOR, "wrapping-key.destroyed", KeyBook.subject(old), Map.of());
    steps.accept("destroyed noted");
    log.info("The wrapping key {} is destroyed: nothing that was wrapped by it can be opened any more, from no backup", KeyRing.name(old));
    return true;
  }
}
