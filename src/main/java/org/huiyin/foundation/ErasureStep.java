package org.huiyin.foundation;

import java.util.Collection;

/**
 * What a module does with the personal data that it holds of a call when the call's recording is destroyed. Each owner of such data provides one;
 * {@code retention} runs all of them in the transaction that counts the recording as absent, and its certificate names them.
 */
public interface ErasureStep {
  /** A short stable name of the data's owner, such as {@code call}. */
  String name();

  /** Erases it, in the caller's transaction. Repeating it changes nothing; a call that nobody knows is left alone. */
  void erase(Collection<CallId> calls);
}
