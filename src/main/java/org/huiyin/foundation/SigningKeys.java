package org.huiyin.foundation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EncodedKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import org.springframework.beans.factory.annotation.Autowired;

/**
 * The one long-lived key of the installation that signs what outsiders check: the daily statements and the roots of destruction runs. It is
 * {@code secrets/statements.key}, made when something is signed for the first time. Its public half, and those of earlier keys, lie beside it by their ids: a
 * signature counts only if its key is among them, so who can write to the database alone cannot sign. What is signed says itself what it is: no two
 * kinds of texts may look alike. Whoever signs imports it.
 */
public class SigningKeys {
  private static final String ALGORITHM = "Ed25519";

  private final Path secrets;

  @Autowired
  public SigningKeys(HuiyinHome home) {
    this(home.secrets());
  }

  SigningKeys(Path secrets) {
    this.secrets = secrets;
  }

  /**
   * @param keyId what {@link PublicKeyText#id} says
   * @param signature Ed25519, in base64
   */
  public record Signed(String keyId, String signature) {
  }

  /**
   * @param id SHA-256 of the encoded key, lower-case hex
   * @param pem X.509
   */
  public record PublicKeyText(String id, String pem) {
  }

  /** Signs the text's bytes in UTF-8. */
  public synchronized Signed sign(String body) {
    try {
      var key = current();
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey());
      signature.update(body.getBytes(StandardCharsets.UTF_8));
      return new Signed(key.id(), Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing key cannot sign", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the signing key cannot be read", e);
    }
  }

  /** False also when nobody here knows the key. */
  public boolean verifies(String keyId, String signature, String body) {
    try {
      var key = publicKey(keyId);
      if (key.isEmpty()) {
        return false;
      }
      var check = Signature.getInstance(ALGORITHM);
      check.initVerify(key.get());
      check.update(body.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("a signing key cannot be read", e);
    }
  }

  /** The public half of a key that signed something, in PEM; empty when nobody here knows it. */
  public Optional<PublicKeyText> known(String keyId) {
    try {
      return publicKey(keyId).map(key -> new PublicKeyText(keyId, pem("PUBLIC KEY", key.getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the public key " + keyId + " cannot be used", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the public key " + keyId + " cannot be read", e);
    }
  }

  /** The key of new signatures; made now when there is none. */
  public synchronized PublicKeyText current() {
    try {
      var id = Files.exists(keyFile()) ? Files.readString(currentFile()).strip() : make();
      return new PublicKeyText(id, Files.readString(publicFile(id)));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "the public half of the signing key is missing (" + e.getFile() + "): put back the backup of secrets/", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the signing key cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no signing key can be made", e);
    }
  }

  private String make() throws GeneralSecurityException, IOException {
    var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    var id = id(pair.getPublic());
    Files.createDirectories(secrets);
    // The private half last: once it is there, all is.
    PrivateFile.write(publicFile(id), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    PrivateFile.write(currentFile(), id + "\n");
    PrivateFile.write(keyFile(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    return id;
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePrivate(spec(keyFile(), PKCS8EncodedKeySpec::new));
  }

  private Optional<PublicKey> publicKey(String id) throws IOException, GeneralSecurityException {
    if (!id.matches("[0-9a-f]{64}") || !Files.exists(publicFile(id))) {
      return Optional.empty();
    }
    var key = KeyFactory.getInstance(ALGORITHM).generatePublic(spec(publicFile(id), X509EncodedKeySpec::new));
    return Optional.of(key).filter(read -> id(read).equals(id));
  }

  private static <S extends EncodedKeySpec> S spec(Path pem, java.util.function.Function<byte[], S> kind) throws IOException {
    var text = Files.readString(pem).lines().filter(line -> !line.startsWith("-")).collect(java.util.stream.Collectors.joining());
    return kind.apply(Base64.getDecoder().decode(text));
  }

  private static String id(PublicKey key) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded) + "\n-----END " + what
        + "-----\n";
  }

  private Path keyFile() {
    return secrets.resolve("statements.key");
  }

  private Path currentFile() {
    return secrets.resolve("statements.key-id");
  }

  private Path publicFile(String id) {
    return secrets.resolve("statements-" + id + ".pub.pem");
  }
}
