package org.huiyin.seeded;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.function.Supplier;

import org.asteriskjava.manager.action.PingAction;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.PurgeOrder;

/** One class for each way to break a rule. */
@SuppressWarnings({"unused", "JavaUtilDate", "TimeZoneUsage"})
final class Violations {
  static final class UsesTheTelephoneLibrary {
    PingAction ping() {
      return new PingAction();
    }
  }

  static final class ReadsTheInstant {
    Instant now() {
      return Instant.now();
    }
  }

  static final class ReadsTheDate {
    LocalDate today() {
      return LocalDate.now(java.time.ZoneId.of("Asia/Shanghai"));
    }
  }

  static final class ReadsTheMilliseconds {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class ReadsTheOldDate {
    Date now() {
      return new Date();
    }
  }

  static final class ReadsByReference {
    Supplier<Instant> now() {
      return Instant::now;
    }
  }

  static final class MakesAClock {
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  static final class Grants {
    PlaybackGrant grant() {
      return new PlaybackGrant(RecordingId.random(), new Actor.LocalAdmin(), Instant.EPOCH);
    }
  }

  static final class Orders {
    PurgeOrder order() {
      return new PurgeOrder(RecordingId.random(), "standard");
    }
  }

  static final class OrdersByReference {
    interface Maker {
      PurgeOrder make(RecordingId recording, String policy);
    }

    Maker maker() {
      return PurgeOrder::new;
    }
  }

  private Violations() {
  }
}
