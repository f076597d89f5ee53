package org.huiyin.messaging;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.Optional;

import javax.net.ssl.SSLException;

import org.springframework.stereotype.Component;

/** One try. Redirects are not followed: they could lead where no message may go. Nothing of an answer is read but its status. */
@Component
class Post {
  private static final int FIRST_GOOD = 200;
  private static final int FIRST_BAD = 300;

  private final MessagingSettings settings;
  private final HttpClient http;

  Post(MessagingSettings settings) {
    this.settings = settings;
    this.http = HttpClient.newBuilder().connectTimeout(settings.patience()).followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1).build();
  }

  /** @return what went wrong, in a word; empty when it was taken */
  Optional<String> send(String address, String secret, DutyMessage message) {
    try {
      var uri = WebhookAddress.of(address).uri();
      if (!allowed(uri)) {
        return Optional.of("forbidden-address");
      }
      var request = HttpRequest.newBuilder(uri).timeout(settings.patience()).header("Content-Type", "application/json; charset=utf-8")
          .header("User-Agent", "Huiyin").header("Huiyin-Delivery", message.id().toString())
          .header("Huiyin-Signature", DutyMessage.signature(secret, message.body()))
          .POST(BodyPublishers.ofString(message.body())).build();
      var answer = http.send(request, BodyHandlers.ofInputStream());
      // However long the answer is, nobody waits for its end.
      answer.body().close();
      int status = answer.statusCode();
      return status >= FIRST_GOOD && status < FIRST_BAD ? Optional.empty() : Optional.of("status-" + status);
    } catch (UnknownHostException _) {
      return Optional.of("unknown-host");
    } catch (HttpTimeoutException _) {
      return Optional.of("timeout");
    } catch (SSLException _) {
      return Optional.of("certificate");
    } catch (ConnectException _) {
      return Optional.of("refused");
    } catch (IOException | IllegalArgumentException _) {
      return Optional.of("broken-off");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** All that the name stands for: the connection, made within the moments for which Java remembers them, may go to any. */
  private boolean allowed(URI uri) throws UnknownHostException {
    for (var machine : InetAddress.getAllByName(uri.getHost())) {
      if (!WebhookAddress.allowed(machine, settings.loopback())) {
        return false;
      }
    }
    return true;
  }
}
