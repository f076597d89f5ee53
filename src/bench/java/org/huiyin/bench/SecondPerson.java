package org.huiyin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.support.TestHotline;

/** The first administrator in front of a browser: whoever sits at the machine proposes, this person approves. */
final class SecondPerson {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String CHOSEN = "one-good-phrase-for-the-desk-26";

  private final TestHotline hotline;

  SecondPerson(TestHotline hotline) {
    this.hotline = hotline;
  }

  /** Signs in anew each time: no session outlives a clock that was years off. */
  void approves(String proposal) throws IOException {
    HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    Path first = hotline.settings().home().secrets().resolve("first-admin.txt");
    if (Files.exists(first)) {
      Properties given = new Properties();
      try (InputStream in = Files.newInputStream(first)) {
        given.load(in);
      }
      String password = given.getProperty("password");
      submit(browser, "/sign-in", "/sign-in", Map.of("login", "admin", "password", password));
      submit(browser, "/account/password", "/account/password",
          Map.of("username", "admin", "current", password, "chosen", CHOSEN, "repeated", CHOSEN));
    } else {
      submit(browser, "/sign-in", "/sign-in", Map.of("login", "admin", "password", CHOSEN));
    }
    submit(browser, "/approvals", "/approvals/" + proposal + "/approve", Map.of("note", "so it is"));
  }

  private void submit(HttpClient browser, String page, String action, Map<String, String> fields) {
    var csrf = CSRF.matcher(send(browser, request(page).GET()).body());
    if (!csrf.find()) {
      throw new IllegalStateException("no form on " + page);
    }
    String body = fields.entrySet().stream().map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&")) + "&_csrf=" + encoded(csrf.group(1));
    HttpResponse<String> answer = send(browser,
        request(action).header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() != 302 && answer.statusCode() != 303) {
      throw new IllegalStateException(action + " answers " + answer.statusCode());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hotline.settings().httpPort() + path)).header("Accept", "text/html");
  }

  private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
    try {
      return browser.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
