package org.huiyin.flow;

import java.util.function.Function;

import org.huiyin.call.CallStart;
import org.huiyin.flow.prompts.Language;
import org.huiyin.telephony.CallScript;
import org.huiyin.telephony.CallSession;

/** Walks each call through the menu: {@link Walk} decides, a {@link Visit} acts. */
class MenuScript implements CallScript {
  private final Menu menu;
  private final Function<CallStart, Situation> situation;
  private final CallDesk desk;
  private final Function<Language, String> noticeVersion;

  /**
   * @param situation what the call finds when it comes in
   * @param noticeVersion names the notice as it sounds now, for the call's facts
   */
  MenuScript(Menu menu, Function<CallStart, Situation> situation, CallDesk desk, Function<Language, String> noticeVersion) {
    this.menu = menu;
    this.situation = situation;
    this.desk = desk;
    this.noticeVersion = noticeVersion;
  }

  @Override
  public void run(CallSession session) {
    var visit = new Visit(session, menu, desk, noticeVersion);
    var walk = new Walk(menu, situation.apply(session.call()));
    Step step = walk.start(desk.language(session.call(), menu.language()));
    while (true) {
      visit.enter(step);
      switch (step) {
        case Step.Listen listen -> step = walk.next(listen, visit.listen(listen));
        case Step.Enquire enquire -> step = walk.next(enquire, desk.standing(session.call()));
        case Step.Done _ -> {
          session.done();
          return;
        }
        case Step.Gone _ -> {
          return;
        }
        case Step.Notice _,Step.Turn _,Step.Announce _,Step.Ask _,Step.Tell _,Step.Chosen _,Step.Invite _,Step.Review _,Step.Replay _,Step.Thank _ ->
          step = walk.next(step, visit.act(step));
      }
    }
  }
}
