package org.huiyin.bench;

/** Something that breaks while residents call, and the account of what became of their calls. */
public interface Fault {
  /** A short name of small letters and hyphens, by which {@code --only} picks it. */
  String name();

  /** Whether it runs only in the full suite, or when it is picked by its name. */
  default boolean onlyInFull() {
    return false;
  }

  /**
   * Breaks things and counts. What does not hold is in the result; an exception means that the fault itself could not be carried out.
   *
   * @param full all the trials there are; otherwise a sample that takes a few minutes
   * @param seed draws the moments at which things break: the same seed, the same moments
   */
  Result run(boolean full, long seed) throws Exception;
}
