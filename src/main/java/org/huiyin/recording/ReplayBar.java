package org.huiyin.recording;

import org.huiyin.foundation.RecordingId;

/** Says which stored recordings nobody may hear just now. Provided by whoever decides on their end. */
public interface ReplayBar {
  boolean barred(RecordingId recording);
}
