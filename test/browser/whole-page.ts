// Runs in Chromium: from a CSV file in a Blob to a trained model, as a web page would do it.
import { describeGraph, hashGraph, readCsvGraph } from '../../src/graph/index.js';
import { maximiseInfluence } from '../../src/influence/index.js';
import { classificationProblem, RpHgnnClassifier, rphgnnPresets } from '../../src/models/index.js';
import { csvTexts } from './tables.js';

/** What the page found. */
export interface WholeReport {
  readonly isolated?: boolean;
  readonly hash?: string;
  readonly counts?: readonly [numNodes: number, numEdges: number];
  readonly seeds?: readonly number[];
  /** Share of the rows whose class is predicted right. */
  readonly accuracy?: number;
  readonly error?: string;
}

export async function findOut(texts: readonly [nodes: string, edges: string]): Promise<WholeReport> {
  const [nodes, edges] = texts.map((text) => new Blob([text], { type: 'text/csv' }));
  const { graph } = await readCsvGraph({
    nodes: { person: { files: nodes!, id: 'id', columns: { x: 'dense', kind: { role: 'label' } } } },
    edges: [{ type: ['person', 'knows', 'person'], files: edges! }],
  });
  const { numNodes, numEdges } = describeGraph(graph);
  const { seeds } = await maximiseInfluence(graph, { k: 3, seed: 1 });
  const all = Int32Array.from({ length: numNodes }, (_, row) => row);
  const [train, valid, test] = [0, 1, 2].map((part) => all.filter((row) => row % 3 === part));
  const split = { train: train!, valid: valid!, test: test! };
  const classifier = new RpHgnnClassifier({
    settings: {
      ...rphgnnPresets['hgb-acm'],
      epochs: 20,
      hops: 2,
      embeddingWidth: 8,
      hidden: 16,
      inputDropout: 0,
      relations: undefined,
    },
  });
  await classifier.fit(classificationProblem(graph, 'person', split, 1));
  const scores = await classifier.predict(split.test);
  const { values } = graph.labels('person')!;
  const right = split.test.filter((row, i) => (scores[2 * i]! > scores[2 * i + 1]! ? 0 : 1) === values[row]);
  return {
    isolated: globalThis.crossOriginIsolated,
    hash: hashGraph(graph),
    counts: [numNodes, numEdges],
    seeds: seeds.map(({ row }) => row),
    accuracy: right.length / split.test.length,
  };
}

async function main(): Promise<void> {
  const report = (value: WholeReport) => fetch('/report', { method: 'POST', body: JSON.stringify(value) });
  try {
    await report(await findOut(csvTexts()));
  } catch (error) {
    const { stack, code } = error as Error & { code?: string };
    await report({ error: `${code}: ${stack ?? error}` });
  }
}

if (typeof document !== 'undefined') await main();
