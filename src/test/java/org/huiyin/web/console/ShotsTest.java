package org.huiyin.web.console;
import java.nio.file.*; import java.util.*;
import com.microsoft.playwright.Page; import com.microsoft.playwright.options.ColorScheme;
import org.huiyin.web.*; import org.junit.jupiter.api.*; import org.quartz.Scheduler;
import org.springframework.beans.factory.annotation.Autowired; import org.springframework.jdbc.core.simple.JdbcClient;
class ShotsTest extends DestructionInChromiumTest {
  ShotsTest(@Autowired Desk d,@Autowired JdbcClient j,@Autowired Scheduler s){super(d,j,s);}
  @Test void shots() throws Exception { shoot(Path.of("/tmp/s/proof/shots")); }
}
