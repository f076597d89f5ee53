package org.huiyin.web.api;

import java.time.OffsetDateTime;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.huiyin.messaging.DutyWebhooks;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where the night duty is told. The address may hold a key of its own, so only those who may set it read it. */
@RestController
@RequestMapping("/api/v1/communities/{id}/duty-webhook")
@Needs(Permission.MANAGE_DESK)
@Tag(name = "communities", description = "Communities, and when somebody attends there.")
class DutyApi {
  record DutyRequest(@Nullable String address) {
  }

  /** @param secret signs the messages: HMAC-SHA256 of the body in the header Huiyin-Signature; shown only now */
  record DutySet(String address, String secret) {
  }

  /**
   * @param waiting messages that are still tried
   * @param problem why the last try failed, such as status-503; null if it did not
   * @param secret {@code sealed}; {@code once_clear} when older backups of the database hold it in clear, {@code lost} when its key is missing: then make a new one
   */
  record DutyResource(String address, OffsetDateTime since, int waiting, @Nullable OffsetDateTime deliveredAt, @Nullable String problem,
      String secret) {
  }

  private final Directory directory;
  private final DutyWebhooks webhooks;

  DutyApi(Directory directory, DutyWebhooks webhooks) {
    this.directory = directory;
    this.webhooks = webhooks;
  }

  @GetMapping
  @Operation(summary = "Where the night duty is told of urgent calls, and whether that works")
  DutyResource show(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    var community = seen(viewer, id);
    var zone = community.zone();
    return webhooks.of(community.id()).map(webhook -> new DutyResource(webhook.address(), Resources.at(webhook.since(), zone),
        webhook.waiting(), webhook.delivered() == null ? null : Resources.at(webhook.delivered(), zone), webhook.problem(),
        Resources.lower(webhook.secret())))
        .orElseThrow(() -> new NotThere("duty webhook of community", id));
  }

  @PutMapping
  @Operation(summary = "Sets where the night duty is told; answers with a new secret that is never shown again")
  DutySet set(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestBody DutyRequest request) {
    var community = seen(viewer, id).id();
    var address = request.address() == null ? "" : request.address().strip();
    return new DutySet(address, webhooks.set(viewer.actor(), community, address));
  }

  @PostMapping("/secret")
  @Operation(summary = "Makes a new secret for the same address, never shown again; what the receiver refuses meanwhile is tried again for a day")
  DutySet renew(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return webhooks.renewSecret(viewer.actor(), seen(viewer, id).id()).map(renewed -> new DutySet(renewed.address(), renewed.secret()))
        .orElseThrow(() -> new NotThere("duty webhook of community", id));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "The night duty is told no more; what waits is not sent")
  void remove(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    webhooks.remove(viewer.actor(), seen(viewer, id).id());
  }

  private Community seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    return directory.community(community).filter(_ -> viewer.sees(community)).orElseThrow(() -> new NotThere("community", id));
  }
}
