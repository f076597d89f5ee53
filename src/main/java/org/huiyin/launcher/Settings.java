package org.huiyin.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The HUIYIN_* settings, validated. What is not a legal value is refused with the setting's name; nothing is silently replaced. */
public record Settings(Home home, Path cache, int httpPort, int sipPort, int amiPort, int agiPort, int wsPort, Ports rtpPorts,
    String httpBind,
    String sipBind, Optional<String> sipExternal, List<String> localNets, Optional<Path> trunk, Optional<String> dbUrl, String node,
    String studioNumber) {

  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern NETWORK = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
  private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

  /** At least two digits, so that no single key of a telephone leads there by mistake. */
  private static final Pattern STUDIO_NUMBER = Pattern.compile("\\*?[0-9]{2,15}");

  /** A range of UDP ports, both ends included. */
  public record Ports(int first, int last) {
    public Ports {
      if (first < 1024 || last > 65535 || last - first < 9) {
        throw new IllegalArgumentException("a range like 10000-10999 with at least 10 ports is needed");
      }
    }

    @Override
    public String toString() {
      return first + "-" + last;
    }
  }

  /** Reads the settings from an environment; {@code project} is the folder that holds the default home. */
  public static Settings from(Map<String, String> environment, Path project) {
    var read = new Reader(environment);
    var settings = new Settings(new Home(read.path("HUIYIN_HOME").orElse(project.resolve("var"))),
        read.path("HUIYIN_CACHE").orElseGet(() -> defaultCache(environment)), read.port("HUIYIN_HTTP_PORT", 8080),
        read.port("HUIYIN_SIP_PORT", 5060), read.port("HUIYIN_AMI_PORT", 5038), read.port("HUIYIN_AGI_PORT", 4573),
        read.port("HUIYIN_WS_PORT", 8088), read.ports("HUIYIN_RTP_PORTS", new Ports(10000, 10999)),
        read.matching("HUIYIN_HTTP_BIND", ADDRESS, "an IPv4 address").orElse("127.0.0.1"),
        read.matching("HUIYIN_SIP_BIND", ADDRESS, "an IPv4 address").orElse("127.0.0.1"),
        read.matching("HUIYIN_SIP_EXTERNAL", HOST, "an address or host name"), read.networks("HUIYIN_LOCAL_NETS"),
        read.trunk("HUIYIN_TRUNK"),
        read.text("HUIYIN_DB_URL"), read.matching("HUIYIN_NODE", NODE, "lower-case letters, digits and -").orElse("main"),
        read.matching("HUIYIN_STUDIO_NUMBER", STUDIO_NUMBER, "2 to 15 digits, with a star before them or none").orElse("*75"));
    settings.noPortTwice();
    return settings;
  }

  /** What the service and Asterisk listen on over TCP, each with the setting that moves it. */
  public Map<String, Integer> tcpPorts() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("HUIYIN_HTTP_PORT", httpPort);
    ports.put("HUIYIN_SIP_PORT", sipPort);
    ports.put("HUIYIN_AMI_PORT", amiPort);
    ports.put("HUIYIN_AGI_PORT", agiPort);
    return ports;
  }

  /** The same settings as environment variables, for the service. */
  public Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("HUIYIN_HOME", home.root().toString());
    all.put("HUIYIN_CACHE", cache.toString());
    all.put("HUIYIN_HTTP_PORT", String.valueOf(httpPort));
    all.put("HUIYIN_SIP_PORT", String.valueOf(sipPort));
    all.put("HUIYIN_AMI_PORT", String.valueOf(amiPort));
    all.put("HUIYIN_AGI_PORT", String.valueOf(agiPort));
    all.put("HUIYIN_WS_PORT", String.valueOf(wsPort));
    all.put("HUIYIN_RTP_PORTS", rtpPorts.toString());
    all.put("HUIYIN_HTTP_BIND", httpBind);
    all.put("HUIYIN_SIP_BIND", sipBind);
    all.put("HUIYIN_NODE", node);
    all.put("HUIYIN_STUDIO_NUMBER", studioNumber);
    sipExternal.ifPresent(value -> all.put("HUIYIN_SIP_EXTERNAL", value));
    if (!localNets.isEmpty()) {
      all.put("HUIYIN_LOCAL_NETS", String.join(",", localNets));
    }
    trunk.ifPresent(value -> all.put("HUIYIN_TRUNK", value.toString()));
    dbUrl.ifPresent(value -> all.put("HUIYIN_DB_URL", value));
    return all;
  }

  private void noPortTwice() {
    Map<Integer, String> seen = new LinkedHashMap<>();
    Map<String, Integer> all = new LinkedHashMap<>(tcpPorts());
    all.put("HUIYIN_WS_PORT", wsPort);
    all.forEach((name, port) -> {
      String other = seen.put(port, name);
      if (other != null) {
        throw new Problem(other + " and " + name + " are both " + port + ": give each a port of its own");
      }
    });
    if (sipPort >= rtpPorts.first() && sipPort <= rtpPorts.last()) {
      throw new Problem("HUIYIN_SIP_PORT " + sipPort + " lies inside HUIYIN_RTP_PORTS " + rtpPorts + ": move one of them");
    }
  }

  /** Root's own cache folder is closed to the unprivileged users, so root uses the machine's. */
  private static Path defaultCache(Map<String, String> environment) {
    if (Accounts.root()) {
      return Path.of("/var/cache/huiyin");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.isBlank() ? Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache") : Path.of(xdg)).resolve("huiyin");
  }

  private record Reader(Map<String, String> environment) {
    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<Path> path(String name) {
      return text(name).map(value -> Path.of(value).toAbsolutePath().normalize());
    }

    Optional<String> matching(String name, Pattern pattern, String what) {
      return text(name).map(value -> {
        boolean legal = pattern.matcher(value).matches();
        if (legal && (pattern == ADDRESS || pattern == NETWORK)) {
          legal = addressIsLegal(value);
        }
        if (!legal) {
          throw new Problem(name + " is not " + what + ": " + value);
        }
        return value;
      });
    }

    int port(String name, int otherwise) {
      return text(name).map(value -> {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65535) {
          throw new Problem(name + " is not a port from 1 to 65535: " + value);
        }
        return Integer.parseInt(value);
      }).orElse(otherwise);
    }

    Ports ports(String name, Ports otherwise) {
      return text(name).map(value -> {
        String[] ends = value.split("-", -1);
        if (!value.matches("\\d{1,5}-\\d{1,5}")) {
          throw new Problem(name + " is not a range like 10000-10999: " + value);
        }
        try {
          return new Ports(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        } catch (IllegalArgumentException e) {
          throw new Problem(name + " is " + value + ", but " + e.getMessage(), e);
        }
      }).orElse(otherwise);
    }

    List<String> networks(String name) {
      List<String> nets = new ArrayList<>();
      for (String net : text(name).map(value -> value.split("[,\\s]+")).orElse(new String[0])) {
        nets.add(new Reader(Map.of(name, net)).matching(name, NETWORK, "a list of networks like 192.168.0.0/16,10.0.0.0/8").orElseThrow());
      }
      return List.copyOf(nets);
    }

    Optional<Path> trunk(String name) {
      return path(name).map(file -> {
        if (!Files.isReadable(file)) {
          throw new Problem(name + " names a file that cannot be read: " + file);
        }
        return file;
      });
    }

    private static boolean addressIsLegal(String value) {
      int slash = value.indexOf('/');
      if (slash >= 0 && Integer.parseInt(value.substring(slash + 1)) > 32) {
        return false;
      }
      return Stream.of((slash < 0 ? value : value.substring(0, slash)).split("\\.")).allMatch(part -> Integer.parseInt(part) < 256);
    }
  }
}
