import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { GraphBuilder, type HeteroGraph, plantedPartitionGraph } from '../../../src/graph/index.js';
import {
  classificationProblem,
  createModel,
  nodeModelNamed,
  restoreModel,
  settingsForProblem,
} from '../../../src/models/index.js';
import type { KnownLabels } from '../../../src/models/network/label-input.js';
import { GraphNetwork } from '../../../src/models/network/network.js';
import { networkDefaults } from '../../../src/models/network/settings.js';
import { type RGcnSettings, rgcn } from '../../../src/models/rgcn/model.js';
import { initTensors } from '../../../src/tensor/index.js';
import { microF1 } from '../../../src/training/index.js';
import { communityProblem } from '../community-problem.js';

const problem = communityProblem();
const { graph, split } = problem;
const labels = graph.labels('person')!.values as Int32Array;
const all = Int32Array.from(labels, (_, row) => row);

async function scoresOf(network: GraphNetwork<RGcnSettings>, rows: Int32Array, training: boolean) {
  const scores = network.forward(rows, training ? { training, random: new RandomStream(1, 'dropout') } : { training });
  return Array.from(await scores.data());
}

function networkWith(known: KnownLabels): GraphNetwork<RGcnSettings> {
  const options = { name: 'rgcn', graph, target: 'person', numOutputs: 3, seed: 2, build: rgcn.build };
  return new GraphNetwork({ ...options, settings: { ...networkDefaults, hidden: 8, dropout: 0 }, known });
}

const flagsOf = (rows: Int32Array) =>
  Float32Array.from({ length: 3 * rows.length }, (_, i) => Number(labels[rows[Math.floor(i / 3)]!] === i % 3));

describe('labels as an input of message-passing networks', () => {
  it('are hidden where a step scores their rows, and shown of all others', async () => {
    await initTensors();
    const [scored, others] = [split.train.slice(0, 40), split.train.slice(40)];
    const network = networkWith({ rows: split.train, flags: flagsOf(split.train) });
    const onlyOthers = networkWith({ rows: others, flags: flagsOf(others) });
    const wrong = networkWith({
      rows: split.train,
      flags: flagsOf(split.train).map((flag, i) => (i < 120 ? 1 - flag : flag)),
    });
    const expected = await scoresOf(onlyOthers, scored, false);
    expect(await scoresOf(network, scored, true)).toEqual(expected);
    // Whatever the labels of the scored rows are, a step does not see them; outside training it does.
    expect(await scoresOf(wrong, scored, true)).toEqual(expected);
    expect(await scoresOf(network, scored, false)).not.toEqual(expected);
    for (const each of [network, onlyOthers, wrong]) each.dispose();
  });

  it('are what is chosen where the target has no features, and only there', () => {
    const definition = nodeModelNamed('sage');
    const chosen = settingsForProblem(definition, problem, {});
    expect(chosen.settings).toMatchObject({ labels: true, hidden: 32 });
    expect(chosen.reasons.map((reason) => reason.split(':')[0])).toEqual(['hidden', 'labels']);
    expect(settingsForProblem(definition, problem, { labels: false }).settings).toMatchObject({ labels: false });
    const numbers = { ...problem, kind: 'regression', targets: { values: Float32Array.from(labels) } } as const;
    expect(settingsForProblem(definition, numbers, {}).settings).not.toHaveProperty('labels');
    const withFeatures = plantedPartitionGraph({ numNodes: { a: 9 }, numClasses: 2, edges: [], seed: 1 });
    const other = classificationProblem(
      withFeatures,
      'a',
      { train: all.slice(0, 5), valid: all.slice(5, 7), test: all.slice(7, 9) },
      1,
    );
    expect(settingsForProblem(definition, other, {}).settings).not.toHaveProperty('labels');
  });

  it('help where edges join nodes of a class, and are read again from a graph with the label column', async () => {
    const model = createModel('gcn', { settings: { hidden: 16, epochs: 30, learningRate: 0.02, labels: true } });
    expect(model.usesTrainingLabels).toBe(true);
    await model.fit(problem);
    const scores = await model.predict(split.test);
    const prediction = { logits: scores, rows: split.test, numClasses: 3 };
    expect(microF1.compute(prediction, problem.targets)).toBeGreaterThan(0.75);
    const saved = await model.save();
    expect(saved.trainRows).toEqual(split.train);
    model.dispose();
    const again = restoreModel(saved);
    expect(await again.predict(split.test, { graph })).toEqual(scores);
    await expect(again.predict(split.test, { graph: without('label') })).rejects.toMatchObject({
      code: 'MISSING_LABELS',
    });
    again.dispose();
  });

  it('have no effect with sampled neighbourhoods', () => {
    const sampled = createModel('sage', { settings: { labels: true, batchSize: 50 } });
    expect(sampled.usesTrainingLabels).toBe(false);
  });
});

/** The graph without a column. */
function without(label: string): HeteroGraph {
  const nodes = graph.schema.nodes.map(({ name, columns }) => ({
    name,
    columns: columns.filter((column) => column.name !== label),
  }));
  const builder = new GraphBuilder({ nodes, edges: graph.schema.edges });
  for (const { name } of nodes) builder.addNodes(name, graph.numNodes(name));
  for (const type of graph.edgeTypes) builder.addEdges(type, graph.edgeIndex(type), { endpoints: 'index' });
  return builder.build();
}
