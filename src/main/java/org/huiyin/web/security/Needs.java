package org.huiyin.web.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.huiyin.access.Permission;

/**
 * What the viewer must be permitted to use a handler method; on a class it holds for all its methods. A handler method of ours that states
 * neither this nor {@link SignedIn} nor {@link Open} is refused to everybody.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  Permission value();
}
