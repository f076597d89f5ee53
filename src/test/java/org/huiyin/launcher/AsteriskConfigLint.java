package org.huiyin.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads asterisk-config/ as a whole and names what would open a door. */
final class AsteriskConfigLint {
  /** What a caller, a trunk or the service's script can set: each may be read only through FILTER with a set of characters. */
  private static final Pattern TAINTED = Pattern.compile(
      "\\$\\{(EXTEN|INVALID_EXTEN|CALLERID|CALLERIDNUM|CALLERIDNAME|CALLERANI|DNID|RDNIS|CONNECTEDLINE|REDIRECTING|CHANNEL|UNIQUEID|PJSIP_HEADERS?"
          + "|PJSIP_HEADER_PARAM|SIPCALLID|SIP_HEADER|HY_STAGE|HY_CHOICE|HY_LANG|HY_NOTICE|HY_MENU|HY_MARKS|HOTLINE_DONE|AGISTATUS|HANGUPCAUSE|GLOBAL)\\b");
  private static final Pattern FILTERED = Pattern.compile("\\$\\{FILTER\\([^(),$]+,$");
  private static final Pattern LEADS_ELSEWHERE = Pattern
      .compile(
          "\\b(Dial|Originate|Transfer|ChannelRedirect|Page|FollowMe|Queue|DISA|Redirect|BridgeAdd|Bridge|SIPAddHeader|SendText|SendDTMF)\\(([^)]*)");
  private static final Pattern RUNS_SOMETHING = Pattern
      .compile("\\b(System|TrySystem|SHELL|CURL|EVAL|Exec|TryExec|ExecIf|ExternalIVR|Macro|JACK|EAGI|DeadAGI|Festival|DB|ENV|REALTIME)\\(");
  private static final Set<String> AMI_RIGHTS = Set.of("call", "agent", "originate", "reporting");
  private static final Pattern BANNED_MODULE = Pattern.compile(
      "app_system|func_shell|func_curl|func_config|app_exec|app_externalivr|app_disa|app_originate|app_transfer|pbx_spool|pbx_lua|pbx_ael|pbx_dundi|"
          + "pbx_realtime|res_ari.*|res_stasis.*|res_pjsip_endpoint_identifier_anonymous|res_pjsip_refer|res_http_post|res_phoneprov|res_odbc.*|chan_iax2|manager");
  private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b");
  private static final Set<String> NO_MACHINE = Set.of("127.0.0.1", "0.0.0.0", "255.255.255.0", "255.255.255.255");

  private final Map<String, String> files;
  private final List<String> violations = new ArrayList<>();

  private AsteriskConfigLint(Map<String, String> files) {
    this.files = files;
  }

  static List<String> violations(Map<String, String> files) {
    var lint = new AsteriskConfigLint(files);
    lint.dialplan();
    lint.modules();
    lint.manager();
    lint.lines();
    lint.privacy();
    lint.hardening();
    lint.noMachine();
    return lint.violations;
  }

  private void dialplan() {
    for (String line : code("extensions.conf")) {
      Matcher tainted = TAINTED.matcher(line);
      while (tainted.find()) {
        if (!FILTERED.matcher(line.substring(0, tainted.start())).find()) {
          violations.add("unfiltered " + tainted.group(1) + ": " + line);
        }
      }
      Matcher elsewhere = LEADS_ELSEWHERE.matcher(line);
      if (elsewhere.find()) {
        violations.add("leads to a destination: " + line);
      }
      if (RUNS_SOMETHING.matcher(line).find()) {
        violations.add("runs or evaluates something: " + line);
      }
      if (line.matches(".*\\bGoto\\([^)]*\\$.*") || line.matches(".*\\bGosub(If)?\\(.*")) {
        violations.add("jumps to a computed place: " + line);
      }
      if (line.contains("MixMonitor(") && line.matches(".*MixMonitor\\([^,]*,[^,]*,.*")) {
        violations.add("MixMonitor runs a command: " + line);
      }
      if (line.matches("#(exec|include).*") || line.matches("(switch|lswitch|eswitch)\\s*=>.*")) {
        violations.add("the dialplan reads from elsewhere: " + line);
      }
    }
  }

  private void modules() {
    List<String> lines = code("modules.conf");
    if (!lines.contains("autoload = no")) {
      violations.add("modules.conf loads by itself");
    }
    for (String line : lines) {
      Matcher load = Pattern.compile("(?:pre)?load\\s*=>?\\s*(\\S+?)(\\.so)?").matcher(line);
      if (load.matches() && BANNED_MODULE.matcher(load.group(1)).matches()) {
        violations.add("a dangerous module: " + load.group(1));
      }
    }
  }

  private void manager() {
    Map<String, Map<String, String>> sections = sections("manager.conf");
    Map<String, String> general = sections.getOrDefault("general", Map.of());
    require(general, "bindaddr", "127.0.0.1", "AMI beyond loopback");
    require(general, "webenabled", "no", "AMI over HTTP");
    sections.forEach((name, user) -> {
      if (name.equals("general") || name.endsWith("!")) {
        return;
      }
      require(user, "deny", "0.0.0.0/0.0.0.0", "AMI user " + name + " from anywhere");
      require(user, "permit", "127.0.0.1/255.255.255.255", "AMI user " + name + " from anywhere");
      Set<String> excess = new TreeSet<>(List.of(user.getOrDefault("write", "all").split(",", -1)));
      excess.removeAll(AMI_RIGHTS);
      if (!excess.isEmpty()) {
        violations.add("AMI user " + name + " may write " + excess);
      }
      if (Stream.of(user.getOrDefault("read", "all").split(",", -1)).anyMatch(Set.of("all", "config", "command")::contains)) {
        violations.add("AMI user " + name + " may read configuration or commands");
      }
      if (!user.getOrDefault("secret", "").matches("@[A-Z_]+@")) {
        violations.add("AMI user " + name + " has a secret that is not made per installation");
      }
    });
  }

  private void lines() {
    Map<String, Map<String, String>> pjsip = sections("pjsip.conf");
    require(pjsip.getOrDefault("global", Map.of()), "endpoint_identifier_order", "username,ip", "the wrong order of identification");
    Map<String, String> line = pjsip.getOrDefault("line!", Map.of());
    files.forEach((file, text) -> {
      if (!file.startsWith("pjsip") && !file.startsWith("trunk")) {
        return;
      }
      sections(file, Map.of("line!", line)).forEach((name, section) -> {
        if (!"endpoint".equals(section.get("type"))) {
          return;
        }
        require(section, "context", "from-trunk", file + ": endpoint " + name + " leads elsewhere");
        require(section, "allow_transfer", "no", file + ": endpoint " + name + " may transfer");
        require(section, "identify_by", "ip", file + ": endpoint " + name + " is known by a name that a stranger can choose");
        if (!section.getOrDefault("dtmf_mode", "").startsWith("auto")) {
          violations.add(file + ": endpoint " + name + " is deaf to in-band keys");
        }
        if (name.equals("anonymous")) {
          violations.add(file + ": anybody may call");
        }
      });
      if (text.matches("(?s).*\\bmatch\\s*=\\s*0\\.0\\.0\\.0/0.*")) {
        violations.add(file + ": anybody may call");
      }
    });
  }

  private void privacy() {
    for (String line : code("logger.conf")) {
      if (line.matches("\\S+\\s*=>.*\\b(dtmf|verbose|debug|\\*).*")) {
        violations.add("the log would hold keys or numbers: " + line);
      }
    }
    for (String line : code("cdr_custom.conf")) {
      if (line.matches("(?i).*CDR\\((src|clid|dst|channel|dstchannel|lastdata)\\).*") || line.contains("CALLERID")) {
        violations.add("the CDR file would hold numbers: " + line);
      }
    }
  }

  private void hardening() {
    Map<String, String> options = sections("asterisk.conf").getOrDefault("options", Map.of());
    require(options, "live_dangerously", "no", "dangerous functions over the wire");
    require(options, "execincludes", "no", "#exec in configuration");
    require(sections("http.conf").getOrDefault("general", Map.of()), "enabled", "no", "an HTTP server that nothing uses");
    int calls = Integer.parseInt(options.getOrDefault("maxcalls", "9999"));
    if (calls > 300) {
      violations.add("more calls than can be recorded whole: " + calls);
    }
    require(sections("rtp.conf").getOrDefault("general", Map.of()), "strictrtp", "yes", "audio from anybody");
    if (code("extensions.conf").stream().noneMatch(line -> line.contains("Set(TIMEOUT(absolute)="))) {
      violations.add("a call may last for ever");
    }
  }

  private void noMachine() {
    files.forEach((file, text) -> {
      for (String line : code(file)) {
        Matcher address = ADDRESS.matcher(line);
        while (address.find()) {
          if (!NO_MACHINE.contains(address.group())) {
            violations.add(file + " names a machine: " + line);
          }
        }
        if (line.matches(".*\\b[a-z0-9-]+\\.(com|net|org|cn|local|io)\\b.*") || line.matches(".*=>?\\s*/(?!dev/null)[a-z].*")) {
          violations.add(file + " names a machine or a path: " + line);
        }
      }
    });
  }

  private void require(Map<String, String> section, String key, String value, String otherwise) {
    if (!value.equals(section.get(key))) {
      violations.add(otherwise + " (" + key + " = " + section.get(key) + ")");
    }
  }

  private List<String> code(String file) {
    return files.getOrDefault(file, "").lines().map(line -> line.replaceAll("(?<!\\\\);.*$", "").strip()).filter(line -> !line.isEmpty())
        .toList();
  }

  private Map<String, Map<String, String>> sections(String file) {
    return sections(file, Map.of());
  }

  /** Sections by name; a template's name ends in an exclamation mark, and what inherits from it begins with its values. */
  private Map<String, Map<String, String>> sections(String file, Map<String, Map<String, String>> known) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>(known);
    Map<String, String> current = new LinkedHashMap<>();
    int number = 0;
    for (String line : code(file)) {
      Matcher head = Pattern.compile("\\[([^\\]]+)\\](?:\\(([^)]*)\\))?").matcher(line);
      if (head.matches()) {
        String inherits = head.group(2) == null ? "" : head.group(2);
        current = new LinkedHashMap<>(sections.getOrDefault(inherits + "!", Map.of()));
        String name = head.group(1) + (inherits.equals("!") ? "!" : "");
        sections.put(sections.containsKey(name) ? name + "#" + number++ : name, current);
      } else if (line.contains("=")) {
        String[] parts = line.split("\\s*=>?\\s*", 2);
        current.put(parts[0], parts.length < 2 ? "" : parts[1]);
      }
    }
    return sections;
  }
}
