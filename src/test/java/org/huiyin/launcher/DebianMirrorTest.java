package org.huiyin.launcher;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DebianMirrorTest {
  @Test
  void it_reads_the_one_line_format() {
    assertThat(DebianMirror.in(List.of("""
        # deb http://commented.example/debian bookworm main
        deb http://security.example/debian-security bookworm-security main
        deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] https://mirror.example/debian/ bookworm main contrib
        """))).contains("https://mirror.example/debian");
  }

  @Test
  void it_reads_stanzas() {
    assertThat(DebianMirror.in(List.of("""
        Types: deb
        URIs: https://other.example/node
        Suites: nodistro
        Components: main

        Enabled: no
        Types: deb
        URIs: http://switched-off.example/debian
        Suites: bookworm

        Types: deb
        # a remark
        URIs: http://mirror.example/debian
        Suites: bookworm bookworm-updates
        Components: main

        Types: deb
        URIs: http://mirror.example/debian-security
        Suites: bookworm-security
        """))).contains("http://mirror.example/debian");
  }

  @Test
  void a_machine_that_is_not_debian_names_none() {
    assertThat(DebianMirror.in(List.of("deb http://archive.example/ubuntu noble main\n"))).isEmpty();
  }

  @Test
  void the_setting_goes_first_and_is_checked() {
    assertThat(DebianMirror.find(Map.of("HUIYIN_DEBIAN_MIRROR", "https://mirror.example/debian")))
        .isEqualTo("https://mirror.example/debian");
    assertThatThrownBy(() -> DebianMirror.find(Map.of("HUIYIN_DEBIAN_MIRROR", "x] http://evil"))).isInstanceOf(Problem.class);
  }
}
