package org.huiyin.resident;

/** What SIPp has reported of one call. Written by the reader of its reports, read by the caller's own thread. */
final class Dialogue {
  private final String sipCallId;
  private final long dialledAt = System.nanoTime();
  private volatile State state = State.RINGING;
  private volatile long answeredAt;
  private volatile int hotlinePort;
  private volatile int keysPressed;

  enum State {
    RINGING, TALKING, RESIDENT_HUNG_UP, HOTLINE_HUNG_UP, BROKEN
  }

  Dialogue(String sipCallId) {
    this.sipCallId = sipCallId;
  }

  /** Only the reader of the reports calls this. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void report(String event, int port, long at) {
    switch (event) {
      case Scenario.ANSWERED -> {
        answeredAt = at;
        hotlinePort = port;
        state = State.TALKING;
      }
      case Scenario.PRESSED -> keysPressed++;
      case Scenario.RESIDENT_HUNG_UP -> state = State.RESIDENT_HUNG_UP;
      case Scenario.HOTLINE_HUNG_UP -> state = State.HOTLINE_HUNG_UP;
      default -> broken();
    }
  }

  void broken() {
    if (state == State.RINGING || state == State.TALKING) {
      state = State.BROKEN;
    }
  }

  String sipCallId() {
    return sipCallId;
  }

  State state() {
    return state;
  }

  boolean talking() {
    return state == State.TALKING;
  }

  long dialledAt() {
    return dialledAt;
  }

  long answeredAt() {
    return answeredAt;
  }

  int hotlinePort() {
    return hotlinePort;
  }

  int keysPressed() {
    return keysPressed;
  }
}
