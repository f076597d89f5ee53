package org.huiyin.telephony;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.command.NoopCommand;

/** What arrives on a FastAGI connection: a header that is admitted or refused, and then replies; whatever it is, the script ends as the house's scripts end. */
public final class AgiFuzz {
  private static final String SECRET = "s3cret";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final AgiMetrics METRICS = new AgiMetrics(new SimpleMeterRegistry(), new java.util.concurrent.atomic.AtomicInteger(),
      new java.util.concurrent.atomic.AtomicInteger());

  private AgiFuzz() {
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      GuardedSocket socket = new GuardedSocket(new Bytes(input));
      AgiProtocol protocol = new AgiProtocol(socket);
      socket.grant(PATIENCE);
      if (admitted(protocol) instanceof AgiRequest.Hotline(var call, _)) {
        require(call.caller().raw().length() <= AgiRequest.LONGEST_NUMBER, "a number without an end");
        socket.expectReplies();
        replies(new AgiLine(socket, protocol.reader(), protocol.writer(), METRICS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the server does it: whatever the library throws is a refusal. */
  private static AgiRequest admitted(AgiProtocol protocol) {
    java.util.Map<String, String> header;
    try {
      header = protocol.reader().readRequest().getRequest();
    } catch (AgiException | RuntimeException refused) {
      return new AgiRequest.Refused(AgiMetrics.Refusal.MALFORMED);
    }
    return AgiRequest.of(header, SECRET.getBytes(StandardCharsets.UTF_8), "CN");
  }

  private static void replies(AgiLine line) {
    try {
      for (int i = 0; i < 5 && !line.hungUp(); i++) {
        line.send(new NoopCommand(), PATIENCE).ifPresent(reply -> {
          String _ = reply.getResult();
          String _ = reply.getExtra();
          String _ = reply.getAttribute("endpos");
        });
      }
    } catch (AgiLine.AgiBroken said) {
      require(said.getMessage() != null, "why it is broken is said");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  public static List<byte[]> seeds() {
    String header = """
        agi_network: yes
        agi_network_script: s3cret/hotline
        agi_request: agi://127.0.0.1:4573/s3cret/hotline
        agi_channel: PJSIP/resident-00000001
        agi_uniqueid: main-1.1
        agi_callerid: 13800138000
        agi_arg_1: 6f4631cc-efe7-4138-8906-5005f1aec624
        agi_arg_2: 1-77@127.0.0.1
        agi_arg_3: 13800138000
        agi_arg_4: allowed
        agi_arg_5: 12345
        agi_arg_6: 1795000000

        """;
    return List.of(bytes(header + "200 result=1 (speech) endpos=8000\n200 result=49 endpos=12\nHANGUP\n511 Command Not Permitted\n"),
        bytes(header + "520-Invalid command syntax.  Proper usage follows:\nUsage: NOOP\n520 End of proper usage.\n"),
        bytes(header + "HANGUP\nHANGUP200 result=-1\n200 result=-1\n"), bytes(header.replace("hotline", "probe")),
        bytes(header.replace("s3cret", "guess")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A connection from which these bytes come, and then its end. */
  private static final class Bytes extends Socket {
    private final InputStream in;

    Bytes(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public void setTcpNoDelay(boolean on) {
      // nothing is sent
    }

    @Override
    public synchronized void setSoTimeout(int timeout) {
      // it never waits
    }
  }
}
