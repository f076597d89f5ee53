import htmx from 'htmx.org/dist/htmx.esm.js';
import { keepKeys } from './keys';
import { keepLive } from './live';
import { mountPlayer } from './player';
import { tellTime } from './times';

// The Content-Security-Policy allows no inline script and no inline style.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0;
htmx.config.responseHandling = [
  { code: '204', swap: false },
  { code: '[23]..', swap: true },
  // A form that was refused comes back with what was typed and why.
  { code: '409|422', swap: true, error: false },
  { code: '[45]..', swap: false, error: true },
];

document.documentElement.classList.add('js');
keepKeys();
keepLive();
tellTime();
for (const element of document.querySelectorAll<HTMLElement>('[data-player]')) {
  mountPlayer(element);
}

document.body.addEventListener('htmx:configRequest', (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]');
  if (token?.dataset['header']) {
    (event as CustomEvent).detail.headers[token.dataset['header']] = token.content;
  }
});

// A session that is over must not swallow what was typed: the page stays as it is and says so.
function sayThatItFailed(): void {
  const line = document.querySelector<HTMLElement>('#failure');
  if (line) {
    line.hidden = false;
    line.focus();
  }
}
document.body.addEventListener('htmx:responseError', sayThatItFailed);
document.body.addEventListener('htmx:sendError', sayThatItFailed);
document.body.addEventListener('htmx:beforeSwap', (event) => {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>).detail;
  if (new URL(detail.xhr.responseURL || location.href).pathname.startsWith('/sign-in')) {
    detail.shouldSwap = false;
    sayThatItFailed();
  }
});

// What must not be left half written.
document.addEventListener('input', (event) => {
  const form = (event.target as HTMLElement).closest<HTMLFormElement>('form[data-guarded]');
  if (form) {
    form.dataset['dirty'] = 'true';
  }
});
document.addEventListener('submit', (event) => delete (event.target as HTMLElement).dataset['dirty']);
// What was refused comes back with what somebody wrote, which is still written nowhere else.
document.body.addEventListener('htmx:afterSwap', (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.status === 409 || xhr.status === 422) {
    for (const form of (event.target as HTMLElement).querySelectorAll<HTMLFormElement>('form[data-guarded]')) {
      form.dataset['dirty'] = 'true';
    }
  }
});
window.addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-dirty]')) {
    event.preventDefault();
  }
});
