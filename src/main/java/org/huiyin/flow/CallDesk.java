package org.huiyin.flow;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.huiyin.call.CallStart;
import org.huiyin.flow.prompts.Language;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running call leaves in the database. Nothing here holds the caller up: the ticket is opened beside the call, which waits only for the number that it
 * wants to say, and not for long.
 */
final class CallDesk {
  private static final Logger log = LoggerFactory.getLogger(CallDesk.class);

  private final Steps steps;
  private final TimeLimit languageLimit;
  private final TimeLimit numberLimit;
  private final Executor beside;

  /**
   * @param languageLimit how long the notice may wait for its language
   * @param numberLimit how long a caller may wait for what only the database knows
   */
  CallDesk(Steps steps, TimeLimit languageLimit, TimeLimit numberLimit, Executor beside) {
    this.steps = steps;
    this.languageLimit = languageLimit;
    this.numberLimit = numberLimit;
    this.beside = beside;
  }

  /** The first four ask the database and may fail or take long; the last only leaves word. */
  interface Steps {
    CommunityId community(String dialled);

    /** How a number that is known was spoken to when it last called, by the language's code. */
    Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller);

    TicketNumber open(Tickets.Opening opening);

    /** The matters of a number that is known, in the order in which they are told; that they are is audited. */
    List<Tickets.Standing> tell(CallId call, CommunityId community, PhoneNumber caller);

    void progress(CallId call, String stage, String choice, String language);
  }

  /** Where the call begins: in the language of the number's last call, if that is known in time and the menu still speaks it. */
  Language language(CallStart call, Menu.Languages spoken) {
    return call.caller().known()
        ? languageLimit.call("Looking up the language of call " + call.id(), "the caller is spoken to in the menu's first language",
            () -> steps.languageBefore(call.id(), steps.community(call.dialled()), call.caller()).orElse(null)).map(spoken::called)
            .orElse(spoken.first())
        : spoken.first();
  }

  /** Finds the call's community, which it keeps to its end; where that cannot be found now, it is looked up when it is needed. */
  void begin(CallStart call) {
    try {
      steps.community(call.dialled());
    } catch (RuntimeException e) {
      log.warn("Whose number call {} dialled cannot be read now; it is looked up again for its ticket: {}", call.id(), e.getMessage());
    }
  }

  /** Opens the call's ticket now; the caller goes on. */
  CompletableFuture<TicketNumber> open(CallStart call, Menu.Choice choice) {
    return CompletableFuture.supplyAsync(() -> {
      var community = steps.community(call.dialled());
      return steps.open(new Tickets.Opening(call.id(), community, call.caller(), choice.id(), choice.category(), choice.priority()));
    }, beside);
  }

  /** The number, if it is there in time. */
  Optional<TicketNumber> number(CallStart call, CompletableFuture<TicketNumber> opening) {
    return numberLimit.call("Opening the ticket of call " + call.id(), "the caller hears no number and the sweep opens it", opening::get);
  }

  /** What the caller's own number may be told, if it is there in time; nothing to a number that is withheld or unknown. */
  List<Tickets.Standing> standing(CallStart call) {
    return call.caller().known()
        ? numberLimit.call("Looking up the matters of call " + call.id(), "the caller is led on without an answer",
            () -> steps.tell(call.id(), steps.community(call.dialled()), call.caller())).orElse(List.of())
        : List.of();
  }

  /** Tells where the call is. */
  void progress(CallStart call, String stage, String choice, String language) {
    steps.progress(call.id(), stage, choice, language);
  }
}
