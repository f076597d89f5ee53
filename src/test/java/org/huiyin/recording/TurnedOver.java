package org.huiyin.recording;

import org.springframework.context.ApplicationContext;

/** Turns the wrapping keys over as the hour does it, for whoever drives a whole installation. */
public final class TurnedOver {
  private TurnedOver() {
  }

  public static void in(ApplicationContext installation) {
    installation.getBean(KeyTurnover.class).run();
  }
}
