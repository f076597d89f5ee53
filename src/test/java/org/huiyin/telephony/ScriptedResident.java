package org.huiyin.telephony;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.huiyin.telephony.Listened.End;
import org.jspecify.annotations.Nullable;

/**
 * What the resident of a {@link ScriptedCall} does. Without orders they listen patiently, press nothing and say nothing.
 *
 * <pre>
 * new ScriptedResident().during("huiyin/zh/menu", presses("2")).says(Duration.ofSeconds(5))
 * </pre>
 */
public class ScriptedResident {
  /**
   * What is done while something is heard or waited for.
   *
   * @param keys pressed one after the other, evenly spread over the time
   * @param hangsUp whether the line is put down then, after the keys
   */
  public record Deed(String keys, boolean hangsUp) {
    static final Deed NOTHING = new Deed("", false);
  }

  private final Map<String, Deque<Deed>> duringSounds = new HashMap<>();
  private final Deque<Deed> whileWaiting = new ArrayDeque<>();
  private final Deque<Listened> speeches = new ArrayDeque<>();
  private int stepsLeft = Integer.MAX_VALUE;

  public static Deed presses(String keys) {
    return new Deed(keys, false);
  }

  public static Deed hangsUp() {
    return new Deed("", true);
  }

  public static Deed nothing() {
    return Deed.NOTHING;
  }

  /** The first time the sound plays, the second time, and so on; after the last one they listen patiently again. */
  public ScriptedResident during(String sound, Deed... deeds) {
    duringSounds.computeIfAbsent(sound, _ -> new ArrayDeque<>()).addAll(List.of(deeds));
    return this;
  }

  /** Each time nothing plays and a key is waited for. */
  public ScriptedResident whenAwaited(Deed... deeds) {
    whileWaiting.addAll(List.of(deeds));
    return this;
  }

  /** Speaks at the next opportunity, then presses #. */
  public ScriptedResident says(Duration length) {
    return speaks(new Listened(length, End.FINISHED));
  }

  /** At the next opportunity to speak. After the last one they say nothing. */
  public ScriptedResident speaks(Listened... heard) {
    speeches.addAll(List.of(heard));
    return this;
  }

  /** Puts the line down in the step after so many acts that take time (a sound, a wait for a key, a message). */
  public ScriptedResident hangsUpAfterSteps(int steps) {
    stepsLeft = steps;
    return this;
  }

  /** Asked for each sound. */
  protected Deed hears(String sound) {
    return step(next(duringSounds.get(sound)));
  }

  /** Asked for each wait for a key. */
  protected Deed isAwaited(Duration limit) {
    return step(next(whileWaiting));
  }

  /** Asked for each message. */
  protected Listened speaks(Duration silence, Duration limit) {
    Listened said = speeches.isEmpty() ? saysNothing(silence, limit) : speeches.remove();
    return step(Deed.NOTHING).hangsUp() ? new Listened(Duration.ZERO, End.HUNG_UP) : said;
  }

  static Listened saysNothing(Duration silence, Duration limit) {
    return silence.compareTo(limit) < 0 ? new Listened(silence, End.SILENCE) : new Listened(limit, End.LIMIT);
  }

  private static Deed next(@Nullable Deque<Deed> deeds) {
    return deeds == null || deeds.isEmpty() ? Deed.NOTHING : deeds.remove();
  }

  private Deed step(Deed planned) {
    return stepsLeft-- > 0 ? planned : hangsUp();
  }
}
