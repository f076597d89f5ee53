package org.huiyin.recording;

import org.huiyin.support.OnH2;

@OnH2
class KeyTurnoverOnH2Test extends KeyTurnoverContract {
}
