package org.huiyin.web.api;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CallId;
import org.huiyin.web.CallFiles;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Resources.CallResource;
import org.huiyin.web.api.Resources.Page;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/calls")
@Needs(Permission.SEE_CALLS)
@Tag(name = "calls", description = "Each answered call, with its ticket and recording.")
class CallsApi {
  private final CallLedger calls;
  private final CallFiles files;
  private final Resources resources;

  CallsApi(CallLedger calls, CallFiles files, Resources resources) {
    this.calls = calls;
    this.files = files;
    this.resources = resources;
  }

  @GetMapping
  @Operation(summary = "The newest calls first; or the one with a SIP Call-ID")
  Page<CallResource> list(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String sipCallId,
      @Parameter(description = "the next of the piece before") @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "50") int limit) {
    if (sipCallId != null) {
      return new Page<>(files.bySipCallId(viewer, sipCallId).map(resources::call).stream().toList(), null);
    }
    Limits.check(limit);
    List<Call> list = calls.newest(viewer.communities(), after == null ? null : CallId.of(after), limit);
    return new Page<>(files.of(list).stream().map(resources::call).toList(), list.size() < limit ? null : list.getLast().id().toString());
  }

  @GetMapping("/running")
  @Operation(summary = "The calls that are going on now")
  Page<CallResource> running(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer) {
    return new Page<>(files.of(calls.running(viewer.communities())).stream().map(resources::call).toList(), null);
  }

  @GetMapping("/{id}")
  @Operation(summary = "One call: its ticket, its message and its recording as far as they exist by now")
  CallResource get(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return files.find(viewer, CallId.of(id)).map(resources::call).orElseThrow(() -> new NotThere("call", id));
  }
}
