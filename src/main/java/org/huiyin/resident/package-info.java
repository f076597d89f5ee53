/** A resident who dials the hotline: the caller language over SIPp that tests, benches and {@code huiyin call} speak. Plain Java, no Spring. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.huiyin.resident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
