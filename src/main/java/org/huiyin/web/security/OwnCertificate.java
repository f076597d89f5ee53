package org.huiyin.web.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/** Whether the two files of the community's certificate belong together: a server would start with a wrong pair and then refuse every browser. */
final class OwnCertificate {
  private static final byte[] ANYTHING = "huiyin".getBytes(StandardCharsets.UTF_8);

  private OwnCertificate() {
  }

  /** @throws TlsProblem which names the file that is wrong */
  static void check(Path certificate, Path key) {
    var first = certificate(certificate);
    if (!signsFor(key(key), first)) {
      throw new TlsProblem("HUIYIN_TLS_KEY (" + key + ") is not the key of HUIYIN_TLS_CERT (" + certificate + ")",
          "name the key that the certificate was made for; in the certificate's file its own comes first, then those that signed it");
    }
  }

  private static X509Certificate certificate(Path file) {
    try {
      var all = PemContent.load(file).getCertificates();
      if (!all.isEmpty()) {
        return all.getFirst();
      }
    } catch (IOException | RuntimeException e) {
      throw noCertificate(file, e);
    }
    throw noCertificate(file, null);
  }

  private static TlsProblem noCertificate(Path file, @Nullable Exception e) {
    return new TlsProblem("HUIYIN_TLS_CERT (" + file + ") holds no certificate", "it must be a PEM file that begins with BEGIN CERTIFICATE",
        e);
  }

  private static PrivateKey key(Path file) {
    PrivateKey key = null;
    Exception why = null;
    try {
      key = PemContent.load(file).getPrivateKey();
    } catch (IOException | RuntimeException e) {
      why = e;
    }
    if (key == null) {
      throw new TlsProblem("HUIYIN_TLS_KEY (" + file + ") holds no private key that can be read",
          "it must be a PEM file with BEGIN PRIVATE KEY, without a password", why);
    }
    return key;
  }

  private static boolean signsFor(PrivateKey key, X509Certificate certificate) {
    try {
      var signature = Signature.getInstance(switch (key.getAlgorithm()) {
        case "RSA" -> "SHA256withRSA";
        case "RSASSA-PSS" -> "RSASSA-PSS";
        case "EC" -> "SHA256withECDSA";
        case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
        default -> throw new GeneralSecurityException("keys of this kind sign nothing");
      });
      signature.initSign(key);
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException anotherKind) {
      return false;
    }
  }
}
