package org.huiyin.telephony.userevent;

import org.asteriskjava.manager.event.UserEvent;
import org.jspecify.annotations.Nullable;

/** The dialplan's UserEvent(HotlineEnd,CallId: ...): a call's sidecar is written. Public and on its own, because the library finds it by its name. */
public class HotlineEndEvent extends UserEvent {
  private @Nullable String callId;

  public HotlineEndEvent(Object source) {
    super(source);
  }

  public @Nullable String getCallId() {
    return callId;
  }

  public void setCallId(String callId) {
    this.callId = callId;
  }
}
