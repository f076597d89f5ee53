/** The matter a resident brought, and its life. */
@ApplicationModule(allowedDependencies = {"foundation", "directory", "call", "audit"})
@NullMarked
package org.huiyin.ticket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
