package org.huiyin.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.operations.SystemState.Part;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Every part's state as a metric, so that whatever pages people already can page for the hotline too. */
@Component
@Profile("!verify")
class PartMetrics implements ApplicationRunner {
  private static final double UNKNOWN = -1;

  private final SystemState system;
  private final MeterRegistry meters;

  PartMetrics(SystemState system, MeterRegistry meters) {
    this.system = system;
    this.meters = meters;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    for (String name : HealthOfParts.NAMES) {
      Gauge.builder("huiyin.part.state", system, state -> state(state, name)).tag("part", name)
          .description("0 well, 1 warning, 2 down, -1 not known").register(meters);
    }
  }

  private static double state(SystemState system, String name) {
    return system.parts().stream().filter(part -> part.name().equals(name)).map(Part::state).mapToDouble(Enum::ordinal).findFirst()
        .orElse(UNKNOWN);
  }
}
