package org.huiyin.web.api;

import java.nio.file.Path;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.operations.Backups;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnWebApplication
@RequestMapping("/api/v1/backups")
@Tag(name = "system", description = "How the installation stands.")
class BackupApi {
  /** @param file on the machine of the service; null when the database is a server's, which is copied from outside */
  record DatabaseResource(@Nullable String file) {
  }

  private final Backups backups;

  BackupApi(Backups backups) {
    this.backups = backups;
  }

  @PostMapping("/database")
  @ResponseStatus(HttpStatus.CREATED)
  @Needs(Permission.MANAGE_STAFF)
  @Operation(summary = "Notes a backup in the audit, and writes the embedded database as it is now into a file of the home, for ./huiyin backup to fetch")
  DatabaseResource database(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer) {
    return new DatabaseResource(backups.database(viewer.actor()).map(Path::toString).orElse(null));
  }
}
