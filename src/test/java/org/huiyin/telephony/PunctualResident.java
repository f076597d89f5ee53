package org.huiyin.telephony;

import java.time.Duration;
import java.util.List;

import org.huiyin.telephony.CallSessionContract.Doing;

/** A resident who does what is planned for each moment. */
final class PunctualResident extends ScriptedResident {
  private final List<Doing> doings;
  private int moment;

  PunctualResident(List<Doing> doings) {
    this.doings = doings;
  }

  @Override
  protected Deed hears(String sound) {
    return now();
  }

  @Override
  protected Deed isAwaited(Duration limit) {
    return now();
  }

  @Override
  protected Listened speaks(Duration silence, Duration limit) {
    int at = moment++;
    for (Doing doing : doings) {
      if (doing.moment() == at && doing.hangsUp()) {
        return new Listened(limit.dividedBy(2), Listened.End.HUNG_UP);
      }
      if (doing.moment() == at && doing.says() != null) {
        return new Listened(doing.says(), doing.keys().isEmpty() ? Listened.End.LIMIT : Listened.End.FINISHED);
      }
    }
    return saysNothing(silence, limit);
  }

  private Deed now() {
    int at = moment++;
    return doings.stream().filter(doing -> doing.moment() == at).map(doing -> new Deed(doing.keys(), doing.hangsUp())).findFirst()
        .orElse(nothing());
  }
}
