package org.huiyin.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A real HTTP server on loopback that takes what it is sent, and answers what it was told to. */
final class Receiver implements AutoCloseable {
  final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 204;
  private volatile String location = "";

  record Taken(String method, String path, String body, String signature, String delivery) {
  }

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory()));
    server.createContext("/", this::take);
    server.start();
  }

  void answers(int with) {
    status = with;
  }

  void redirects(String to) {
    location = to;
    status = 307;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/duty";
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      taken.add(new Taken(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body,
          String.valueOf(exchange.getRequestHeaders().getFirst("Huiyin-Signature")),
          String.valueOf(exchange.getRequestHeaders().getFirst("Huiyin-Delivery"))));
      if (!location.isEmpty()) {
        exchange.getResponseHeaders().set("Location", location);
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
