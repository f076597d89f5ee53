/** Looks after the installation: runs every self-check, tells health. */
@ApplicationModule(allowedDependencies = {"foundation", "calendar", "directory", "call", "audit", "recording", "ticket", "telephony",
    "flow",
    "retention", "messaging"})
@NullMarked
package org.huiyin.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
