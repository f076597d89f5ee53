package org.huiyin.messaging;

import org.huiyin.support.DeskRooms;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The desk with this room beside it. Nothing is scheduled: tests call the courier themselves. It is no component: who scans this package does not find it. */
@Import(DeskRooms.class)
@ConfigurationPropertiesScan(basePackageClasses = DutyWebhooks.class)
@ComponentScan(basePackageClasses = DutyWebhooks.class)
class DutyRooms {
}
