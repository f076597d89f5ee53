package org.huiyin.flow;

import java.util.List;

import org.huiyin.directory.Directory;
import org.huiyin.directory.ReservedNumbers;
import org.huiyin.foundation.SelfCheck;
import org.springframework.stereotype.Component;

/** The number by which prompts are recorded is no community's: residents who dial it would be asked for a PIN. The setting can still come after the community. */
@Component
class StudioNumberCheck implements SelfCheck, ReservedNumbers {
  private final Directory directory;
  private final FlowSettings settings;

  StudioNumberCheck(Directory directory, FlowSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "studio-number";
  }

  @Override
  public boolean isReserved(String number) {
    return number.equals(settings.studioNumber());
  }

  @Override
  public List<Finding> check() {
    return directory.communities().stream().filter(each -> each.numbers().contains(settings.studioNumber()))
        .map(each -> new Finding("community:" + each.id(),
            "has the number by which prompts are recorded, so residents who dial it are asked for a PIN.",
            "Set HUIYIN_STUDIO_NUMBER to a number that no resident dials."))
        .toList();
  }
}
