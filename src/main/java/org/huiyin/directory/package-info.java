/** Who and what there is: communities and their numbers, departments, staff and their roles. */
@ApplicationModule(allowedDependencies = {"foundation", "audit"})
@NullMarked
package org.huiyin.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
