import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { classificationProblem, createModel, restoreModel } from '../../../src/models/index.js';
import { weightsOn } from '../../../src/models/network/node-tables.js';
import { rowsFrom } from './graphs.js';

const code = (wanted: string) => expect.objectContaining({ code: wanted });

/** Shops of one class where they lie in a southern town; towns have nothing but an id. */
function townGraph(towns: readonly string[], lies: readonly string[], shops = 'shop'): HeteroGraph {
  const south = (town: string) => Number(town.startsWith('s'));
  return graphFromArrays({
    schema: {
      nodes: [
        {
          name: 'shop',
          columns: [
            { name: 'id', type: 'utf8', role: 'id' },
            { name: 'label', type: 'int32', role: 'label', classes: ['north', 'south'] },
          ],
        },
        { name: 'town', columns: [{ name: 'id', type: 'utf8', role: 'id' }] },
      ],
      edges: [],
    },
    nodes: {
      shop: { data: { id: lies.map((_, i) => `${shops} ${i}`), label: Int32Array.from(lies, south) } },
      town: { data: { id: [...towns] } },
    },
    edges: [
      {
        type: ['shop', 'lies in', 'town'],
        source: rowsFrom(0, lies.length),
        target: Int32Array.from(lies, (town) => towns.indexOf(town)),
      },
    ],
  });
}

const towns = ['n1', 'n2', 'n3', 's1', 's2', 's3'];
const lies = Array.from({ length: 60 }, (_, i) => towns[(i * 7) % 6]!);

async function fittedOn(graph: HeteroGraph, model: string, settings: object) {
  const split = { train: rowsFrom(0, 40), valid: rowsFrom(40, 50), test: rowsFrom(50, 60) };
  const made = createModel(model, {
    settings: { hidden: 8, epochs: 60, patience: 60, learningRate: 0.05, dropout: 0, ...settings },
  });
  await made.fit(classificationProblem(graph, 'shop', split, 1));
  return made;
}

const classOf = (logits: Float32Array, row: number) => Number(logits[2 * row + 1]! > logits[2 * row]!);

describe('vectors of nodes without features', () => {
  it.each([
    ['sage', {}],
    ['rgcn', {}],
    ['rgcn', { featureless: 'relation-vectors', head: 'none' }],
    ['rgcn', { featureless: 'relation-vectors', bases: 2 }],
  ])('of %s with %o follow the ids into a graph of other nodes in another order', async (name, settings) => {
    const graph = townGraph(towns, lies);
    const model = await fittedOn(graph, name, settings);
    const restored = restoreModel(await model.save());
    const before = await model.predict(rowsFrom(0, 60));
    // The same shops in the same towns, which are turned round and have new ones between them.
    const turned = townGraph(['new', ...[...towns].reverse(), 'newer'], lies);
    for (const each of [model, restored]) {
      const remarks: string[] = [];
      const after = await each.predict(rowsFrom(0, 60), { graph: turned, onRemark: (text) => remarks.push(text) });
      for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i]!, 4);
      expect(remarks.join()).toMatch(/2 of 8 nodes of the type "town" were not there/);
    }
    // As many towns as before, of which two are new: what is known of the others is not mixed up.
    const others = townGraph(['s3', 'x', 'n2', 'y', 's1', 'n1'], ['s3', 'n2', 's1', 'n1'], 'new shop');
    const logits = await restored.predict(rowsFrom(0, 4), { graph: others });
    expect([0, 1, 2, 3].map((row) => classOf(logits, row))).toEqual([1, 0, 1, 0]);
    model.dispose();
    restored.dispose();
  });

  it('of sehgnn are ones by id, and none where a node is new', async () => {
    const model = await fittedOn(townGraph(towns, lies), 'sehgnn', { featureless: 'identity', labels: false });
    const before = await model.predict(rowsFrom(0, 60));
    const turned = townGraph(['new', ...[...towns].reverse()], lies);
    const restored = restoreModel(await model.save());
    const remarks: string[] = [];
    const after = await restored.predict(rowsFrom(0, 60), { graph: turned, onRemark: (text) => remarks.push(text) });
    for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i]!, 4);
    expect(remarks.join()).toMatch(/1 of 7 nodes of the type "town"/);
    const others = townGraph(['s3', 'x', 'n2', 'y', 's1', 'n1'], ['s3', 'n2', 's1', 'n1'], 'new shop');
    const logits = await restored.predict(rowsFrom(0, 4), { graph: others });
    expect([0, 1, 2, 3].map((row) => classOf(logits, row))).toEqual([1, 0, 1, 0]);
    model.dispose();
    restored.dispose();
  });

  it('are moved as by hand: blocks of several types, repeated, the mean where a node is new', () => {
    const graph = townGraph(['b', 'new', 'a'], ['b']);
    const ids = { town: ['a', 'b'], shop: ['shop 0'] };
    const inputs = [
      { name: 'town', width: null, numNodes: 2 },
      { name: 'shop', width: null, numNodes: 1 },
    ];
    const saved = {
      parameters: [
        { name: 'table', shape: [2, 2] },
        { name: 'blocks', shape: [5, 1] },
        { name: 'bases', shape: [2, 2] },
        { name: 'other', shape: [1] },
      ],
      weights: [[1, 2, 3, 4], [5, 6, 7, 8, 9], [1, 2, 3, 5], [7]].map((each) => Float32Array.from(each)),
    };
    const remarks: string[] = [];
    const tables = [
      { parameter: 'table', repeats: 1, sources: ['town'], width: 2 },
      { parameter: 'blocks', repeats: 1, sources: ['town', 'shop', 'town'], width: 1 },
      { parameter: 'bases', repeats: 2, sources: ['town'], width: 1 },
    ];
    const moved = weightsOn(graph, tables, { ids, inputs }, saved, (text) => remarks.push(text));
    expect(moved.parameters.map(({ shape }) => shape)).toEqual([[3, 2], [7, 1], [2, 3], [1]]);
    expect(moved.weights.map((each) => [...each])).toEqual([
      [3, 4, 2, 3, 1, 2],
      [6, 5.5, 5, 7, 9, 8.5, 8],
      [2, 1.5, 1, 5, 4, 3],
      [7],
    ]);
    expect(remarks).toHaveLength(1);
  });

  it('are those of a look-up by id, whatever nodes there are', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 3 }), { minLength: 0, maxLength: 6 });
    fc.assert(
      fc.property(names, names, (before, after) => {
        const graph = townGraph(after, []);
        const values = Float32Array.from(before, (_, i) => i + 1);
        const moved = weightsOn(
          graph,
          [{ parameter: 't', repeats: 1, sources: ['town'], width: 1 }],
          { ids: { town: before }, inputs: [{ name: 'town', width: null, numNodes: before.length }] },
          { parameters: [{ name: 't', shape: [before.length, 1] }], weights: [values] },
        );
        const mean = before.length === 0 ? 0 : (before.length + 1) / 2;
        expect([...moved.weights[0]!]).toEqual(after.map((id) => before.indexOf(id) + 1 || mean));
      }),
    );
  });

  it('refuses ids that do not belong to the vectors', async () => {
    const model = await fittedOn(townGraph(towns, lies), 'sage', { epochs: 1 });
    const saved = await model.save();
    const { seen } = saved.state as { seen: { ids: Record<string, string[]> } };
    expect(seen.ids).toMatchObject({ town: towns });
    for (const ids of [{ town: ['n1'] }, { village: ['n1'] }, { town: [1, 2, 3, 4, 5, 6] }]) {
      const forged = { ...saved, state: { seen: { ...seen, ids } } };
      expect(() => restoreModel(forged as never)).toThrow(code('INVALID_OPTION'));
    }
    model.dispose();
  });
});
