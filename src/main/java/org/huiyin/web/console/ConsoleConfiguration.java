package org.huiyin.web.console;

import java.util.Locale;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ConsoleConfiguration implements WebMvcConfigurer {
  private final FrameMaker frames;

  ConsoleConfiguration(FrameMaker frames) {
    this.frames = frames;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(frames);
  }

  /** What the person chose, else the better one of the two languages by the browser's preference, else Chinese. */
  @Bean
  LocaleResolver localeResolver() {
    var resolver = new CookieLocaleResolver("huiyin-language");
    resolver.setCookieHttpOnly(true);
    resolver.setCookieSameSite("Lax");
    resolver.setCookieMaxAge(java.time.Duration.ofDays(400));
    resolver.setRejectInvalidCookies(false);
    resolver.setDefaultLocaleFunction(request -> {
      var wanted = request.getLocales();
      while (wanted.hasMoreElements()) {
        var language = wanted.nextElement().getLanguage();
        if (language.equals("en")) {
          return Locale.ENGLISH;
        }
        if (language.equals("zh")) {
          break;
        }
      }
      return Locale.SIMPLIFIED_CHINESE;
    });
    return resolver;
  }
}
