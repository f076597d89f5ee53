/** Single keys for the whole page. None counts while somebody types, nor while Chinese is being composed. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey
    || target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

export function keepKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>('#keys');
  document.querySelector('#show-keys')?.addEventListener('click', () => dialog?.showModal());

  let leader = 0;
  document.addEventListener('keydown', (event) => {
    if (typing(event) || document.querySelector('dialog[open]')) {
      return;
    }
    if (event.key === '?') {
      event.preventDefault();
      dialog?.showModal();
    } else if (event.key === 'g') {
      leader = Date.now();
    } else if (Date.now() - leader < 1200) {
      leader = 0;
      document.querySelector<HTMLAnchorElement>(`.rail a[data-go="${CSS.escape(event.key)}"]`)?.click();
    } else if (event.key === 'j' || event.key === 'k') {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-rows] a.row')];
      const at = links.indexOf(document.activeElement as HTMLAnchorElement);
      links[event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0)]?.focus();
    } else if (event.key === 'n') {
      const note = document.querySelector<HTMLElement>('#note-text');
      if (note) {
        event.preventDefault();
        note.focus();
      }
    }
  });
}
