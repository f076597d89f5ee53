package org.huiyin.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was asked for on the command line.
 *
 * @param names the benchmarks to run; all without one
 * @param only the faults to run; all without one
 * @param seed what repeats the order and the moments of the faults; one is drawn without it
 * @param minutes how long the soak takes
 */
record Options(Set<String> names, boolean full, Set<String> only, OptionalLong seed, OptionalLong minutes) {
  static Options read(String[] arguments) {
    Set<String> names = new HashSet<>();
    Set<String> only = new HashSet<>();
    boolean full = false;
    OptionalLong seed = OptionalLong.empty();
    OptionalLong minutes = OptionalLong.empty();
    for (Iterator<String> rest = Arrays.asList(arguments).iterator(); rest.hasNext();) {
      String argument = rest.next();
      switch (argument) {
        case "--full" -> full = true;
        case "--only" -> only.addAll(List.of(value(argument, rest).split(",")));
        case "--seed" -> seed = OptionalLong.of(number(argument, rest));
        case "--minutes" -> minutes = OptionalLong.of(number(argument, rest));
        default -> names.add(argument);
      }
    }
    return new Options(Set.copyOf(names), full, Set.copyOf(only), seed, minutes);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static long number(String option, Iterator<String> rest) {
    String value = value(option, rest);
    if (!value.matches("-?\\d{1,18}")) {
      throw new IllegalArgumentException(option + " needs a number");
    }
    return Long.parseLong(value);
  }
}
