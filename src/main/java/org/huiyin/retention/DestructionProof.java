package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SigningKeys.PublicKeyText;
import org.jspecify.annotations.Nullable;

/** What was destroyed by which run, and how an outsider sees that it was: certificates, and one signed Merkle root for those of each run. */
public interface DestructionProof {
  /** The runs that destroyed something, failed or had to wait, the latest first; limit 1 to 1000. */
  List<Run> runs(@Nullable UUID after, int limit);

  Optional<Run> run(UUID id);

  /**
   * A run's certificates of these communities in the order in which they were made.
   *
   * @param after only those behind this place; -1 from the first
   * @param limit 1 to 1000
   */
  List<Certificate> certificates(UUID run, Set<CommunityId> communities, int after, int limit);

  /** How many of the run's certificates are of these communities. */
  long count(UUID run, Set<CommunityId> communities);

  Optional<Certificate> certificate(RecordingId recording);

  /** What a stranger needs; empty while the run is not closed, which takes a moment after its last destruction. */
  Optional<Proven> proven(RecordingId recording);

  /**
   * One run of the purge.
   *
   * @param failed how many destructions failed in it
   * @param waited why it destroyed nothing more; null when it did not have to wait
   * @param certificates how many destructions it brought to their end
   * @param root null while it is not closed
   */
  record Run(UUID id, String node, Instant startedAt, @Nullable Instant finishedAt, int failed, @Nullable String waited, int certificates,
      @Nullable Root root) {
  }

  /**
   * The signed end of a run.
   *
   * @param number counts the closed runs from 1, without a gap
   * @param hash the Merkle root, lower-case hex
   * @param body what is signed, JSON, letter by letter (UTF-8)
   * @param signature Ed25519 over the body's bytes, in base64
   */
  record Root(long number, UUID run, Instant closedAt, int certificates, String hash, String body, String keyId, String signature) {
  }

  /**
   * What is known for ever about one destruction.
   *
   * @param place which leaf of its run's tree it is, from 0
   * @param body the entry, JSON, letter by letter (UTF-8)
   * @param hash SHA-256 of the body, lower-case hex
   * @param facts what the body says
   */
  record Certificate(RecordingId recording, CommunityId community, UUID run, int place, Instant certifiedAt, String body, String hash,
      Facts facts) {
  }

  /**
   * What people read of a certificate.
   *
   * @param cause empty in the oldest certificates
   * @param policyVersion null in certificates from before versions were noted
   */
  record Facts(Instant callStartedAt, String audioHash, String policy, @Nullable Integer policyVersion, String cause,
      @Nullable Instant keyDestroyedAt, @Nullable Instant absentAt) {
  }

  /**
   * @param siblings the inclusion proof of RFC 9162, lower-case hex
   * @param key null when nobody here knows the key that signed
   * @param audited the audit's entry about this destruction, which names the certificate's hash; null when it cannot be found
   */
  record Proven(Certificate certificate, List<String> siblings, Root root, @Nullable PublicKeyText key,
      AuditTrail.@Nullable Entry audited) {
  }
}
