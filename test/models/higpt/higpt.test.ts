import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { classificationProblem, createModel, restoreModel, textVector } from '../../../src/models/index.js';
import { numTensors, usedBytes } from '../../../src/tensor/index.js';
import { microF1 } from '../../../src/training/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from '../planted.js';

const problem = plantedProblem();
const test = rows(150, PEOPLE);
const small = { hidden: 16, heads: 2, inputWidth: 16, textWidth: 32, bases: 4, epochs: 40, learningRate: 1e-2 };
const code = (name: string) => expect.objectContaining({ code: name });

/** The planted graph with clubs of another width besides, which people join by chance, or without its groups. */
function otherGraph({ clubs = 0, width = 3, groups = true }): HeteroGraph {
  const graph = plantedGraph();
  const stream = new RandomStream(5, 'clubs');
  const features = graph.features('person')!;
  const builder = new GraphBuilder({
    nodes: [
      { name: 'person', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 4 }] },
      ...(groups ? [{ name: 'group', columns: [] }] : []),
      { name: 'club', columns: [{ name: 'kind', type: 'dense', role: 'feature', width }] },
    ],
    edges: [],
  });
  builder.addNodes('person', { x: features });
  if (groups) {
    const { source, target } = graph.edgeIndex(['person', 'in', 'group']);
    builder.addNodes('group', graph.numNodes('group')).addEdges(['person', 'in', 'group'], { source, target });
  }
  const values = stream.fillNormal(new Float32Array(clubs * width));
  builder.addNodes('club', { kind: { kind: 'dense', numRows: clubs, width, values } });
  if (clubs > 0) {
    const source = Int32Array.from({ length: PEOPLE }, (_, i) => i);
    const target = source.map(() => stream.nextInt(clubs));
    builder.addEdges(['person', 'joins', 'club'], { source, target });
  }
  return builder.build();
}

async function fitted(settings: object = {}) {
  const model = createModel('higpt', { settings: { ...small, ...settings } });
  await model.fit(problem);
  const saved = await model.save();
  const scores = await model.predict(test);
  model.dispose();
  return { saved, scores };
}

describe('higpt', () => {
  it('learns classes, and leaves no tensor behind', async () => {
    const before = [numTensors(), usedBytes()];
    const { scores } = await fitted();
    const found = microF1.compute({ logits: scores, rows: test, numClasses: 2 }, problem.targets);
    expect(found).toBeGreaterThan(0.75);
    expect([numTensors(), usedBytes()]).toEqual(before);
  });

  it('predicts where a node type was never seen, by its description, and where one is missing', async () => {
    const { saved, scores } = await fitted();
    const remarks: string[] = [];
    const onRemark = (text: string) => remarks.push(text);
    const on = async (graph: HeteroGraph, more: object = {}) => {
      const model = restoreModel({ ...saved, settings: { ...saved.settings, ...more } });
      const found = await model.predict(test, { graph, onRemark });
      model.dispose();
      return found;
    };
    expect(await on(plantedGraph())).toEqual(scores);
    expect(remarks).toEqual([]);
    const withClubs = await on(otherGraph({ clubs: 7 }));
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toMatch(/"club".*"person>joins>club".*"club>rev_joins>person"/);
    expect(withClubs).not.toEqual(scores);
    expect(withClubs.every(Number.isFinite)).toBe(true);
    // Words that are in no text of training change nothing; those of the group do.
    const described = (club: string) => on(otherGraph({ clubs: 7 }), { schemaText: { nodes: { club } } });
    expect(await described('group')).not.toEqual(withClubs);
    // A type without nodes changes nothing.
    const empty = await on(otherGraph({}));
    for (const [i, score] of empty.entries()) expect(score).toBeCloseTo(scores[i]!, 4);
    const without = await on(otherGraph({ clubs: 7, groups: false }));
    expect(remarks.at(-1)).toMatch(/lacks.*"group"/);
    expect(without.every(Number.isFinite)).toBe(true);
  });

  it('takes given vectors as it takes hashed ones, and those of types that come later', async () => {
    const { saved, scores } = await fitted();
    const vector = (text: string) => [...textVector(text, small.textWidth)];
    const nodes = { person: vector('person'), group: vector('group'), club: vector('club') };
    const edges = {
      'person>in>group': vector('person in group'),
      'group>rev_in>person': vector('person in group, reversed'),
    };
    const given = await fitted({ schemaVectors: { nodes, edges } });
    expect(given.scores).toEqual(scores);
    const graph = otherGraph({ clubs: 7 });
    const predictions = [saved, given.saved].map(async (each) => {
      const model = restoreModel(each);
      const found = await model.predict(test, { graph });
      model.dispose();
      return found;
    });
    const [hashed, own] = await Promise.all(predictions);
    expect(own).toEqual(hashed);
  });

  it('refuses features of another width of a known type, and forged settings', async () => {
    const { saved } = await fitted({ epochs: 1 });
    const wide = new GraphBuilder({
      nodes: [{ name: 'person', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 2 }] }],
      edges: [],
    })
      .addNodes('person', { x: { kind: 'dense', numRows: 1, width: 2, values: Float32Array.of(1, 2) } })
      .build();
    const model = restoreModel(saved);
    await expect(model.predict(rows(0, 1), { graph: wide })).rejects.toThrow(code('MODEL_MISMATCH'));
    model.dispose();
    for (const more of [{ inputWidth: 1e9 }, { textWidth: 1e9 }, { bases: 1e9 }, { hidden: 1e9 }]) {
      const forged = { ...saved, settings: { ...saved.settings, ...more } };
      expect(() => restoreModel(forged)).toThrow(code('SHAPE_MISMATCH'));
    }
  });

  it.each([
    [{ heads: 3 }, 'INVALID_OPTION'],
    [{ schemaText: { nodes: { person: 1 } } }, 'INVALID_OPTION'],
    [{ schemaText: { edges: { joins: 'x' } } }, 'UNKNOWN_TYPE'],
    [{ schemaVectors: { nodes: { person: [1, 2] } } }, 'SHAPE_MISMATCH'],
    [{ schemaVectors: { nodes: { person: [Number.NaN] } } }, 'INVALID_OPTION'],
  ])('refuses the settings %j', (settings, name) => {
    expect(() => createModel('higpt', { settings: { ...small, ...settings } })).toThrow(code(name));
  });

  it('learns where no node has features', async () => {
    const graph = otherGraph({ clubs: 4, groups: false });
    const bare = new GraphBuilder({
      nodes: [
        { name: 'a', columns: [{ name: 'y', type: 'int32', role: 'label', classes: ['n', 'y'] }] },
        { name: 'b', columns: [] },
      ],
      edges: [],
    })
      .addNodes('a', { y: [0, 1, 0, 1] })
      .addNodes('b', 2)
      .addEdges(['a', 'r', 'b'], { source: Int32Array.of(0, 1, 2, 3), target: Int32Array.of(0, 1, 0, 1) })
      .build();
    expect(graph.numNodes('club')).toBe(4);
    const split = { train: rows(0, 2), valid: rows(2, 3), test: rows(3, 4) };
    const model = createModel('higpt', { settings: { ...small, epochs: 3, labels: true } });
    await model.fit(classificationProblem(bare, 'a', split, 1));
    expect((await model.predict(rows(0, 4))).every(Number.isFinite)).toBe(true);
    model.dispose();
  });
});
