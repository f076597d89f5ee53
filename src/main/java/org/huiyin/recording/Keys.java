package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.stream.Collectors;

import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The installation's key ring, checked at start: a service that could not open its recordings does not begin to make more of them. Another process may turn
 * the keys over: the file is read again when it changed.
 */
@Component
class Keys {
  private static final Logger log = LoggerFactory.getLogger(Keys.class);
  /** So many keys of recordings are never damaged by chance. */
  private static final int TRIED = 5;
  private static final int PAGE = 500;

  private final @Nullable HuiyinHome home;
  private final @Nullable KeyBook book;
  private volatile KeyRing ring;

  Keys(KeyRing ring) {
    this.home = null;
    this.book = null;
    this.ring = ring;
  }

  @Autowired
  Keys(HuiyinHome home, RecordingTable table, AudioStore store, WrappingKeys lives, KeyBook book) {
    this.home = home;
    this.book = book;
    var file = KeyRing.file(home.keys());
    if (Files.exists(file)) {
      ring = KeyRing.load(home.keys());
    } else if (table.anyWithKey().isPresent() || holdsObjects(store)) {
      throw new KeyRing.Unusable(
          "The key ring " + file + " is missing but there are recordings: put back its backup; no recording can be heard without it");
    } else {
      ring = KeyRing.create(home.keys());
      log.info("A new key ring was made: {}. Back it up apart from the database and the store: ./huiyin backup --keys DIR", file);
    }
    noteOlderRows(lives);
    requireAll(lives);
    requireOpens(lives);
    book.follow(ring);
  }

  KeyRing ring() {
    return ring;
  }

  /** The file as it is now. */
  KeyRing reload() {
    if (home != null) {
      ring = KeyRing.load(home.keys());
    }
    return ring;
  }

  /** @throws GeneralSecurityException when the key was wrapped for another recording or by another ring */
  DataKey unwrap(RecordingId id, byte[] wrapped) throws GeneralSecurityException {
    var now = ring;
    if (!now.ids().contains(WrappedKey.wrappedBy(wrapped))) {
      now = reload();
    }
    return now.unwrap(id, wrapped);
  }

  /** So that what another process turned over is used here too. A file that cannot be read now is told by the parts of the system page. */
  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void refresh() {
    try {
      var now = reload();
      if (book != null) {
        book.follow(now);
      }
    } catch (KeyRing.Unusable e) {
      log.error("{}; this process goes on with the keys that it has read before, but would not start again", e.getMessage());
    }
  }

  private static void noteOlderRows(WrappingKeys lives) {
    var page = lives.unnoted(null, PAGE);
    while (!page.isEmpty()) {
      for (var row : page) {
        try {
          lives.note(row.recording(), WrappedKey.wrappedBy(row.key()));
        } catch (GeneralSecurityException e) {
          tellDamaged(row, e);
        }
      }
      page = lives.unnoted(page.getLast().recording(), PAGE);
    }
  }

  /** One recording that cannot be heard is no reason to answer no calls. */
  private static void tellDamaged(WrappingKeys.Wrapped row, GeneralSecurityException e) {
    log.error("The key of recording {} is damaged in the database, so it cannot be heard: put back a backup of the database",
        row.recording(),
        e);
  }

  private void requireAll(WrappingKeys lives) {
    var needed = lives.needed();
    var missing = new HashSet<>(needed);
    missing.removeAll(ring.ids());
    if (missing.isEmpty()) {
      return;
    }
    var names = missing.stream().map(KeyRing::name).sorted().collect(Collectors.joining(", "));
    long unheard = missing.stream().mapToLong(lives::countWrappedBy).sum();
    if (missing.size() == needed.size()) {
      throw new KeyRing.Unusable("The key ring opens none of the " + unheard + " recordings, since it lacks the wrapping key " + names
          + ": it belongs to another installation or another time; put back the right file, its newest backup. A key that was destroyed since "
          + "the data were backed up does not come back");
    }
    throw new KeyRing.Unusable("The key ring lacks the wrapping key " + names + ", without which " + unheard
        + " recordings cannot be heard: put back a newer backup of the keys");
  }

  /** Some recordings for each wrapping key, so that a ring with the right names and the wrong keys is found too. */
  private void requireOpens(WrappingKeys lives) {
    for (int id : lives.needed()) {
      var some = lives.wrappedBy(id, null, TRIED);
      if (!some.isEmpty() && some.stream().noneMatch(this::opens)) {
        throw new KeyRing.Unusable("The key ring does not open recording " + some.getFirst().recording()
            + ": it was changed or belongs to another installation; put back the right file");
      }
    }
  }

  private boolean opens(WrappingKeys.Wrapped row) {
    try {
      var key = ring.unwrap(row.recording(), row.key());
      log.debug("The key ring opens {}", key.recording());
      return true;
    } catch (GeneralSecurityException e) {
      tellDamaged(row, e);
      return false;
    }
  }

  private static boolean holdsObjects(AudioStore store) {
    try {
      return !store.ids().isEmpty();
    } catch (IOException e) {
      throw new KeyRing.Unusable("The store cannot be read", e);
    }
  }
}
