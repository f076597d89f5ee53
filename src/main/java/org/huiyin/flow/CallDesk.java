package org.huiyin.flow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running call leaves in the database. Nothing here holds the caller up: each step runs beside the call, in the call's own order, and the call
 * waits only for the number that it wants to say, and not for long.
 */
final class CallDesk {
  private static final Logger log = LoggerFactory.getLogger(CallDesk.class);

  private final Steps steps;
  private final TimeLimit numberLimit;
  private final Executor beside;

  CallDesk(Steps steps, TimeLimit numberLimit, Executor beside) {
    this.steps = steps;
    this.numberLimit = numberLimit;
    this.beside = beside;
  }

  /** The three steps in the database; each may fail or take long. */
  interface Steps {
    CommunityId community(String dialled);

    TicketNumber open(Tickets.Opening opening);

    void progress(CallId call, String stage, String choice, String language);
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

  /** Tells where the call is, once what was told before is done. */
  CompletableFuture<Void> progress(CompletableFuture<Void> before, CallStart call, String stage, String choice, String language) {
    return before.thenRunAsync(() -> steps.progress(call.id(), stage, choice, language), beside).exceptionally(e -> {
      log.warn("The step {} of call {} was not told; the live page lags behind until the call ends", stage, call.id(), e);
      return null;
    });
  }
}
