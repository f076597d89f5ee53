package org.huiyin.bench;

/** One measurement with its expectation. */
interface Benchmark {
  /** Prints its table and says whether what is expected holds. */
  boolean holds(boolean full) throws Exception;
}
