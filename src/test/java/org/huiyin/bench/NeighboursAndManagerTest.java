package org.huiyin.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Short forms of the faults at the ports between Asterisk and the service, with few residents; {@code ./huiyin bench faults} has them with many, and their times. */
class NeighboursAndManagerTest {
  private static final int CALLERS = 6;
  private static final int EVENTS = 20_000;
  /** Fifteen seconds are promised; that is for the bench to say. */
  private static final ManagerCut.Limits AT_ALL = new ManagerCut.Limits(Duration.ofSeconds(59), Trial.TO_BE_THERE);
  private static final long SEED = System.nanoTime() % 1_000_000;

  @SuppressWarnings("NullAway.Init")
  private static Wired wired;

  @BeforeAll
  static void open() throws IOException {
    wired = Wired.open();
  }

  @AfterAll
  static void close() throws IOException {
    wired.close();
  }

  @Test
  void a_manager_connection_finished_reset_and_half_open_costs_no_call_and_the_live_page_is_right_again() throws IOException {
    assertNothingLost(ManagerCut.crowd(wired, CALLERS, 0, AT_ALL, new Random(SEED)));
  }

  @Test
  void a_flood_of_manager_events_costs_no_call_and_the_live_page_is_right_after_it() throws IOException {
    assertNothingLost(ManagerFlood.crowd(wired.hotline(), CALLERS, EVENTS, AT_ALL, new Random(SEED)));
  }

  @Test
  void residents_get_through_whoever_else_is_at_the_port() throws IOException {
    var random = new Random(SEED);
    var callers = Caller.crowd(wired.hotline().resident(), CALLERS, random, Duration.ofSeconds(40));
    assertNothingLost(HostileNeighbours.besieged(wired.hotline(), callers, Trial.TO_BE_THERE, random).settled());
  }

  private static void assertNothingLost(Result result) {
    assertThat(result.calls()).as("answered calls, with seed " + SEED).isEqualTo(CALLERS);
    assertThat(result.lost() + result.doubled()).as("lost or doubled with seed " + SEED + ": " + result.findings()).isZero();
  }
}
