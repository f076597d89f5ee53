package org.huiyin.flow;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.MenuDocument.BrokenMenu;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class MenuBook implements Menus, SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(MenuBook.class);
  private static final int LONGEST_NOTE = 200;
  private static final int LONGEST_DRAFT = 64 * 1024;

  private final MenuTable table;
  private final Directory directory;
  private final AuditLog audit;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final MenuDocument documents;
  private final Repertoire repertoire;
  private final ToneTime toneTime;
  private final InForce builtIn;
  private volatile Map<CommunityId, InForce> known = Map.of();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile boolean read;

  MenuBook(MenuTable table, Directory directory, AuditLog audit, TransactionTemplate transaction, Clock clock, Repertoire repertoire,
      ToneTime toneTime) {
    this.table = table;
    this.directory = directory;
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
    this.repertoire = repertoire;
    this.toneTime = toneTime;
    this.documents = new MenuDocument(repertoire.catalogue());
    this.builtIn = builtIn();
  }

  /** A version and the menu that its document says. */
  record InForce(Version version, Menu menu) {
  }

  private InForce builtIn() {
    var document = MenuDocument.builtIn();
    var menu = documents.read(MenuDocument.BUILT_IN, document);
    var id = menu.name() + "-" + MenuDocument.fingerprint(document);
    return new InForce(new Version(BUILT_IN, id, document, "", null, "", null), menu);
  }

  /** What the calls of a community are answered by. Never throws: without the database it is the menu that was known before. */
  InForce inForce(CommunityId community) {
    if (!read) {
      refresh();
    }
    return known.getOrDefault(community, builtIn);
  }

  /** The same for a number; the built-in menu where nobody knows whose it is. */
  InForce dialled(String number) {
    try {
      return inForce(directory.dialledBy(number).id());
    } catch (RuntimeException e) {
      log.warn("Whose number was dialled cannot be read; the call is answered by the built-in menu: {}", e.getMessage());
      return builtIn;
    }
  }

  /** The menus of all versions that this release can use, the newest first. */
  Stream<Menu> earlier(CommunityId community) {
    var own = repertoire.ever(community);
    return versions(community).stream().filter(version -> documents.faults(version.document(), own).isEmpty())
        .map(version -> documents.read(version.id(), version.document(), own));
  }

  @Override
  public Version current(CommunityId community) {
    return inForce(community).version();
  }

  @Override
  public List<Version> versions(CommunityId community) {
    var all = new ArrayList<>(table.versions(community));
    all.add(builtIn.version());
    return List.copyOf(all);
  }

  @Override
  public Optional<Version> version(CommunityId community, int number) {
    return number == BUILT_IN ? Optional.of(builtIn.version()) : table.version(community, number);
  }

  @Override
  public Optional<Draft> draft(CommunityId community) {
    return table.draft(community);
  }

  @Override
  public Draft saveDraft(Actor by, CommunityId community, String document, int revision) {
    if (document.isBlank() || document.length() > LONGEST_DRAFT) {
      throw new IllegalArgumentException("a menu has 1 to " + LONGEST_DRAFT + " characters");
    }
    return change(community, "saved", () -> {
      var draft = seen(community, revision);
      var saved = new Draft(document, revision + 1, table.newest(community), SqlTime.exact(clock.instant()), by.reference());
      if (draft.isPresent()) {
        table.change(community, saved);
      } else {
        table.begin(community, saved);
      }
      audit(by, "menu.draft-saved", community, Map.of("revision", String.valueOf(saved.revision())));
      return saved;
    });
  }

  @Override
  public void dropDraft(Actor by, CommunityId community, int revision) {
    change(community, "dropped", () -> {
      var draft = seen(community, revision);
      if (draft.isPresent()) {
        table.drop(community);
        audit(by, "menu.draft-dropped", community, Map.of("revision", String.valueOf(revision)));
      }
      return draft;
    });
  }

  @Override
  public List<MenuFault> faults(String document) {
    return documents.faults(document);
  }

  @Override
  public List<MenuFault> faults(CommunityId community, String document) {
    return faults(community, document, repertoire.own(community));
  }

  private List<MenuFault> faults(CommunityId community, String document, Set<String> own) {
    var faults = documents.faults(document, own);
    return faults.isEmpty() ? lateTone(community, documents.read("a draft", document, own)).stream().toList() : faults;
  }

  /** Whether a document could answer the community's calls, however long they wait. */
  boolean canUse(CommunityId community, String document) {
    return documents.faults(document, repertoire.own(community)).isEmpty();
  }

  @Override
  public List<String> unknownNumbers(CommunityId community, String document) {
    var theirs = directory.community(community).map(Community::numbers).orElse(List.of());
    return MenuDocument.numbers(document).stream().filter(number -> !theirs.contains(number)).sorted().toList();
  }

  private Optional<MenuFault> lateTone(CommunityId community, Menu menu) {
    var wait = toneTime.longest(menu, community);
    return wait.compareTo(ToneTime.LONGEST) > 0 && wait.compareTo(toneTime.longest(inForce(community).menu(), community)) > 0
        ? Optional.of(MenuFault.Kind.LATE_TONE.at(toneTime.place(menu, community), ToneTime.seconds(wait), ToneTime.LONGEST.toSeconds()))
        : Optional.empty();
  }

  @Override
  public Version publish(Actor by, CommunityId community, int revision, String note) {
    var version = change(community, "published", () -> {
      var draft = seen(community, revision).orElseThrow(() -> new Stale("there is no draft to publish"));
      if (draft.basedOn() != table.newest(community)) {
        throw new Stale(
            "version " + table.newest(community) + " was published after this draft was saved; compare the two, then save the draft anew");
      }
      table.drop(community);
      return add(by, "menu.published", community, draft.document(), note, null);
    });
    refresh();
    return version;
  }

  @Override
  public Version rollBack(Actor by, CommunityId community, int to, String note) {
    var version = change(community, "published", () -> {
      var old = version(community, to).orElseThrow(() -> new IllegalArgumentException("there is no such version"));
      return add(by, "menu.rolled-back", community, old.document(), note, to);
    });
    refresh();
    return version;
  }

  /** In the transaction of the deed: nothing is put in force that was not looked at here. */
  private Version add(Actor by, String act, CommunityId community, String document, String note, @Nullable Integer rolledBackTo) {
    if (note.isBlank() || note.strip().length() > LONGEST_NOTE) {
      throw new IllegalArgumentException("a note says why in 1 to " + LONGEST_NOTE + " characters");
    }
    var faults = faults(community, document, repertoire.held(community));
    if (!faults.isEmpty()) {
      throw new BrokenDraft(faults);
    }
    int number = table.newest(community) + 1;
    var version = new Version(number, number + "-" + MenuDocument.fingerprint(document), document, note.strip(),
        SqlTime.exact(clock.instant()), by.reference(), rolledBackTo);
    table.add(community, version);
    var details = new LinkedHashMap<>(Map.of("version", version.id()));
    if (rolledBackTo != null) {
      details.put("back-to", String.valueOf(rolledBackTo));
    }
    audit(by, act, community, details);
    return version;
  }

  /** The draft, locked; empty for none. */
  private Optional<Draft> seen(CommunityId community, int revision) {
    var draft = table.lockedDraft(community);
    if (draft.map(Draft::revision).orElse(0) != revision) {
      throw new Stale("the draft was changed by somebody else meanwhile");
    }
    return draft;
  }

  private <T> T change(CommunityId community, String what, Supplier<T> deed) {
    if (directory.community(community).isEmpty()) {
      throw new IllegalArgumentException("no such community");
    }
    try {
      return java.util.Objects.requireNonNull(transaction.execute(_ -> deed.get()));
    } catch (DuplicateKeyException _) {
      throw new Stale("somebody else " + what + " at the same time");
    }
  }

  private void audit(Actor by, String act, CommunityId community, Map<String, String> details) {
    var all = new HashMap<>(details);
    all.put(AuditLog.COMMUNITY, community.toString());
    audit.append(by, act, "community:" + community, all);
  }

  @Override
  public List<Difference> compare(String from, String to) {
    return MenuDifferences.between(from, to);
  }

  @Override
  public List<Change> changes(String from, String to) {
    return MenuSentences.between(from, to);
  }

  @Override
  public String schema() {
    return MenuDocument.schema();
  }

  @Override
  public List<Said> prompts(CommunityId community) {
    return repertoire.said(community);
  }

  /** The first caller after a start does not wait for it. */
  @Override
  public void afterSingletonsInstantiated() {
    refresh();
  }

  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
  void refresh() {
    try {
      reread();
    } catch (DataAccessException e) {
      log.warn("The menus cannot be read now; calls go on with those that were known before: {}", e.getMessage());
    }
  }

  /** One reader at a time: an older reading never replaces a newer one. */
  private synchronized void reread() {
    var now = new HashMap<CommunityId, InForce>();
    for (var row : table.newest()) {
      var before = known.get(row.community());
      now.put(row.community(),
          before != null && before.version().id().equals(row.version().id()) ? before : inForce(row.community(), row.version()));
    }
    known = Map.copyOf(now);
    read = true;
  }

  /** A newer release of the product may know less than an older one: then its own menu is better than none. */
  private InForce inForce(CommunityId community, Version version) {
    try {
      return new InForce(version, documents.read("version " + version.number(), version.document(), repertoire.own(community)));
    } catch (BrokenMenu e) {
      if (refused.add(version.id())) {
        log.error("Community {} is answered by the built-in menu, since its own cannot be used by this release: {}", community,
            e.getMessage());
      }
      return builtIn;
    }
  }
}
