package org.huiyin.bench;

import org.asteriskjava.fastagi.AgiChannel;
import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.AgiRequest;
import org.asteriskjava.fastagi.AgiScript;
import org.asteriskjava.fastagi.DefaultAgiServer;
import org.asteriskjava.fastagi.SimpleMappingStrategy;

/** The peer: the library's own server with its own pool of threads, and a script that asks for the same things as the hotline's and does nothing else. */
final class PlainAgiServer implements AgiScript {
  static final String SCRIPT = "hotline";

  private PlainAgiServer() {
  }

  public static void main(String[] arguments) throws Exception {
    DefaultAgiServer server = new DefaultAgiServer();
    server.setPort(Integer.parseInt(arguments[0]));
    SimpleMappingStrategy mapping = new SimpleMappingStrategy();
    mapping.setMappings(java.util.Map.of(SCRIPT, new PlainAgiServer()));
    server.setMappingStrategy(mapping);
    server.startup();
  }

  @Override
  public void service(AgiRequest request, AgiChannel channel) throws AgiException {
    for (String prompt : new String[]{"notice", "menu", "message"}) {
      channel.setVariable("HY_STAGE", prompt);
      channel.getVariable("HY_KEYS");
      channel.streamFile("huiyin/zh/" + prompt, "0123456789*#");
    }
    channel.streamFile("beep", "");
    channel.recordFile("nowhere", "sln", "#", 10_000, 0, false, 10);
    channel.setVariable("HY_STAGE", "thanks");
    for (String prompt : new String[]{"thanks", "ticket-number", "goodbye"}) {
      channel.streamFile("huiyin/zh/" + prompt, "");
    }
    channel.setVariable("HOTLINE_DONE", "1");
  }
}
