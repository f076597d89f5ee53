package org.huiyin.telephony;

import java.util.List;

import org.huiyin.telephony.CallSessionContract.Doing;

/** The fake under the contract. */
class ScriptedStudioTest implements StudioSessionContract {
  @Override
  public boolean inAStudio(StudioScript script, Doing... doings) {
    var call = new ScriptedStudio(new PunctualResident(List.of(doings)));
    script.run(call);
    return call.isDone();
  }
}
