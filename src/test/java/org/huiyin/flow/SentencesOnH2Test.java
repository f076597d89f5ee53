package org.huiyin.flow;

import org.huiyin.support.OnH2;

@OnH2
class SentencesOnH2Test extends SentencesContract {
}
