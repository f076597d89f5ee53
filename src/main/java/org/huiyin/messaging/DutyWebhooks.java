package org.huiyin.messaging;

import java.time.Instant;
import java.util.Optional;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/**
 * Where each community wants its night duty to be told of an urgent call that comes while nobody attends: an address that takes a POST. The message names
 * the ticket and nothing of what was said or by whom. It is delivered at least once, again and again for a day; {@code id} in it is the same each time.
 */
public interface DutyWebhooks {
  Optional<DutyWebhook> of(CommunityId community);

  /**
   * In place of the address before. The secret with which messages are signed is made anew and never shown again.
   *
   * @param address {@code http} or {@code https}, of a machine that is not this one
   * @return the secret
   * @throws IllegalArgumentException saying what is wrong with the address
   */
  String set(Actor by, CommunityId community, String address);

  /**
   * The same address with a new secret, never shown again; the one before signs nothing more. What the receiver refuses until it knows the new one is tried
   * again for a day.
   *
   * @return the address and its secret; empty where there is no address
   */
  Optional<Renewed> renewSecret(Actor by, CommunityId community);

  /** Nobody is told from now on; what waits is not sent. */
  void remove(Actor by, CommunityId community);

  Backlog backlog();

  /**
   * @param waiting messages that are still tried
   * @param delivered the last time that one was taken
   * @param problem why the last try failed: {@code status-503}, {@code refused}, {@code timeout}, {@code no-key}; null if it did not
   */
  record DutyWebhook(String address, Instant since, int waiting, @Nullable Instant delivered, @Nullable String problem,
      SecretState secret) {
  }

  record Renewed(String address, String secret) {
  }

  /** How the secret is kept. */
  enum SecretState {
    /** Encrypted in the database, by a key that lies elsewhere. */
    SEALED,
    /** So now; an older release had it in clear, and older backups of the database still do. */
    ONCE_CLEAR,
    /** It cannot be opened: its key is missing, as after a database was restored without the keys. A new one has to be made. */
    LOST
  }

  /**
   * Of all communities.
   *
   * @param failing messages that were tried in vain and are tried again
   * @param givenUp messages of the last seven days that were tried for a day in vain
   */
  record Backlog(int failing, int givenUp) {
  }
}
