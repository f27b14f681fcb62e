import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { classPictures } from '../../src/experiments/kinds/class-pictures.js';
import { writeReport } from '../../src/experiments/report/report.js';
import { graphFromArrays } from '../../src/graph/index.js';
import { bootstrapIntervals, classReport, macroF1, microF1 } from '../../src/training/index.js';
import { classScorePlot, confusionPlot } from '../../src/viz/index.js';
import { largestClasses } from '../../src/viz/internal.js';

const numClasses = 100_000;
const rows = Int32Array.of(0, 1, 2, 3);
const labels = Int32Array.of(7, 7, 99_999, 50_000);
const logits = new Float32Array(rows.length * numClasses);
for (const [i, c] of [7, 8, 99_999, 7].entries()) logits[i * numClasses + c] = 1;
const prediction = { logits, rows, numClasses };
const targets = { kind: 'single', labels, numClasses } as const;

it('class counts and intervals take no memory of classes by classes', async () => {
  const report = classReport(prediction, targets);
  expect(report[7]).toMatchObject({ precision: 0.5, recall: 0.5, support: 2, predicted: 2 });
  expect(report[99_999]).toMatchObject({ precision: 1, recall: 1 });
  const { microF1: interval } = await bootstrapIntervals([microF1, macroF1], prediction, targets, {
    seed: 0,
    resamples: 20,
  });
  expect(interval!.estimate).toBe(0.5);
});

it('a report of very many classes stays small', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heterograph-classes-'));
  const graph = graphFromArrays({ nodes: { n: { data: { y: [...labels] } } } });
  const problem = {
    kind: 'classification',
    graph,
    nodeType: 'n',
    targets,
    seed: 0,
    split: { train: rows, valid: rows, test: rows },
  };
  await writeReport(folder, {
    config: { model: 'm', nodeType: 'n', labelColumn: 'y' } as never,
    problem: problem as never,
    table: { heads: [], rows: [] },
    pictures: classPictures(
      Array.from({ length: numClasses }, (_, c) => `class ${c}`),
      prediction,
      { targets, graph, nodeType: 'n' },
    ),
    training: undefined,
    execution: undefined,
    verdict: [],
    summary: { data: 'd', columns: [], remarks: [], totalSeconds: 1, peakMiB: 1 },
  });
  const html = await readFile(join(folder, 'report.html'), 'utf8');
  expect(html.length).toBeLessThan(2_000_000);
  expect(html).toContain('99941 other classes');
  expect(html).toContain('99940 more classes');
  await rm(folder, { recursive: true });
}, 30_000);

it('drawings of many classes merge the smallest, or leave out the middle', () => {
  const names = Array.from({ length: 200 }, (_, c) => `c${c}`);
  const cells = new Int32Array(200 * 200);
  for (let c = 0; c < 200; c++) cells[c * 200 + c] = 200 - c;
  const svg = confusionPlot(cells, names);
  expect(svg).toContain('141 other classes');
  expect(svg).toContain('0 c0, predicted 0 c0: 200');
  expect(svg.match(/<rect/g)!.length).toBeLessThanOrEqual(2 * 60 * 60 + 1);
  const bars = classScorePlot(names.map((name, i) => ({ class: name, f1: i / 200, support: 1 })));
  expect(bars.match(/<rect/g)!.length).toBe(60);
  expect(bars).toContain('140 more classes');
  const few = largestClasses([1, 9, 5], ['a', 'b', 'c'], 2);
  expect([...few.place]).toEqual([1, 0, 1]);
  expect(few.names).toEqual(['b', '2 other classes']);
});
