package org.huiyin.launcher;

import java.io.IOException;

/** What the dialplan sees of the service: by this alone it decides whether a caller is handed to the service or to the fallback. */
record Heartbeat(double age) {
  private static final double OLDEST = 10;

  static Heartbeat read(ManagerClient manager) throws IOException {
    String beat = manager.global("HB").replaceAll("[^0-9]", "");
    return new Heartbeat(manager.clock() - (beat.isEmpty() ? 0 : Double.parseDouble(beat)));
  }

  boolean alive() {
    return age <= OLDEST && age >= -OLDEST;
  }
}
