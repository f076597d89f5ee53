package org.huiyin.resident;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScenarioTest {
  @Test
  void a_hostile_name_stays_within_its_header_and_never_becomes_a_word_of_sipp_or_xml() throws Exception {
    String name = "\"<b>'\\ [call_id] ]]></scenario> \r\n 你好\"";
    String scenario = Scenario.of(Scenario.escaped(name) + " <sip:1@127.0.0.1>", List.of());
    assertThat(scenario).contains("From: \"<b>'\\x5c \\x5bcall_id\\x5d \\x5d\\x5d></scenario> \\x0d\\x0a 你好\" <sip:1@127.0.0.1>;tag=");
    var sends = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(scenario)))
        .getElementsByTagName("send");
    assertThat(sends.item(0).getTextContent()).contains("INVITE sip:[field2]@", "m=audio [field0] RTP/AVP 0 101");
    assertThat(sends.getLength()).isEqualTo(5);
  }

  @Test
  void what_sipp_cannot_send_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Scenario.escaped("a\0b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Resident.at(SipAddress.loopback(5060)).from("1;tag=x"));
    assertThatIllegalArgumentException().isThrownBy(() -> Resident.at(SipAddress.loopback(5060)).dials("12345 SIP/2.0"));
    assertThatIllegalArgumentException().isThrownBy(() -> Resident.at(SipAddress.loopback(5060)).dials("12345").presses("2A"));
  }
}
