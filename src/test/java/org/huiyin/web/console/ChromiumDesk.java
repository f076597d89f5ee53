package org.huiyin.web.console;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import org.huiyin.web.Desk;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium, that asks nobody outside for anything, with a person signed in. */
final class ChromiumDesk implements AutoCloseable {
  static final String PASSWORD = "one-good-phrase-for-the-desk-26";
  private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

  private final Playwright playwright;
  private final Browser browser;
  private final Desk desk;
  private final String session;
  private final List<String> complaints = new ArrayList<>();

  ChromiumDesk(Desk desk) {
    this.desk = desk;
    var executable = find();
    Assumptions.assumeTrue(executable.isPresent(), "no Chromium on this machine's PATH");
    this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable.orElseThrow())
        .setArgs(List.of("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--disable-gpu", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=127.0.0.1")));
    this.session = signIn();
  }

  /** A page of its own, already signed in. */
  Page page(String language, int width, ColorScheme scheme) {
    var context = browser.newContext(new Browser.NewContextOptions().setStorageState(session).setLocale(language).setColorScheme(scheme)
        .setViewportSize(width, 900));
    return watched(context);
  }

  Page page() {
    return page("zh-CN", 1440, ColorScheme.LIGHT);
  }

  void open(Page page, String path) {
    page.navigate(desk.url(path));
  }

  /** What the pages' scripts and the content policy complained about so far. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    playwright.close();
  }

  private Page watched(BrowserContext context) {
    var page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text() + " at " + message.location());
      }
    });
    return page;
  }

  /** As the first administrator does it: with the password from the file, then with one of their own. */
  private String signIn() {
    var context = browser.newContext(new Browser.NewContextOptions().setLocale("zh-CN"));
    var page = watched(context);
    var file = desk.home().resolve("secrets/first-admin.txt");
    open(page, "/calls");
    page.fill("#login", "admin");
    if (Files.exists(file)) {
      var first = new Properties();
      try (var in = Files.newInputStream(file)) {
        first.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      page.fill("#password", first.getProperty("password"));
      page.click("main button.first");
      page.waitForURL("**/account/password");
      var fields = page.locator("main input[type=password]");
      fields.nth(0).fill(first.getProperty("password"));
      fields.nth(1).fill(PASSWORD);
      fields.nth(2).fill(PASSWORD);
      page.click("main button.first");
      page.waitForURL(url -> !url.contains("/password"));
    } else {
      page.fill("#password", PASSWORD);
      page.click("main button.first");
      page.waitForURL(url -> !url.contains("/sign-in"));
    }
    var state = context.storageState();
    context.close();
    return state;
  }

  private static Optional<Path> find() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
  }
}
