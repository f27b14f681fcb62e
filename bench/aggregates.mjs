// Twenty temporal aggregates of a large table of events: npm run bench -- aggregates [--runs 3] [--threads 1,2] [--quick]
// 5 million events of 100,000 keys, 1 million anchors; from the arrays of the database to the columns of features. Of wall and CPU seconds the
// least of the runs. Beside them the seconds in which the bytes that must be read and written are copied once.

import { Pool } from '../dist/compute/index.js';
import { RandomStream } from '../dist/core/index.js';
import { computeFeatures } from '../dist/relational/index.js';

const DAY = 86_400;

export async function aggregates(_names, { quick, runs = '3', threads = '1,2' }) {
  const [events, keys, anchors] = quick ? [5000, 100, 1000] : [5_000_000, 100_000, 1_000_000];
  const rows = [];
  for (const order of ['by time', 'none']) {
    const database = shop(events, keys, order);
    const asked = { table: 'customer', rows: draws(anchors, keys, 'anchors'), times: days(anchors, 'times') };
    const asLittle = copySeconds(events * 24 + anchors * (12 + 8 * plan().features.length));
    for (const count of threads.split(',').map(Number)) {
      const pool = new Pool(count);
      const seconds = [];
      for (let run = 0; run < Number(runs); run++) {
        // Indices belong to a database: this one has none yet.
        const fresh = { tables: new Map(database.tables) };
        const whole = await measured(() => computeFeatures(fresh, plan(), asked, { pool }));
        const kept = await measured(() => computeFeatures(fresh, plan(), asked, { pool }));
        seconds.push([whole.wall, whole.cpu, kept.wall, kept.cpu]);
      }
      pool.dispose();
      const least = [0, 1, 2, 3].map((i) => Math.min(...seconds.map((each) => each[i])));
      rows.push({
        ...{ events, keys, anchors, 'order of events': order, aggregates: plan().features.length, threads: count },
        ...{ 's wall': rounded(least[0]), 's CPU': rounded(least[1]) },
        ...{ 's wall, index kept': rounded(least[2]), 's CPU, index kept': rounded(least[3]) },
        ...{ 's, bytes copied once': rounded(asLittle), 'CPU / copy': Math.round(least[1] / asLittle) },
      });
    }
  }
  return { rows };
}

const rounded = (seconds) => Math.round(seconds * 1000) / 1000;

async function measured(work) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 };
}

/** CPU seconds in which so many bytes are copied, the least of three times. */
function copySeconds(bytes) {
  const [from, to] = [new Uint8Array(bytes).fill(1), new Uint8Array(bytes)];
  const copies = Array.from({ length: 3 }, () => {
    const cpu = process.cpuUsage();
    to.set(from);
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1e6;
  });
  return Math.min(...copies);
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
