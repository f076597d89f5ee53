package org.huiyin.retention;

import java.time.Duration;
import java.time.InstantSource;

import org.huiyin.support.SettableClock;
import org.huiyin.support.SettableMachine;
import org.junit.jupiter.api.Nested;

class SettableMachineTest {
  private static final SettableClock CLOCK = new SettableClock(RetentionContract.CALL);

  @Nested
  class KeptRight implements TimeSynchronisationContract {
    @Override
    public TimeSynchronisation machine() {
      var machine = new SettableMachine(CLOCK);
      machine.keptRight(Duration.ofMillis(20));
      return machine;
    }

    @Override
    public InstantSource clock() {
      return CLOCK;
    }
  }

  @Nested
  class NotKeptRight implements TimeSynchronisationContract {
    @Override
    public TimeSynchronisation machine() {
      return new SettableMachine(CLOCK);
    }

    @Override
    public InstantSource clock() {
      return CLOCK;
    }
  }
}
