import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantile } from '../../../src/core/index.js';
import { entityConstant, globalConstant, lastValue } from '../../../src/relational/learners/constants.js';
import type { KnownLabels, Learner } from '../../../src/relational/learners/types.js';
import type { ForecastKind } from '../../../src/relational/tasks/types.js';

const database = { tables: new Map() };
const learners: Readonly<Record<string, Learner>> = { global: globalConstant, entity: entityConstant, last: lastValue };
const anchorsOf = (rows: readonly number[], times: readonly number[], labels: readonly number[]) => ({
  ...{ table: 't', rows: Int32Array.from(rows), times: Float64Array.from(times) },
  labels: Float64Array.from(labels),
});

async function predicted(name: string, kind: ForecastKind, asked: ReturnType<typeof anchorsOf>, known: KnownLabels) {
  const train = { anchors: anchorsOf([0, 1, 1], [0, 0, 1], [0, 1, 2]), features: [] };
  const numClasses = kind === 'numbers' ? 1 : 3;
  const { forecaster } = await learners[name]!.fit({ database, kind, numClasses, train, valid: train, seed: 1 });
  const part = { database, features: [], anchors: asked };
  return { values: await forecaster.predict({ ...part, known }), learned: await forecaster.predict(part) };
}

/** Of one anchor, all labels looked at anew. */
function slowly(name: string, kind: ForecastKind, known: KnownLabels, row: number, time: number): number[] | undefined {
  const places = [...known.labels.keys()]
    .filter((i) => known.until[i]! <= time)
    .sort((a, b) => known.until[a]! - known.until[b]! || known.labels[a]! - known.labels[b]!);
  const own = name === 'global' ? [] : places.filter((i) => known.rows[i] === row).slice(name === 'last' ? -1 : 0);
  const labels = (own.length > 0 ? own : places).map((i) => known.labels[i]!);
  if (labels.length === 0) return undefined;
  if (kind === 'numbers') return [quantile(Float64Array.from(labels).sort(), 0.5)];
  return [0, 1, 2].map((code) => labels.filter((label) => label === code).length / labels.length);
}

const time = fc.integer({ min: 0, max: 12 });
const row = fc.integer({ min: 0, max: 3 });
const cases = Object.keys(learners).flatMap((name) =>
  (['classes', 'numbers'] as const).map((kind) => [name, kind] as const),
);

it.each(cases)('%s of %s is what all labels known by each anchor come to', async (name, kind) => {
  const label: fc.Arbitrary<number> =
    kind === 'classes' ? fc.integer({ min: 0, max: 2 }) : fc.integer({ min: -20, max: 20 }).map((n) => n / 8);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ row, time, label }), { maxLength: 40 }),
      fc.array(fc.record({ row, time }), { minLength: 1, maxLength: 30 }),
      async (given, anchors) => {
        const known = {
          rows: Int32Array.from(given, (each) => each.row),
          until: Float64Array.from(given, (each) => each.time),
          labels: Float64Array.from(given, (each) => each.label),
        };
        const [rows, times] = [anchors.map((each) => each.row), anchors.map((each) => each.time)];
        const asked = anchorsOf(rows, times, rows);
        const { values, learned } = await predicted(name, kind, asked, known);
        const width = values.length / anchors.length;
        // Where nothing is known, what was learned of all.
        const all = [...(await predicted('global', kind, asked, known)).learned.slice(0, width)];
        expect(learned.length).toBe(values.length);
        expect([...values]).toEqual(anchors.flatMap((each) => slowly(name, kind, known, each.row, each.time) ?? all));
      },
    ),
  );
});

it.each(cases)('%s of %s takes 100,000 labels of one row and 15,000 anchors', async (name, kind) => {
  const labels = Float64Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 3);
  const known = { rows: new Int32Array(100_000), until: Float64Array.from(labels.keys()), labels };
  const times = Array.from({ length: 15_000 }, (_, i) => (i * 7907) % 100_000);
  const { values } = await predicted(
    name,
    kind,
    anchorsOf(
      times.map(() => 0),
      times,
      times,
    ),
    known,
  );
  expect(values.every(Number.isFinite)).toBe(true);
});
