package org.huiyin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service: everything but Asterisk and the supervisor. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Huiyin {
  public static void main(String[] args) {
    var service = SpringApplication.run(Huiyin.class, args);
    if (service.getEnvironment().matchesProfiles("verify")) {
      System.exit(SpringApplication.exit(service));
    }
  }
}
