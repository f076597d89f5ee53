package org.huiyin.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.BuiltPrompts;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.flow.prompts.SoundWorkshop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** The menus and the prompts as they are, for the tests of both: one context for each database. */
@Configuration(proxyBeanMethods = false)
@Import({MenuTable.class, MenuBook.class, MenusCheck.class, PublishedChoices.class, PromptTable.class, Voices.class, PromptUse.class,
    ToneTime.class, ToneTimeCheck.class, ToneTimeWatch.class,
    PromptBook.class, PromptDraftBook.class, PromptDraftTable.class, StudioTable.class, StudioBook.class, OwnSentenceTable.class,
    SentenceBook.class, Repertoire.class})
class MenuRooms {
  @Bean
  PromptCatalogue promptCatalogue() {
    return PromptCatalogue.bundled();
  }

  /** The delivered sounds as they are, in a folder that these tests alone add to. */
  @Bean
  PromptSounds promptSounds() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("huiyin-prompts");
    var built = BuiltPrompts.folder();
    for (String language : List.of("zh", "en")) {
      Files.createDirectory(folder.resolve(language));
      try (var files = Files.list(built.resolve(language))) {
        for (Path file : files.filter(each -> !each.toString().endsWith(".made")).toList()) {
          Files.createSymbolicLink(folder.resolve(language).resolve(file.getFileName()), file);
        }
      }
    }
    return new PromptSounds(folder);
  }

  @Bean
  FlowSettings flowSettings() {
    return new FlowSettings(Duration.ofMillis(400), Duration.ofSeconds(1), FlowSettings.MissingPrompts.REFUSE, "*75");
  }

  @Bean
  PromptBook.Desk promptDesk(PromptCatalogue prompts, PromptSounds sounds, Directory directory, AuditLog audit,
      TransactionTemplate transaction, Clock clock) {
    return new PromptBook.Desk(prompts, sounds, new SoundWorkshop(""), directory, audit, transaction, clock);
  }
}
