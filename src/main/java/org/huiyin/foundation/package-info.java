/** What every room stands on: ids, the clock, telephone numbers, actors, and the port {@code SelfCheck}. Depends on nothing of the house. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.huiyin.foundation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
