package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SelfCheck;
import org.huiyin.foundation.SigningKeys;
import org.huiyin.retention.DestructionProof.Certificate;
import org.huiyin.retention.DestructionProof.Root;
import org.springframework.stereotype.Component;

/** Whether each run's root is signed and follows the one before, each certificate is in its run's tree, and each destroyed recording has one. */
@Component
class ProofCheck implements SelfCheck {
  private static final int PAGE = 500;
  private static final Duration CLOSED_WITHIN = Duration.ofHours(1);
  private static final String BACKUP = "Compare it with a copy that was handed out or with a backup, put it back, and find out who could write to the database.";

  private final RootTable roots;
  private final Certificates certificates;
  private final RetentionTable rows;
  private final SigningKeys keys;
  private final AuditTrail audit;
  private final Clock clock;

  ProofCheck(RootTable roots, Certificates certificates, RetentionTable rows, SigningKeys keys, AuditTrail audit, Clock clock) {
    this.roots = roots;
    this.certificates = certificates;
    this.rows = rows;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public List<Finding> check() {
    var walk = new Walk(audit.head());
    // The end first: what is closed meanwhile lies beyond it.
    var end = roots.end();
    List<Root> page;
    do {
      page = roots.after(walk.number, PAGE);
      page.forEach(walk::root);
    } while (page.size() == PAGE);
    walk.end(end);
    unclosed(walk);
    certificates.homeless(PAGE).forEach(id -> walk.found(subject(id), "Its certificate belongs to no run that is known."));
    without(walk);
    return List.copyOf(walk.findings);
  }

  private void unclosed(Walk walk) {
    for (var run : roots.unclosed(clock.instant().minus(CLOSED_WITHIN))) {
      walk.findings.add(new Finding("run:" + run, "It has certificates, and no signed root closes it.",
          "Let the service run for ten minutes; if it stays, its log says why the root cannot be signed."));
    }
  }

  /** What was destroyed and lacks its certificate altogether; what has one that was changed is found in its run. */
  private void without(Walk walk) {
    RetentionRow after = null;
    List<RetentionRow> page;
    do {
      page = rows.tombstones(null, after, PAGE);
      var certified = certificates.present(page.stream().map(RetentionRow::recording).toList());
      for (var row : page) {
        after = row;
        if (!certified.contains(row.recording())) {
          walk.found(subject(row.recording()), "It was destroyed, and its certificate is gone.");
        }
      }
    } while (page.size() == PAGE);
  }

  private static String subject(RecordingId recording) {
    return "recording:" + recording;
  }

  /** Where the walk along the roots is. */
  private final class Walk {
    private final List<Finding> findings = new ArrayList<>();
    /** Beyond this nothing of the audit was chained when the walk began. */
    private final AuditTrail.Head audited;
    private long number;
    private String hash = "0".repeat(64);

    Walk(AuditTrail.Head audited) {
      this.audited = audited;
    }

    void found(String subject, String what) {
      findings.add(new Finding(subject, what, BACKUP));
    }

    void root(Root root) {
      var name = "run:" + root.run();
      if (root.number() != number + 1) {
        found("run-number:" + (number + 1), "The roots " + (number + 1) + " to " + (root.number() - 1) + " are missing.");
      } else if (!RootText.field(root.body(), "previous").equals(hash)) {
        found(name, "Its root does not follow the one before it.");
      }
      number = root.number();
      hash = RootText.hash(root.body());
      if (!keys.verifies(root.keyId(), root.signature(), root.body())) {
        found(name, "The signature of its root does not hold.");
      }
      if (!RootText.field(root.body(), "format").equals(RootText.FORMAT)
          || !RootText.field(root.body(), "run").equals(root.run().toString())
          || !RootText.field(root.body(), "number").equals(String.valueOf(root.number()))) {
        found(name, "Its root is that of another run.");
      }
      certificates(root, name);
    }

    private void certificates(Root root, String name) {
      var leaves = new ArrayList<byte[]>();
      int next = 0;
      boolean sound = true;
      List<Certificate> page;
      int last = -1;
      do {
        page = certificates.ofRun(root.run(), last, PAGE);
        var positions = positions(page);
        for (var certificate : page) {
          for (; next < certificate.place(); next++) {
            sound = false;
            found(name, "The certificate at place " + next + " of its tree is gone.");
          }
          next = certificate.place() + 1;
          last = certificate.place();
          leaves.add(Certificates.leaf(certificate.body()));
          sound &= certificate(certificate, positions);
        }
      } while (page.size() == PAGE);
      for (; next < root.certificates(); next++) {
        sound = false;
        found(name, "The certificate at place " + next + " of its tree is gone.");
      }
      if (sound && !HexFormat.of().formatHex(Merkle.root(leaves)).equals(RootText.field(root.body(), RootText.ROOT))) {
        unlikeTheAudit(root, name);
      }
    }

    private boolean certificate(Certificate certificate, Map<Long, String> positions) {
      if (!Certificates.sound(certificate.body(), certificate.hash())) {
        found(subject(certificate.recording()), "The certificate of its destruction was changed.");
        return false;
      }
      var position = CertificateText.audit(certificate.body());
      if (position != null && position.seq() > 0 && position.seq() <= audited.seq()
          && !Objects.equals(positions.get(position.seq()), position.hash())) {
        found(subject(certificate.recording()), "Its certificate names a place of the audit where another entry stands.");
      }
      return true;
    }

    /** Each certificate has a hash that fits it, and together they are not what was signed: the audit knows which hash each had. */
    private void unlikeTheAudit(Root root, String name) {
      int before = findings.size();
      List<Certificate> page;
      int last = -1;
      do {
        page = certificates.ofRun(root.run(), last, PAGE);
        for (var certificate : page) {
          last = certificate.place();
          var entry = audit.newest(new AuditTrail.Query(Set.of(certificate.community()), null, PurgeSteps.PURGED,
              PurgeSteps.subject(certificate.recording()), null, null, null, 1));
          if (entry.isEmpty() || !certificate.hash().equals(entry.getFirst().details().get("certificate"))) {
            found(subject(certificate.recording()),
                "Its certificate is not the one that the audit names, and not in its run's signed tree.");
          }
        }
      } while (page.size() == PAGE);
      if (findings.size() == before) {
        found(name, "Its signed root is not that of its certificates.");
      }
    }

    private Map<Long, String> positions(List<Certificate> page) {
      var wanted = page.stream().map(one -> CertificateText.audit(one.body())).filter(Objects::nonNull).map(AuditTrail.Head::seq).distinct()
          .toList();
      return wanted.isEmpty() ? new HashMap<>() : audit.hashes(wanted);
    }

    void end(RootTable.End end) {
      if (number < end.number() || (number == end.number() && !hash.equals(end.hash()))) {
        found("run-number:" + end.number(), "The last of the signed roots are missing or were replaced.");
      }
    }
  }
}
