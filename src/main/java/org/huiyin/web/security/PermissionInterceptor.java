package org.huiyin.web.security;

import java.lang.annotation.Annotation;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Asks each handler method of ours what it needs, and the viewer whether they may. What states nothing is refused. */
class PermissionInterceptor implements HandlerInterceptor {
  private static final String OURS = "org.huiyin.";

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    // The end of an answer that came in pieces is no new act: it was decided on when it began, and its person may have been disabled since.
    if (request.getDispatcherType() != DispatcherType.ASYNC && handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith(OURS)) {
      decide(method);
    }
    return true;
  }

  static @Nullable Annotation statedBy(HandlerMethod method) {
    for (var element : new java.lang.reflect.AnnotatedElement[]{method.getMethod(), method.getBeanType()}) {
      for (var kind : java.util.List.of(Needs.class, SignedIn.class, Open.class)) {
        var found = AnnotatedElementUtils.findMergedAnnotation(element, kind);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static void decide(HandlerMethod method) {
    var stated = statedBy(method);
    if (stated instanceof Open) {
      return;
    }
    if (!(SecurityContextHolder.getContext().getAuthentication() instanceof ViewerAuthentication viewer)) {
      throw new AccessDeniedException("nobody is signed in");
    }
    if (stated instanceof Needs needs) {
      viewer.getPrincipal().require(needs.value());
    } else if (!(stated instanceof SignedIn)) {
      throw new AccessDeniedException(method + " states no permission");
    }
  }
}
