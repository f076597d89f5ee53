package org.huiyin.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.huiyin.Huiyin;
import org.huiyin.support.OnH2;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.Import;

/** The whole service on a free port, on a fresh H2, without an Asterisk: calls come out of the spool, as after Asterisk's sudden death. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = Huiyin.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {"huiyin.telephony.enabled=false",
    "huiyin.flow.missing-prompts=warn"})
@OnH2
@Import(Desk.class)
@TypeExcludeFilters(OnlyTheProduct.class)
public @interface WholeHouse {
}
