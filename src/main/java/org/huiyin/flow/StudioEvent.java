package org.huiyin.flow;

import org.huiyin.flow.prompts.Recorded;

/** What became of a {@link StudioStep}. */
sealed interface StudioEvent {
  /** @param digits empty when nothing was entered */
  record Entered(String digits) implements StudioEvent {
  }

  record Admitted(StudioPass pass) implements StudioEvent {
  }

  record Wrong() implements StudioEvent {
  }

  /** No PIN is taken now, or it was used up meanwhile, or the service cannot do its part. */
  record ShutOut() implements StudioEvent {
  }

  /** All was said. */
  record Said() implements StudioEvent {
  }

  /** @param wav as the telephone sent it */
  record Spoken(byte[] wav) implements StudioEvent {
  }

  /** @param sound what callers would hear */
  record Ready(Recorded sound) implements StudioEvent {
  }

  record Refused(Refusal why) implements StudioEvent {
  }

  record Pressed(char key) implements StudioEvent {
  }

  record Silence() implements StudioEvent {
  }

  record InForce() implements StudioEvent {
  }

  record HungUp() implements StudioEvent {
  }
}
