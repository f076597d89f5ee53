/** The work calendar of a community: when somebody attends, and what counts as working time. Pure: facts in, answers out; nothing is read or kept here. */
@ApplicationModule(allowedDependencies = "foundation")
@NullMarked
package org.huiyin.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
