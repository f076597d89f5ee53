package org.huiyin.flow;

import org.huiyin.support.OnH2;

@OnH2
class StudioOnH2Test extends StudioContract {
}
