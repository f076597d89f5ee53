package org.huiyin.launcher;

import java.util.List;

/** How the service's virtual machine is started, wherever it is. */
public final class JavaOptions {
  /**
   * One collector thread and little memory, since the machine is Asterisk's too. Sealing runs at the lowest priority and the compiler at a low one: on a small
   * machine both would otherwise take the processor from the calls. Lowering needs no right of root.
   */
  public static final List<String> SERVICE = List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
      "-XX:+ExitOnOutOfMemoryError", "-XX:ThreadPriorityPolicy=1", "-XX:JavaPriority1_To_OSPriority=15", "-XX:CompilerThreadPriority=10");

  private JavaOptions() {
  }
}
