package org.huiyin.web.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.huiyin.directory.Communities;
import org.huiyin.flow.Menus;
import org.huiyin.flow.Prompts;
import org.huiyin.flow.Sentences;
import org.huiyin.ticket.Tickets.StaleTicket;
import org.huiyin.web.api.Granting.NotGranted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error of the API as a problem detail (RFC 9457). */
@RestControllerAdvice(basePackageClasses = Problems.class)
@Order(0)
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /** One field of a request body and what to do about it. */
  record FieldProblem(String field, String problem) {
  }

  private final MessageSource messages;

  Problems(MessageSource messages) {
    this.messages = messages;
  }

  @ExceptionHandler
  ProblemDetail notThere(NotThere e) {
    return problem(HttpStatus.NOT_FOUND, "not-found", "Not found", e.getMessage());
  }

  /** A menu that is not sound: each fault by its place. */
  @ExceptionHandler
  ProblemDetail broken(Menus.BrokenDraft e, Locale locale) {
    var problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "broken-menu", "The menu is not sound",
        "nothing was published; see the faults");
    problem.setProperty("faults", e.faults().stream().map(fault -> new FieldProblem(fault.place(), fault.text(locale))).toList());
    return problem;
  }

  /** What is no recording, or none that callers could listen to: in the reader's language, with what to do. */
  @ExceptionHandler
  ProblemDetail unusable(Prompts.Unusable e, Locale locale) {
    return problem(HttpStatus.UNPROCESSABLE_CONTENT, "unusable-prompt", "The prompt cannot be used", e.text(locale));
  }

  /** A sentence that a menu says: in the reader's language, with where. */
  @ExceptionHandler
  ProblemDetail inUse(Sentences.InUse e, Locale locale) {
    return problem(HttpStatus.CONFLICT, "sentence-in-use", "A menu says this sentence", e.text(locale));
  }

  /** What the directory does not take, in the words of the console's page. */
  @ExceptionHandler
  ProblemDetail refused(Communities.Refused e, Locale locale) {
    var status = switch (e.why()) {
      case NUMBER_MALFORMED, NAME, ZONE -> HttpStatus.UNPROCESSABLE_CONTENT;
      case NUMBER_TAKEN, NUMBER_RESERVED, LAST_NUMBER -> HttpStatus.CONFLICT;
      case NUMBER_UNKNOWN -> HttpStatus.NOT_FOUND;
      case NOT_EVERYWHERE -> HttpStatus.FORBIDDEN;
    };
    var key = "numbers.refused." + e.why();
    return problem(status, "directory-unchanged", "Not changed", messages.getMessage(key, null, key, locale));
  }

  @ExceptionHandler
  ProblemDetail unknown(Prompts.UnknownPrompt e) {
    return problem(HttpStatus.NOT_FOUND, "not-found", "Not found", e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail stale(Menus.Stale e) {
    return problem(HttpStatus.CONFLICT, "changed-meanwhile", "Changed meanwhile", e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail stale(StaleTicket e) {
    return problem(HttpStatus.CONFLICT, "changed-meanwhile", "Changed meanwhile", e.getMessage());
  }

  /** Ids, numbers and values that are not of their form. Their messages never repeat what was given. */
  @ExceptionHandler
  ProblemDetail malformed(IllegalArgumentException e) {
    return problem(HttpStatus.BAD_REQUEST, "not-understood", "Not understood", e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail malformed(MethodArgumentTypeMismatchException e) {
    return problem(HttpStatus.BAD_REQUEST, "not-understood", "Not understood", e.getName() + " is not of the form that is expected here");
  }

  /** A step that is not legal from where the thing stands; the message names both states. */
  @ExceptionHandler
  ProblemDetail illegal(IllegalStateException e) {
    log.debug("Refused", e);
    return problem(HttpStatus.CONFLICT, "not-from-here", "Not possible in this state", e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail notGranted(NotGranted e, Locale locale) {
    var text = messages.getMessage(e.reason(), null, e.reason(), locale);
    return switch (e.reason()) {
      case "replay.refused.role" -> problem(HttpStatus.FORBIDDEN, "not-permitted", "Not permitted", text);
      case "replay.refused.destroyed" -> problem(HttpStatus.GONE, "destroyed", "Destroyed", text);
      case "replay.refused.scheduled" -> problem(HttpStatus.CONFLICT, "scheduled-for-destruction", "Scheduled for destruction", text);
      case "replay.refused.sealing" -> problem(HttpStatus.CONFLICT, "not-stored-yet", "Not stored yet", text);
      default -> problem(HttpStatus.NOT_FOUND, "no-audio", "No audio", text);
    };
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException e, HttpHeaders headers,
      HttpStatusCode status, WebRequest request) {
    var problem = problem(HttpStatus.BAD_REQUEST, "invalid-fields", "Fields need correction", "some fields are not as they should be");
    List<FieldProblem> fields = e.getBindingResult().getFieldErrors().stream()
        .map(error -> new FieldProblem(error.getField(), String.valueOf(error.getDefaultMessage())))
        .sorted(Comparator.comparing(FieldProblem::field)).toList();
    problem.setProperty("fields", fields);
    return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
  }

  private static ProblemDetail problem(HttpStatus status, String type, String title, @Nullable String detail) {
    var problem = ProblemDetail.forStatusAndDetail(status, detail == null ? title : detail);
    problem.setType(java.net.URI.create("urn:huiyin:problem:" + type));
    problem.setTitle(title);
    return problem;
  }
}
