package org.huiyin.telephony;

import java.util.List;

/** The fake under the contract. */
class ScriptedCallTest implements CallSessionContract {
  @Override
  public Left inACall(CallScript script, Doing... doings) {
    var call = new ScriptedCall(new PunctualResident(List.of(doings)));
    script.run(call);
    return new Left(call.notes(), call.isDone());
  }
}
