package org.huiyin.web.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.foundation.HuiyinHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Beyond this machine there is HTTPS only: with the community's certificate, or with one made here ({@code secrets/tls.p12}), which browsers ask
 * about once. There is no setting for plain HTTP.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class TlsConfiguration {
  private static final Logger log = LoggerFactory.getLogger(TlsConfiguration.class);
  private static final String ALIAS = "huiyin";
  /** The longest that every browser accepts. */
  private static final int DAYS = 825;
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final int PATIENCE = 60;

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<ConfigurableWebServerFactory> httpsBeyondThisMachine(TlsSettings settings, HuiyinHome home, Clock clock,
      @Value("${server.address}") String address) {
    return factory -> {
      if (TlsSettings.beyondThisMachine(address)) {
        factory.setSsl(settings.own() ? own(settings) : selfMade(home.secrets(), address, clock));
      }
    };
  }

  private static Ssl own(TlsSettings settings) {
    Path certificate = settings.readable(settings.certificate(), "HUIYIN_TLS_CERT");
    Path key = settings.readable(settings.key(), "HUIYIN_TLS_KEY");
    OwnCertificate.check(certificate, key);
    var ssl = modern();
    ssl.setCertificate(certificate.toUri().toString());
    ssl.setCertificatePrivateKey(key.toUri().toString());
    return ssl;
  }

  static Ssl selfMade(Path secrets, String address, Clock clock) {
    Path store = secrets.resolve("tls.p12");
    Path secret = secrets.resolve("tls.password");
    try {
      if (!Files.exists(store) || !Files.exists(secret) || endsSoon(store, secret, clock)) {
        SecretFile.write(secret, RandomSecrets.token() + "\n");
        make(store, Files.readString(secret).strip(), address);
      }
      String password = Files.readString(secret).strip();
      log.info("The console has a self-made certificate; its SHA-256 fingerprint is {}",
          DigestUtils.sha256Hex(certificate(store, password).getEncoded()));
      var ssl = modern();
      ssl.setKeyStore(store.toUri().toString());
      ssl.setKeyStoreType("PKCS12");
      ssl.setKeyStorePassword(password);
      ssl.setKeyAlias(ALIAS);
      return ssl;
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsProblem("the self-made certificate cannot be read or made in " + secrets, "remove tls.p12 there, then start again", e);
    }
  }

  private static Ssl modern() {
    var ssl = new Ssl();
    ssl.setEnabledProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
    return ssl;
  }

  private static boolean endsSoon(Path store, Path secret, Clock clock) throws IOException, GeneralSecurityException {
    var end = certificate(store, Files.readString(secret).strip()).getNotAfter().toInstant();
    return end.isBefore(clock.instant().plus(RENEWED_BEFORE));
  }

  static X509Certificate certificate(Path store, String password) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
    if (!(keys.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
      throw new GeneralSecurityException("no certificate in " + store);
    }
    return certificate;
  }

  /** By the JDK's own tool: the JDK has no public way to make a certificate in code. */
  private static void make(Path store, String password, String address) throws IOException {
    Path fresh = Files.createTempDirectory(store.toAbsolutePath().getParent(), ".tls",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))).resolve("tls.p12");
    var tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
        "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA", "-validity", String.valueOf(DAYS), "-dname", "CN=Huiyin",
        "-ext", "SAN=" + String.join(",", names(address)), "-ext", "EKU=serverAuth", "-storetype", "PKCS12", "-keystore", fresh.toString(),
        "-storepass:env", "STOREPASS").redirectErrorStream(true);
    tool.environment().put("STOREPASS", password);
    try {
      var run = tool.start();
      String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!run.waitFor(PATIENCE, TimeUnit.SECONDS) || run.exitValue() != 0) {
        throw new TlsProblem("keytool could not make a certificate: " + said.strip(), "set HUIYIN_TLS_CERT and HUIYIN_TLS_KEY");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.move(fresh, store, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(java.util.Objects.requireNonNull(fresh.getParent()));
  }

  /** Every name and address by which a browser may come. */
  private static Set<String> names(String address) throws SocketException {
    Set<String> names = new LinkedHashSet<>(List.of("dns:localhost", "ip:127.0.0.1"));
    try {
      var own = InetAddress.getLocalHost().getHostName();
      if (own.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
        names.add("dns:" + own);
      }
      if (!InetAddress.getByName(address).isAnyLocalAddress()) {
        names.add("ip:" + InetAddress.getByName(address).getHostAddress());
      }
    } catch (UnknownHostException e) {
      log.debug("This machine's name has no address; the certificate goes without it", e);
    }
    NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).filter(each -> each instanceof java.net.Inet4Address)
        .forEach(each -> names.add("ip:" + each.getHostAddress()));
    return names;
  }
}
