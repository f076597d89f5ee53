/** Who and what there is: communities and their numbers, departments, staff and their roles, and when somebody attends. */
@ApplicationModule(allowedDependencies = {"foundation", "calendar", "audit"})
@NullMarked
package org.huiyin.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
