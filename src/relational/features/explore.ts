import type { ForeignKey, Table } from '../database/types.js';
import type { Candidates } from './candidates.js';
import { addEvents } from './event-candidates.js';
import type { Place } from './place.js';
import type { AnchorPart, Down } from './plan.js';

const PARTS: readonly AnchorPart[] = ['month', 'day of year sine', 'day of year cosine', 'weekday', 'year'];

/** Tiers by which the history of a row whose history ends with it comes later. */
const TOGETHER = 3;

/** Adds all features of rows of a table. @param hops keys that a path follows at most */
export function exploreTable(candidates: Candidates, table: Table, hops: number): void {
  const start: Place = { table, focus: [], label: table.name, path: table.name, tier: 0 };
  for (const part of PARTS) {
    const measure = { what: 'anchor', part } as const;
    candidates.add(0, { name: `anchor ${part}`, path: table.name, kind: 'number', focus: [], measure });
  }
  addOwn(candidates, start);
  if (hops > 0) addHistory(candidates, start, hops);
  for (const key of hops > 0 ? candidates.keys(table) : []) {
    const parent = up(candidates, start, key);
    addOwn(candidates, parent);
    if (hops > 1) addHistory(candidates, parent, hops - 1);
    for (const next of hops > 1 ? candidates.keys(parent.table) : []) addOwn(candidates, up(candidates, parent, next));
  }
  if (hops > 2) addLastParents(candidates, start);
}

/** Columns of the row itself. */
function addOwn(candidates: Candidates, { table, focus, label, path, tier }: Place): void {
  const common = { path, focus };
  if (table.time) candidates.add(tier, { ...common, name: `${label} age`, kind: 'number', measure: { what: 'age' } });
  for (const column of candidates.columns(table)) {
    const value = { ups: [], column: column.name };
    const name = `${label}.${column.name}${column.kind === 'date' ? ' days before' : ''}`;
    const feature = { ...common, name, value, measure: { what: 'value' as const } };
    if (column.kind !== 'category') candidates.add(tier, { ...feature, kind: 'number' });
    else {
      const categories = candidates.categories(table, column);
      if (categories) candidates.add(tier, { ...feature, kind: 'category', categories });
    }
  }
}

/** Aggregates of the rows that refer to a place, and of those that refer to these. */
function addHistory(candidates: Candidates, place: Place, hops: number): void {
  for (const { child, key } of candidates.children(place.table)) {
    const [first, label, path] = [
      down(child, key),
      `${place.label} < ${named(child, key)}`,
      `${place.path} < ${child.name}`,
    ];
    const grows = candidates.grows(place.table, child, key);
    // What came together with the latest row is the last of what may tell anything.
    const tier = place.tier + (grows || place.focus.length === 0 ? 0 : TOGETHER);
    addEvents(candidates, { ...place, label, path, tier }, [first], child, { hops: hops - 1, grows });
    if (hops < 2 || place.focus.length > 0) continue;
    for (const { child: second, key: by } of candidates.children(child)) {
      const further = { ...place, label: `${label} < ${named(second, by)}`, path: `${path} < ${second.name}`, tier: 1 };
      const either = grows || candidates.grows(child, second, by);
      addEvents(candidates, further, [first, down(second, by)], second, { hops: hops - 2, grows: either });
    }
  }
}

/** The history of what the latest row refers to: of a driver, of the constructor that it drove for last. */
function addLastParents(candidates: Candidates, start: Place): void {
  for (const { child, key } of candidates.children(start.table)) {
    if (!child.time) continue;
    const last: Place = {
      table: child,
      focus: [{ last: down(child, key) }],
      label: `${start.label} < ${named(child, key)} (last)`,
      path: `${start.path} < ${child.name}`,
      tier: 0,
    };
    for (const other of candidates.keys(child)) {
      if (other !== key) addHistory(candidates, up(candidates, last, other), 1);
    }
  }
}

function up(candidates: Candidates, place: Place, key: ForeignKey): Place {
  const isAlone = place.table.keys.filter(({ table }) => table === key.table).length < 2;
  return {
    table: candidates.database.tables.get(key.table)!,
    focus: [...place.focus, { up: key.name }],
    label: `${place.label} > ${isAlone ? key.table : `${key.table}[${key.name}]`}`,
    path: `${place.path} > ${key.table}`,
    tier: place.tier + 1,
  };
}

function down(child: Table, key: ForeignKey): Down {
  return { table: child.name, key: key.name };
}

/** A table that refers to another one; with the key where it does so by several. */
function named(child: Table, key: ForeignKey): string {
  return child.keys.filter(({ table }) => table === key.table).length < 2 ? child.name : `${child.name}[${key.name}]`;
}
