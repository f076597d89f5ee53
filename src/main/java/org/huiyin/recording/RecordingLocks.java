package org.huiyin.recording;

import java.io.IOException;
import java.security.GeneralSecurityException;
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
    var lock = stripes[Math.floorMod(id.hashCode(), STRIPES)];
    lock.lock();
    try {
      return deed.run();
    } finally {
      lock.unlock();
    }
  }
}
