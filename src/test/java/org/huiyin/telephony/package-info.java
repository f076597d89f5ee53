/** The port's contract, and {@link org.huiyin.telephony.ScriptedCall}, a call without a telephone, for whoever tests a script. */
@NullMarked
package org.huiyin.telephony;

import org.jspecify.annotations.NullMarked;
