import { free } from './entries.mjs';
import { csrOf, plantedGraph, stream } from './inputs.mjs';

const RULES = {
  'weighted cascade': [{ name: '', kind: 'degree', factor: 1 }, 'ic'],
  constant: [{ name: '', kind: 'constant', probability: 0.05 }, 'ic'],
  threshold: [{ name: '', kind: 'degree', factor: 1 }, 'lt'],
};

const DIFFUSIONS = {
  wc: {},
  ic: { model: 'ic', probability: 0.04 },
  lt: { model: 'lt' },
  trivalency: { model: 'trivalency', seed: 3 },
  hops: { model: 'ic', probability: 0.05, maxHops: 2 },
  'acceptance and delays': {
    acceptance: { person: 0.7 },
    relations: { in: { delay: 2 }, holds: { probability: 0.1 }, knows: { direction: 'both', delay: 1 } },
    maxTime: 4,
  },
  triggering: {
    model: 'triggering',
    trigger: () => (_node, begin, end, uniform, emit) => {
      for (let entry = begin; entry < end; entry++) if (uniform() < 0.1) emit(entry);
    },
  },
};

/** Seeds, spreads, certificates, invitations and what is learnt, on plain networks and on a graph. */
export async function influenceBits(api, record) {
  const { influence, graph } = api;
  const power = graph.powerLawGraph({ numNodes: 1500, numEdges: 9000, seed: 8 });
  const edges = { numNodes: 1500, ...power.edgeIndex('edge') };
  for (const [rule, args] of Object.entries(RULES)) {
    const network = influence.networkFromEdges(edges, ...args);
    await plain(api, (name, compute) => record(`${rule}, ${name}`, compute), network);
  }
  await typed(api, record);
  await invitations(api, record);
  await learnt(api, record);
}

async function plain({ influence }, record, network) {
  const question = { k: 8, epsilon: 0.3, seed: 2 };
  const seeds = Int32Array.from([3, 99, 700]);
  for (const algorithm of ['opimC', 'hist', 'imm'])
    await record(algorithm, () => influence[algorithm](network, question));
  for (const repair of ['resample', 'enlarge'])
    await record(`imm ${repair}`, () => influence.imm(network, { ...question, repair }));
  for (const heuristic of ['degreeSeeds', 'singleDiscountSeeds', 'degreeDiscountSeeds', 'pageRankSeeds']) {
    await record(heuristic, () => influence[heuristic](network, { k: 12 }));
  }
  const costs = Float64Array.from({ length: network.numNodes }, (_, node) => 1 + (node % 5));
  await record('constrained', () =>
    influence.constrainedInfluence(network, { k: 6, costs, budget: 12, seed: 2, ratio: 0.3 }),
  );
  await record('spread goal', () => influence.seedsForSpread(network, { spread: 60, seed: 2 }));
  await record('evaluated', () => influence.evaluateSeeds(network, seeds, { seed: 2, sets: 4000 }));
  await record('estimated', () => influence.estimateSpread(network, seeds, { seed: 2, epsilon: 0.2 }));
  await record('simulated', () => influence.simulateSpread(network, seeds, { seed: 2, runs: 600 }));
  await record('explained', () => influence.explain(network, seeds, { seed: 2 }));
  await record('celf', () =>
    influence.celf(network, { k: 2, oracle: 'simulate', runs: 60, seed: 2, candidates: maskOf(network, 40) }),
  );
  await record('blocked', () => influence.blockSpread(network, { sources: seeds, k: 4, draws: 300, seed: 2 }));
  for (const objective of ['sum', 'min']) {
    const campaigns = [1, 2].map((k) => ({ network, k: 3 * k }));
    await record(`campaigns, ${objective}`, () =>
      influence.campaignInfluence(campaigns, { objective, seed: 2, ratio: 0.3 }),
    );
  }
  await record('online', async () => {
    const online = new influence.OnlineInfluence(network, { k: 5, seed: 2 });
    const answers = [await online.advance({ sets: 3000 }), await online.advance({ sets: 9000 }), online.answer()];
    free(online);
    return answers;
  });
}

function maskOf({ numNodes }, every) {
  return Uint8Array.from({ length: numNodes }, (_, node) => (node % every === 0 ? 1 : 0));
}

/** Over a graph of several types, by every model and every algorithm. */
async function typed(api, record) {
  const { influence } = api;
  const planted = plantedGraph(api);
  const answerOf = ({ seeds, spread, certificate, cost }) => ({
    spread,
    certificate,
    cost,
    seeds: seeds.map(({ type, row, gain }) => [type, row, gain]),
  });
  for (const [name, diffusion] of Object.entries(DIFFUSIONS)) {
    for (const algorithm of influence.algorithmNames) {
      await record(`${name}, maximise by ${algorithm}`, async () =>
        answerOf(await influence.maximiseInfluence(planted, { k: 6, diffusion, algorithm, epsilon: 0.3, seed: 4 })),
      );
    }
    await record(`${name}, maximise for targets`, async () =>
      answerOf(
        await influence.maximiseInfluence(planted, {
          k: 5,
          diffusion,
          epsilon: 0.3,
          seed: 4,
          targets: { group: true, city: { weight: Array.from({ length: 12 }, (_, i) => i) } },
          candidates: { person: true },
          alreadySeeded: { person: Int32Array.from([1, 2]) },
        }),
      ),
    );
    await record(`${name}, network and spread`, async () => {
      const network = await influence.diffusionNetwork(planted, diffusion);
      const { edgeStarts, sources, thresholds, acceptance } = network;
      return [
        [edgeStarts, sources, thresholds ?? 0, acceptance ?? 0],
        await influence.simulateSpread(network, Int32Array.from([0, 5]), { seed: 3, runs: 300 }),
      ];
    });
  }
  await record('maximise with quotas and a budget', async () =>
    answerOf(
      await influence.maximiseInfluence(planted, {
        quotas: { person: 3, group: 2 },
        budget: 9,
        costs: { person: 2, group: 1, city: 1 },
        epsilon: 0.3,
        seed: 4,
      }),
    ),
  );
  await record('exact', () => {
    const small = influence.networkFromEdges(
      { numNodes: 5, source: Int32Array.of(0, 0, 1, 2, 3), target: Int32Array.of(1, 2, 3, 3, 4) },
      { name: '', kind: 'constant', probability: 0.3 },
    );
    return [influence.exactSpread(small, [0]), influence.exactSpread(small, [1, 2])];
  });
}

async function invitations(api, record) {
  const { influence } = api;
  const { indptr, indices } = csrOf(api, 'friends', 300, 300, 4);
  const pairs = [];
  for (let u = 0; u < 300; u++)
    for (let e = indptr[u]; e < indptr[u + 1]; e++) if (indices[e] !== u) pairs.push([u, indices[e]]);
  const edges = {
    numNodes: 300,
    source: Int32Array.from(pairs, ([u]) => u),
    target: Int32Array.from(pairs, ([, v]) => v),
  };
  for (const method of ['willingness', 'degree', 'imm-friends', 'hetero-ir', 'hetero-im']) {
    await record(`invite by ${method}`, async () => {
      const made = await influence.recommendInvitees(edges, 'all', 3, { method, seed: 2, maxSets: 20_000 });
      return [made.inviters, made.starts, made.invitees, made.scores, influence.inviteMetrics(made, edges)];
    });
  }
}

async function learnt(api, record) {
  const { influence } = api;
  const draw = stream(api, 'log');
  const edges = {
    numNodes: 60,
    source: Int32Array.from({ length: 300 }, (_, e) => e % 60),
    target: Int32Array.from({ length: 300 }, (_, e) => (e * 7 + 1 + Math.floor(e / 60)) % 60),
  };
  const column = (bound) => Int32Array.from({ length: 900 }, () => draw.nextInt(bound));
  const log = { user: column(60), action: column(40), time: column(30) };
  for (const model of ['likelihood', 'bernoulli', 'jaccard', 'partial-bernoulli', 'partial-jaccard']) {
    await record(`learn by ${model}`, async () => {
      const { probability, trials, successes, standardError } = await influence.learnProbabilities(edges, log, {
        model,
        window: 9,
      });
      return [probability, trials, successes, standardError];
    });
  }
  for (const rule of [
    { rule: 'repeats', probability: 0.1 },
    { rule: 'share-of-source' },
    { rule: 'share-of-target' },
    { rule: 'saturating', half: 3 },
  ]) {
    await record(`counts, ${rule.rule}`, () =>
      influence.countsToProbabilities(
        edges,
        Int32Array.from({ length: 300 }, (_, e) => e % 9),
        rule,
      ),
    );
  }
}
