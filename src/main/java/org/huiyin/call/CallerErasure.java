package org.huiyin.call;

import java.util.Collection;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.ErasureStep;
import org.springframework.stereotype.Component;

/** Of a call whose recording is destroyed the ledger keeps when it was and what was chosen, and no longer who called. */
@Component
class CallerErasure implements ErasureStep {
  private final CallTable table;

  CallerErasure(CallTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "call";
  }

  @Override
  public void erase(Collection<CallId> calls) {
    table.forgetCallers(calls);
  }
}
