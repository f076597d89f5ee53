package org.huiyin.launcher;

/** Something an operator can put right: one clear line, with the remedy in it. */
public final class Problem extends RuntimeException {
  public Problem(String line) {
    super(line);
  }

  public Problem(String line, Throwable cause) {
    super(line, cause);
  }
}
