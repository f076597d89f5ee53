package org.huiyin.web.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Collectors;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffRegister;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.HuiyinHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the account {@code admin} where nobody has one yet. Its password stands in {@code secrets/first-admin.txt} ({@code login=...} and
 * {@code password=...}, a line each) until its person has chosen another. A fresh installation has one person only, who therefore gets every role;
 * they take off what others take over.
 */
@Component
@Profile("!verify")
@Order(Ordered.LOWEST_PRECEDENCE)
class FirstAdministrator implements ApplicationRunner {
  static final String LOGIN = "admin";
  private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

  private final StaffRegister register;
  private final Directory directory;
  private final Accounts accounts;
  private final TransactionOperations transaction;
  private final Path file;

  FirstAdministrator(StaffRegister register, Directory directory, Accounts accounts, TransactionOperations transaction, HuiyinHome home) {
    this.register = register;
    this.directory = directory;
    this.accounts = accounts;
    this.transaction = transaction;
    this.file = home.secrets().resolve("first-admin.txt");
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (!register.all().isEmpty()) {
      return;
    }
    // The file is written before the commit: an account whose password nobody was told would be worse than a file without its account.
    transaction.executeWithoutResult(status -> {
      var everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
      var handed = accounts.addFirst(new Actor.Component("first-start"), LOGIN, "管理员", EnumSet.allOf(Role.class), everywhere);
      SecretFile.write(file, "login=" + LOGIN + "\npassword=" + handed.oneTimePassword() + "\n");
    });
    log.info("The first administrator was made; the password stands in {}", file);
  }

  /** The password in the file is good for nothing once another was chosen. */
  void passwordChosen(String login) {
    if (login.equals(LOGIN)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + file, e);
      }
    }
  }
}
