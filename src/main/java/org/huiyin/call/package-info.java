/** The ledger of calls and the only owner of call events. A sweep closes rows from the sidecars in the spool, so that no call depends on an event. */
@ApplicationModule(allowedDependencies = {"foundation", "directory"})
@NullMarked
package org.huiyin.call;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
