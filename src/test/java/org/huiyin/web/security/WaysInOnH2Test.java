package org.huiyin.web.security;

import org.huiyin.support.OnH2;

@OnH2
class WaysInOnH2Test extends WaysInContract {
}
