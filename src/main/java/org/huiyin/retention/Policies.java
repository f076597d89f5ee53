package org.huiyin.retention;

import java.time.Instant;
import java.util.List;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.jspecify.annotations.Nullable;

/** How long recordings are kept, by category and priority, in versions that are never changed. A new one takes two people. */
public interface Policies {
  /** The kind of the proposals to change it. */
  String CHANGE = "policy.change";
  String SUBJECT = "policy:installation";

  Version current();

  /** The latest first. */
  List<Version> versions();

  /** What would be destroyed under other periods a week from now, and is not due under those in force; what is held is not counted. */
  long newlyDue(Periods periods);

  /**
   * @throws IllegalArgumentException when the periods are those in force, or outside of one or two years
   * @throws IllegalStateException when a change is proposed already
   */
  Proposal propose(Actor by, Periods periods, String reason);

  /**
   * In calendar years from the call; 1 or 2.
   *
   * @param standard what no other rule keeps longer
   * @param urgent calls whose ticket is urgent
   * @param complaint calls whose ticket is a complaint
   */
  record Periods(int standard, int urgent, int complaint) {
    public Periods {
      for (int years : new int[]{standard, urgent, complaint}) {
        if (years < 1 || years > 2) {
          throw new IllegalArgumentException("a recording is kept for one or two calendar years");
        }
      }
    }
  }

  /**
   * @param number 0 for the settings, which hold before the first change
   * @param periods null for settings that are not whole years
   */
  record Version(int number, @Nullable Periods periods, @Nullable Instant inForce, String reason, String proposer, String approver) {
  }
}
