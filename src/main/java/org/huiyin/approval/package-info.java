/**
 * Two people: one proposes, another decides. What is undecided goes up to the district after three days and ends by itself after thirty. The deed is carried
 * out by whoever owns it, in the transaction in which it is approved.
 */
@ApplicationModule(allowedDependencies = {"foundation", "audit"})
@NullMarked
package org.huiyin.approval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
