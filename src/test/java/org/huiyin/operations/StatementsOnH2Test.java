package org.huiyin.operations;

import org.huiyin.support.OnH2;

@OnH2
class StatementsOnH2Test extends StatementsContract {
}
