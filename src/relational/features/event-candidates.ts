import { type Window, windowName } from '../aggregates/window.js';
import type { Column, Table } from '../database/types.js';
import type { Candidates } from './candidates.js';
import type { Place } from './place.js';
import type { Down, Measure, PlannedFeature, PlannedValue } from './plan.js';

/** Shares between which a number is one of those whose share is taken, and how many at most. */
const FREQUENT = { from: 0.05, to: 0.95, most: 3 };
/** How many of the latest rows are features of their own. */
const LAGS = 5;

/** Rows that are aggregated. */
interface Events extends Place {
  readonly rows: readonly Down[];
  /** Rows come after those that they belong to. */
  readonly grows: boolean;
  readonly isTimed: boolean;
}

/**
 * Aggregates of rows that a path down leads to. Of rows that are all there as soon as what they belong to, there is only all history.
 * @param hops keys that may still be followed, to the columns of what they refer to
 */
export function addEvents(
  candidates: Candidates,
  place: Place,
  rows: readonly Down[],
  table: Table,
  { hops, grows }: { readonly hops: number; readonly grows: boolean },
): void {
  const tables = rows.map((each) => candidates.database.tables.get(each.table)!);
  const isTimed = grows && tables.some(({ time }) => time !== undefined);
  const events: Events = { ...place, table, rows, grows, isTimed };
  addCounts(candidates, events);
  for (const column of candidates.columns(table)) addColumn(candidates, events, table, [], column, events);
  if (hops > 0) addParents(candidates, events, table, [], events, hops);
}

/** Columns of what the rows refer to, and of what those refer to. */
function addParents(
  candidates: Candidates,
  events: Events,
  table: Table,
  ups: readonly string[],
  at: Pick<Place, 'label' | 'path' | 'tier'>,
  hops: number,
): void {
  const cameBy = ups.length === 0 ? events.rows.at(-1)!.key : undefined;
  for (const key of candidates.keys(table)) {
    if (key.name === cameBy) continue;
    const parent = candidates.database.tables.get(key.table)!;
    const isAlone = table.keys.filter((each) => each.table === key.table).length < 2;
    const to = {
      label: `${at.label} > ${isAlone ? key.table : `${key.table}[${key.name}]`}`,
      path: `${at.path} > ${key.table}`,
      tier: at.tier + 1,
    };
    const further = [...ups, key.name];
    const timed = { ...events, isTimed: events.isTimed || (events.grows && parent.time !== undefined) };
    for (const window of windowsOf(candidates, timed).slice(0, 2)) {
      add(candidates, to.tier + 1, timed, to, { what: 'distinct', window }, { ups: further });
    }
    for (const column of candidates.columns(parent)) addColumn(candidates, timed, parent, further, column, to);
    if (hops > 1) addParents(candidates, timed, parent, further, to, hops - 1);
  }
}

function addCounts(candidates: Candidates, events: Events): void {
  const windows = windowsOf(candidates, events);
  for (const [i, window] of windows.entries())
    add(candidates, events.tier + Math.max(1, i), events, events, { what: 'count', window });
  if (!events.isTimed) return;
  for (const what of ['since last', 'since first', 'between'] as const) {
    add(candidates, events.tier + (what === 'between' ? 3 : 1), events, events, { what });
  }
  if (events.focus.length > 0 || events.rows.length > 1) return;
  for (const window of windows.slice(1)) add(candidates, 4, events, events, { what: 'active', window });
}

function addColumn(
  candidates: Candidates,
  events: Events,
  table: Table,
  ups: readonly string[],
  column: Column,
  at: Pick<Place, 'label' | 'path' | 'tier'>,
): void {
  const to = { ...at, label: `${at.label}.${column.name}` };
  const value = { ups, column: column.name };
  const put = (tier: number, measure: Measure, categories?: readonly string[]) =>
    add(candidates, at.tier + tier, events, to, measure, value, categories);
  const windows = windowsOf(candidates, events);
  const summary = candidates.summary(table, column);
  const isDirect = ups.length === 0 && events.focus.length === 0 && events.rows.length === 1;
  if (column.kind === 'category') {
    const categories = candidates.categories(table, column);
    if (categories && events.isTimed && events.focus.length === 0) put(2, { what: 'last' }, categories);
    for (const [i, window] of windows.slice(0, 2).entries()) put(2 + i, { what: 'distinct', window });
    if (!categories) return;
    for (const { value: of } of summary.frequent.slice(0, FREQUENT.most)) {
      for (const [i, window] of windows.slice(0, 2).entries()) put(3 + i, { what: 'share', window, of });
    }
    return;
  }
  if (events.isTimed && events.focus.length === 0) {
    put(1, { what: 'last' });
    if (isDirect && summary.present < summary.rows) put(2, { what: 'lag', back: 0 });
    for (let back = 1; isDirect && back < LAGS; back++) put(2, { what: 'lag', back });
  }
  const recent = events.isTimed ? [candidates.settings.recent] : [];
  for (const [i, window] of windows.entries()) put(1 + i, { what: 'mean', window });
  for (const window of recent) put(2, { what: 'mean', window });
  if (column.kind === 'boolean') return;
  const often = (column.kind === 'date' ? [] : summary.frequent).filter(
    ({ share }) => share >= FREQUENT.from && share <= FREQUENT.to,
  );
  for (const { value: of } of often.slice(0, FREQUENT.most)) {
    for (const [i, window] of windows.entries()) put(1 + i, { what: 'share', window, of });
    for (const window of recent) put(2, { what: 'share', window, of });
  }
  for (const [i, window] of windows.slice(0, 2).entries()) {
    for (const what of ['min', 'max', 'deviation'] as const) put(3 + i, { what, window });
    if (events.isTimed) put(4, { what: 'trend', window });
    put(5 - i, { what: 'sum', window });
    if (summary.present < summary.rows) put(3 + i, { what: 'missing', window });
  }
}

/** Without times there is only all history. */
function windowsOf({ settings }: Candidates, { isTimed }: Events): readonly Window[] {
  return isTimed ? settings.windows : settings.windows.slice(0, 1);
}

function add(
  candidates: Candidates,
  tier: number,
  { focus, rows }: Events,
  { label, path }: Pick<Place, 'label' | 'path'>,
  measure: Measure,
  value?: PlannedValue,
  categories?: readonly string[],
): void {
  const feature: PlannedFeature = {
    name: `${label} ${measureName(measure)}`,
    path,
    kind: categories ? 'category' : 'number',
    focus,
    rows,
    ...(value ? { value } : {}),
    measure,
    ...(categories ? { categories } : {}),
  };
  candidates.add(tier, feature);
}

function measureName(measure: Measure): string {
  switch (measure.what) {
    case 'since last':
    case 'since first':
      return `days ${measure.what}`;
    case 'between':
      return 'days between';
    case 'lag':
      return measure.back === 0 ? 'at last' : `${measure.back + 1} back`;
    case 'share':
      return `share of ${JSON.stringify(measure.of)} ${windowName(measure.window)}`;
    default:
      return 'window' in measure ? `${measure.what} ${windowName(measure.window)}` : measure.what;
  }
}
