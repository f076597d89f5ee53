package org.huiyin.web.security;

import jakarta.servlet.DispatcherType;

import org.huiyin.access.Permission;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Two ways in: programs with a token and without a session, people with a session and against forged requests. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityConfiguration implements WebMvcConfigurer {
  /** Nothing inline, nothing from elsewhere, in no frame; pictures may be data of the page, audio may be fetched by the player. */
  static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
      + " connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new PermissionInterceptor());
  }

  @Bean
  @Order(1)
  SecurityFilterChain programs(HttpSecurity http, Viewers viewers, Refusals refusals) {
    return http.securityMatcher(BearerFilter::hasToken).authorizeHttpRequests(SecurityConfiguration::rules)
        .headers(SecurityConfiguration::headers).csrf(csrf -> csrf.disable()).requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable()).sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(new BearerFilter(viewers, refusals), CsrfFilter.class).build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain people(HttpSecurity http, Viewers viewers, Refusals refusals, SignIn signIn, Sessions sessions) {
    var cache = new HttpSessionRequestCache();
    cache.setRequestMatcher(Sessions::worthComingBackTo);
    // A manager of its own, without the global one behind it: that would ask the same provider a second time after each failure.
    return http.authenticationManager(new ProviderManager(signIn)).authorizeHttpRequests(SecurityConfiguration::rules)
        .headers(SecurityConfiguration::headers)
        .requestCache(configured -> configured.requestCache(cache))
        .formLogin(
            form -> form.loginPage(Addressing.SIGN_IN).usernameParameter("login").passwordParameter("password").failureHandler(sessions)
                .defaultSuccessUrl("/"))
        .logout(logout -> logout.logoutUrl(Addressing.SIGN_OUT).addLogoutHandler(sessions).logoutSuccessUrl(Addressing.SIGN_IN + "?out"))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(new SessionViewerFilter(viewers, refusals), CsrfFilter.class).build();
  }

  private static void rules(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
    rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD).permitAll()
        .requestMatchers(Addressing.OPEN).permitAll().requestMatchers("/actuator/**").hasAuthority(Permission.SEE_SYSTEM.name())
        .anyRequest()
        .authenticated();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY)).frameOptions(frames -> frames.deny())
        .httpStrictTransportSecurity(strict -> strict.includeSubDomains(false))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(permissions -> permissions.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"))
        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
  }
}
