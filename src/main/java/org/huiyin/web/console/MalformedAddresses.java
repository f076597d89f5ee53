package org.huiyin.web.console;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** An address with an id that is none leads nowhere, as one with an unknown id does. */
@ControllerAdvice(basePackageClasses = MalformedAddresses.class)
@Order(1)
class MalformedAddresses {
  @ExceptionHandler({IllegalArgumentException.class, MethodArgumentTypeMismatchException.class})
  void lead(Exception malformed, HttpServletResponse response) throws IOException {
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }
}
