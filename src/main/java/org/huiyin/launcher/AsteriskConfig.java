package org.huiyin.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in the templates of asterisk-config/ for one installation. */
public final class AsteriskConfig {
  /** Every file of asterisk-config/; the lint test keeps this list and the folder equal. */
  public static final List<String> FILES = List.of("acl.conf", "asterisk.conf", "ccss.conf", "cdr.conf", "cdr_custom.conf", "cel.conf",
      "extensions.conf", "features.conf", "http.conf", "indications.conf", "logger.conf", "manager.conf", "modules.conf", "pjproject.conf",
      "pjsip.conf", "rtp.conf", "stasis.conf", "trunk.conf", "udptl.conf");

  /** The longest call, in seconds; after it the line is closed, whatever hangs on it. */
  private static final int LONGEST_CALL = 3600;
  /** The longest call in which a prompt is recorded, in seconds. */
  private static final int LONGEST_STUDIO_CALL = 900;
  private static final Pattern PART = Pattern.compile("@([A-Z_]+)@");

  private AsteriskConfig() {
  }

  /** Writes the rendered files; they hold secrets, so they are for Asterisk's group alone. */
  static void write(AsteriskRoot root, Settings settings, Secrets secrets) {
    Map<String, String> parts = parts(root, settings, secrets);
    Path etc = settings.home().asterisk().resolve("etc");
    for (String name : FILES) {
      try {
        Path file = etc.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file);
        Accounts.hand(file, Accounts.ASTERISK, 0640);
        Files.writeString(file, fill(template(name), parts));
      } catch (IOException e) {
        throw new Problem("cannot write Asterisk's configuration to " + etc + " (" + e.getMessage() + "): check the disk's room", e);
      }
    }
  }

  public static String template(String name) {
    try (InputStream in = AsteriskConfig.class.getResourceAsStream("/asterisk-config/" + name)) {
      if (in == null) {
        throw new IllegalStateException("asterisk-config/" + name + " is not on the classpath");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String fill(String template, Map<String, String> parts) {
    return PART.matcher(template).replaceAll(found -> {
      String value = parts.get(found.group(1));
      if (value == null) {
        throw new IllegalStateException("nothing to fill in for @" + found.group(1) + "@");
      }
      return Matcher.quoteReplacement(value);
    });
  }

  private static Map<String, String> parts(AsteriskRoot root, Settings settings, Secrets secrets) {
    Home home = settings.home();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("ASTERISK", home.asterisk().toString());
    parts.put("SPOOL", home.spool().toString());
    parts.put("LOG", home.log().resolve("asterisk").toString());
    parts.put("DISK_FULL", home.diskFull().toString());
    parts.put("NOWHERE", nowhere(home).toString());
    parts.put("MODULES", root.modules().toString());
    parts.put("NODE", settings.node());
    parts.put("AGI_PORT", String.valueOf(settings.agiPort()));
    parts.put("AGI_SECRET", secrets.agi());
    parts.put("AMI_PORT", String.valueOf(settings.amiPort()));
    parts.put("AMI_SECRET", secrets.ami());
    parts.put("AMI_WATCHDOG_SECRET", secrets.amiWatchdog());
    parts.put("SIP_BIND", settings.sipBind());
    parts.put("SIP_PORT", String.valueOf(settings.sipPort()));
    parts.put("RTP_FIRST", String.valueOf(settings.rtpPorts().first()));
    parts.put("RTP_LAST", String.valueOf(settings.rtpPorts().last()));
    parts.put("MAX_CALL_SECONDS", String.valueOf(LONGEST_CALL));
    parts.put("MAX_STUDIO_SECONDS", String.valueOf(LONGEST_STUDIO_CALL));
    parts.put("STUDIO_NUMBER", settings.studioNumber());
    parts.put("NAT", nat(settings));
    parts.put("RESIDENT_MATCH", residents(settings));
    parts.put("TRUNK", settings.trunk().map(TrunkFile::read).orElse(""));
    return parts;
  }

  /** A sound file that keeps nothing: what Record() hears in the fallback is only listened to. */
  static Path nowhere(Home home) {
    return home.asterisk().resolve("spool/nowhere");
  }

  private static String nat(Settings settings) {
    StringBuilder lines = new StringBuilder();
    settings.sipExternal()
        .ifPresent(address -> lines.append("external_media_address = ").append(address).append("\nexternal_signaling_address = ")
            .append(address).append('\n'));
    settings.localNets().forEach(net -> lines.append("local_net = ").append(net).append('\n'));
    return lines.toString();
  }

  /** Loopback, and this machine's own address where SIP listens only there. */
  private static String residents(Settings settings) {
    boolean elsewhere = !settings.sipBind().startsWith("127.") && !"0.0.0.0".equals(settings.sipBind());
    return "match = 127.0.0.1/32" + (elsewhere ? "\nmatch = " + settings.sipBind() + "/32" : "");
  }
}
