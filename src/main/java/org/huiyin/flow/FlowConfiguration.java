package org.huiyin.flow;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.huiyin.audit.AuditLog;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.flow.prompts.SoundWorkshop;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.telephony.CallScript;
import org.huiyin.telephony.CallSession;
import org.huiyin.telephony.StudioScript;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.transaction.support.TransactionTemplate;

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
  PromptBook.Desk promptDesk(PromptCatalogue prompts, PromptSounds sounds, Directory directory, AuditLog audit,
      TransactionTemplate transaction, Clock clock, @Value("${HUIYIN_SPEECH_COMMAND:}") String speechCommand) {
    return new PromptBook.Desk(prompts, sounds, new SoundWorkshop(speechCommand), directory, audit, transaction, clock);
  }

  @Bean
  CallScript menuScript(MenuBook menus, Voices voices, Situations situations, Directory directory, CallLedger ledger, Tickets tickets,
      FlowSettings settings,
      PromptCatalogue prompts,
      PromptSounds sounds) {
    // Platform threads: a virtual one that waits for the database's file holds the carrier that another call needs.
    var beside = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("desk-", 0).factory());
    return session -> {
      var desk = new CallDesk(new DatabaseSteps(directory, ledger, tickets, new AtomicReference<>()),
          TimeLimit.of(settings.languageWait()), TimeLimit.of(settings.numberWait()), beside);
      desk.begin(session.call());
      var menu = menus.dialled(session.call().dialled());
      session.note(CallSession.Note.MENU, menu.version().id());
      var voice = voices.dialled(session.call().dialled());
      new MenuScript(menu.menu(), situations::now, desk, language -> noticeVersion(voice, prompts.text(language, Menu.NOTICE), sounds))
          .run(new VoicedSession(session, voice));
    };
  }

  @Bean
  StudioScript studioScript(StudioDesk desk) {
    return session -> new StudioVisit(session, desk).run();
  }

  private static String noticeVersion(Voice voice, Prompt notice, PromptSounds sounds) {
    var own = voice.version(notice.path());
    return own.isEmpty() ? sounds.version(notice) : own;
  }

  private record DatabaseSteps(Directory directory, CallLedger ledger, Tickets tickets,
      AtomicReference<@Nullable CommunityId> known) implements CallDesk.Steps {
    /** More would not be remembered. */
    private static final int MOST_TOLD = 3;

    /** The same to the end of the call, though its number may be given to another community meanwhile. */
    @Override
    public CommunityId community(String dialled) {
      var before = known.get();
      var found = before == null ? directory.dialledBy(dialled).id() : before;
      known.set(found);
      return found;
    }

    @Override
    public Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller) {
      return ledger.languageBefore(call, community, caller);
    }

    @Override
    public TicketNumber open(Tickets.Opening opening) {
      return tickets.open(opening);
    }

    @Override
    public List<Tickets.Standing> tell(CallId call, CommunityId community, PhoneNumber caller) {
      return tickets.tell(call, community, caller, MOST_TOLD);
    }

    @Override
    public void progress(CallId call, String stage, String choice, String language) {
      ledger.progress(call, stage, choice, language);
    }
  }
}
