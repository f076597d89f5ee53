import htmx from 'htmx.org/dist/htmx.esm.js';

/**
 * Keeps the lists of an open page true. The server only says what kind of thing changed; the page then reads itself again and takes over the
 * parts marked data-live. It says what it was made of, and is told when it missed something before it listened. Rows are matched by their key, so
 * that what somebody looks at stays where it is.
 */
const QUIET_MS = 150;
const POINTER_RESTS_MS = 1500;
const FRESH_MS = 8000;
const EVERY_MS = 30_000;

let pointerMoved = 0;
let pointerOver: Element | null = null;

export function keepLive(): void {
  const parts = document.querySelectorAll<HTMLElement>('[data-live]');
  if (parts.length === 0) {
    return;
  }
  document.addEventListener('pointermove', (event) => {
    pointerMoved = Date.now();
    pointerOver = event.target as Element;
  }, { passive: true });

  let timer: number | undefined;
  const waiting = new Set<string>();
  const later = (kind: string): void => {
    waiting.add(kind);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(waiting), QUIET_MS);
  };

  let source: EventSource | null = null;
  let connectedBefore = false;
  const connect = (): void => {
    source = new EventSource(`/live?made=${document.body.dataset['made'] ?? ''}`);
    source.addEventListener('open', () => {
      document.body.classList.remove('offline');
      if (connectedBefore) {
        later('all');
      }
      connectedBefore = true;
    });
    source.addEventListener('error', () => document.body.classList.add('offline'));
    source.addEventListener('changed', (event) => later((event as MessageEvent<string>).data));
  };
  // A browser has six connections for one server: pages in the background must not hold them.
  document.addEventListener('visibilitychange', () => {
    source?.close();
    if (document.visibilityState === 'visible') {
      connect();
    }
  });
  window.addEventListener('pagehide', () => source?.close());
  connect();
  // Whatever another node of the installation did arrives at the latest now.
  setInterval(() => document.visibilityState === 'visible' && later('all'), EVERY_MS);
}

async function refresh(kinds: Set<string>): Promise<void> {
  const wanted = (part: HTMLElement): boolean =>
    kinds.has('all') || (part.dataset['live'] ?? '').split(' ').some((kind) => kinds.has(kind));
  if (![...document.querySelectorAll<HTMLElement>('[data-live]')].some(wanted)) {
    kinds.clear();
    return;
  }
  const answer = await fetch(location.href, { headers: { Accept: 'text/html', 'X-Live': 'true' } }).catch(() => null);
  if (!answer?.ok || new URL(answer.url).pathname !== location.pathname) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const kindsNow = new Set(kinds);
  kinds.clear();
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = page.getElementById(part.id);
    const touched = kindsNow.has('all') || (part.dataset['live'] ?? '').split(' ').some((kind) => kindsNow.has(kind));
    if (next && touched) {
      put(part, next);
    }
  }
}

function put(part: HTMLElement, next: HTMLElement): void {
  // What is being written or sent stays; its answer is newer than this.
  if (!part.isConnected || part.querySelector('[data-dirty], .htmx-request')) {
    return;
  }
  if (Date.now() - pointerMoved < POINTER_RESTS_MS && pointerOver && part.contains(pointerOver)) {
    window.setTimeout(() => put(part, next), POINTER_RESTS_MS);
    return;
  }
  const rows = part.querySelector<HTMLElement>('[data-rows]');
  const nextRows = next.querySelector<HTMLElement>('[data-rows]');
  if (rows && nextRows) {
    merge(rows, nextRows);
    return;
  }
  if (part.innerHTML !== next.innerHTML && !part.contains(document.activeElement)) {
    part.replaceChildren(...next.childNodes);
    htmx.process(part);
  }
}

function merge(rows: HTMLElement, nextRows: HTMLElement): void {
  const known = new Map([...rows.querySelectorAll<HTMLElement>(':scope > [data-key]')].map((row) => [row.dataset['key'], row]));
  let anchor: Element | null = rows.firstElementChild;
  for (const next of [...nextRows.querySelectorAll<HTMLElement>(':scope > [data-key]')]) {
    const row = known.get(next.dataset['key']);
    if (!row) {
      next.classList.add('fresh');
      window.setTimeout(() => next.classList.remove('fresh'), FRESH_MS);
      rows.insertBefore(next, anchor);
      htmx.process(next);
      continue;
    }
    const anchored = row === anchor;
    let kept = row;
    if (row.dataset['state'] !== next.dataset['state'] && !row.contains(document.activeElement)) {
      row.replaceWith(next);
      htmx.process(next);
      kept = next;
    }
    if (!anchored && anchor && kept.compareDocumentPosition(anchor) & Node.DOCUMENT_POSITION_PRECEDING) {
      // Already further down: the order of the server's answer is the order of the page.
      anchor = kept;
    }
    anchor = (kept as Element).nextElementSibling;
  }
}
