/** What counts of a key's events: those of a span of time, the last so many, or all. */
export type Window = { readonly days: number } | { readonly rows: number } | 'all';

/** `90 d`, `last 10` or `all`. */
export function windowName(window: Window): string {
  if (window === 'all') return 'all';
  return 'days' in window ? `${window.days} d` : `last ${window.rows}`;
}
