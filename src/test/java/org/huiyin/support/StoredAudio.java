package org.huiyin.support;

import java.io.ByteArrayInputStream;

import org.huiyin.resident.Sound;

/** A stored recording as what each side was heard to say: the caller left, the staff right. */
public record StoredAudio(Sound caller, Sound staff) {
  public static StoredAudio decode(byte[] oggOpus) {
    var audio = StereoAudio.decode(new ByteArrayInputStream(oggOpus));
    return new StoredAudio(Sound.of(audio.left()), Sound.of(audio.right()));
  }
}
