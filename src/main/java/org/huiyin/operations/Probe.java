package org.huiyin.operations;

import java.util.List;

import org.huiyin.operations.SystemState.State;

/** Looks at one part of the installation. Quick, and without any effect. */
interface Probe {
  String name();

  Reading read();

  /** @param situation the last piece of the text's key: {@code full} for {@code system.spool.full} */
  record Reading(State state, String situation, List<String> facts) {
    static Reading ok(String... facts) {
      return new Reading(State.OK, "ok", List.of(facts));
    }

    static Reading warning(String situation, String... facts) {
      return new Reading(State.WARNING, situation, List.of(facts));
    }

    static Reading down(String situation, String... facts) {
      return new Reading(State.DOWN, situation, List.of(facts));
    }
  }
}
