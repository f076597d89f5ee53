package org.huiyin.web.console;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** A form or an address with a value of the wrong kind leads nowhere; the pages themselves never make one. */
@ControllerAdvice(basePackageClasses = MalformedAddresses.class)
@Order(1)
class MalformedAddresses {
  @ExceptionHandler
  void lead(MethodArgumentTypeMismatchException malformed, HttpServletResponse response) throws IOException {
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }
}
