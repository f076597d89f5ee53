/** What stands around the service: the launcher's verbs, the home and its settings, the private Asterisk, the supervisor. Plain Java, no Spring. */
@ApplicationModule(allowedDependencies = {"resident"})
@NullMarked
package org.huiyin.launcher;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
