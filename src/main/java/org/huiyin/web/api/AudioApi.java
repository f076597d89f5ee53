package org.huiyin.web.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.web.Listening;
import org.huiyin.web.Viewer;
import org.huiyin.web.api.Ranges.Piece;
import org.huiyin.web.api.Ranges.Wanted;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A recording's audio, decrypted on its way out: no byte of it is put on a disk, and none leaves before the audit says who listens. */
@RestController
@RequestMapping("/api/v1/recordings/{id}/audio")
@Needs(Permission.SEE_RECORDINGS)
@Tag(name = "recordings")
class AudioApi {
  private static final String TYPE = "audio/ogg";
  private static final int BUFFER = 64 * 1024;
  /** Sent before the rest is decrypted: what a player needs to begin. */
  private static final int FIRST = 8 * 1024;

  private final Recordings recordings;
  private final Listening listening;

  AudioApi(Recordings recordings, Listening listening) {
    this.recordings = recordings;
    this.listening = listening;
  }

  /** How large it is and that it can be read in pieces; nothing is heard, so nothing is audited. */
  @RequestMapping(method = RequestMethod.HEAD)
  void head(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, HttpServletResponse response) {
    var facts = visible(viewer, id);
    describe(facts, response);
    response.setContentType(TYPE);
    response.setContentLengthLong(facts.bytes());
  }

  @GetMapping
  @Operation(summary = "The audio (Ogg Opus, the resident left, the staff right), whole or in ranges; each listening is audited first", responses = {
      @ApiResponse(responseCode = "200", description = "The whole"),
      @ApiResponse(responseCode = "206", description = "The pieces asked for"),
      @ApiResponse(responseCode = "416", description = "Nothing asked for lies within the audio")})
  void audio(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @Parameter(description = "to take a copy away") @RequestParam(required = false) @Nullable String download,
      @Parameter(hidden = true) HttpServletRequest request, @Parameter(hidden = true) HttpServletResponse response) throws IOException {
    var facts = visible(viewer, id);
    describe(facts, response);
    var tag = tag(facts);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    var condition = request.getHeader("If-Range");
    boolean changed = condition != null && !condition.equals(tag);
    switch (changed ? new Wanted.Whole() : Ranges.of(request.getHeader("Range"), facts.bytes())) {
      case Wanted.Outside() -> {
        response.setHeader("Content-Range", "bytes */" + facts.bytes());
        response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
      }
      case Wanted.Whole() -> {
        var grant = grant(viewer, request, facts, download != null, true);
        send(facts, grant, download != null, List.of(new Piece(0, facts.bytes() - 1)), false, response);
      }
      case Wanted.Pieces(var pieces) -> {
        boolean begins = pieces.stream().anyMatch(piece -> piece.from() == 0);
        send(facts, grant(viewer, request, facts, download != null, begins), download != null, pieces, true, response);
      }
    }
  }

  private PlaybackGrant grant(Viewer viewer, HttpServletRequest request, RecordingFacts facts, boolean download, boolean begins) {
    if (download) {
      return Granting.granted(listening.download(viewer, facts.id()));
    }
    var session = Granting.session(request);
    return Granting.granted(begins ? listening.begin(viewer, session, facts.id()) : listening.goOn(viewer, session, facts.id()));
  }

  private void send(RecordingFacts facts, PlaybackGrant grant, boolean download, List<Piece> pieces, boolean partial,
      HttpServletResponse response) throws IOException {
    var audio = recordings.open(facts.id(), grant, pieces.getFirst().from());
    try (var channel = audio.channel()) {
      if (download) {
        response.setHeader("Content-Disposition", "attachment; filename=\"" + facts.id() + ".ogg\"");
      }
      if (partial) {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      }
      if (pieces.size() > 1) {
        multipart(channel, audio.contentType(), facts.bytes(), pieces, response);
        return;
      }
      var piece = pieces.getFirst();
      response.setContentType(audio.contentType());
      response.setContentLengthLong(piece.length());
      if (partial) {
        response.setHeader("Content-Range", "bytes %d-%d/%d".formatted(piece.from(), piece.to(), facts.bytes()));
      }
      copy(channel, piece, response.getOutputStream());
    }
  }

  private static void multipart(SeekableByteChannel channel, String type, long size, List<Piece> pieces, HttpServletResponse response)
      throws IOException {
    var boundary = UUID.randomUUID().toString();
    response.setContentType("multipart/byteranges; boundary=" + boundary);
    var out = response.getOutputStream();
    for (Piece piece : pieces) {
      out.write("\r\n--%s\r\nContent-Type: %s\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
          .formatted(boundary, type, piece.from(), piece.to(), size).getBytes(StandardCharsets.US_ASCII));
      copy(channel, piece, out);
    }
    out.write("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.US_ASCII));
  }

  private static void copy(SeekableByteChannel channel, Piece piece, OutputStream out) throws IOException {
    channel.position(piece.from());
    var buffer = ByteBuffer.allocate((int) Math.min(BUFFER, piece.length()));
    long left = piece.length();
    int next = FIRST;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(Math.min(buffer.capacity(), next), left));
      int read = channel.read(buffer);
      if (read < 0) {
        throw new IOException("the audio is shorter than its record says");
      }
      out.write(buffer.array(), 0, read);
      left -= read;
      if (next == FIRST && left > 0) {
        out.flush();
        next = BUFFER;
      }
    }
  }

  private static void describe(RecordingFacts facts, HttpServletResponse response) {
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("ETag", tag(facts));
    // The browser keeps no copy on its disk either.
    response.setHeader("Cache-Control", "private, no-store");
  }

  private static String tag(RecordingFacts facts) {
    return "\"" + facts.audioHash() + "\"";
  }

  private RecordingFacts visible(Viewer viewer, String id) {
    var facts = recordings.find(RecordingId.of(id)).filter(found -> viewer.sees(found.community()))
        .orElseThrow(() -> new NotThere("recording", id));
    if (facts.state() != RecordingState.STORED) {
      throw new Granting.NotGranted("replay.refused." + switch (facts.state()) {
        case SPOOLED -> "sealing";
        case EMPTY -> "empty";
        default -> "destroyed";
      });
    }
    return facts;
  }
}
