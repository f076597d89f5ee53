/** Keeps audio from capture to destruction: seal, encode, encrypt, store, open, destroy. Nothing else touches it. */
@ApplicationModule(allowedDependencies = {"foundation", "directory", "call", "audit"})
@NullMarked
package org.huiyin.recording;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
