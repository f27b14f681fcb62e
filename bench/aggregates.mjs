// Twenty temporal aggregates of a large table of events: npm run bench -- aggregates [--runs 3] [--quick]
// 5 million events of 100,000 keys in no order, 1 million anchors; from the arrays of the database to the columns of features.

import { RandomStream } from '../dist/core/index.js';
import { computeFeatures } from '../dist/relational/index.js';

const DAY = 86_400;

export async function aggregates(_names, { quick, runs = '3' }) {
  const [events, keys, anchors] = quick ? [5000, 100, 1000] : [5_000_000, 100_000, 1_000_000];
  const rows = [];
  for (const order of ['by time', 'none']) {
    for (let run = 0; run < Number(runs); run++) {
      const database = shop(events, keys, order);
      const asked = { table: 'customer', rows: draws(anchors, keys, 'anchors'), times: days(anchors, 'times') };
      const started = performance.now();
      const features = await computeFeatures(database, plan(), asked);
      const [seconds, cached] = [performance.now() - started, performance.now()];
      await computeFeatures(database, plan(), asked);
      rows.push({
        ...{ events, keys, anchors, 'order of events': order, aggregates: features.length },
        's, with index': Math.round(seconds) / 1000,
        's, index kept': Math.round(performance.now() - cached) / 1000,
      });
    }
  }
  return { rows };
}

function shop(events, keys, order) {
  const time = days(events, 'events');
  if (order === 'by time') time.sort();
  const stream = new RandomStream(3, 'amount');
  const amount = Float64Array.from({ length: events }, () => stream.nextInt(10_000) / 100);
  const [key, codes] = [draws(events, keys, 'key'), draws(events, 50, 'code')];
  const categories = Array.from({ length: 50 }, (_, i) => `category ${String(i).padStart(2, '0')}`);
  const tables = [
    { name: 'customer', numRows: keys, columns: [], keys: [] },
    {
      ...{ name: 'order', numRows: events, time },
      columns: [
        { name: 'amount', kind: 'number', values: amount },
        { name: 'category', kind: 'category', codes, categories },
      ],
      keys: [{ name: 'customer', table: 'customer', rows: key }],
    },
  ];
  return { tables: new Map(tables.map((table) => [table.name, table])) };
}

function draws(length, below, name) {
  const stream = new RandomStream(1, name);
  return Int32Array.from({ length }, () => stream.nextInt(below));
}

/** Times of three years, in seconds. */
function days(length, name) {
  const stream = new RandomStream(2, name);
  return Float64Array.from({ length }, () => stream.nextInt(3 * 365 * DAY));
}

function plan() {
  const windows = [{ days: 30 }, { days: 90 }, 'all'];
  const [month, quarter, all] = windows;
  const measures = [
    ...windows.map((window) => [{ what: 'count', window }]),
    [{ what: 'since last' }],
    ...['sum', 'mean', 'deviation'].flatMap((what) => [quarter, all].map((window) => [{ what, window }, 'amount'])),
    ...['min', 'max'].flatMap((what) => [month, all].map((window) => [{ what, window }, 'amount'])),
    [{ what: 'last' }, 'amount'],
    [{ what: 'lag', back: 1 }, 'amount'],
    [{ what: 'trend', window: all }, 'amount'],
    [{ what: 'distinct', window: quarter }, 'category'],
    [{ what: 'distinct', window: all }, 'category'],
    [{ what: 'share', window: all, of: 'category 07' }, 'category'],
  ];
  const features = measures.map(([measure, column], i) => ({
    ...{ name: `${i}`, path: 'customer < order', kind: 'number', focus: [] },
    ...{ rows: [{ table: 'order', key: 'customer' }], measure },
    ...(column ? { value: { ups: [], column } } : {}),
  }));
  return { table: 'customer', features, leftOut: [] };
}
