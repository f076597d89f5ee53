package org.huiyin.foundation;

/** Makes the product's kind of database address known to a process without the product's context. */
public final class DurableDatabase {
  private DurableDatabase() {
  }

  public static void register() {
    DurableH2.register();
  }
}
