package org.huiyin.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.huiyin.calendar.Attendance;
import org.huiyin.foundation.CommunityId;

/** Any menu tried out without a telephone, step by step, by the engine of real calls. */
public interface MenuTrials {
  /** Nothing is pressed, or nothing is said, until the hotline goes on by itself. */
  char WAITS = '-';
  /** The line is put down. */
  char HANGS_UP = 'x';
  /** The most that a caller does in one trial. */
  int LONGEST = 60;

  /**
   * The way of a caller who does one thing after the other, up to the place where they have nothing more to do.
   *
   * @param number as it is dialled; one that the community has, or any other
   * @param deeds one character for each place at which a caller can do something: a key out of {@code 0-9*#}, {@link #WAITS} or {@link #HANGS_UP}; while
   *        speaking {@code #} ends a message of 20 s, any other key one that silence ends, and {@link #WAITS} is saying nothing;
   *        where the matters of their number are looked up, {@code 1} to {@code 3} is how many there are, anything else that there are none
   * @throws Menus.BrokenDraft when the document is no menu that could be walked
   */
  Trial walk(String document, CommunityId community, String number, Instant at, String deeds);

  /**
   * The prompts one after the other, as a caller of the community hears them, as a WAV.
   *
   * @param prompts {@code zh/notice}
   * @return empty where one of them has no sound
   */
  Optional<byte[]> sound(CommunityId community, List<String> prompts);

  /** @param waitsFor what the caller can do where the way ends so far */
  record Trial(Attendance attendance, List<CallPaths.Stage> steps, WaitsFor waitsFor) {
  }

  /** What comes next from the caller. */
  enum WaitsFor {
    KEY,
    /** How many matters the caller's number is pretended to have. */
    NUMBER, SPEECH, NOTHING
  }
}
