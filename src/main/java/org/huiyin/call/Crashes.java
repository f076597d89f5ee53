package org.huiyin.call;

import java.time.Instant;
import java.util.List;

/** When parts of the hotline were gone without having been stopped, as the supervisor wrote it down. */
public interface Crashes {
  /** Every crash of which some part lies between the two moments, in the order in which they came to their end. */
  List<CrashWindow> between(Instant begin, Instant end);
}
