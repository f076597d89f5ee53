package org.huiyin.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.flow.Menus.Change;
import org.huiyin.flow.Menus.Difference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What differs between two menus, each difference in a plain sentence. What has no sentence of its own is told by its place, so nothing is passed over. */
final class MenuSentences {
  private static final List<String> ORDER = List.of("start", "numbers", "straightTo", "name", "language", "repeat", "menus", "information",
      "choices",
      "progress", "hours", "announce", "attendance", "message", "ending");
  private static final String NODE = "/(?<kind>menus|choices|progress|information|hours|announce)/(?<id>[^/]+)";
  private static final Pattern OF_NODE = Pattern.compile(NODE + "/(?<field>[^/]+)(?:/(?<key>[^/]+))?");
  private static final Pattern NODE_ITSELF = Pattern.compile(NODE + "/id");
  private static final Pattern NUMBER = Pattern.compile("/numbers/([^/]+)");
  private static final Map<String, Words> KINDS = Map.of("menus", new Words("菜单", "the menu"), "choices", new Words("选项", "the choice"),
      "progress", new Words("查询进度", "the progress node"), "information", new Words("办事指南", "the list"), "hours",
      new Words("服务时间", "the hours node"), "announce", new Words("播报", "the announcement"));

  /** Of a field: what goes before its value. {@code %1$s} is the node, {@code %2$s} the key. */
  private static final Map<String, Field> FIELDS = Map.ofEntries(
      field("menus/prompt", "%1$s播放的是", "%1$s says"), field("information/prompt", "%1$s开头播放的是", "%1$s says at its beginning"),
      field("menus/waitSeconds", "%1$s等按键的时间是", "%1$s waits for a key for", Unit.SECONDS),
      field("information/waitSeconds", "%1$s等按键的时间是", "%1$s waits for a key for", Unit.SECONDS),
      field("menus/announced", "%1$s报出的键是", "%1$s announces the keys", Unit.PLAIN),
      field("menus/keys", "%1$s的 %2$s 键通到", "key %2$s of %1$s leads to"),
      field("information/answers", "%1$s按 %2$s 键听到的是", "the answer under %2$s of %1$s is"),
      field("menus/wrongKey", "%1$s按错键之后播放的是", "after a wrong key %1$s says"),
      field("information/wrongKey", "%1$s按错键之后播放的是", "after a wrong key %1$s says"),
      field("menus/otherwise", "%1$s里不按键的人到", "whoever presses no key in %1$s comes to"),
      field("information/otherwise", "%1$s里不按键的人到", "whoever presses no key in %1$s comes to"),
      field("progress/otherwise", "%1$s说完不挂机的人到", "whoever stays on the line after %1$s comes to"),
      field("menus/manyKeysReason", "%1$s多报几个键的原因是", "%1$s announces more than three keys because of"),
      field("information/manyKeysReason", "%1$s多报几个键的原因是", "%1$s announces more than three keys because of"),
      field("choices/category", "%1$s的工单类别是", "tickets of %1$s are of the category", Unit.CODE),
      field("choices/priority", "%1$s的工单紧急程度是", "tickets of %1$s have the priority", Unit.CODE),
      field("choices/says", "%1$s留言之前播放的是", "before the message %1$s says"),
      field("hours/attended", "有人值守时，%1$s通到", "while somebody attends, %1$s leads to"),
      field("hours/closed", "没人值守时，%1$s通到", "while nobody attends, %1$s leads to"),
      field("announce/says", "%1$s播放的是", "%1$s says"), field("announce/next", "%1$s之后到", "after %1$s the call goes on to"),
      field("start", "告知之后先到", "after the notice the call comes to"),
      field("numbers", "拨打 %1$s 的电话，告知之后先到", "after the notice a call to %1$s comes to"),
      field("straightTo", "菜单停用，告知之后直接转到", "the menus are off, and after the notice everybody is led straight to"),
      field("name", "菜单文件的名字是", "the document is called"),
      field("language/first", "通话开始用的语言是", "calls begin in", Unit.CODE),
      field("language/other", "另一种语言是", "the other language is", Unit.CODE),
      field("language/key", "换语言的键是", "the key that changes the language is", Unit.PLAIN),
      field("repeat/key", "重听的键是", "the key that repeats is", Unit.PLAIN),
      field("repeat/most", "最多可以重听的次数是", "menus can be heard again at most so many times:", Unit.PLAIN),
      field("attendance/busy", "人都忙的时候播放的是", "while everyone is busy callers hear"),
      field("attendance/closed", "下班后说到什么时候没有人的是", "that nobody is there until a time is said by"),
      field("attendance/closedUnknown", "不知道什么时候有人时播放的是", "that nobody knows when somebody will be there is said by"),
      field("attendance/danger", "下班后说危险时打什么电话的是", "after hours whom to dial in danger is said by"),
      field("attendance/nightNumber", "报夜间电话之前播放的是", "the night number is announced by"),
      field("attendance/ask", "下班后请人留言的是", "after hours a message is asked for by"),
      field("message/ask", "请人留言的是", "a message is asked for by"),
      field("message/nothingHeard", "没听到声音时播放的是", "whoever said nothing hears"),
      field("message/anythingMore", "问还有没有要说的是", "whether there is anything more is asked by"),
      field("message/littleTime", "快到时间时播放的是", "that little time is left is said by"),
      field("message/silenceSeconds", "结束留言的静音时间是", "a message ends after a silence of", Unit.SECONDS),
      field("message/limitSeconds", "留言最长的时间是", "a message may last at most", Unit.SECONDS),
      field("ending/thanks", "致谢播放的是", "thanks are said by"), field("ending/number", "报工单号之前播放的是", "the ticket's number is announced by"),
      field("ending/goodbye", "最后播放的是", "goodbye is said by"));
  private static final Map<String, Words> CODES = Map.ofEntries(Map.entry("GOVERNMENT_SERVICE", new Words("政务服务", "government services")),
      Map.entry("DAILY_LIFE", new Words("生活服务", "daily life")), Map.entry("PUBLIC_AFFAIRS", new Words("公共事务", "public affairs")),
      Map.entry("EMERGENCY", new Words("应急响应", "emergency")), Map.entry("SPECIAL_CARE", new Words("特殊群体关怀", "special care")),
      Map.entry("COMPLAINT", new Words("投诉", "complaint")), Map.entry("UNSORTED", new Words("未分类", "unsorted")),
      Map.entry("URGENT", new Words("紧急", "urgent")), Map.entry("NORMAL", new Words("普通", "normal")),
      Map.entry("zh", new Words("中文", "Chinese")), Map.entry("en", new Words("英文", "English")));

  private enum Unit {
    NAME, PLAIN, SECONDS, CODE
  }

  record Words(String zh, String en) {
  }

  private record Field(Words before, Unit unit) {
  }

  private MenuSentences() {
  }

  private static Map.Entry<String, Field> field(String place, String zh, String en) {
    return field(place, zh, en, Unit.NAME);
  }

  private static Map.Entry<String, Field> field(String place, String zh, String en, Unit unit) {
    return Map.entry(place, new Field(new Words(zh, en), unit));
  }

  static List<Change> between(String from, String to) {
    var differences = MenuDifferences.between(from, to);
    if (differences.isEmpty()) {
      var json = JsonMapper.shared();
      return json.readTree(from).equals(json.readTree(to))
          ? List.of()
          : List.of(
              new Change("/", "只有文件里的顺序或写法变了，打电话的人听不出区别。", "Only the order or the form of the document changed; callers notice nothing."));
    }
    var gone = differences.stream().filter(each -> each.after() == null && NODE_ITSELF.matcher(each.place()).matches())
        .map(each -> each.place().substring(0, each.place().length() - "id".length())).collect(Collectors.toSet());
    var changes = new ArrayList<Change>();
    differences.stream().filter(each -> each.place().endsWith("/id") || gone.stream().noneMatch(each.place()::startsWith))
        .sorted(Comparator.comparingInt(MenuSentences::order).thenComparing(MenuSentences::part)
            .thenComparing(each -> !each.place().endsWith("/id")))
        .forEach(each -> changes.add(change(each)));
    return List.copyOf(changes);
  }

  /** A node before its fields, and nodes where they stand. */
  private static int order(Difference difference) {
    var section = difference.place().split("/", -1)[1];
    int at = ORDER.indexOf(section);
    return at < 0 ? ORDER.size() : at;
  }

  private static String part(Difference difference) {
    var matcher = OF_NODE.matcher(difference.place());
    return matcher.matches() ? matcher.group("id") : "";
  }

  private static Change change(Difference difference) {
    var itself = NODE_ITSELF.matcher(difference.place());
    if (itself.matches()) {
      var node = node(itself);
      return difference.after() == null
          ? sentence(difference, node.zh() + "去掉了", node.en() + " was removed")
          : sentence(difference, node.zh() + "是新增的", node.en() + " is new");
    }
    var matcher = OF_NODE.matcher(difference.place());
    if (matcher.matches()) {
      var field = FIELDS.get(matcher.group("kind") + "/" + matcher.group("field"));
      var key = matcher.group("key");
      if (field != null && field.before().en().contains("%2$s") == (key != null)) {
        return told(difference, field, node(matcher), key == null ? "" : key);
      }
    }
    var number = NUMBER.matcher(difference.place());
    if (number.matches()) {
      return told(difference, Objects.requireNonNull(FIELDS.get("numbers")), new Words(number.group(1), number.group(1)), "");
    }
    var field = FIELDS.get(difference.place().substring(1));
    return field == null
        ? told(difference, new Field(new Words(difference.place() + " 是", difference.place() + " is"), Unit.NAME), new Words("", ""), "")
        : told(difference, field, new Words("", ""), "");
  }

  /** A place as it is read: its node's name and the place itself, or the place alone. */
  static Words place(String where) {
    var matcher = OF_NODE.matcher(where);
    if (!matcher.matches()) {
      return new Words(where, where);
    }
    var node = node(matcher);
    return new Words(node.zh() + "（" + where + "）", node.en() + " (" + where + ")");
  }

  private static Words node(Matcher matcher) {
    var kind = Objects.requireNonNull(KINDS.get(matcher.group("kind")));
    return new Words(kind.zh() + "“" + matcher.group("id") + "”", kind.en() + " '" + matcher.group("id") + "'");
  }

  private static Change told(Difference difference, Field field, Words node, String key) {
    var zh = field.before().zh().formatted(node.zh(), key);
    var en = field.before().en().formatted(node.en(), key);
    var before = difference.before();
    var after = difference.after();
    if (after == null) {
      return sentence(difference, "去掉了这一条：" + zh + value(field, before).zh(), "no longer so: " + en + " " + value(field, before).en());
    }
    return before == null
        ? sentence(difference, zh + value(field, after).zh() + "（新增）", en + " " + value(field, after).en() + " (new)")
        : sentence(difference, zh + value(field, after).zh() + "，原来是" + value(field, before).zh(),
            en + " " + value(field, after).en() + " instead of " + value(field, before).en());
  }

  private static Words value(Field field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return new Words("（空）", "nothing");
    }
    return switch (field.unit()) {
      case NAME -> new Words(quoted(value, "“", "”", "、"), quoted(value, "'", "'", ", "));
      case PLAIN -> new Words(" " + value, value);
      case SECONDS -> new Words(" " + value + " 秒", value + " s");
      case CODE -> CODES.getOrDefault(value, new Words("“" + value + "”", "'" + value + "'"));
    };
  }

  /** Lists of prompts stand with blanks between them; reasons are texts and stay whole. */
  private static String quoted(String value, String open, String close, String between) {
    return value.matches("[a-z0-9 -]+")
        ? Stream.of(value.split(" ", -1)).map(each -> open + each + close).collect(Collectors.joining(between))
        : open + value + close;
  }

  private static Change sentence(Difference difference, String zh, String en) {
    return new Change(difference.place(), zh + "。", en.substring(0, 1).toUpperCase(Locale.ROOT) + en.substring(1) + ".");
  }
}
