/** The append-only log of acts. An entry is written in the deed's own transaction; one sealer chains the entries so that a removed or changed
 * one shows. It holds ids only: personal data stays with its owner. */
@ApplicationModule(allowedDependencies = {"foundation"})
@NullMarked
package org.huiyin.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
