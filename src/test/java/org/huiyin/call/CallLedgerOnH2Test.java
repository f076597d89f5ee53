package org.huiyin.call;

import org.huiyin.support.OnH2;

@OnH2
class CallLedgerOnH2Test extends CallLedgerContract {
}
