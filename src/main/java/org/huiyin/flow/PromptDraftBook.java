package org.huiyin.flow;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import org.huiyin.audit.AuditLog;
import org.huiyin.flow.PromptBook.Prepared;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class PromptDraftBook implements PromptDrafts {
  private final PromptDraftTable drafts;
  private final PromptTable table;
  private final PromptBook prompts;
  private final Repertoire repertoire;
  private final AuditLog audit;
  private final TransactionTemplate transaction;
  private final Clock clock;

  PromptDraftBook(PromptDraftTable drafts, PromptTable table, PromptBook prompts, Repertoire repertoire, AuditLog audit,
      TransactionTemplate transaction,
      Clock clock) {
    this.drafts = drafts;
    this.table = table;
    this.prompts = prompts;
    this.repertoire = repertoire;
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public Draft upload(Actor by, CommunityId community, String language, String id, String said, byte[] file, String note) {
    return keep(by, community, prompts.preparedUpload(community, language, id, said, file, note), note);
  }

  @Override
  public Draft speak(Actor by, CommunityId community, String language, String id, String words, String note) {
    return keep(by, community, prompts.preparedSpeech(community, language, id, words, note), note);
  }

  private Draft keep(Actor by, CommunityId community, Prepared made, String note) {
    prompts.checkToneTime(community, made.prompt().path(), made.recorded().length());
    var draft = new Draft(made.recorded().name(), made.source(), made.prompt().text(), made.recorded().length(), note.strip(),
        SqlTime.exact(clock.instant()), by.reference());
    try {
      transaction.executeWithoutResult(_ -> {
        repertoire.hold(community, made.prompt());
        drafts.find(community, made.prompt()).ifPresent(before -> remove(community, made.prompt(), before.id()));
        table.keep(made.recorded());
        drafts.add(community, made.prompt(), draft);
        audit(by, "prompt.draft-made", community, made.prompt(), draft.id());
      });
      return draft;
    } catch (DuplicateKeyException _) {
      throw new Menus.Stale("somebody else made a draft of this prompt at the same time");
    }
  }

  @Override
  public Optional<Draft> of(CommunityId community, String language, String id) {
    return drafts.find(community, repertoire.known(community, language, id));
  }

  @Override
  public Optional<byte[]> sound(CommunityId community, String language, String id) {
    return of(community, language, id).flatMap(draft -> table.narrow(draft.id()));
  }

  @Override
  public Prompts.Version take(Actor by, CommunityId community, String language, String id, String draft) {
    var heard = of(community, language, id).filter(each -> each.id().equals(draft)).orElseThrow(PromptDraftBook::stale);
    var prompt = new Prompt(repertoire.known(community, language, id).language(), id, heard.said());
    var recorded = table.recorded(heard.id(), heard.length()).orElseThrow(PromptDraftBook::stale);
    return prompts.take(by, community, new Prepared(prompt, heard.source(), recorded), heard.note(), () -> {
      if (!drafts.remove(community, prompt, draft)) {
        throw stale();
      }
    });
  }

  @Override
  public void discard(Actor by, CommunityId community, String language, String id, String draft) {
    var prompt = repertoire.known(community, language, id);
    transaction.executeWithoutResult(_ -> {
      remove(community, prompt, draft);
      audit(by, "prompt.draft-discarded", community, prompt, draft);
    });
  }

  private void remove(CommunityId community, Prompt prompt, String draft) {
    if (!drafts.remove(community, prompt, draft)) {
      throw stale();
    }
    drafts.forgetUnused(draft);
  }

  private void audit(Actor by, String act, CommunityId community, Prompt prompt, String sound) {
    audit.append(by, act, "community:" + community,
        Map.of(AuditLog.COMMUNITY, community.toString(), "prompt", prompt.path(), "sound", sound));
  }

  private static Menus.Stale stale() {
    return new Menus.Stale("the draft of this prompt was taken, thrown away or made anew meanwhile");
  }
}
