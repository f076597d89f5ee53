package org.huiyin.telephony;

import java.time.Duration;
import java.util.List;

/** The fake under the contract. */
class ScriptedCallTest implements CallSessionContract {
  @Override
  public Left inACall(CallScript script, Doing... doings) {
    var call = new ScriptedCall(new Punctual(List.of(doings)));
    script.run(call);
    return new Left(call.notes(), call.isDone());
  }

  /** Does what is planned for each moment. */
  private static final class Punctual extends ScriptedResident {
    private final List<Doing> doings;
    private int moment;

    Punctual(List<Doing> doings) {
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
          return new Listened(doing.says(), Listened.End.FINISHED);
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
}
