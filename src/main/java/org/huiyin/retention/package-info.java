/** How long a recording is kept, and its destruction when the time is over. The only maker of {@code PurgeOrder}s. */
@ApplicationModule(allowedDependencies = {"foundation", "calendar", "approval", "directory", "call", "audit", "recording", "ticket"})
@NullMarked
package org.huiyin.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
