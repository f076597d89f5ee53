package org.huiyin.retention;

import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.foundation.Actor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the purge go on once a second person has approved; the approval's own entry in the audit says what. */
@Configuration(proxyBeanMethods = false)
class Confirmations {
  @Bean
  ProposalHandler timeConfirmation(Guards guards) {
    return new ProposalHandler() {
      @Override
      public String kind() {
        return Safeguards.TIME;
      }

      @Override
      public void carryOut(Proposal approved, Actor.Staff approver) {
        guards.timeConfirmed();
      }
    };
  }

  @Bean
  ProposalHandler volumeAcceptance(Guards guards) {
    return new ProposalHandler() {
      @Override
      public String kind() {
        return Safeguards.VOLUME;
      }

      @Override
      public void carryOut(Proposal approved, Actor.Staff approver) {
        guards.volumeAccepted(Long.parseLong(approved.facts().getOrDefault("amount", "0")));
      }
    };
  }
}
