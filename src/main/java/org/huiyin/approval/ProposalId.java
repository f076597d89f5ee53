package org.huiyin.approval;

import java.util.UUID;

/** Names one proposal. */
public record ProposalId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID */
  public static ProposalId of(String text) {
    return new ProposalId(UUID.fromString(text));
  }

  public static ProposalId random() {
    return new ProposalId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
