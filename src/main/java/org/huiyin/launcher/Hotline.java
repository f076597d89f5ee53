package org.huiyin.launcher;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/** The running hotline, as the launcher's verbs reach it: over HTTP on this machine, as local-admin. */
final class Hotline {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Settings settings;
  private final HttpClient http;

  Hotline(Settings settings) {
    this.settings = settings;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    if (secure()) {
      builder.sslContext(itsOwnCertificate());
    }
    this.http = builder.build();
  }

  record Answer(int status, String body) {
    boolean ok() {
      return status / 100 == 2;
    }
  }

  /** Where a browser finds it. */
  String consoleUrl() {
    return (secure() ? "https://" : "http://") + address() + ":" + settings.httpPort();
  }

  Answer ask(String method, String path, @Nullable String json) throws IOException {
    return ask(method, path, json, TIMEOUT);
  }

  Answer ask(String method, String path, @Nullable String json, Duration timeout) throws IOException {
    HttpResponse<byte[]> answer = raw(method, path, json, timeout);
    return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  /** Sends one request and hands the body on as it is, whatever it holds. */
  HttpResponse<byte[]> raw(String method, String path, @Nullable String json, Duration timeout) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(consoleUrl() + path)).timeout(timeout).header("Accept",
        "application/json, */*");
    token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    if (json == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Whether the service itself says that it can take calls; its reason otherwise. */
  Optional<String> notReady() {
    try {
      Answer answer = ask("GET", "/actuator/health/readiness", null, Duration.ofSeconds(5));
      return answer.ok()
          ? Optional.empty()
          : Optional.of(Health.read(answer.body()).map(Health::complaints).orElse("the service answers " + answer.status()));
    } catch (IOException e) {
      return Optional.of("the service does not answer on port " + settings.httpPort());
    }
  }

  private Optional<String> token() {
    Path file = settings.home().secrets().resolve("local-admin.token");
    try {
      return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean secure() {
    return !settings.httpBind().startsWith("127.");
  }

  private String address() {
    return "0.0.0.0".equals(settings.httpBind()) ? "127.0.0.1" : settings.httpBind();
  }

  /** Both ends are this machine, so whatever certificate the service shows is right. */
  private static SSLContext itsOwnCertificate() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[]{new OwnMachine()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class OwnMachine extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new IllegalStateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new IllegalStateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("not a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
