import { DAY } from '../aggregates/spans.js';
import type { Window } from '../aggregates/window.js';
import { mismatch } from '../features/mismatch.js';
import type { PlannedFeature } from '../features/plan.js';
import type { SqlWriter } from './writer.js';

/** A number as SQL. */
function numeral(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : value.toExponential();
}

/** Is an event of `e` seen at the anchor `a`? Not where there is none. */
export const isSeen = 'e.t <= a.seen_until';

/** Is it in a window of the anchor, too? */
function inWindow(window: Window): string {
  if (window === 'all') return isSeen;
  return `e.t > a.seen_until - ${numeral((window as { days: number }).days * DAY)} AND ${isSeen}`;
}

/** A feature as an aggregate of all events `e` of an anchor `a`, of which later ones count nowhere. @param value of the events, such as `e.v0` */
export function aggregateOf(writer: SqlWriter, feature: PlannedFeature, value: string): string {
  const { measure } = feature;
  const within = 'window' in measure ? inWindow(measure.window) : isSeen;
  const time = `CASE WHEN ${isSeen} THEN e.t END`;
  const count = (what: string) => `COUNT(CASE WHEN ${within} THEN ${what} END)`;
  const over = (aggregate: string) => `${aggregate}(CASE WHEN ${within} THEN ${value} END)`;
  const ratio = (part: string, all: string) => `${writer.double(part)} / NULLIF(${all}, 0)`;
  switch (measure.what) {
    case 'count':
      return count('1');
    case 'sum':
    case 'min':
    case 'max':
      return over(measure.what.toUpperCase());
    case 'mean':
      return over('AVG');
    case 'deviation':
      return over(writer.dialect.deviation);
    case 'missing':
      return `1 - ${ratio(count(value), count('1'))}`;
    case 'distinct':
      return `COUNT(DISTINCT CASE WHEN ${within} THEN ${value} END)`;
    case 'share': {
      const of = typeof measure.of === 'string' ? writer.dialect.text(measure.of) : numeral(measure.of);
      return ratio(count(`CASE WHEN ${value} = ${of} THEN 1 END`), count(value));
    }
    case 'since last':
      return `(MIN(a.asked_at) - MAX(${time})) / ${DAY}`;
    case 'since first':
      return `(MIN(a.asked_at) - MIN(${time})) / ${DAY}`;
    case 'between':
      return `CASE WHEN COUNT(${time}) > 1 THEN (MAX(${time}) - MIN(${time})) / ${DAY} / (COUNT(${time}) - 1) END`;
    default:
      throw mismatch(feature);
  }
}

/** The place of a text among the categories of a feature; NULL where it is none of them. */
export function placeOf(writer: SqlWriter, { categories = [] }: PlannedFeature, text: string): string {
  if (categories.length === 0) return writer.double('NULL');
  const places = categories.map((category, place) => `WHEN ${writer.dialect.text(category)} THEN ${place}`);
  return `CASE ${text} ${places.join(' ')} END`;
}
