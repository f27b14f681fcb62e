import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  boundsPlot,
  classScorePlot,
  confusionPlot,
  flowPlot,
  ganttChart,
  learningCurve,
  reportHtml,
  type SchemaCounts,
  schemaDrawing,
  seedDrawing,
} from '../../src/viz/index.js';

const folder = join(import.meta.dirname, 'drawings');

const schema: SchemaCounts = {
  nodes: [
    { type: 'author', count: 4057 },
    { type: 'paper', count: 14_328 },
    { type: 'term', count: 999 },
    { type: 'a venue of a long name', count: 2_500_000 },
    { type: 'alone', count: 0 },
  ],
  edges: [
    { type: ['author', 'writes', 'paper'], count: 19_645, inverse: ['paper', 'written by', 'author'] },
    { type: ['paper', 'written by', 'author'], count: 19_645, inverse: ['author', 'writes', 'paper'] },
    { type: ['paper', 'cites', 'paper'], count: 1000 },
    { type: ['author', 'knows', 'author'], count: 12 },
    { type: ['paper', 'has', 'term'], count: 85_810 },
    ...['in', 'near', 'before', 'after', 'about'].map((name, i) => ({
      type: ['paper', name, 'a venue of a long name'] as const,
      count: 10 ** i,
    })),
    { type: ['a venue of a long name', 'holds', 'author'], count: 7 },
  ],
};
const epoch = Array.from({ length: 12 }, (_, i) => i + 1);
const long = Array.from({ length: 40 }, (_, i) => i + 1);
const bars = Array.from({ length: 7 }, (_, i) => ({
  name: `operator ${i}`,
  kind: ['mean', 'project'][i % 2]!,
  device: ['threads', 'webgpu'][i % 3 === 0 ? 1 : 0]!,
  start: 7 * i,
  end: 7 * i + 9,
  planned: { device: 'threads', start: 8 * i, end: 8 * i + 8 },
}));

/** Many relations between few types, so that labels must give way to each other, to discs and to names. */
const crowded: SchemaCounts = {
  nodes: Array.from({ length: 9 }, (_, i) => ({
    type: `a type named ${'long '.repeat(i % 4)}${i}`,
    count: 9 ** (i % 7),
  })),
  edges: Array.from({ length: 40 }, (_, i) => {
    const end = (at: number) => `a type named ${'long '.repeat(at % 4)}${at}`;
    return { type: [end((i * i) % 9), `relation ${i}`, end((2 * i + 1) % 9)] as const, count: i * 531 };
  }),
};

const flow = {
  levels: [
    [
      { type: 'author', size: 0.3 },
      { type: 'venue & <more>', size: 0.5 },
      { type: 'term', size: 0.2 },
    ],
    [
      { type: 'paper', size: 0.6 },
      { type: 'author', size: 0.4 },
    ],
    [{ type: 'author', size: 1 }],
  ],
  links: [
    { level: 0, source: 'venue & <more>', target: 'paper', relation: 'venue>holds>paper', width: 0.5 },
    { level: 0, source: 'author', target: 'paper', relation: 'author>writes>paper', width: 0.1 },
    { level: 0, source: 'author', target: 'author', relation: null, width: 0.2 },
    { level: 0, source: 'term', target: 'author', relation: 'term>in>paper>written by>author', width: 0.2 },
    { level: 1, source: 'paper', target: 'author', relation: 'paper>written by>author', width: 0.6 },
    { level: 1, source: 'author', target: 'author', relation: null, width: 0.4 },
  ],
};

/** One of each kind, small enough to be read as text. */
const drawings: Record<string, () => string> = {
  'schema.svg': () => schemaDrawing(schema),
  'schema-crowded.svg': () => schemaDrawing(crowded),
  'schema-of-two.svg': () =>
    schemaDrawing({ nodes: schema.nodes.slice(0, 2), edges: [schema.edges[0]!, schema.edges[1]!] }),
  'schema-of-one.svg': () => schemaDrawing({ nodes: schema.nodes.slice(1, 2), edges: [schema.edges[2]!] }),
  'confusion.svg': () => confusionPlot([6, 2, 0, 1, 3, 0, 5, 0, 0], ['left', 'right', 'a class of a long, long name']),
  'confusion-of-13.svg': () =>
    confusionPlot(
      Array.from({ length: 169 }, (_, i) => (i % 14 === 0 ? 9 : i % 5 === 0 ? 1 : 0)),
      Array.from({ length: 13 }, (_, c) => `c${c}`),
    ),
  'curve.svg': () =>
    learningCurve(
      {
        epoch,
        loss: epoch.map((e) => 2 / e),
        'valid/loss': epoch.map((e) => (e % 2 ? null : 3 / e)),
        'valid/F1': epoch.map((e) => e / 20),
      },
      { bestEpoch: 3 },
    ),
  'curve-of-40.svg': () =>
    learningCurve(
      {
        epoch: long,
        loss: long.map((e) => 1 / e),
        a: long.map((e) => e / 80),
        b: long.map((e) => e / 81),
        c: long.map(() => 0.2),
      },
      { bestEpoch: 33, width: 500 },
    ),
  'curve-of-one-epoch.svg': () => learningCurve({ loss: [3] }, { bestEpoch: 1 }),
  'classes.svg': () =>
    classScorePlot([0.9, 0.2, 0.5, 0].map((f1, i) => ({ class: `class ${i}`, f1, support: 10 ** i }))),
  'gantt.svg': () => ganttChart(bars),
  'gantt-measured.svg': () => ganttChart(bars.map(({ planned: _, ...bar }) => bar)),
  'flow.svg': () => flowPlot(flow),
  'bounds.svg': () =>
    boundsPlot(
      [1, 10, 100].map((x) => ({ x, low: x, high: 2 * x })),
      { xLabel: 'seeds', isLog: true },
    ),
  'bounds-linear.svg': () => boundsPlot([1, 2, 5].map((x) => ({ x, low: x - 0.5, high: x + 1 }))),
  'seeds.svg': () =>
    seedDrawing({ x: [0, 1, 2, 5], y: [0, 1, 0, 3], source: [0, 1, 2], target: [1, 2, 3], seeds: [1, 3] }),
  'report.html': () =>
    reportHtml({
      title: 'A run',
      summary: 'What came out.',
      scores: {
        heads: ['model', 'F1'],
        rows: [
          ['ours', '0.91'],
          ['majority', '0.50'],
        ],
      },
      config: { seed: 1, labels: { hops: 2 } },
      facts: { nodes: '12', seconds: '3.5' },
      execution: { operators: bars.slice(0, 3), makespan: 23, plannedMakespan: 24 },
    }),
};

// A change of a drawing is meant, and looked at: UPDATE_DRAWINGS=1 npx vitest run test/viz/drawings, then open the files.
it.each(Object.entries(drawings))('%s is drawn as it was when it was last looked at', (name, draw) => {
  const text = `${draw().replaceAll('><', '>\n<')}\n`;
  const file = join(folder, name);
  if (process.env.UPDATE_DRAWINGS) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), 'UPDATE_DRAWINGS=1 writes it').toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
});
