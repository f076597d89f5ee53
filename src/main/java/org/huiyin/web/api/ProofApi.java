package org.huiyin.web.api;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.DestructionProof;
import org.huiyin.retention.DestructionProof.Certificate;
import org.huiyin.retention.DestructionProof.Proven;
import org.huiyin.retention.DestructionProof.Root;
import org.huiyin.retention.DestructionProof.Run;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static java.nio.charset.StandardCharsets.UTF_8;

@RestController
@RequestMapping("/api/v1/retention")
@Needs(Permission.SEE_RETENTION)
@Tag(name = "destruction proofs", description = "The runs of the purge, their signed Merkle roots, and a certificate for each destroyed recording.")
class ProofApi {
  private static final String FORMAT = "huiyin-destruction-certificate";
  private static final int VERSION = 1;

  /** @param root null while the run is not closed, which takes a moment after its last destruction */
  record RunResource(String runId, String node, OffsetDateTime startedAt, @Nullable OffsetDateTime finishedAt, int certificates, int failed,
      @Nullable String waited, @Nullable RootResource root) {
  }

  /** @param hash the Merkle root */
  record RootResource(long number, OffsetDateTime closedAt, int certificates, String hash, String keyId, String signature, String signedUrl,
      String signatureUrl) {
  }

  /** @param leafIndex its place in the run's tree, from 0 */
  record CertificateResource(String recordingId, String communityId, String runId, int leafIndex, OffsetDateTime callStartedAt,
      String policy, @Nullable Integer policyVersion, String cause, @Nullable OffsetDateTime keyDestroyedAt,
      @Nullable OffsetDateTime verifiedAbsentAt, String audioSha256, String sha256, String certificateUrl) {
  }

  /** As {@code recordings-schema/json/certificate.schema.json} describes it. */
  record CertificateFile(String format, int version, String entry, int leafIndex, int treeSize, List<String> siblings, String signed,
      String signature, String keyId, @Nullable String publicKey, @Nullable AuditPlace audit) {
  }

  record AuditPlace(String entryId, String at, @Nullable Long sequence, @Nullable String hash) {
  }

  private final DestructionProof proof;
  private final Resources resources;
  private final Directory directory;

  ProofApi(DestructionProof proof, Resources resources, Directory directory) {
    this.proof = proof;
    this.resources = resources;
    this.directory = directory;
  }

  @GetMapping("/runs")
  @Operation(summary = "The runs that destroyed something, failed or had to wait, the latest first")
  Page<RunResource> runs(@Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable UUID after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = proof.runs(after, limit);
    return new Page<>(list.stream().map(this::run).toList(), list.size() < limit ? null : list.getLast().id().toString());
  }

  @GetMapping("/runs/{run}")
  @Operation(summary = "One run")
  RunResource one(@PathVariable UUID run) {
    return run(find(run));
  }

  @GetMapping("/runs/{run}/certificates")
  @Operation(summary = "A run's certificates of your communities, in the order of its tree")
  Page<CertificateResource> certificates(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable UUID run,
      @Parameter(description = "the next of the piece before") @RequestParam(defaultValue = "-1") int after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    var list = proof.certificates(find(run).id(), viewer.communities(), after, limit);
    return new Page<>(list.stream().map(this::certificate).toList(),
        list.size() < limit ? null : String.valueOf(list.getLast().place()));
  }

  @GetMapping("/runs/{run}/root.json")
  @Operation(summary = "The run's signed text, letter by letter")
  ResponseEntity<byte[]> signed(@PathVariable UUID run) {
    return file("run-" + run + ".json", MediaType.APPLICATION_JSON, root(run).body().getBytes(UTF_8));
  }

  @GetMapping("/runs/{run}/root.sig")
  @Operation(summary = "Its Ed25519 signature, 64 bytes", description = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in run.json -sigfile run.sig")
  ResponseEntity<byte[]> signature(@PathVariable UUID run) {
    return file("run-" + run + ".sig", MediaType.APPLICATION_OCTET_STREAM, Base64.getDecoder().decode(root(run).signature()));
  }

  @GetMapping("/certificates/{recording}")
  @Operation(summary = "The certificate of one destroyed recording, which anybody can check with the public key alone")
  ResponseEntity<CertificateFile> certificate(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @PathVariable String recording) {
    var id = RecordingId.of(recording);
    var certificate = proof.certificate(id).filter(found -> viewer.sees(found.community()))
        .orElseThrow(() -> new NotThere("certificate", recording));
    var proven = proof.proven(id).orElseThrow(
        () -> new IllegalStateException("the run " + certificate.run() + " is not closed yet; ask again in a few minutes"));
    return ResponseEntity.ok().header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"certificate-" + id + ".json\"")
        .body(file(proven));
  }

  @GetMapping("/certificates/{recording}/key")
  @Operation(summary = "The public key that a certificate is signed with, PEM; compare it with one that you got another way")
  ResponseEntity<byte[]> key(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String recording) {
    var proven = proof.proven(RecordingId.of(recording)).filter(found -> viewer.sees(found.certificate().community()))
        .orElseThrow(() -> new NotThere("certificate", recording));
    var key = proven.key();
    if (key == null) {
      throw new IllegalStateException("nobody here knows the key " + proven.root().keyId() + ": put back the backup of secrets/");
    }
    return file("key.pem", MediaType.parseMediaType("application/x-pem-file"), key.pem().getBytes(UTF_8));
  }

  private static CertificateFile file(Proven proven) {
    var key = proven.key();
    var audited = proven.audited();
    return new CertificateFile(FORMAT, VERSION, proven.certificate().body(), proven.certificate().place(), proven.root().certificates(),
        proven.siblings(), proven.root().body(), proven.root().signature(), proven.root().keyId(), key == null ? null : key.pem(),
        audited == null ? null : new AuditPlace(audited.id().toString(), audited.at().toString(), audited.seq(), audited.hash()));
  }

  private Run find(UUID run) {
    return proof.run(run).orElseThrow(() -> new NotThere("run", run.toString()));
  }

  private Root root(UUID run) {
    var root = find(run).root();
    if (root == null) {
      throw new NotThere("signed root of the run", run.toString());
    }
    return root;
  }

  private RunResource run(Run run) {
    var zone = directory.dialledBy("").zone();
    var root = run.root();
    return new RunResource(run.id().toString(), run.node(), Resources.at(run.startedAt(), zone),
        run.finishedAt() == null ? null : Resources.at(run.finishedAt(), zone), run.certificates(), run.failed(), run.waited(),
        root == null ? null : root(root, zone));
  }

  private static RootResource root(Root root, ZoneId zone) {
    var address = "/api/v1/retention/runs/" + root.run();
    return new RootResource(root.number(), Resources.at(root.closedAt(), zone), root.certificates(), root.hash(), root.keyId(),
        root.signature(), address + "/root.json", address + "/root.sig");
  }

  private CertificateResource certificate(Certificate one) {
    var zone = resources.zone(one.community());
    var facts = one.facts();
    return new CertificateResource(one.recording().toString(), one.community().toString(), one.run().toString(), one.place(),
        Resources.at(facts.callStartedAt(), zone), facts.policy(), facts.policyVersion(),
        facts.cause().toLowerCase(java.util.Locale.ROOT),
        facts.keyDestroyedAt() == null ? null : Resources.at(facts.keyDestroyedAt(), zone),
        facts.absentAt() == null ? null : Resources.at(facts.absentAt(), zone), facts.audioHash(), one.hash(),
        Resources.certificateUrl(one.recording()));
  }

  private static ResponseEntity<byte[]> file(String name, MediaType type, byte[] content) {
    return ResponseEntity.ok().contentType(type).header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .body(content);
  }
}
