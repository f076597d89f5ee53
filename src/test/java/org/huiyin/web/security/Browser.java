package org.huiyin.web.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A browser with its own cookies that follows no redirect by itself, so that each can be looked at. */
final class Browser {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final int port;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

  Browser(int port) {
    this.port = port;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path).GET(), List.of("Accept", "text/html"), headers);
  }

  /** Fills in the form's token as the page carries it. */
  HttpResponse<String> submit(String page, String path, Map<String, String> fields) {
    return post(path, fields, "_csrf", csrfOf(page));
  }

  HttpResponse<String> post(String path, Map<String, String> fields, String... more) {
    List<String> pairs = new ArrayList<>();
    fields.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
    for (int i = 0; i < more.length; i += 2) {
      pairs.add(encoded(more[i]) + "=" + encoded(more[i + 1]));
    }
    return send(request(path).POST(BodyPublishers.ofString(String.join("&", pairs))),
        List.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"));
  }

  HttpResponse<String> api(String method, String path, String json, String... headers) {
    return send(request(path).method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)),
        List.of("Content-Type", "application/json", "Accept", "application/json"), headers);
  }

  /** A stream of events as it comes in; it is read line by line and ends when the server ends it. */
  Stream<String> stream(String path) {
    try {
      var answer = http.send(request(path).GET().setHeader("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** For answers that never end, such as a stream of events: the body is not waited for. */
  int statusOnly(String method, String path, String... headers) {
    var request = request(path).method(method, BodyPublishers.noBody()).timeout(Duration.ofSeconds(20)).setHeader("Accept", "*/*");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      var answer = http.send(request.build(), BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> signIn(String login, String password) {
    return submit("/sign-in", "/sign-in", Map.of("login", login, "password", password));
  }

  String csrfOf(String page) {
    var body = get(page).body();
    var found = CSRF.matcher(body);
    if (!found.find()) {
      throw new AssertionError("no form token on " + page + ": " + body);
    }
    return found.group(1);
  }

  HttpCookie sessionCookie() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().startsWith("huiyin-") && !cookie.getName().endsWith("language")).findFirst().orElseThrow();
  }

  static String location(HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElse("(no redirect, but " + answer.statusCode() + ")");
    return location.replaceFirst("^https?://[^/]+", "");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, List<String> headers, String... more) {
    for (int i = 0; i < headers.size(); i += 2) {
      request.setHeader(headers.get(i), headers.get(i + 1));
    }
    for (int i = 0; i < more.length; i += 2) {
      request.setHeader(more[i], more[i + 1]);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
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
