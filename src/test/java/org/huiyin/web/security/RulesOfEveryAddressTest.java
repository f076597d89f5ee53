package org.huiyin.web.security;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.access.RoleTable;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.foundation.Actor;
import org.huiyin.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/** Every address that the service answers, asked as every role over HTTP. Addresses are found, not listed: a new one is asked by itself. */
@SpringBootTest(classes = GuardedHouse.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@OnH2
class RulesOfEveryAddressTest {
  @LocalServerPort
  private int port;
  @Autowired
  private RequestMappingHandlerMapping requestMappingHandlerMapping;
  @Autowired
  private Accounts accounts;
  @Autowired
  private Tokens tokens;
  @Autowired
  private Directory directory;

  @Test
  void every_address_states_who_may_use_it() {
    assertThat(ours()).hasSizeGreaterThan(10);
    assertThat(ours().values())
        .allSatisfy(method -> assertThat(PermissionInterceptor.statedBy(method)).describedAs(method.toString()).isNotNull());
  }

  @Test
  void what_is_open_to_everybody_is_open_in_the_filters_too_and_nothing_else_is() {
    var parser = new PathPatternParser();
    ours().forEach((info, method) -> {
      boolean open = PermissionInterceptor.statedBy(method) instanceof Open;
      for (String path : paths(info)) {
        boolean listed = java.util.Arrays.stream(Addressing.OPEN)
            .anyMatch(each -> parser.parse(each).matches(PathContainer.parsePath(path)));
        assertThat(listed).describedAs(path).isEqualTo(open);
      }
    });
  }

  @Test
  void each_role_is_let_in_exactly_where_the_table_says() {
    Map<Role, String> asRole = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      asRole.put(role, token(role));
    }
    List<String> wrong = new ArrayList<>();
    ours().forEach((info, method) -> {
      if (PermissionInterceptor.statedBy(method) instanceof Needs needs) {
        for (String path : paths(info)) {
          for (RequestMethod verb : verbs(info)) {
            asRole.forEach((role, token) -> {
              int status = ask(verb, path, token);
              boolean refused = status == 403;
              boolean should = !RoleTable.of(role).contains(needs.value());
              if (refused != should || status == 401) {
                wrong.add(role + " " + verb + " " + path + " -> " + status + ", needs " + needs.value());
              }
            });
            int nobody = ask(verb, path, "");
            if (nobody != 401 && nobody != 302 && nobody != 403) {
              wrong.add("nobody " + verb + " " + path + " -> " + nobody);
            }
          }
        }
      }
    });
    assertThat(wrong).isEmpty();
  }

  private int ask(RequestMethod verb, String path, String token) {
    String[] headers = token.isEmpty() ? new String[0] : new String[]{"Authorization", "Bearer " + token};
    return new Browser(port).statusOnly(verb.name(), path, headers);
  }

  private Map<RequestMappingInfo, HandlerMethod> ours() {
    Map<RequestMappingInfo, HandlerMethod> found = new LinkedHashMap<>();
    requestMappingHandlerMapping.getHandlerMethods().forEach((info, method) -> {
      if (method.getBeanType().getName().startsWith("org.huiyin.")) {
        found.put(info, method);
      }
    });
    return found;
  }

  private static List<String> paths(RequestMappingInfo info) {
    return info.getPatternValues().stream().map(pattern -> pattern.replaceAll("\\{number[^}]*}", "20200101-0001")
        .replaceAll("\\{[^}]*}", UUID.randomUUID().toString())).toList();
  }

  private static List<RequestMethod> verbs(RequestMappingInfo info) {
    var stated = info.getMethodsCondition().getMethods();
    return stated.isEmpty() ? List.of(RequestMethod.GET) : List.copyOf(stated);
  }

  private String token(Role role) {
    var everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    var handed = accounts.add(new Actor.LocalAdmin(), "r" + UUID.randomUUID().toString().substring(0, 8), "王芳", EnumSet.of(role),
        everywhere);
    return tokens.make(handed.member().id(), "test", java.time.Duration.ofDays(1)).text();
  }
}
