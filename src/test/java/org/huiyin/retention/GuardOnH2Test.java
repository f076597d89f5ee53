package org.huiyin.retention;

import org.huiyin.support.OnH2;

@OnH2
class GuardOnH2Test extends GuardContract {
}
