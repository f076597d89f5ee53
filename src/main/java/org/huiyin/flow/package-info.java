/** The voice menus as validated data, and the script that walks them. */
@ApplicationModule(allowedDependencies = {"foundation", "calendar", "directory", "call", "telephony", "ticket", "audit"})
@NullMarked
package org.huiyin.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
