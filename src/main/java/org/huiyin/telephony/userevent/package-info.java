/** Events of our own dialplan, as the manager library wants them: public classes named after the event. */
@NullMarked
package org.huiyin.telephony.userevent;

import org.jspecify.annotations.NullMarked;
