package org.huiyin.messaging;

import org.huiyin.support.OnH2;

@OnH2
class DutyOnH2Test extends DutyContract {
}
