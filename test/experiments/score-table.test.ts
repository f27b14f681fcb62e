import { expect, it } from 'vitest';
import { textTable } from '../../src/cli/terminal/text-table.js';
import { scoreOf } from '../../src/experiments/score/score.js';
import { scoreTable } from '../../src/experiments/score/score-table.js';
import type { Targets } from '../../src/training/index.js';

const more = { seconds: { fit: 123.45, evaluate: 1 }, parameters: undefined };
const rows = Int32Array.from({ length: 40 }, (_, i) => i);

/** Scores that are right for three rows of four. */
function scored(numClasses: number, kind: 'single' | 'multi' = 'single') {
  const labels = Int32Array.from(rows, (i) => (i * 7) % numClasses);
  const guess = labels.map((c, i) => (i % 4 === 0 ? (c + 1) % numClasses : c));
  const flags = (of: Int32Array) =>
    Uint8Array.from([...of].flatMap((c) => Array.from({ length: numClasses }, (_, k) => Number(k === c))));
  const logits = Float32Array.from(flags(guess), (flag, i) => 2 * flag - 1 + (i % 13) / 20);
  const targets: Targets =
    kind === 'single' ? { kind, labels, numClasses } : { kind, labels: flags(labels), numClasses };
  return { prediction: { logits, rows, numClasses }, targets, seed: 1 };
}

const widest = (heads: readonly string[], table: string[][]) =>
  Math.max(
    ...textTable(heads, table)
      .split('\n')
      .map((line) => line.length),
  );

it('of two classes: ROC-AUC, average precision and F1 of the one that is looked for', async () => {
  const score = await scoreOf('label-propagation', { ...scored(2), positive: { index: 1, class: 'left' } }, more);
  expect(score.positive!.class).toBe('left');
  expect(score.accuracy).toBe(0.75);
  expect(score.accuracy).toBe(score.micro);
  for (const name of ['micro', 'macro', 'accuracy', 'rocAuc', 'averagePrecision', 'logLoss'] as const) {
    const [low, high] = score[`${name}Interval`];
    expect(low).toBeLessThan(high);
    expect(low).toBeLessThanOrEqual(score[name]);
    expect(high).toBeGreaterThanOrEqual(score[name]);
  }
  const { heads, rows: table, note } = scoreTable([score]);
  expect(note).toContain('left');
  expect(heads).toEqual(['model', 'AUC', '95 %', 'AP', 'F1', 'accuracy', 'log loss', 's']);
  const text = (name: string) => table[0]![heads.indexOf(name)];
  expect(text('AUC')).toBe((100 * score.rocAuc).toFixed(2));
  expect(text('AP')).toBe((100 * score.averagePrecision).toFixed(2));
  expect(text('F1')).toBe((100 * score.positive!.f1).toFixed(2));
  expect(text('accuracy')).toBe('75.00');
  expect(text('s')).toBe('124.5');
  expect(widest(heads, table)).toBeLessThanOrEqual(80);
});

it.each(['single', 'multi'] as const)(
  'of more classes (%s): micro- and macro-F1, ROC-AUC and log loss',
  async (kind) => {
    const score = await scoreOf('label-propagation-chosen', scored(4, kind), more);
    expect(score.positive).toBeUndefined();
    const { heads, rows: table } = scoreTable([score]);
    expect(heads).toEqual(['model', 'micro-F1', '95 %', 'macro-F1', '95 %', 'ROC-AUC', 'log loss', 'seconds']);
    expect(widest(heads, table)).toBeLessThanOrEqual(100);
  },
);

it('says where a figure is not defined', async () => {
  const { prediction, seed } = scored(2);
  const targets: Targets = { kind: 'single', labels: new Int32Array(40), numClasses: 2 };
  const score = await scoreOf('majority', { prediction, targets, seed, positive: { index: 1, class: 'b' } }, more);
  expect(score.rocAuc).toBeNaN();
  const { heads, rows: table } = scoreTable([score]);
  expect(table[0]![heads.indexOf('AUC')]).toBe('-');
  expect(scoreTable([]).rows).toEqual([]);
});
