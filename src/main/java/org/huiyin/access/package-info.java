/** Who may see, hear and change what. The only maker of {@code PlaybackGrant}s. */
@ApplicationModule(allowedDependencies = {"foundation", "approval", "directory", "call", "audit", "recording", "ticket"})
@NullMarked
package org.huiyin.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
