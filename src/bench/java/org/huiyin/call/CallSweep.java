package org.huiyin.call;

import org.springframework.beans.factory.BeanFactory;

/** Lets a process without a scheduler sweep when it wants to. */
public final class CallSweep {
  private CallSweep() {
  }

  public static void sweep(BeanFactory rooms) {
    rooms.getBean(SpoolSweep.class).sweep();
  }
}
