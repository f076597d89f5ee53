package org.huiyin.operations;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * A network that falls silent tells nobody: without limits, whoever waits for an answer of PostgreSQL waits for hours, after the network is back too. What
 * HUIYIN_DB_URL says itself goes before. The embedded database has no network and knows none of these settings.
 */
@Component
class DatabaseWire implements BeanPostProcessor {
  /** In seconds. Every statement of the service is done in a fraction of it; a half-minute is the longest that a silent network holds anybody up. */
  private static final Map<String, String> LIMITS = Map.of("socketTimeout", "30", "connectTimeout", "5", "tcpKeepAlive", "true");
  private static final long TO_SHOW_THAT_IT_LIVES = 1000;

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool && String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
      LIMITS.forEach(pool::addDataSourceProperty);
      pool.setValidationTimeout(TO_SHOW_THAT_IT_LIVES);
    }
    return bean;
  }
}
