package org.huiyin.resident;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A call that can be placed, as often as wanted. */
public final class PlannedCall implements Callable<Outcome> {
  /** SIPp waits one interval before its first call. */
  private static final double AT_ONCE = 50;

  private final Resident resident;
  private final String number;
  private final List<Step> steps;
  private final Optional<Duration> hangsUpAfter;

  PlannedCall(Resident resident, String number, List<Step> steps, Optional<Duration> hangsUpAfter) {
    this.resident = resident;
    this.number = number;
    this.steps = List.copyOf(steps);
    this.hangsUpAfter = hangsUpAfter;
  }

  /** Places the call and returns when it is over. */
  @Override
  public Outcome call() {
    return Crowd.place(List.of(this), AT_ONCE).getFirst();
  }

  Resident resident() {
    return resident;
  }

  String number() {
    return number;
  }

  List<Step> steps() {
    return steps;
  }

  Optional<Duration> hangsUpAfter() {
    return hangsUpAfter;
  }
}
