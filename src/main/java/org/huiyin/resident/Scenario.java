package org.huiyin.resident;

import java.util.List;
import java.util.stream.Collectors;

/** The SIP of a resident's call as a SIPp scenario. SIPp dials, answers and hangs up; after the answer it does what it is told over its
 * third-party-call-control socket and reports there, so that the script is not a row of guessed pauses. */
final class Scenario {
  static final String ANSWERED = "answered";
  static final String PRESSED = "pressed";
  static final String RESIDENT_HUNG_UP = "resident-hung-up";
  static final String HOTLINE_HUNG_UP = "hotline-hung-up";

  private Scenario() {
  }

  /** The From value of a scenario in which each call takes its own from the rows. */
  static final String FROM_ROW = "[field1]";

  /** A row of the calls' table: the port of the voice, the From value, the number dialled. */
  static String row(int port, String from, String number) {
    return port + ";" + from + ";" + number;
  }

  /** The branch carries the CSeq, because SIPp gives each place in the scenario one branch and the second key would pass for a retransmission. */
  static String of(String from, List<String> headers) {
    String more = headers.stream().map(header -> header + "\n").collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <scenario name="resident">
        <send retrans="500"><![CDATA[
        INVITE sip:[field2]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]-[cseq]
        From: %s;tag=[pid]r[call_number]
        To: <sip:[field2]@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: [cseq] INVITE
        Contact: <sip:resident@[local_ip]:[local_port]>
        Max-Forwards: 70
        %sContent-Type: application/sdp
        Content-Length: [len]

        v=0
        o=resident 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio [field0] RTP/AVP 0 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=ptime:20

        ]]></send>
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        <recv response="183" optional="true"/>
        <recv response="200" rrs="true"><action>
          <ereg regexp="m=audio ([0-9]+)" search_in="msg" check_it="true" assign_to="media,port"/>
        </action></recv>
        """.formatted(from, more)
        + request("ACK", "", "<send>")
        + report(ANSWERED)
        + """
            <label id="listening"/>
            <recv request="BYE" optional="true" next="bye"/>
            <recvCmd><action>
              <ereg regexp="Press: (.)" search_in="msg" assign_to="press,key"/>
              <ereg regexp="Hang-Up" search_in="msg" assign_to="hangup"/>
            </action></recvCmd>
            <nop test="hangup" next="hangup"/>
            """
        + request("INFO", """
            Content-Type: application/dtmf-relay
            Content-Length: [len]

            Signal=[$key]
            Duration=160
            """, "<send retrans=\"500\">")
        + BYE_OR_OK
        + report(PRESSED)
        + """
            <nop next="listening"/>
            <label id="hangup"/>
            """
        + request("BYE", "", "<send retrans=\"500\">")
        + BYE_OR_OK
        + report(RESIDENT_HUNG_UP)
        + """
            <nop next="end"/>
            <label id="bye"/>
            <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

            ]]></send>
            """
        + report(HOTLINE_HUNG_UP)
        + """
            <label id="end"/>
            <Reference variables="media,press"/>
            </scenario>
            """;
  }

  private static final String BYE_OR_OK = """
      <recv request="BYE" optional="true" next="bye"/>
      <recv response="200"/>
      """;

  private static String request(String method, String contentAndBody, String send) {
    return send + """
        <![CDATA[
        %1$s [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]-[cseq]
        [last_From:]
        [last_To:]
        [routes]
        Call-ID: [call_id]
        CSeq: [cseq] %1$s
        Max-Forwards: 70
        %2$s
        ]]></send>
        """.formatted(method, contentAndBody.isEmpty() ? "Content-Length: 0\n" : contentAndBody);
  }

  private static String report(String event) {
    return """
        <sendCmd><![CDATA[
        Call-ID: [call_id]
        Event: %s
        Port: [$port]

        ]]></sendCmd>
        """.formatted(event);
  }

  /** A header's value for the scenario: what SIPp or its reader of XML would take for a word of their own is written in hexadecimal. */
  static String escaped(String header) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException("SIPp cannot send a NUL");
      }
      escaped.append(c < ' ' || c == '[' || c == ']' || c == '\\' ? "\\x%02x".formatted((int) c) : String.valueOf(c));
    }
    return escaped.toString();
  }
}
