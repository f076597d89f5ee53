package org.huiyin.flow;

import java.util.Optional;
import java.util.concurrent.Executors;

import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.telephony.CallScript;
import org.huiyin.ticket.MenuChoices;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
class FlowConfiguration {
  private static final Logger log = LoggerFactory.getLogger(FlowConfiguration.class);

  @Bean
  PromptCatalogue promptCatalogue() {
    return PromptCatalogue.bundled();
  }

  @Bean
  PromptSounds promptSounds(HuiyinHome home) {
    return new PromptSounds(home.home().resolve("asterisk/data/sounds/huiyin"));
  }

  @Bean
  Menu menu(PromptCatalogue prompts) {
    return new MenuDocument(prompts).readResource("/menus/default.json");
  }

  @Bean
  CallPaths callPaths(Menu menu, Situations situations, Directory directory, PromptCatalogue prompts) {
    return new Tour(menu, MenuDocument.version(menu.name(), "/menus/default.json"), situations, directory, prompts);
  }

  /** A restored home has its sounds made by the next start. */
  @Bean
  @Profile("!restore")
  PromptsCheck promptsCheck(PromptSounds sounds, FlowSettings settings) {
    var check = new PromptsCheck(sounds);
    var gaps = check.gaps();
    if (!gaps.isEmpty() && settings.missingPrompts() == FlowSettings.MissingPrompts.REFUSE) {
      throw new IllegalStateException("The hotline does not start: " + gaps);
    }
    if (!gaps.isEmpty()) {
      log.warn("Callers would hear gaps: {}", gaps);
    }
    return check;
  }

  @Bean
  CallScript menuScript(Menu menu, Situations situations, Directory directory, CallLedger ledger, Tickets tickets, FlowSettings settings,
      PromptCatalogue prompts,
      PromptSounds sounds) {
    // Platform threads: a virtual one that waits for the database's file holds the carrier that another call needs.
    var beside = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("desk-", 0).factory());
    var desk = new CallDesk(new DatabaseSteps(directory, ledger, tickets), TimeLimit.of(settings.numberWait()), beside);
    return new MenuScript(menu, situations::now, desk, language -> sounds.version(prompts.text(language, Menu.NOTICE)));
  }

  private record DatabaseSteps(Directory directory, CallLedger ledger, Tickets tickets) implements CallDesk.Steps {
    @Override
    public CommunityId community(String dialled) {
      return directory.dialledBy(dialled).id();
    }

    @Override
    public TicketNumber open(Tickets.Opening opening) {
      return tickets.open(opening);
    }

    @Override
    public void progress(CallId call, String stage, String choice, String language) {
      ledger.progress(call, stage, choice, language);
    }
  }

  /** Tickets that are opened after their call are sorted by the same menu. */
  @Bean
  MenuChoices menuChoices(Menu menu) {
    return (community, choice) -> menu.hasChoice(choice)
        ? Optional.of(new MenuChoices.Sorting(menu.choice(choice).category(), menu.choice(choice).priority()))
        : Optional.empty();
  }
}
