package org.huiyin.web.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.huiyin.support.OnH2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A community's own certificate on a real server, bound beyond loopback. */
@SpringBootTest(classes = GuardedHouse.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "server.address=0.0.0.0")
@OnH2
class OwnCertificateTest {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();
  @TempDir
  private static Path folder;

  @LocalServerPort
  private int port;

  @DynamicPropertySource
  static void certificate(DynamicPropertyRegistry properties) throws Exception {
    pair("community", "EC");
    properties.add("huiyin.tls.certificate", () -> folder.resolve("community.crt").toString());
    properties.add("huiyin.tls.key", () -> folder.resolve("community.key").toString());
  }

  @Test
  void the_server_shows_the_communitys_certificate() throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", store("community").getCertificate("it"));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    try (var browser = HttpClient.newBuilder().sslContext(context).build()) {
      var page = browser.send(HttpRequest.newBuilder(URI.create("https://127.0.0.2:" + port + "/sign-in")).build(),
          BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.sslSession().orElseThrow().getPeerCertificates()[0]).isEqualTo(store("community").getCertificate("it"));
    }
  }

  @Test
  void a_wrong_pair_of_files_is_one_line_that_names_them() throws Exception {
    pair("other", "EC");
    pair("third", "RSA");
    Path certificate = folder.resolve("community.crt");
    OwnCertificate.check(certificate, folder.resolve("community.key"));
    OwnCertificate.check(folder.resolve("third.crt"), folder.resolve("third.key"));
    for (String wrong : new String[]{"other.key", "third.key"}) {
      assertThatThrownBy(() -> OwnCertificate.check(certificate, folder.resolve(wrong))).isInstanceOf(TlsProblem.class)
          .hasMessageContaining("HUIYIN_TLS_KEY (" + folder.resolve(wrong) + ") is not the key of HUIYIN_TLS_CERT (" + certificate + ")")
          .message()
          .hasLineCount(1);
    }
    assertThatThrownBy(() -> OwnCertificate.check(folder.resolve("community.key"), certificate))
        .hasMessage("HUIYIN_TLS_CERT (" + folder.resolve("community.key") + ") holds no certificate");
    Path noise = Files.writeString(folder.resolve("noise"), "not PEM at all\n");
    assertThatThrownBy(() -> OwnCertificate.check(noise, noise)).hasMessageContaining("holds no certificate");
    assertThatThrownBy(() -> OwnCertificate.check(certificate, noise))
        .hasMessageContaining("HUIYIN_TLS_KEY (" + noise + ") holds no private key");
  }

  /** By the JDK's own tool, then written as PEM. */
  private static void pair(String name, String kind) throws Exception {
    Path store = folder.resolve(name + ".p12");
    var tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString(), "-genkeypair", "-alias", "it",
        "-keyalg", kind,
        "-dname", "CN=" + name, "-ext", "SAN=ip:127.0.0.1,ip:127.0.0.2", "-validity", "10", "-storetype", "PKCS12", "-keystore",
        store.toString(),
        "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).describedAs(said).isZero();
    pem(name + ".crt", "CERTIFICATE", store(name).getCertificate("it").getEncoded());
    pem(name + ".key", "PRIVATE KEY", store(name).getKey("it", PASSWORD).getEncoded());
  }

  private static KeyStore store(String name) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void pem(String file, String what, byte[] content) throws IOException {
    Files.writeString(folder.resolve(file),
        "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content)
            + "\n-----END " + what + "-----\n");
  }
}
