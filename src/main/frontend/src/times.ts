/** Keeps the relative times true while a page stands open, and counts the seconds of running calls. */
export function tellTime(): void {
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto', style: 'short' });
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];

  const update = (): void => {
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
      const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['minute', 60];
      const text = Math.abs(seconds) < 60 && time.dataset['now'] ? time.dataset['now'] : relative.format(Math.trunc(seconds / size), unit);
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
    for (const element of document.querySelectorAll<HTMLElement>('[data-running-since]')) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(element.dataset['runningSince'] ?? '')) / 1000));
      element.textContent = clock(seconds);
    }
  };

  update();
  setInterval(update, 1000);
}

/** 75 seconds are 1:15. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
