package org.huiyin.directory;

import org.huiyin.support.OnH2;

@OnH2
class CalendarsOnH2Test extends CalendarsContract {
}
