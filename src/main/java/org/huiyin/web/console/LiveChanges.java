package org.huiyin.web.console;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/** Counts what live pages are told of, so that a page that begins to listen can say what it was made of and hears whether it has missed something. */
@Component
class LiveChanges {
  private final AtomicLong count = new AtomicLong();

  /** Another number than before as soon as something has changed; of this process alone. */
  long now() {
    return count.get();
  }

  void another() {
    count.incrementAndGet();
  }
}
