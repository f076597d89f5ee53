package org.huiyin.retention;

import org.huiyin.support.OnH2;

@OnH2
class RequestOnH2Test extends RequestContract {
}
