package org.huiyin.telephony;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;

import org.asteriskjava.manager.action.ManagerAction;
import org.jspecify.annotations.Nullable;

/**
 * Refuses control characters in whatever goes out to Asterisk's manager: the library writes values as they are, so a line break in one of them would
 * be a second action.
 */
final class SafeFields {
  private SafeFields() {
  }

  /** @throws IllegalArgumentException naming the field, not its value */
  static void check(ManagerAction action) {
    for (Method getter : action.getClass().getMethods()) {
      if (getter.getParameterCount() == 0 && getter.getName().matches("(get|is)[A-Z].*") && getter.getDeclaringClass() != Object.class) {
        check(action.getAction() + "." + getter.getName(), value(getter, action));
      }
    }
  }

  private static @Nullable Object value(Method getter, ManagerAction action) {
    try {
      return getter.invoke(action);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("cannot see what " + getter.getName() + " would send", e);
    }
  }

  private static void check(String field, @Nullable Object value) {
    switch (value) {
      case null -> {
        // not sent
      }
      case Map<?, ?> map -> map.forEach((name, of) -> {
        check(field, name);
        check(field, of);
      });
      case Collection<?> many -> many.forEach(one -> check(field, one));
      case Object[] many -> {
        for (int i = 0; i < Array.getLength(many); i++) {
          check(field, many[i]);
        }
      }
      default -> {
        if (value.toString().chars().anyMatch(Character::isISOControl)) {
          throw new IllegalArgumentException(field + " holds a control character and is not sent");
        }
      }
    }
  }
}
