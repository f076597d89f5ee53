package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AsteriskConfigTest {
  private static final Path FOLDER = Path.of("asterisk-config");

  @Test
  void the_configuration_opens_no_door() throws IOException {
    assertThat(AsteriskConfigLint.violations(files())).isEmpty();
  }

  @Test
  void every_file_is_rendered() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      assertThat(all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(AsteriskConfig.FILES);
    }
  }

  /** Each seeded fault is found, so the lint cannot pass by looking at nothing. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      extensions.conf | ${FILTER(+0-9*#,${EXTEN}):0:32}                    | ${EXTEN}                           | unfiltered EXTEN
      extensions.conf | ${FILTER(+0-9*#,${CALLERID(num)}):0:32}            | ${CALLERID(num)}                   | unfiltered CALLERID
      extensions.conf | ${FILTER(+0-9*#,${CALLERID(num)}):0:32}            | ${CALLERID(name)}                  | unfiltered CALLERID
      extensions.conf | ${FILTER(a-zA-Z0-9@._\\-,${CHANNEL(pjsip,call-id)}):0:200} | ${CHANNEL(pjsip,call-id)}  | unfiltered CHANNEL
      extensions.conf | ${FILTER(a-z\\-,${HY_STAGE}):0:40}                 | ${HY_STAGE}                        | unfiltered HY_STAGE
      extensions.conf | Answer()                                           | Dial(PJSIP/${HY_DIALLED}@carrier)  | leads to a destination
      extensions.conf | Answer()                                           | Dial(PJSIP/100)                    | leads to a destination
      extensions.conf | Answer()                                           | System(rm x)                       | runs or evaluates
      extensions.conf | Answer()                                           | Set(X=${SHELL(id)})                | runs or evaluates
      extensions.conf | Answer()                                           | Set(X=${EVAL(${HY_DIALLED})})      | runs or evaluates
      extensions.conf | Goto(hotline,s,1)                                  | Goto(${HY_DIALLED},s,1)            | jumps to a computed place
      extensions.conf | -staff.wav))                                       | -staff.wav),mv x y)                | MixMonitor runs a command
      extensions.conf | Set(TIMEOUT(absolute)                              | Set(X                              | a call may last for ever
      modules.conf    | autoload = no                                      | autoload = yes                     | loads by itself
      modules.conf    | load = app_playback.so                             | load = app_system.so               | a dangerous module
      modules.conf    | load = app_playback.so                             | load = func_shell.so               | a dangerous module
      manager.conf    | bindaddr = 127.0.0.1                               | bindaddr = 0.0.0.0                 | AMI beyond loopback
      manager.conf    | webenabled = no                                    | webenabled = yes                   | AMI over HTTP
      manager.conf    | write = call,agent,originate,reporting             | write = call,system                | may write [system]
      manager.conf    | write = call,reporting                             | write = call,command               | may write [command]
      manager.conf    | write = call,reporting                             | `; none`                           | may write [all]
      manager.conf    | permit = 127.0.0.1/255.255.255.255                 | permit = 0.0.0.0/0.0.0.0           | from anywhere
      manager.conf    | secret = @AMI_SECRET@                              | secret = hotline                   | not made per installation
      pjsip.conf      | identify_by = ip                                   | identify_by = username             | a stranger can choose
      pjsip.conf      | context = from-trunk                               | context = hotline                  | leads elsewhere
      pjsip.conf      | allow_transfer = no                                | allow_transfer = yes               | may transfer
      pjsip.conf      | dtmf_mode = auto                                   | dtmf_mode = rfc4733                | deaf to in-band keys
      pjsip.conf      | username,ip                                        | ip,username                        | the wrong order
      pjsip.conf      | @RESIDENT_MATCH@                                   | match = 0.0.0.0/0                  | anybody may call
      logger.conf     | messages => notice                                 | messages => dtmf,notice            | keys or numbers
      logger.conf     | messages => notice                                 | messages => verbose,notice         | keys or numbers
      cdr_custom.conf | CDR(uniqueid)                                      | CDR(src)                           | CDR file would hold numbers
      asterisk.conf   | live_dangerously = no                              | live_dangerously = yes             | dangerous functions
      asterisk.conf   | execincludes = no                                  | execincludes = yes                 | #exec
      asterisk.conf   | maxcalls = 300                                     | maxcalls = 500                     | more calls than
      http.conf       | enabled = no                                       | enabled = yes                      | HTTP server
      rtp.conf        | strictrtp = yes                                    | strictrtp = no                     | audio from anybody
      asterisk.conf   | @LOG@                                              | /var/log/asterisk                  | names a machine or a path
      pjsip.conf      | @SIP_BIND@                                         | 192.0.2.7                          | names a machine
      """)
  void a_seeded_fault_is_found(String file, String right, String wrong, String complaint) throws IOException {
    Map<String, String> files = new HashMap<>(files());
    String before = files.getOrDefault(file, "");
    assertThat(before).contains(right);
    files.put(file, before.replace(right, wrong));
    assertThat(AsteriskConfigLint.violations(files)).anySatisfy(violation -> assertThat(violation).contains(complaint));
  }

  @Test
  void a_template_part_without_a_value_is_refused() {
    assertThatThrownBy(() -> AsteriskConfig.fill("a = @NOBODY_KNOWS@", Map.of())).hasMessageContaining("NOBODY_KNOWS");
  }

  @Test
  void the_trunk_examples_are_refused_until_they_are_filled_in_and_taken_then() throws IOException {
    for (String example : List.of("registered.conf", "fixed-address.conf", "analogue-gateway.conf")) {
      String text = Files.readString(FOLDER.resolve("trunk").resolve(example));
      assertThatThrownBy(() -> TrunkFile.check(text)).isInstanceOf(Problem.class).hasMessageContaining("HUIYIN_TRUNK");
      TrunkFile.check(text.replaceAll("<[A-Z-]+>", "198.51.100.4"));
    }
  }

  @Test
  void a_trunk_file_may_not_open_another_door() {
    assertThatThrownBy(() -> TrunkFile.check("[x](line)\ncontext = staff\n")).hasMessageContaining("from-trunk");
    assertThatThrownBy(() -> TrunkFile.check("#exec /bin/sh\n")).hasMessageContaining("#exec");
    TrunkFile.check("[x](line)\ncontext = from-trunk ; as it must be\n");
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(FOLDER)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(FOLDER.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
