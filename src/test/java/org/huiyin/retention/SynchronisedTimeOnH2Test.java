package org.huiyin.retention;

import org.huiyin.support.OnH2;

@OnH2
class SynchronisedTimeOnH2Test extends SynchronisedTimeContract {
}
