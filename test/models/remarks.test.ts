import { expect, test } from 'vitest';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import {
  type Estimator,
  LabelPropagationClassifier,
  LogisticClassifier,
  MajorityClassifier,
  MlpClassifier,
  RidgeClassifier,
  RpHgnnClassifier,
  restoreModel,
  rphgnnDefaults,
} from '../../src/models/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from './planted.js';

const small = { ...rphgnnDefaults, embeddingWidth: 4, inputWidth: 4, hidden: 4, epochs: 1 };
const ownFeatures: readonly [string, () => Estimator][] = [
  ['majority', () => new MajorityClassifier()],
  ['ridge', () => new RidgeClassifier()],
  ['mlp', () => new MlpClassifier({ epochs: 1, hidden: 4 })],
  ['logistic', () => new LogisticClassifier()],
];
const propagating: readonly [string, () => Estimator][] = [
  ['ridge-propagated', () => new RidgeClassifier({ features: 'propagated', width: 4 })],
  ['mlp-propagated', () => new MlpClassifier({ epochs: 1, hidden: 4, features: 'propagated', width: 4 })],
  ['label-propagation', () => new LabelPropagationClassifier({ rounds: 2 })],
  ['rphgnn', () => new RpHgnnClassifier({ settings: small })],
];

/** The planted people, with or without their groups and the relation to them. */
function people(rest: 'nothing else' | 'no groups' | 'empty relation'): HeteroGraph {
  const x = plantedGraph().features('person')!;
  const builder = new GraphBuilder({
    nodes: [{ name: 'person', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 4 }] }],
    edges: [],
  }).addNodes('person', {
    x: { kind: 'dense', numRows: PEOPLE, width: 4, values: (x as { values: Float32Array }).values },
  });
  if (rest === 'nothing else') return builder.build();
  const none = new Int32Array(0);
  return builder
    .addNodes('group', rest === 'no groups' ? 0 : 20)
    .addEdges(['person', 'in', 'group'], { source: none, target: none })
    .build();
}

async function remarksOf(model: Estimator, graph?: HeteroGraph): Promise<string> {
  const remarks: string[] = [];
  await model.predict(rows(0, 4), { onRemark: (text) => remarks.push(text), ...(graph && { graph }) });
  return remarks.join('\n');
}

/** The model and the same one, saved and restored. */
async function fittedTwice(make: () => Estimator): Promise<readonly Estimator[]> {
  const model = make();
  await model.fit(plantedProblem());
  return [model, restoreModel(asFromFile(await model.save()))];
}

/** As a file would give it: what is not JSON in the description does not come back. */
function asFromFile<T extends { readonly weights: readonly Float32Array[]; readonly trainRows: Int32Array }>(
  saved: T,
): T {
  const { weights, trainRows, ...rest } = saved;
  return { ...(JSON.parse(JSON.stringify(rest)) as T), weights, trainRows };
}

test.each([...ownFeatures, ...propagating])(
  '%s has nothing to remark on the graph it was fitted on',
  async (_, make) => {
    const [model, restored] = await fittedTwice(make);
    expect(await remarksOf(model!)).toBe('');
    expect(await remarksOf(model!, plantedGraph())).toBe('');
    expect(await remarksOf(restored!, plantedGraph([{ features: [1, 0, 0, 0], groups: [] }]))).toBe('');
  },
);

test.each(ownFeatures)('%s says what a graph lacks that it does not need', async (_, make) => {
  for (const model of await fittedTwice(make)) {
    const remarks = await remarksOf(model, people('nothing else'));
    expect(remarks).toContain('person>in>group');
    expect(remarks).toContain('"group"');
    expect(await remarksOf(model, people('no groups'))).toBe(remarks);
    const empty = await remarksOf(model, people('empty relation'));
    expect(empty).toContain('person>in>group');
    expect(empty).not.toContain('"group"');
  }
});

test.each(propagating)('%s says that a relation is empty, and refuses a graph without it', async (_, make) => {
  for (const model of await fittedTwice(make)) {
    expect(await remarksOf(model, people('empty relation'))).toContain('person>in>group');
    await expect(remarksOf(model, people('nothing else'))).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
  }
});

test('embed remarks as predict does; a wrong onRemark is refused', async () => {
  const model = new MlpClassifier({ epochs: 1, hidden: 4 });
  await model.fit(plantedProblem());
  const remarks: string[] = [];
  await model.embed(rows(0, 2), { graph: people('empty relation'), onRemark: (text) => remarks.push(text) });
  expect(remarks).toHaveLength(1);
  await expect(model.predict(rows(0, 2), { onRemark: 'yes' as never })).rejects.toMatchObject({
    code: 'INVALID_OPTION',
  });
});
