package org.huiyin.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.huiyin.audit.AuditLog;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.flow.prompts.UnusableSound;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.TimeLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class StudioBook implements Studio, StudioDesk {
  static final Duration GOOD_FOR = Duration.ofMinutes(15);
  private static final Logger log = LoggerFactory.getLogger(StudioBook.class);
  private static final Actor ITSELF = new Actor.Component("studio");
  /** Who records waits for it in silence. */
  private static final TimeLimit PATIENCE = TimeLimit.of(Duration.ofSeconds(30));
  private static final int TRIES = 3;
  private static final String PERSON_HEARS = "the person hears that no prompt can be recorded now";

  private final StudioTable table;
  private final PromptBook prompts;
  private final Repertoire repertoire;
  private final Voices voices;
  private final FlowSettings settings;
  private final PromptBook.Desk desk;
  private final SecureRandom random = new SecureRandom();

  StudioBook(StudioTable table, PromptBook prompts, Repertoire repertoire, Voices voices, FlowSettings settings, PromptBook.Desk desk) {
    this.table = table;
    this.prompts = prompts;
    this.repertoire = repertoire;
    this.voices = voices;
    this.settings = settings;
    this.desk = desk;
  }

  @Override
  public String number() {
    return settings.studioNumber();
  }

  @Override
  public Issued issue(Actor by, CommunityId community, String language, String id, String said, String note) {
    var pass = new StudioPass(UUID.randomUUID(), by, community, prompts.toBeRecorded(community, language, id, said, note), note.strip());
    var pin = Pin.random(random);
    var salt = new byte[Pin.SALT_BYTES];
    random.nextBytes(salt);
    var until = desk.clock().instant().plus(GOOD_FOR);
    desk.transaction().executeWithoutResult(_ -> {
      repertoire.hold(community, pass.prompt());
      table.put(pass, salt, pin.hash(salt), until);
      desk.audit().append(by, "prompt.pin-issued", "community:" + community,
          Map.of(AuditLog.COMMUNITY, community.toString(), "prompt", pass.prompt().path()));
    });
    return new Issued(pin.digits(), until);
  }

  @Override
  public StudioEvent admit(CallId call, String digits) {
    return inTime("Trying a PIN in studio call " + call,
        () -> Objects.requireNonNull(desk.transaction().execute(_ -> tried(call, digits))));
  }

  private StudioEvent tried(CallId call, String digits) {
    var guard = table.lockGuard();
    var now = desk.clock().instant();
    if (guard.isLocked(now)) {
      log.warn("Studio call {}: no PIN is taken until {}, since too many wrong ones were entered", call, guard.lockedUntil());
      return new StudioEvent.ShutOut();
    }
    if (Pin.isOne(digits)) {
      var pin = new Pin(digits);
      var found = table.good(now).stream().filter(row -> pin.matches(row.salt(), row.hash())).findFirst();
      if (found.isPresent()) {
        return new StudioEvent.Admitted(found.get().pass());
      }
    }
    var after = guard.afterWrong(now);
    table.update(after);
    log.warn("Studio call {}: a wrong PIN, number {} of at most {} in an hour", call, after.wrong(), PinGuard.MOST_WRONG);
    if (after.isLocked(now)) {
      desk.audit().append(ITSELF, "prompt.pins-locked", "studio", Map.of("wrong", String.valueOf(after.wrong())));
    }
    return new StudioEvent.Wrong();
  }

  @Override
  public String heardNow(StudioPass pass) {
    return voices.of(pass.community()).sound("huiyin/" + pass.prompt().path());
  }

  @Override
  public StudioEvent finish(StudioPass pass, byte[] wav) {
    return inTime("Making the prompt " + pass.prompt().path() + " of community " + pass.community(), () -> made(pass, wav));
  }

  private StudioEvent made(StudioPass pass, byte[] wav) {
    try {
      return new StudioEvent.Ready(prompts.finished(pass.community(), pass.prompt(), wav));
    } catch (UnusableSound e) {
      return new StudioEvent.Refused(Refusal.of(e));
    } catch (TooLongAWait _) {
      return new StudioEvent.Refused(Refusal.OVER_THIRTY_SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StudioEvent keep(StudioPass pass, Recorded sound) {
    return inTime("Keeping the prompt " + pass.prompt().path() + " of community " + pass.community(), () -> kept(pass, sound, TRIES));
  }

  /** Who heard it and pressed the hash key wants it in force, also when a colleague changed the prompt in the same moment. */
  private StudioEvent kept(StudioPass pass, Recorded sound, int tries) {
    try {
      prompts.keep(pass.by(), pass.community(), pass.prompt(), sound, pass.note(), () -> {
        if (!table.use(pass.id())) {
          throw new UsedUp();
        }
      });
      return new StudioEvent.InForce();
    } catch (UsedUp _) {
      log.warn("The PIN for prompt {} of community {} was used or replaced meanwhile; nothing was changed", pass.prompt().path(),
          pass.community());
      return new StudioEvent.ShutOut();
    } catch (TooLongAWait _) {
      return new StudioEvent.Refused(Refusal.OVER_THIRTY_SECONDS);
    } catch (Menus.Stale e) {
      if (tries == 1) {
        throw e;
      }
      return kept(pass, sound, tries - 1);
    }
  }

  /** On a thread of its own: one that waits for the database's file would hold what other calls need. */
  private static StudioEvent inTime(String what, Callable<StudioEvent> deed) {
    return PATIENCE.call(what, PERSON_HEARS, deed).orElseGet(StudioEvent.ShutOut::new);
  }

  /** What is no longer good has no use, and names who asked for it. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
  void forget() {
    table.forgetBefore(desk.clock().instant());
  }

  /** Somebody else was quicker with the same PIN. */
  private static final class UsedUp extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
