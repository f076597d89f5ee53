/** The FastAGI server and the manager connection: the only room that knows the library behind them. It owns the port {@link CallScript} and keeps
 * the heartbeat that tells the dialplan that the service lives. */
@ApplicationModule(allowedDependencies = {"foundation", "directory", "call"})
@NullMarked
package org.huiyin.telephony;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
