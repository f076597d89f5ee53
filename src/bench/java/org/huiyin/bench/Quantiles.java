package org.huiyin.bench;

import java.util.List;

/** The median and the slowest hundredth of some times, in milliseconds. */
record Quantiles(double p50, double p99) {
  static Quantiles of(List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty() ? new Quantiles(Double.NaN, Double.NaN) : new Quantiles(at(sorted, 0.50), at(sorted, 0.99));
  }

  private static double at(List<Double> sorted, double part) {
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }
}
