package org.huiyin.retention;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SigningKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class ProofBook implements DestructionProof {
  private static final int MOST = 1000;

  private final RootTable roots;
  private final Certificates certificates;
  private final SigningKeys keys;
  private final AuditTrail audit;

  ProofBook(RootTable roots, Certificates certificates, SigningKeys keys, AuditTrail audit) {
    this.roots = roots;
    this.certificates = certificates;
    this.keys = keys;
    this.audit = audit;
  }

  @Override
  public List<Run> runs(@Nullable UUID after, int limit) {
    checked(limit);
    if (after == null) {
      return roots.runs(null, limit);
    }
    return roots.run(after).map(last -> roots.runs(last, limit)).orElse(List.of());
  }

  @Override
  public Optional<Run> run(UUID id) {
    return roots.run(id);
  }

  @Override
  public List<Certificate> certificates(UUID run, Set<CommunityId> communities, int after, int limit) {
    return certificates.ofRun(run, communities, after, checked(limit));
  }

  @Override
  public long count(UUID run, Set<CommunityId> communities) {
    return certificates.count(run, communities);
  }

  @Override
  public Optional<Certificate> certificate(RecordingId recording) {
    return certificates.of(recording);
  }

  @Override
  public Optional<Proven> proven(RecordingId recording) {
    return certificates.of(recording).flatMap(certificate -> roots.ofRun(certificate.run()).map(root -> proven(certificate, root)));
  }

  private Proven proven(Certificate certificate, Root root) {
    var leaves = certificates.leaves(certificate.run());
    var path = certificate.place() < leaves.size() ? Merkle.path(certificate.place(), leaves) : List.<byte[]>of();
    return new Proven(certificate, path.stream().map(HexFormat.of()::formatHex).toList(), root, keys.known(root.keyId()).orElse(null),
        audited(certificate));
  }

  private AuditTrail.@Nullable Entry audited(Certificate certificate) {
    return audit.newest(new AuditTrail.Query(Set.of(certificate.community()), null, PurgeSteps.PURGED, PurgeSteps.subject(certificate
        .recording()), null, null, null, 1)).stream().findFirst().orElse(null);
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    return limit;
  }
}
