package org.huiyin.foundation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SigningKeysTest {
  private static final String BODY = "{\"day\":\"2026-11-22\",\"calls\":7}";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path secrets;

  @Test
  void what_was_signed_verifies_and_nothing_else_does() {
    var keys = new SigningKeys(secrets);
    var signed = keys.sign(BODY);
    assertThat(keys.verifies(signed.keyId(), signed.signature(), BODY)).isTrue();
    assertThat(keys.verifies(signed.keyId(), signed.signature(), BODY.replace('7', '8'))).isFalse();
    assertThat(keys.verifies(signed.keyId(), keys.sign("x").signature(), BODY)).isFalse();
    assertThat(keys.verifies(signed.keyId(), "no base64!", BODY)).isFalse();
    assertThat(keys.known(signed.keyId())).contains(keys.current());
    assertThat(keys.known("0".repeat(64))).isEmpty();
    assertThat(keys.verifies("../statements", signed.signature(), BODY)).isFalse();
  }

  @Test
  void the_key_outlives_the_process_and_is_for_the_service_alone() throws IOException {
    var id = new SigningKeys(secrets).current().id();
    var signed = new SigningKeys(secrets).sign(BODY);
    assertThat(signed.keyId()).isEqualTo(id);
    assertThat(new SigningKeys(secrets).verifies(id, signed.signature(), BODY)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve("statements.key")))).isEqualTo("rw-------");
  }

  @Test
  void after_a_change_of_keys_what_the_former_key_signed_still_verifies() throws IOException {
    var former = new SigningKeys(secrets).sign(BODY);
    Files.delete(secrets.resolve("statements.key"));
    var keys = new SigningKeys(secrets);
    assertThat(keys.sign(BODY).keyId()).isNotEqualTo(former.keyId());
    assertThat(keys.verifies(former.keyId(), former.signature(), BODY)).isTrue();
  }

  @Test
  void another_installations_key_is_not_believed() {
    var strange = new SigningKeys(secrets.resolve("elsewhere")).sign(BODY);
    assertThat(new SigningKeys(secrets).verifies(strange.keyId(), strange.signature(), BODY)).isFalse();
  }

  @Test
  void a_missing_public_half_is_said_with_its_remedy() throws IOException {
    var keys = new SigningKeys(secrets);
    Files.delete(secrets.resolve("statements-" + keys.current().id() + ".pub.pem"));
    assertThatIllegalStateException().isThrownBy(keys::current).withMessageContaining("backup of secrets");
  }
}
