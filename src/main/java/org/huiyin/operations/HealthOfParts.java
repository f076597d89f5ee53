package org.huiyin.operations;

import java.util.List;
import java.util.Locale;

import org.huiyin.operations.SystemState.Part;
import org.huiyin.operations.SystemState.State;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** Each part of the installation as a component of {@code /actuator/health}. */
@Configuration(proxyBeanMethods = false)
@Profile("!verify")
@Import(HealthOfParts.Registrar.class)
class HealthOfParts {
  /** The names are fixed, since the groups in the settings name them. */
  static final List<String> NAMES = List.of("asterisk", "precedence", "fastagi", "heartbeat", "spool", "store", "disk", "database",
      "quartz",
      "sealing", "audit", "purge", "keeping", "completeness", "clock", "integrity", "keys", "calendar", "duty", "tone");
  private static final Status WARNING = new Status("WARNING");

  static class Registrar implements BeanRegistrar {
    @Override
    public void register(BeanRegistry registry, Environment environment) {
      for (String name : NAMES) {
        registry.registerBean(name + "HealthIndicator", HealthIndicator.class, bean -> bean.supplier(context -> {
          var state = context.beanProvider(SystemState.class);
          return () -> health(state.getObject(), name);
        }));
      }
    }
  }

  private static Health health(SystemState state, String name) {
    return state.parts().stream().filter(part -> part.name().equals(name)).findFirst().map(part -> health(state, part))
        .orElseGet(() -> Health.unknown().build());
  }

  private static Health health(SystemState state, Part part) {
    var told = state.tell(part, Locale.ENGLISH);
    var health = Health.status(status(part.state())).withDetail("what", told.what()).withDetail("since", part.since().toString());
    return (told.remedy().isEmpty() ? health : health.withDetail("remedy", told.remedy())).build();
  }

  private static Status status(State state) {
    return switch (state) {
      case OK -> Status.UP;
      case WARNING -> WARNING;
      case DOWN -> Status.DOWN;
    };
  }
}
