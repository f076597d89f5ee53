package org.huiyin.web.api;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.operations.Statements;
import org.huiyin.operations.Statements.Statement;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static java.nio.charset.StandardCharsets.UTF_8;

@RestController
@RequestMapping("/api/v1/statements")
@Needs(Permission.SEE_STATEMENTS)
@Tag(name = "statements", description = "The signed account of each day's calls: ids and counts, no number of anybody.")
class StatementsApi {
  /** @param alarming differences that nobody can explain */
  record StatementResource(LocalDate day, OffsetDateTime madeAt, int calls, int explained, int alarming, String keyId, String signature,
      String statementUrl, String signatureUrl) {
  }

  private final Statements statements;

  StatementsApi(Statements statements) {
    this.statements = statements;
  }

  @GetMapping
  @Operation(summary = "The latest day first")
  Page<StatementResource> list(
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable LocalDate after,
      @RequestParam(defaultValue = "50") int limit) {
    Limits.check(limit);
    List<Statement> list = statements.newest(after, limit);
    return new Page<>(list.stream().map(StatementsApi::resource).toList(), list.size() < limit ? null : list.getLast().day().toString());
  }

  @GetMapping("/{day}/statement.json")
  @Operation(summary = "One statement, letter by letter as it was signed")
  ResponseEntity<byte[]> statement(@PathVariable LocalDate day) {
    return file(day, "json", MediaType.APPLICATION_JSON, find(day).body().getBytes(UTF_8));
  }

  @GetMapping("/{day}/statement.sig")
  @Operation(summary = "Its Ed25519 signature, 64 bytes", description = "openssl pkeyutl -verify -pubin -inkey statements.pem -rawin -in statement.json -sigfile statement.sig")
  ResponseEntity<byte[]> signature(@PathVariable LocalDate day) {
    return file(day, "sig", MediaType.APPLICATION_OCTET_STREAM, Base64.getDecoder().decode(find(day).signature()));
  }

  @GetMapping("/key")
  @Operation(summary = "The public key of new statements, PEM")
  ResponseEntity<byte[]> key() {
    return ResponseEntity.ok().contentType(MediaType.parseMediaType("application/x-pem-file"))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"statements.pem\"").body(statements.key().pem().getBytes(UTF_8));
  }

  private Statement find(LocalDate day) {
    return statements.of(day).orElseThrow(() -> new NotThere("statement", day.toString()));
  }

  private static ResponseEntity<byte[]> file(LocalDate day, String kind, MediaType type, byte[] content) {
    return ResponseEntity.ok().contentType(type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"statement-" + day + "." + kind + "\"").body(content);
  }

  private static StatementResource resource(Statement statement) {
    var address = "/api/v1/statements/" + statement.day();
    return new StatementResource(statement.day(), Resources.at(statement.madeAt(), ZoneOffset.UTC), statement.calls(),
        statement.explained(), statement.alarming(), statement.keyId(), statement.signature(), address + "/statement.json",
        address + "/statement.sig");
  }
}
