package org.huiyin.messaging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Profile;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Seals the secrets that an older release left in clear. Until that is done they are used as they are, so no message waits for it. */
@Component
@Profile("!verify")
class ClearSecrets implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(ClearSecrets.class);

  private final DutyTable table;
  private final DutySecrets secrets;

  ClearSecrets(DutyTable table, DutySecrets secrets) {
    this.table = table;
    this.secrets = secrets;
  }

  @Override
  public void afterSingletonsInstantiated() {
    try {
      table.clear().forEach((community, secret) -> {
        if (table.seal(community, secret, secrets.seal(community, secret))) {
          log.info("The secret of the duty webhook of community {} lay in clear and is sealed now; older backups still hold it", community);
        }
      });
    } catch (DataAccessException | IllegalStateException e) {
      log.error("Secrets of duty webhooks lie in clear in the database until the next start: {}", e.toString());
    }
  }
}
