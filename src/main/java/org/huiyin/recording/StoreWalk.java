package org.huiyin.recording;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.recording.RecordingTable.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Walks through the store from one end to the other, again and again, and reads every object as a listener would: a disk that rots, or a hand that changes
 * what lies there, is found before somebody needs the recording. The place is kept in the database, so a restart does not begin anew.
 */
@Component
class StoreWalk implements StoreWatch {
  private static final Logger log = LoggerFactory.getLogger(StoreWalk.class);
  private static final int PAGE = 100;
  /** A small store is not read all day long. */
  private static final Duration BETWEEN_LAPS = Duration.ofHours(1);

  private final WalkTable walk;
  private final RecordingTable table;
  private final RecordingCheck check;
  private final RecordingSettings settings;
  private final Clock clock;
  private final Counter bytes;
  private final ReentrantLock walking = new ReentrantLock();
  private long debt;

  StoreWalk(WalkTable walk, RecordingTable table, RecordingCheck check, RecordingSettings settings, Clock clock, MeterRegistry meters) {
    this.walk = walk;
    this.table = table;
    this.check = check;
    this.settings = settings;
    this.clock = clock;
    this.bytes = Counter.builder("huiyin.store.examined").baseUnit("bytes").register(meters);
    Gauge.builder("huiyin.store.damaged", walk, WalkTable::count).register(meters);
  }

  @Override
  public Walked walked() {
    return walk.place().map(WalkTable.Place::walked).orElseGet(() -> new Walked(0, 0, null));
  }

  @Override
  public List<Damage> damages() {
    return walk.damages();
  }

  /** One second's worth. An object larger than that is read in one go, and paid for with seconds of rest. */
  @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT20S")
  void second() {
    walking.lock();
    try {
      debt = Math.max(0, debt - settings.checkPace().toBytes());
      if (debt == 0) {
        debt = step(settings.checkPace().toBytes());
      }
    } catch (RuntimeException e) {
      log.warn("The walk through the store stopped; it goes on where it was in a second", e);
    } finally {
      walking.unlock();
    }
  }

  /** @return how many bytes were read */
  private long step(long atLeast) {
    var place = walk.place().orElseGet(() -> {
      walk.begin(clock.instant());
      return walk.place().orElseThrow();
    });
    if (rests(place)) {
      return 0;
    }
    var page = table.page(place.after(), PAGE);
    long read = 0;
    long examined = 0;
    Row last = null;
    for (var row : page) {
      if (read >= atLeast) {
        break;
      }
      last = row;
      read += examine(row);
      examined++;
    }
    if (last != null) {
      walk.walkedTo(last.id(), examined);
    }
    if (last == null || (examined == page.size() && page.size() < PAGE)) {
      walk.lapEnded(clock.instant());
    }
    bytes.increment((double) read);
    return read;
  }

  private boolean rests(WalkTable.Place place) {
    var ended = place.walked().lastLapEnded();
    var now = clock.instant();
    return place.after() == null && ended != null && !ended.isAfter(now) && now.isBefore(ended.plus(BETWEEN_LAPS));
  }

  private long examine(Row row) {
    var damage = row.state() == RecordingState.STORED ? check.unreadable(row) : Optional.<Finding>empty();
    if (damage.isEmpty()) {
      if (walk.sound(row.id())) {
        log.info("Recording {} is as it was sealed again, or gone for good", row.id());
      }
    } else if (walk.damaged(row.id(), damage.get().what(), clock.instant())) {
      log.error("Recording {} is damaged ({}); see /recordings/{}", row.id(), damage.get().what(), row.id());
    }
    return row.state() == RecordingState.STORED ? row.objectBytes() : 0;
  }
}
