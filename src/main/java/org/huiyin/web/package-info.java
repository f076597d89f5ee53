/** The console, the REST API and their security. */
@ApplicationModule(allowedDependencies = {"foundation", "calendar", "directory", "call", "audit", "recording", "ticket", "approval",
    "access",
    "retention",
    "operations", "flow", "messaging"})
@NullMarked
package org.huiyin.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
