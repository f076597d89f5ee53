package org.huiyin.recording;

import org.huiyin.support.OnH2;

@OnH2
class RecordingOnH2Test extends RecordingContract {
}
