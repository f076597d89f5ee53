package org.huiyin.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the console is reached beyond this machine: only by HTTPS.
 *
 * @param certificate HUIYIN_TLS_CERT, the community's certificate with its chain (PEM); empty where a self-made one has to do
 * @param key HUIYIN_TLS_KEY, its private key (PEM)
 */
@ConfigurationProperties("huiyin.tls")
record TlsSettings(@DefaultValue("") String certificate, @DefaultValue("") String key) {
  TlsSettings {
    if (certificate.isBlank() != key.isBlank()) {
      throw new TlsProblem("HUIYIN_TLS_CERT and HUIYIN_TLS_KEY go together", "set both, or neither for a self-made certificate");
    }
  }

  boolean own() {
    return !certificate.isBlank();
  }

  Path readable(String file, String setting) {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new TlsProblem(setting + " names a file that the service cannot read: " + file, "check the path and its rights");
    }
    return path.toAbsolutePath();
  }

  /** Whether somebody on another machine could connect to this address. */
  static boolean beyondThisMachine(String address) {
    try {
      return !InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new TlsProblem("HUIYIN_HTTP_BIND is not an address: " + address, "set it to an address of this machine");
    }
  }
}
