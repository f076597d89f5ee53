package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.huiyin.audit.AuditLog;
import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.SigningKeys;
import org.huiyin.foundation.SqlTime;
import org.huiyin.retention.DestructionProof.Root;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends each run that has certificates with one signed Merkle root, in one transaction: there is the root and everything that belongs to it, or nothing yet. What a
 * run that died has left open is closed by the next; a run that lives on although it was silent for too long finds itself closed and certifies nothing
 * more.
 */
@Component
@Import(SigningKeys.class)
class Closing {
  private static final Logger log = LoggerFactory.getLogger(Closing.class);
  private static final int PAGE = 500;
  /** A run that lives certifies something sooner, however slow its disk is. */
  private static final Duration SILENT = Duration.ofMinutes(10);

  private final RootTable roots;
  private final Certificates certificates;
  private final SigningKeys keys;
  private final AuditLog audit;
  private final AuditTrail trail;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Closing(RootTable roots, Certificates certificates, SigningKeys keys, AuditLog audit, AuditTrail trail, Clock clock,
      PlatformTransactionManager transactions) {
    this.roots = roots;
    this.certificates = certificates;
    this.keys = keys;
    this.audit = audit;
    this.trail = trail;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Closes the runs that ended, or that have been silent for ten minutes, and have no root. */
  void closeAbandoned() {
    roots.unclosed(clock.instant().minus(SILENT)).forEach(this::close);
  }

  /** Does nothing for a run that is closed or has no certificate. What goes wrong is tried again by the next run, and told by the check meanwhile. */
  void close(UUID run) {
    try {
      transaction.executeWithoutResult(_ -> sign(run));
    } catch (RuntimeException e) {
      log.warn("Run {} has certificates and cannot be closed with its signed root; it is tried again within minutes", run, e);
    }
  }

  private void sign(UUID run) {
    var end = roots.lockEnd();
    var count = roots.lockOpen(run).orElse(0);
    if (count == 0) {
      return;
    }
    var leaves = leaves(run);
    if (leaves.size() != count) {
      throw new IllegalStateException("run " + run + " made " + count + " certificates and " + leaves.size() + " are there");
    }
    var root = HexFormat.of().formatHex(Merkle.root(leaves));
    var at = SqlTime.exact(clock.instant());
    var body = RootText.of(end.number() + 1, run, at, count, root, end.hash(), trail.head());
    var signed = keys.sign(body);
    roots.close(new Root(end.number() + 1, run, at, count, root, body, signed.keyId(), signed.signature()), RootText.hash(body));
    audit.append(Schedule.PURGE, "purge.closed", "run:" + run, Map.of("number", String.valueOf(end.number() + 1), "certificates",
        String.valueOf(count), "root", root, "hash", RootText.hash(body)));
  }

  /** What does not say any more what it said is not signed. */
  private List<byte[]> leaves(UUID run) {
    var leaves = new ArrayList<byte[]>();
    List<Certificates.Leaf> page;
    do {
      page = certificates.leaves(run, leaves.size() - 1, PAGE);
      for (var leaf : page) {
        if (leaf.place() != leaves.size() || !Certificates.sound(leaf.body(), leaf.hash())) {
          throw new IllegalStateException("the certificate of " + leaf.recording() + " was changed or one before it removed");
        }
        leaves.add(Certificates.leaf(leaf.body()));
      }
    } while (page.size() == PAGE);
    return leaves;
  }
}
