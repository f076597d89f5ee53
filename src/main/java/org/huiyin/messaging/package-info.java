/** What leaves the house by itself: the message that tells a community's night duty of an urgent call. */
@ApplicationModule(allowedDependencies = {"foundation", "calendar", "directory", "ticket", "audit"})
@NullMarked
package org.huiyin.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
