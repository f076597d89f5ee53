package org.huiyin.flow;

import java.util.function.Function;

import org.huiyin.flow.prompts.Language;
import org.huiyin.telephony.CallScript;
import org.huiyin.telephony.CallSession;

/** Walks each call through the menu: {@link Walk} decides, a {@link Visit} acts. */
class MenuScript implements CallScript {
  private final Menu menu;
  private final Walk walk;
  private final CallDesk desk;
  private final Function<Language, String> noticeVersion;

  /** @param noticeVersion names the notice as it sounds now, for the call's facts */
  MenuScript(Menu menu, CallDesk desk, Function<Language, String> noticeVersion) {
    this.menu = menu;
    this.walk = new Walk(menu);
    this.desk = desk;
    this.noticeVersion = noticeVersion;
  }

  @Override
  public void run(CallSession session) {
    var visit = new Visit(session, menu, desk, noticeVersion);
    Step step = walk.start();
    while (true) {
      visit.enter(step);
      switch (step) {
        case Step.Listen listen -> step = walk.next(listen, visit.listen(listen));
        case Step.Done _ -> {
          session.done();
          return;
        }
        case Step.Gone _ -> {
          return;
        }
        case Step.Notice _,Step.Ask _,Step.Chosen _,Step.Invite _,Step.Thank _ -> step = walk.next(step, visit.act(step));
      }
    }
  }
}
