package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;

import org.huiyin.foundation.HuiyinHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The installation's key ring, checked at start: a service that could not open its recordings does not begin to make more of them. */
@Component
class Keys {
  private static final Logger log = LoggerFactory.getLogger(Keys.class);

  private final KeyRing ring;

  Keys(KeyRing ring) {
    this.ring = ring;
  }

  @Autowired
  Keys(HuiyinHome home, RecordingTable table, AudioStore store) {
    var file = KeyRing.file(home.keys());
    var sealed = table.anyWithKey();
    if (Files.exists(file)) {
      ring = KeyRing.load(home.keys());
    } else if (sealed.isPresent() || holdsObjects(store)) {
      throw new KeyRing.Unusable(
          "The key ring " + file + " is missing but there are recordings: put back its backup; no recording can be heard without it");
    } else {
      ring = KeyRing.create(home.keys());
      log.info("A new key ring was made: {}. Back it up apart from the database and the store", file);
    }
    sealed.ifPresent(id -> requireOpens(id, table));
  }

  KeyRing ring() {
    return ring;
  }

  private void requireOpens(org.huiyin.foundation.RecordingId id, RecordingTable table) {
    try {
      var key = ring.unwrap(id, table.wrappedKey(id).orElseThrow());
      log.debug("The key ring opens {}", key.recording());
    } catch (GeneralSecurityException e) {
      throw new KeyRing.Unusable(
          "The key ring does not open recording " + id + ": it belongs to another installation; put back the right file", e);
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
