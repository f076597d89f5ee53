package org.huiyin.flow;

import java.util.Locale;

/**
 * What is wrong with a menu, and where.
 *
 * @param place the place in the document, such as {@code /menus/0/keys/1}; {@code /} for the whole
 * @param zh in Chinese
 * @param en in English
 */
public record MenuFault(String place, String zh, String en) {
  /** In the reader's language; English for everybody who does not read Chinese. */
  public String text(Locale locale) {
    return locale.getLanguage().equals("zh") ? zh : en;
  }

  @Override
  public String toString() {
    return place + ": " + en;
  }

  /** What can be wrong beyond the form that the schema describes. */
  enum Kind {
    NOT_JSON("不是可以读懂的 JSON：%s", "is not JSON that can be read: %s"), TOO_LONG("菜单文件太长，最多 %s 个字符",
        "the document is too long, it has at most %s characters"), DOUBLED_ID("编号 %s 用了两次", "the id %s is given twice"), SAME_LANGUAGE(
            "第二种语言和第一种一样",
            "the other language is the first one again"), KEY_OF_LANGUAGE("%s 键已经用来换语言", "%s is the language key already"), NO_START(
                "没有菜单、时段或播报 %s", "there is no menu, hours node or announcement %s"), NO_STRAIGHT("没有选项 %s，不能直接转到那里",
                    "there is no choice %s to lead straight to"), TAKEN_KEY(
                        "这个键已经用来重听菜单或换语言",
                        "this key repeats the menu or changes the language already"), LEADS_NOWHERE("哪里也到不了：没有选项、菜单或节点 %s",
                            "leads nowhere, there is no choice, menu or node %s"), ZERO_IS_A_PERSON("0 键必须是人工，不能是 %s",
                                "0 always leads to a person, not to %s"), ANNOUNCED_NOWHERE("报了 %s 键，按了却到不了任何地方",
                                    "%s is announced and leads nowhere"), TOO_MANY_ANNOUNCED("报了 %s 个键；最多三个（GB/T 33358 要求少用菜单），确有需要就写明原因",
                                        "%s keys are announced; at most three (GB/T 33358 asks for few menus) unless a reason is given"), IDLE_REASON(
                                            "没有多于三个键，不用写原因",
                                            "no more than three keys are announced, so there is nothing to give a reason for"), NO_OTHERWISE(
                                                "没有选项 %s，不按键的人没有去处",
                                                "there is no choice %s, so silence would lead nowhere"), LEADS_TO_ITSELF(
                                                    "菜单 %s 的按键又通到它自己；要重听，用重听的键",
                                                    "a key of menu %s leads to itself; the repeat key says a menu again"), UNREACHED_MENU(
                                                        "没有按键通到菜单 %s",
                                                        "no key leads to menu %s"), UNREACHED_NODE("没有按键通到 %s",
                                                            "no key leads to %s"), UNREACHED_CHOICE("没有按键通到选项 %s",
                                                                "no key leads to choice %s"), TOO_DEEP("菜单 %s 在第 %s 层，最多 %s 层",
                                                                    "menu %s lies %s levels deep; %s are allowed"), PASSED_FOR_EVER(
                                                                        "这里走不出去：%s 又通回它自己，没有菜单或选项可到",
                                                                        "there is no way out: %s leads back to itself, without a menu or a choice on the way"), PASSED_TOO_MANY(
                                                                            "来电的人要连着经过 %s 个报时段或播报的节点才到菜单或选项，最多 %s 个",
                                                                            "callers pass %s nodes of hours and announcements in a row before a menu or a choice; %s are allowed"), BEGINS_WITH_PROGRESS(
                                                                                "电话一接通还没有人问进度：从开头不能不按键就到 %s",
                                                                                "nobody has asked how far a matter is when a call begins: it cannot come to %s without a key"), NO_PROMPT(
                                                                                    "语音 %s 没有%s录音",
                                                                                    "prompt %s is not in the %s catalogue"), NO_SENTENCE(
                                                                                        "本社区没有自己的语音 %s：请先在“语音”页添加，或者换一句",
                                                                                        "this community has no sentence %s of its own: add it on the page Prompts first, or say another"), LATE_TONE(
                                                                                            "不按键的人最久要等 %s 秒才听到嘀声，最多 %s 秒。请把等待按键的时间改短，或把语音录短一些",
                                                                                            "whoever presses no key would wait up to %s s for the tone, at most %s s; let the menu wait less for a key, or make its prompts shorter");

    private final String zh;
    private final String en;

    Kind(String zh, String en) {
      this.zh = zh;
      this.en = en;
    }

    MenuFault at(String place, Object... what) {
      return new MenuFault(place, zh.formatted(what), en.formatted(what));
    }
  }
}
