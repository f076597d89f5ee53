package org.huiyin.ticket;

/** The service categories of a community desk (政务服务, 生活服务, 公共事务, 应急响应, 特殊群体关怀, 投诉建议), and what nobody has sorted yet. */
public enum Category {
  GOVERNMENT_SERVICE, DAILY_LIFE, PUBLIC_AFFAIRS, EMERGENCY, SPECIAL_CARE, COMPLAINT, UNSORTED
}
