import type { Anchors, Database, FeaturePlan, PlannedFeature, Table, Window } from '../../src/relational/index.js';
import { DAY } from './random-database.js';

/** One row of a path: when it is known, and its value (a number, or a category as text). */
interface Event {
  readonly time: number;
  readonly value: number | string | undefined;
}

/** The features of a plan as anybody would write them down: for every anchor a look at all rows. */
export function referenceFeatures(database: Database, { features }: FeaturePlan, anchors: Anchors): Float64Array[] {
  return features.map((feature) =>
    Float64Array.from(anchors.rows, (row, i) => {
      const time = anchors.times[i]!;
      const cutoff = Math.min(time, anchors.seenUntil?.[i] ?? time);
      return featureOf(database, feature, anchors.table, row, time, cutoff);
    }),
  );
}

const timeOf = (table: Table, row: number) => (table.time ? table.time[row]! : Number.NEGATIVE_INFINITY);
const keyRows = (table: Table, key: string) => table.keys.find(({ name }) => name === key)!;

function featureOf(
  database: Database,
  feature: PlannedFeature,
  name: string,
  row: number,
  time: number,
  cutoff: number,
) {
  let table = database.tables.get(name)!;
  let rows = timeOf(table, row) <= cutoff ? [row] : [];
  for (const move of feature.focus) {
    const before: Table = table;
    if ('up' in move) {
      const key = keyRows(before, move.up);
      table = database.tables.get(key.table)!;
      rows = rows.map((each) => key.rows[each]!).filter((each) => each >= 0 && timeOf(table, each) <= cutoff);
    } else {
      table = database.tables.get(move.last.table)!;
      const key = keyRows(table, move.last.key);
      rows = rows.flatMap((each) => {
        const seen = all(table).filter((child) => key.rows[child] === each && timeOf(table, child) <= cutoff);
        const last = Math.max(...seen.map((child) => timeOf(table, child)));
        return seen.filter((child) => timeOf(table, child) === last);
      });
    }
  }
  const { measure } = feature;
  if (measure.what === 'active') return measured(database, feature, table, all(table), time, cutoff);
  if (measure.what === 'anchor') return dateOf(measure.part, time, cutoff);
  const values = rows
    .map((each) => measured(database, feature, table, [each], time, cutoff))
    .filter((value) => !Number.isNaN(value));
  if (values.length === 0) return Number.NaN;
  if (feature.kind === 'category') return Math.min(...values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const all = (table: Table) => Array.from({ length: table.numRows }, (_, row) => row);

function dateOf(part: string, time: number, cutoff: number): number {
  const date = new Date(time * 1000);
  if (part === 'month') return date.getUTCMonth() + 1;
  if (part === 'weekday') return date.getUTCDay();
  if (part === 'year') return date.getUTCFullYear();
  if (part === 'days unseen') return (time - cutoff) / DAY;
  const day = (date.getTime() - new Date(`${date.getUTCFullYear()}-01-01T00:00:00Z`).getTime()) / 1000 / DAY;
  return part === 'day of year sine'
    ? Math.sin((2 * Math.PI * day) / 365.2425)
    : Math.cos((2 * Math.PI * day) / 365.2425);
}

function measured(
  database: Database,
  feature: PlannedFeature,
  table: Table,
  rows: number[],
  time: number,
  cutoff: number,
) {
  const { measure } = feature;
  const code = (value: number | string | undefined) => {
    const place = feature.categories!.indexOf(String(value));
    return value === undefined || place < 0 ? Number.NaN : place;
  };
  if (measure.what === 'age') return (time - timeOf(table, rows[0]!)) / DAY;
  if (!feature.rows) {
    const column = table.columns.find(({ name }) => name === feature.value!.column)!;
    if (column.kind === 'category') return code(column.categories[column.codes[rows[0]!]!]);
    const value = column.values[rows[0]!]!;
    if (!Number.isFinite(value)) return Number.NaN;
    if (column.kind !== 'date') return value;
    // Later dates are not known yet.
    return value > cutoff ? Number.NaN : (time - value) / DAY;
  }
  const events = eventsOf(database, feature, rows, cutoff);
  if ('window' in measure) return windowed(measure, inWindow(events, measure.window, cutoff));
  const times = [...new Set(events.map((event) => event.time))].sort((a, b) => b - a);
  if (measure.what === 'between') {
    return events.length < 2 ? Number.NaN : (times[0]! - times.at(-1)!) / DAY / (events.length - 1);
  }
  if (measure.what === 'since last') return (time - times[0]!) / DAY;
  if (measure.what === 'since first') return (time - times.at(-1)!) / DAY;
  const known = events.filter(({ value }) => value !== undefined);
  const when = measure.what === 'lag' ? times[measure.back] : Math.max(...known.map((event) => event.time));
  const then = known.filter((event) => event.time === when).map(({ value }) => value!);
  return feature.kind === 'category' ? code(then.sort()[0]) : mean(then as number[]);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function windowed(measure: Extract<PlannedFeature['measure'], { window: Window }>, events: Event[]): number {
  const known = events.map(({ value }) => value).filter((value) => value !== undefined);
  const numbers = known as number[];
  if (measure.what === 'count') return events.length;
  if (measure.what === 'distinct' || measure.what === 'active') return new Set(known).size;
  if (measure.what === 'missing') return 1 - known.length / events.length;
  if (known.length === 0) return Number.NaN;
  const middle = mean(numbers);
  switch (measure.what) {
    case 'share':
      return known.filter((value) => value === measure.of).length / known.length;
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    case 'deviation':
      return Math.sqrt(mean(numbers.map((value) => (value - middle) ** 2)));
    case 'trend': {
      const pairs = events
        .filter(({ value }) => value !== undefined)
        .map((e) => [e.time / DAY, e.value as number] as const);
      const center = mean(pairs.map(([t]) => t));
      const spread = pairs.reduce((sum, [t]) => sum + (t - center) ** 2, 0);
      return spread === 0 ? Number.NaN : pairs.reduce((sum, [t, v]) => sum + (t - center) * (v - middle), 0) / spread;
    }
    default:
      return middle;
  }
}

function inWindow(events: Event[], window: Window, cutoff: number): Event[] {
  if (window === 'all') return events;
  if ('days' in window) return events.filter(({ time }) => time > cutoff - window.days * DAY);
  const times = events.map(({ time }) => time).sort((a, b) => b - a);
  return events.filter(({ time }) => time >= (times[Math.min(window.rows, times.length) - 1] ?? 0));
}

/** Rows that a path leads to from some rows, seen at the cutoff. */
function eventsOf(
  database: Database,
  { rows: path, value, measure }: PlannedFeature,
  from: number[],
  cutoff: number,
): Event[] {
  const isActive = measure.what === 'active';
  const table = database.tables.get(path!.at(-1)!.table)!;
  return all(table).flatMap((row): Event[] => {
    let [at, owner, time]: [Table, number, number] = [table, row, timeOf(table, row)];
    for (const [above, { key: name }] of [...path!.entries()].reverse()) {
      const key = keyRows(at, name);
      owner = key.rows[owner]!;
      at = database.tables.get(key.table)!;
      if (owner < 0) return [];
      if (above > 0 || isActive) time = Math.max(time, timeOf(at, owner));
    }
    if (!from.includes(owner)) return [];
    let place = row;
    at = table;
    for (const name of value?.ups ?? []) {
      const key = keyRows(at, name);
      place = key.rows[place]!;
      at = database.tables.get(key.table)!;
      if (place < 0) return [];
      time = Math.max(time, timeOf(at, place));
    }
    if (!(time <= cutoff)) return [];
    if (isActive) return [{ time, value: owner }];
    if (!value) return [{ time, value: undefined }];
    const column = at.columns.find(({ name }) => name === value.column);
    if (!column) return [{ time, value: place }];
    if (column.kind === 'category') return [{ time, value: column.categories[column.codes[place]!] }];
    const number = column.values[place]!;
    if (!Number.isFinite(number)) return [{ time, value: undefined }];
    if (column.kind !== 'date') return [{ time, value: number }];
    const days = table.time && number <= table.time[row]! ? (table.time[row]! - number) / DAY : Number.NaN;
    return [{ time, value: Number.isNaN(days) ? undefined : days }];
  });
}
