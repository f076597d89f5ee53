package org.huiyin.flow.prompts;

/** What was recorded or written cannot become a prompt; both texts say what to do about it. */
public final class UnusableSound extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String zh;
  private final String en;

  /** Why not. */
  public enum Kind {
    EMPTY("文件是空的。请重新选择录音文件。", "The file is empty. Choose the recording again."), TOO_BIG("文件太大，最多 %s MB。请截短，或另存为 MP3。",
        "The file is too large, at most %s MB. Cut it, or save it as MP3."), UNKNOWN("这不是能用的录音文件。请用 WAV、MP3、FLAC、AIFF、AMR 或 Ogg Vorbis。",
            "This is no recording that can be read. Use WAV, MP3, FLAC, AIFF, AMR or Ogg Vorbis."), UNREADABLE("录音文件读不出来，可能已经损坏。请重新导出或重录。",
                "The recording cannot be read, it may be damaged. Export it again or record anew."), CUT_OFF("录音文件不完整，后面缺了一段。请重新导出，再上传一次。",
                    "The file is cut off, its end is missing. Export it again, then upload it once more."), SILENT("录音里听不到声音。请检查话筒，再录一次。",
                        "Nothing can be heard in it. Check the microphone and record again."), TOO_SHORT("录音不到 0.3 秒，听不清。请再录一次。",
                            "It lasts less than 0.3 s. Record it again."), TOO_LONG("长度超过 %s 秒。请说短一些。",
                                "It lasts longer than %s s. Make it shorter."), NOTICE_TOO_LONG(
                                    "录音告知长 %s 秒，最多 %s 秒，因为每个来电都要先听完。请说短一些。",
                                    "The notice would last %s s, at most %s s, since every caller hears it first. Make it shorter."), CLIPPED(
                                        "录得太响，声音失真了。请离话筒远一点或调低音量，再录一次。",
                                        "It was recorded too loud and is distorted. Move away from the microphone or lower its level, then record again."), NO_WORDS(
                                            "请写要说的话，1 到 %s 个字。",
                                            "Write what is to be said, 1 to %s characters."), NOT_SPOKEN("语音合成没有成功。请改一改文字，或者上传录音。",
                                                "The speech engine could not say it. Change the words, or upload a recording."), NO_TOOL(
                                                    "服务器上缺少处理声音的工具（espeak-ng、sox），请告诉管理员。",
                                                    "The tools for sound (espeak-ng, sox) are missing on the server; tell its administrator."), BUSY(
                                                        "正在处理别的录音，请过一会儿再试。",
                                                        "Other recordings are being made ready; try again in a moment.");

    private final String zh;
    private final String en;

    Kind(String zh, String en) {
      this.zh = zh;
      this.en = en;
    }
  }

  UnusableSound(Kind kind, Object... what) {
    super(kind + ": " + kind.en.formatted(what));
    this.kind = kind;
    this.zh = kind.zh.formatted(what);
    this.en = kind.en.formatted(what);
  }

  public Kind kind() {
    return kind;
  }

  public String zh() {
    return zh;
  }

  public String en() {
    return en;
  }
}
