import { describe, expect, it } from 'vitest';
import {
  type CrossValidation,
  crossValidate,
  labelShareCurve,
  meanInterval,
  nodeTask,
  pairedComparison,
  validationReport,
} from '../../src/experiments/index.js';
import { labelShareTable, validationTable } from '../../src/experiments/internal.js';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import { plantedGraph } from '../models/planted.js';

const base = { cache: false, model: 'ridge-propagated', task: 'classification' } as const;

describe('cross-validation', () => {
  it('scores the model and simple ones on the same folds', async () => {
    const names: string[] = [];
    const result = await crossValidate(
      { ...base, graph: plantedGraph(), folds: 3, seeds: 2 },
      { onModel: (name) => names.push(name) },
    );
    expect(result).toMatchObject({ task: 'classification', target: 'person.y', folds: 3, seeds: [1, 2], rows: 300 });
    expect(result.figure).toEqual({ name: 'rocAuc', direction: 'max' });
    expect(['a', 'b']).toContain(result.positiveClass);
    expect(names.filter((name) => name === 'majority')).toHaveLength(6);
    const model = result.models.at(-1)!;
    expect(model.model).toBe('ridge-propagated');
    for (const { figures, folds } of result.models) {
      expect(folds.rocAuc).toHaveLength(6);
      // Folds of a seed share half of what they learn from: 100 test rows, 200 others.
      expect(figures.rocAuc).toEqual(meanInterval(folds.rocAuc!, { testOverTrain: 0.5 }));
    }
    const { comparison } = result;
    const simple = result.models.find(({ model: name }) => name === comparison!.against)!;
    const best = Math.max(...result.models.slice(0, -1).map(({ figures }) => figures.rocAuc!.mean));
    expect(simple.figures.rocAuc!.mean).toBe(best);
    const { against: _, ...paired } = comparison!;
    expect(paired).toEqual(pairedComparison(model.folds.rocAuc!, simple.folds.rocAuc!, { testOverTrain: 0.5 }));
    const { heads, rows, note } = validationTable(result);
    expect(heads).toEqual(['model', 'ROC-AUC', 'deviation', '95 %', 'AP', 'F1', 'accuracy', 'log loss', 'seconds']);
    expect(rows).toHaveLength(result.models.length);
    expect(note).toContain(comparison!.against);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('gives the same again, and the folds of a seed do not depend on how many there are', async () => {
    const run = (seeds: number) => crossValidate({ ...base, graph: plantedGraph(), folds: 2, seeds, baselines: false });
    const [one, again, two] = [await run(1), await run(1), await run(2)];
    const values = ({ models }: CrossValidation) => models[0]!.folds.micro!;
    expect(values(again)).toEqual(values(one));
    expect(values(two).slice(0, 2)).toEqual(values(one));
    expect(one.models).toHaveLength(1);
    expect(one.comparison).toBeUndefined();
  });

  it('learns numbers by folds too', async () => {
    const options = { ...base, graph: numbersGraph(), target: 'item.price', task: 'regression', folds: 3 } as const;
    const { figure, models, positiveClass } = await crossValidate(options);
    expect(figure).toMatchObject({ name: 'mae', direction: 'min' });
    expect(positiveClass).toBeUndefined();
    expect(Object.keys(models[0]!.figures)).toEqual(['mae', 'rmse', 'r2']);
    expect(models.at(-1)!.figures.mae!.mean).toBeLessThan(models[0]!.figures.mae!.mean);
  });

  it('keeps test rows out where asked: their numbers change nothing', async () => {
    const graph = numbersGraph();
    const target = 'item.price';
    const { test } = nodeTask({ graph }, target, 'regression').split(1);
    const options = { ...base, model: 'ridge', graph, target, task: 'regression', folds: 3, baselines: false } as const;
    const folds = async (more: object) => (await crossValidate({ ...options, ...more })).models[0]!.folds;
    const seen = await folds({ rows: 'without-test' });
    expect(await folds({ rows: 'without-test', graph: numbersGraph(test) })).toEqual(seen);
    expect(await folds({})).not.toEqual(seen);
    expect(await folds({ graph: numbersGraph(test) })).not.toEqual(await folds({}));
  });

  it.each([{ folds: 1 }, { folds: 400 }, { seeds: 0 }, { rows: 'some' }])('refuses %o', async (wrong) => {
    const options = { ...base, graph: plantedGraph(), ...wrong } as never;
    await expect(crossValidate(options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('stops on a signal', async () => {
    const signal = AbortSignal.abort();
    await expect(crossValidate({ ...base, graph: plantedGraph() }, { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('scores by share of labels', () => {
  it('learn from a part of the training rows and are scored on the same rows', async () => {
    const options = { ...base, graph: plantedGraph(), folds: 2 };
    const curve = await labelShareCurve({ ...options, shares: [0.1, 1] });
    expect(curve.points.map(({ share, trainRows }) => [share, trainRows])).toEqual([
      [0.1, 15],
      [1, 150],
    ]);
    const whole = await crossValidate(options);
    expect(curve.points[1]!.validation.models.map(({ folds }) => folds)).toEqual(
      whole.models.map(({ folds }) => folds),
    );
    const at = (i: number) => curve.points[i]!.validation.models.at(-1)!.figures.rocAuc!.mean;
    expect(at(0)).toBeLessThan(at(1));
    const { heads, rows } = labelShareTable(curve);
    expect(heads.at(-1)).toBe('ridge-propagated');
    expect(rows.map((row) => row[0])).toEqual(['10.00', '100.00']);
    const page = await validationReport(curve);
    expect(page).toContain('aria-label="ROC-AUC by rows learned from"');
    expect(page).toContain(`ridge-propagated: ${Number((100 * at(0)).toPrecision(4))} of 15 rows`);
    expect(await validationReport(whole)).not.toContain('by rows learned from');
  });

  it.each([[[]], [[0]], [[1.5]]])('refuses the shares %o', async (shares) => {
    await expect(labelShareCurve({ ...base, graph: plantedGraph(), shares })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  it('refuses shares of a model that learns the rows of validation, too', async () => {
    const settings = { members: [{ model: 'ridge' }], copies: 2, validation: 'dealt' };
    const options = { ...base, model: 'ensemble', settings, graph: plantedGraph(), folds: 2 };
    await expect(labelShareCurve({ ...options, shares: [1, 0.5] })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

/** Sixty items whose price follows from a column; some of them have another price. */
function numbersGraph(dearer: Int32Array = new Int32Array()): HeteroGraph {
  const size = Array.from({ length: 60 }, (_, i) => (i * 37) % 60);
  const price = size.map((value, i) => 2 * value + (i % 3) + (dearer.includes(i) ? 500 : 0));
  return new GraphBuilder({
    nodes: [
      {
        name: 'item',
        columns: [
          { name: 'size', type: 'float32', role: 'feature' },
          { name: 'price', type: 'float32', role: 'feature' },
        ],
      },
    ],
    edges: [],
  })
    .addNodes('item', { size, price })
    .addEdges(['item', 'next', 'item'], {
      source: Int32Array.from({ length: 59 }, (_, i) => i),
      target: Int32Array.from({ length: 59 }, (_, i) => i + 1),
    })
    .build();
}
