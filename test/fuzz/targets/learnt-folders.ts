import { openRun, trainExperiment } from '../../../src/experiments/index.js';
import {
  networkFromEdges,
  OnlineInfluence,
  openOnlineRun,
  resumeInfluence,
  saveOnlineRun,
} from '../../../src/influence/index.js';
import {
  createModel,
  embedNodes,
  loadEmbeddings,
  loadModel,
  type Problem,
  saveEmbeddings,
  saveModel,
} from '../../../src/models/index.js';
import { precomputeRpHgnn } from '../../../src/propagation/index.js';
import { CostModel, POOL_DEVICE, readCosts, writeCosts } from '../../../src/schedule/index.js';
import { readCheckpoint } from '../../../src/training/index.js';
import { toyNetwork, toyOptions } from '../../influence/node/toy.js';
import { plantedGraph, plantedProblem, rows } from '../../models/planted.js';
import { numberProblem, plantedNumbers } from '../../models/planted-numbers.js';
import { citations } from '../../propagation/graphs.js';
import { fitToy, ToyModel, toyProblem } from '../../training/toy.js';
import { pick } from '../mutate.js';
import { type FuzzTarget, SilentFault } from '../target.js';

const tiny = { hidden: 4, epochs: 1 };
const settings = {
  ...{ rphgnn: { embeddingWidth: 4, hidden: 4, epochs: 1 }, mlp: tiny, rgcn: { ...tiny, bases: 2 } },
  ...{ 'simple-hgn': { ...tiny, heads: 2 }, hinormer: { ...tiny, sequenceLength: 3 } },
  higpt: { ...tiny, inputWidth: 4, textWidth: 8, bases: 2 },
};
const planted = plantedGraph();

const model = (name: string, problem: Problem = plantedProblem(), graph = planted): FuzzTarget => ({
  name: `model-${name}${problem.kind === 'regression' ? '-numbers' : ''}`,
  isForged: true,
  seed: async (folder) => {
    const fitted = createModel(name, { settings: name in settings ? settings[name as keyof typeof settings] : {} });
    await fitted.fit(problem);
    await saveModel(fitted, folder);
    fitted.dispose();
  },
  read: async (folder) => {
    const opened = await loadModel(folder);
    try {
      const { task } = opened;
      const scores = await opened.predict(rows(0, 50), { graph });
      if (scores.length !== 50 * (task.kind === 'classification' ? task.classes.length : 1))
        throw new SilentFault(`There are ${scores.length} scores.`);
      checkNumbers(scores);
      if (opened.hasEmbedding) await opened.embed(rows(0, 50), { graph });
    } finally {
      opened.dispose();
    }
  },
});

/** Predictions are numbers, or the model refused weights that are none. */
function checkNumbers(scores: Float32Array): void {
  if (scores.some(Number.isNaN)) throw new SilentFault('There are scores that are no numbers.');
}

const toy = toyProblem();
const toyRun = (dir: string, epochs: number) => ({
  ...{ epochs, batchSize: 20, seed: 5 },
  checkpoint: { dir, everyEpochs: 1 },
});
const checkpoint: FuzzTarget = {
  name: 'checkpoint',
  isForged: true,
  writes: true,
  seed: async (dir) => {
    const started = new ToyModel(toy);
    await fitToy(started, toy, toyRun(dir, 3));
    started.dispose();
  },
  read: async (dir) => {
    await readCheckpoint(dir);
    const resumed = new ToyModel(toy);
    try {
      const { epochs } = await fitToy(resumed, toy, toyRun(dir, 5));
      if (!(epochs <= 5)) throw new SilentFault(`The run ends after epoch ${epochs} of 5.`);
    } finally {
      resumed.dispose();
    }
  },
};

const run: FuzzTarget = {
  name: 'run',
  isForged: true,
  writes: true,
  seed: async (folder) => {
    const out = {
      graph: planted,
      out: folder,
      cache: false,
      baselines: false,
      model: 'rphgnn',
      settings: settings.rphgnn,
    } as const;
    (await trainExperiment(out)).dispose();
  },
  read: async (folder, random) => {
    if (random.nextInt(6) === 0) {
      const again = { graph: planted, out: folder, cache: false, baselines: false, model: 'rphgnn' } as const;
      (await trainExperiment({ ...again, settings: { ...settings.rphgnn, epochs: 2 } })).dispose();
      return;
    }
    const opened = await openRun(folder, { graph: planted, cache: false });
    try {
      await opened.evaluate();
      checkNumbers((await opened.predict('all')).probabilities);
      await opened.embed(pick(random, ['all', 'test']));
    } finally {
      opened.dispose();
    }
  },
};

const embeddings: FuzzTarget = {
  name: 'embeddings',
  isForged: true,
  seed: async (folder) => {
    await saveEmbeddings(
      await embedNodes(planted, { model: 'sage', seed: 1, epochs: 1, settings: { hidden: 4 } }),
      folder,
    );
  },
  read: async (folder) => {
    const opened = await loadEmbeddings(folder);
    for (const type of opened.nodeTypes) checkNumbers(opened.valuesOf(type));
    if (opened.encoder) checkNumbers((await opened.ofGraph(planted)).valuesOf(opened.nodeTypes[0]!));
  },
};

const papers = citations(40);
const precompute = (options: object) =>
  precomputeRpHgnn(papers, { target: 'paper', hops: 2, embeddingWidth: 6, seed: 1, ...options });
let expected: Promise<string> | undefined;
async function shapes(options: object): Promise<{ shapes: string; problem: Error | undefined }> {
  const found = await precompute(options);
  const groups = found.groups.map(({ name, hops, width, values }) => [name, hops, width, values.length]);
  found.dispose();
  return { shapes: JSON.stringify(groups), problem: found.storeProblem };
}
const features: FuzzTarget = {
  name: 'features',
  isForged: true,
  writes: true,
  seed: async (store) => {
    (await precompute({ store })).dispose();
  },
  read: async (store, random) => {
    expected ??= shapes({}).then((sound) => sound.shapes);
    const memory = random.nextInt(3) === 0 ? { memoryBytes: 60_000 } : {};
    const found = await shapes({ store, ...memory });
    if (found.shapes !== (await expected)) throw new SilentFault(`The groups are ${found.shapes}.`);
    if (found.problem) throw found.problem;
  },
};

const network = toyNetwork();
const online: FuzzTarget = {
  name: 'online-run',
  isForged: true,
  writes: true,
  seed: async (folder) => {
    const started = new OnlineInfluence(network, toyOptions);
    await started.advance({ sets: 300 });
    await saveOnlineRun(started, folder);
    await started.advance({ sets: 500 });
    await saveOnlineRun(started, folder);
    started.dispose();
  },
  read: async (folder, random) => {
    if (random.nextInt(3) === 0) {
      const { seeds } = await resumeInfluence(folder, network, { ...toyOptions, sets: 700 });
      checkSeeds(Int32Array.from(seeds, ({ row }) => row));
      return;
    }
    const opened = await openOnlineRun(folder, network, random.nextInt(2) === 0 ? toyOptions : undefined);
    try {
      const { seeds, spread } = await opened.advance({ sets: 700 });
      checkSeeds(seeds);
      if (!(spread >= 0 && spread <= network.numNodes)) throw new SilentFault(`The spread is ${spread}.`);
      await saveOnlineRun(opened, folder);
    } finally {
      opened.dispose();
    }
  },
};

/** A question with given nodes and candidates, all of which a forger may change. */
const small = networkFromEdges({ numNodes: 6, source: Int32Array.of(0, 1, 2, 3), target: Int32Array.of(1, 2, 3, 4) });
const question: FuzzTarget = {
  name: 'online-question',
  isForged: true,
  writes: true,
  seed: async (folder) => {
    const options = { k: 2, seed: 1, given: Int32Array.of(3), candidates: Uint8Array.of(1, 1, 1, 0, 1, 0) };
    const started = new OnlineInfluence(small, options);
    await started.advance({ sets: 50 });
    await saveOnlineRun(started, folder);
    started.dispose();
  },
  read: async (folder) => {
    const opened = await openOnlineRun(folder, small);
    try {
      const { seeds } = await opened.advance({ sets: 100 });
      if (seeds.some((seed) => seed < 0 || seed >= 6)) throw new SilentFault(`The seeds are ${seeds}.`);
    } finally {
      opened.dispose();
    }
  },
};

function checkSeeds(seeds: Int32Array): void {
  const isSound = seeds.length === toyOptions.k && seeds.every((seed) => seed >= 0 && seed < network.numNodes);
  if (!isSound || new Set(seeds).size < seeds.length) throw new SilentFault(`The seeds are ${seeds}.`);
}

const costs: FuzzTarget = {
  name: 'costs',
  seed: async (folder) => {
    const known = new CostModel();
    known.set(POOL_DEVICE, 'spmm', { overhead: 0.1, flopsPerMs: 1e6, bytesPerMs: 1e6 });
    await writeCosts(folder, known);
  },
  read: async (folder) => {
    const known = await readCosts(folder);
    if (!known) return;
    const text = JSON.stringify(known);
    const found = new CostModel(JSON.parse(text));
    if (JSON.stringify(found) !== text) throw new SilentFault('Costs change when they are written and read.');
  },
};

export const learntFolders: readonly FuzzTarget[] = [
  ...[
    'majority',
    'label-propagation',
    'ridge',
    'mlp',
    'ridge-propagated',
    'rphgnn',
    'rgcn',
    'simple-hgn',
    'hinormer',
    'higpt',
  ].map((name) => model(name)),
  ...['mean', 'ridge', 'mlp', 'rgcn'].map((name) => model(name, numberProblem(), plantedNumbers())),
  ...[checkpoint, run, embeddings, features, online, question, costs],
];
