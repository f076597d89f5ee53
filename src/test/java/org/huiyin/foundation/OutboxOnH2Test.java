package org.huiyin.foundation;

import org.huiyin.support.OnH2;

@OnH2
class OutboxOnH2Test extends OutboxContract {
}
