package org.huiyin.recording;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.huiyin.foundation.RecordingId;
import org.springframework.stereotype.Component;

/** One thing at a time happens to a recording: it is sealed or destroyed, never both. */
@Component
class RecordingLocks {
  private static final int STRIPES = 64;

  private final ReentrantLock[] stripes = Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  interface Deed<T> {
    T run() throws IOException, GeneralSecurityException;
  }

  <T> T alone(RecordingId id, Deed<T> deed) throws IOException, GeneralSecurityException {
    return alone(List.of(id), deed);
  }

  /** Always in the same order, so that two who want several never wait for each other. */
  <T> T alone(Collection<RecordingId> ids, Deed<T> deed) throws IOException, GeneralSecurityException {
    var taken = ids.stream().map(id -> Math.floorMod(id.hashCode(), STRIPES)).distinct().sorted().map(stripe -> stripes[stripe]).toList();
    taken.forEach(ReentrantLock::lock);
    try {
      return deed.run();
    } finally {
      taken.forEach(ReentrantLock::unlock);
    }
  }
}
