package org.huiyin.web.api;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.operations.SystemState;
import org.huiyin.web.security.Needs;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnWebApplication
@RequestMapping("/api/v1")
@Tag(name = "system", description = "How the installation stands.")
class SystemApi {
  record PartResource(String name, String state, String label, String what, String remedy, OffsetDateTime since) {
  }

  /** @param state the worst of the parts: ok, warning or down */
  record HealthResource(String state, List<PartResource> parts) {
  }

  private final SystemState system;

  SystemApi(SystemState system) {
    this.system = system;
  }

  @GetMapping("/health")
  @Needs(Permission.SEE_SYSTEM)
  @Operation(summary = "How each part stands now, in the language of Accept-Language")
  HealthResource health(@Parameter(hidden = true) Locale locale) {
    return new HealthResource(Resources.lower(system.worst()), system.parts().stream().map(part -> {
      var told = system.tell(part, locale);
      return new PartResource(part.name(), Resources.lower(part.state()), told.name(), told.what(), told.remedy(),
          Resources.at(part.since(), ZoneOffset.UTC));
    }).toList());
  }
}
