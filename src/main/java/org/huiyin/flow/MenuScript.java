package org.huiyin.flow;

import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.telephony.CallScript;
import org.huiyin.telephony.CallSession;

/** Walks each call through the menu: {@link Walk} decides, a {@link Visit} acts. */
class MenuScript implements CallScript {
  private final Menu menu;
  private final Walk walk;
  private final CallDesk desk;
  private final PromptCatalogue prompts;
  private final PromptSounds sounds;

  MenuScript(Menu menu, CallDesk desk, PromptCatalogue prompts, PromptSounds sounds) {
    this.menu = menu;
    this.walk = new Walk(menu);
    this.desk = desk;
    this.prompts = prompts;
    this.sounds = sounds;
  }

  @Override
  public void run(CallSession session) {
    var visit = new Visit(session, menu, desk, language -> sounds.version(prompts.text(language, Menu.NOTICE)));
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
