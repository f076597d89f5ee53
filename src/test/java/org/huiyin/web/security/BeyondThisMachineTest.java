package org.huiyin.web.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.huiyin.foundation.HuiyinHome;
import org.huiyin.support.OnH2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bound beyond loopback, with the self-made certificate, whose names and trust are really checked. */
@SpringBootTest(classes = GuardedHouse.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "server.address=0.0.0.0")
@OnH2
class BeyondThisMachineTest {
  @LocalServerPort
  private int port;
  @Autowired
  private HuiyinHome home;

  @Test
  void the_console_speaks_https_only_and_says_so_to_browsers() throws Exception {
    var page = trusting(home.secrets()).send(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/sign-in")).build(),
        BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Strict-Transport-Security").orElse("")).contains("max-age=31536000");
    assertThat(page.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie).contains("huiyin-").contains("Secure"));
    var plain = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sign-in")).build(),
        BodyHandlers.ofString());
    assertThat(plain.statusCode()).isEqualTo(400);
    for (String secret : new String[]{"tls.p12", "tls.password"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secrets().resolve(secret)))).isEqualTo("rw-------");
    }
  }

  @Test
  void a_certificate_is_kept_until_a_month_before_its_end(@TempDir Path secrets) throws Exception {
    TlsConfiguration.selfMade(secrets, "0.0.0.0", Clock.systemUTC());
    byte[] first = Files.readAllBytes(secrets.resolve("tls.p12"));
    TlsConfiguration.selfMade(secrets, "0.0.0.0", Clock.systemUTC());
    assertThat(Files.readAllBytes(secrets.resolve("tls.p12"))).isEqualTo(first);
    TlsConfiguration.selfMade(secrets, "0.0.0.0", Clock.offset(Clock.systemUTC(), Duration.ofDays(800)));
    assertThat(Files.readAllBytes(secrets.resolve("tls.p12"))).isNotEqualTo(first);
    try (var files = Files.list(secrets)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("tls.p12", "tls.password");
    }
  }

  @Test
  void half_a_setting_is_refused_by_its_name() {
    assertThatThrownBy(() -> new TlsSettings("/cert.pem", "")).hasMessageContaining("HUIYIN_TLS_KEY");
    var named = new TlsSettings("/nowhere/cert.pem", "/nowhere/key.pem");
    assertThatThrownBy(() -> named.readable(named.certificate(), "HUIYIN_TLS_CERT")).hasMessageContaining("HUIYIN_TLS_CERT")
        .hasMessageContaining("/nowhere/cert.pem");
  }

  @Test
  void only_loopback_counts_as_this_machine() {
    assertThat(TlsSettings.beyondThisMachine("127.0.0.1")).isFalse();
    assertThat(TlsSettings.beyondThisMachine("0.0.0.0")).isTrue();
    assertThat(TlsSettings.beyondThisMachine("192.168.1.5")).isTrue();
  }

  private static HttpClient trusting(Path secrets) throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it",
        TlsConfiguration.certificate(secrets.resolve("tls.p12"), Files.readString(secrets.resolve("tls.password")).strip()));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
