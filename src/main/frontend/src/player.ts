import { typing } from './keys';
import { clock } from './times';

/** A marked piece of the recording, in seconds from its beginning. */
interface Mark {
  kind: 'notice' | 'prompt' | 'key' | 'message' | 'replaced';
  detail: string;
  label: string;
  from: number;
  to: number | null;
}

interface Peaks {
  perSecond: number;
  resident: number[];
  staff: number[];
  grantedUntil: string;
}

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const SEEK_SECONDS = 5;
const SILENT_BELOW = 6;
const SILENCE_SECONDS = 1.5;
const LANE = 56;
const MARKS = 26;

/** Two lanes, the resident above, the staff below. Nothing is fetched before somebody presses play: listening is an act that is logged. */
export function mountPlayer(root: HTMLElement): void {
  const audio = root.querySelector('audio');
  const canvas = root.querySelector('canvas');
  const slider = root.querySelector<HTMLElement>('[role="slider"]');
  const toggle = root.querySelector<HTMLButtonElement>('[data-play]');
  if (!audio || !canvas || !slider || !toggle) {
    return;
  }
  const part = (name: string): HTMLElement | null => root.querySelector<HTMLElement>(`[data-${name}]`);
  const length = Number(root.dataset['seconds']);
  const begun = Date.parse(root.dataset['begun'] ?? '');
  const marks = JSON.parse(root.dataset['marks'] ?? '[]') as Mark[];
  const wallClock = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: root.dataset['zone'], hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
  });
  let peaks: Peaks | null = null;
  let asked = false;
  let skipSilence = false;

  root.classList.add('mounted');
  audio.removeAttribute('controls');

  const say = (text: string | undefined): void => {
    const status = part('status');
    if (status) {
      status.textContent = text ?? '';
    }
  };

  const seek = (seconds: number): void => {
    audio.currentTime = Math.min(Math.max(0, seconds), Math.max(0, length - 0.05));
    show();
  };

  const setSpeed = (speed: number): void => {
    audio.playbackRate = speed;
    for (const button of root.querySelectorAll<HTMLButtonElement>('[data-speed]')) {
      button.setAttribute('aria-pressed', String(Number(button.dataset['speed']) === speed));
    }
  };

  const turn = (step: number): void => {
    const at = SPEEDS.indexOf(audio.playbackRate);
    setSpeed(SPEEDS[Math.min(Math.max(0, (at < 0 ? 1 : at) + step), SPEEDS.length - 1)] ?? 1);
  };

  async function readPeaks(): Promise<void> {
    const answer = await fetch(root.dataset['peaks'] ?? '', { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!answer?.ok) {
      return;
    }
    peaks = (await answer.json()) as Peaks;
    const until = part('until');
    if (until && peaks.grantedUntil) {
      until.textContent = (root.dataset['textUntil'] ?? '').replace('%', wallClock.format(Date.parse(peaks.grantedUntil)).slice(0, 5));
    }
    draw();
  }

  const play = async (): Promise<void> => {
    if (!asked) {
      asked = true;
      root.classList.add('loading');
      say(root.dataset['textLoading']);
      // The wave first: it brings the permission, so that the audio's requests are one listening and not two.
      await readPeaks();
    }
    try {
      await audio.play();
    } catch (problem) {
      if ((problem as DOMException).name !== 'AbortError') {
        root.classList.remove('loading');
        asked = false;
        say(root.dataset['textFailed']);
      }
    }
  };

  toggle.addEventListener('click', () => (audio.paused ? void play() : audio.pause()));
  part('backward')?.addEventListener('click', () => seek(audio.currentTime - SEEK_SECONDS));
  part('forward')?.addEventListener('click', () => seek(audio.currentTime + SEEK_SECONDS));
  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-speed]')) {
    button.addEventListener('click', () => setSpeed(Number(button.dataset['speed'])));
  }
  const silence = root.querySelector<HTMLInputElement>('[data-silence]');
  silence?.addEventListener('change', () => (skipSilence = silence.checked));
  // Jump marks stand in the player and in the timeline.
  document.addEventListener('click', (event) => {
    const jump = (event.target as HTMLElement).closest<HTMLElement>('[data-seek]');
    if (jump) {
      event.preventDefault();
      seek(Number(jump.dataset['seek']));
      void play().then(() => seek(Number(jump.dataset['seek'])));
    }
  });

  audio.addEventListener('playing', () => {
    root.classList.remove('loading');
    root.classList.add('playing');
    say('');
    toggle.setAttribute('aria-label', root.dataset['textPause'] ?? '');
    requestAnimationFrame(step);
  });
  audio.addEventListener('waiting', () => root.classList.add('loading'));
  for (const event of ['pause', 'ended']) {
    audio.addEventListener(event, () => {
      root.classList.remove('playing', 'loading');
      toggle.setAttribute('aria-label', root.dataset['textPlay'] ?? '');
      show();
    });
  }
  audio.addEventListener('seeked', () => show());
  audio.addEventListener('error', () => {
    root.classList.remove('loading', 'playing');
    asked = false;
    say(root.dataset['textFailed']);
  });

  canvas.addEventListener('pointerdown', (event) => {
    const box = canvas.getBoundingClientRect();
    const to = (x: number): void => seek(((x - box.left) / box.width) * length);
    to(event.clientX);
    canvas.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => to(moved.clientX);
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener('pointerup', () => canvas.removeEventListener('pointermove', move), { once: true });
  });

  document.addEventListener('keydown', (event) => {
    if (typing(event) || document.querySelector('dialog[open]')) {
      return;
    }
    const target = event.target as HTMLElement;
    const inPlayer = root.contains(target);
    if (event.key === ' ' && !(target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target.tagName === 'SUMMARY')) {
      event.preventDefault();
      toggle.click();
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      seek(audio.currentTime + (event.key === 'ArrowLeft' ? -SEEK_SECONDS : SEEK_SECONDS));
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && (inPlayer || !audio.paused)) {
      event.preventDefault();
      turn(event.key === 'ArrowUp' ? 1 : -1);
    } else if (inPlayer && (event.key === 'Home' || event.key === 'End')) {
      event.preventDefault();
      seek(event.key === 'Home' ? 0 : length);
    }
  });

  function step(): void {
    if (audio!.paused) {
      return;
    }
    if (skipSilence) {
      jumpOverSilence();
    }
    show();
    requestAnimationFrame(step);
  }

  function jumpOverSilence(): void {
    if (!peaks) {
      return;
    }
    const from = Math.floor(audio!.currentTime * peaks.perSecond);
    let at = from;
    while (at < peaks.resident.length && (peaks.resident[at] ?? 0) < SILENT_BELOW && (peaks.staff[at] ?? 0) < SILENT_BELOW) {
      at++;
    }
    if (at - from > SILENCE_SECONDS * peaks.perSecond && at < peaks.resident.length) {
      seek(at / peaks.perSecond - 0.25);
    }
  }

  function show(): void {
    const at = audio!.currentTime;
    const position = part('position');
    if (position) {
      position.textContent = `${clock(at)} / ${clock(length)}`;
    }
    const wall = part('wall');
    if (wall) {
      wall.textContent = wallClock.format(begun + at * 1000);
    }
    slider!.setAttribute('aria-valuenow', at.toFixed(1));
    slider!.setAttribute('aria-valuetext', `${clock(at)} / ${clock(length)}`);
    draw();
  }

  function draw(): void {
    const scale = window.devicePixelRatio || 1;
    const width = canvas!.clientWidth;
    const height = 2 * LANE + MARKS + 1;
    if (canvas!.width !== Math.round(width * scale) || canvas!.height !== Math.round(height * scale)) {
      canvas!.width = Math.round(width * scale);
      canvas!.height = Math.round(height * scale);
    }
    const pen = canvas!.getContext('2d');
    if (!pen || width === 0) {
      return;
    }
    const style = getComputedStyle(root);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    const x = (seconds: number): number => (length > 0 ? (seconds / length) * width : 0);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);

    pen.font = `13px ${style.fontFamily}`;
    pen.textBaseline = 'middle';
    for (const mark of marks) {
      const from = x(mark.from);
      const to = x(mark.to ?? length);
      if (mark.kind === 'key') {
        pen.fillStyle = colour('accent');
        pen.fillRect(from - 1, MARKS - 6, 2, height);
        const wide = Math.max(20, pen.measureText(mark.label).width + 10);
        const left = Math.min(Math.max(0, from - wide / 2), width - wide);
        pen.beginPath();
        pen.roundRect(left, 2, wide, 20, 5);
        pen.fill();
        pen.fillStyle = colour('on-accent');
        pen.textAlign = 'center';
        pen.fillText(mark.label, left + wide / 2, 12.5);
      } else if (mark.kind === 'notice' || mark.kind === 'message' || mark.kind === 'replaced') {
        pen.fillStyle = colour(mark.kind === 'message' ? 'message-band' : 'notice-band');
        pen.fillRect(from, 0, Math.max(3, to - from), height);
        if (to - from > pen.measureText(mark.label).width + 12) {
          pen.fillStyle = colour('muted');
          pen.textAlign = 'left';
          pen.fillText(mark.label, from + 6, 12.5);
        }
      }
    }

    const played = x(audio!.currentTime);
    lane(pen, peaks?.resident, MARKS, width, played, colour('accent'), colour('wave'), colour('line'));
    lane(pen, peaks?.staff, MARKS + LANE + 1, width, played, colour('accent'), colour('wave'), colour('line'));
    pen.fillStyle = colour('line');
    pen.fillRect(0, MARKS + LANE, width, 1);
    if (asked || audio!.currentTime > 0) {
      pen.fillStyle = colour('ink');
      pen.fillRect(Math.min(played, width - 2), 0, 2, height);
    }
  }

  function lane(pen: CanvasRenderingContext2D, values: number[] | undefined, top: number, width: number, played: number,
      done: string, todo: string, line: string): void {
    const middle = top + LANE / 2;
    if (!values || !peaks) {
      pen.fillStyle = line;
      pen.fillRect(0, middle - 0.5, width, 1);
      return;
    }
    const shown = length * peaks.perSecond;
    const bar = 3;
    for (let left = 0; left < width; left += bar) {
      const from = Math.floor((left / width) * shown);
      const to = Math.max(from + 1, Math.floor(((left + bar) / width) * shown));
      let loud = 0;
      for (let at = from; at < to && at < values.length; at++) {
        loud = Math.max(loud, values[at] ?? 0);
      }
      // Quiet speech is seen, too: the root lifts it.
      const half = Math.max(0.75, Math.sqrt(loud / 255) * (LANE / 2 - 4));
      pen.fillStyle = left < played ? done : todo;
      pen.fillRect(left, middle - half, bar - 1, half * 2);
    }
  }

  setSpeed(1);
  new ResizeObserver(() => draw()).observe(canvas);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw());
  show();
}
