// Reaches users through friends and through places they share: a typed graph, its best seeds with a certificate, and whom these should invite.
// Data: the folder yelp-hin (Shi et al., TKDE 2019) below HETEROGRAPH_DATA. Run: HETEROGRAPH_DATA=FOLDER npx tsx examples/reach-users.ts
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { graphFromArrays } from 'heterograph/graph';
import {
  type DiffusionOptions,
  diffusionNetwork,
  maximiseInfluence,
  recommendInvitees,
  simulateSpread,
} from 'heterograph/influence';

const folder = join(process.env.HETEROGRAPH_DATA ?? '../shared/data', 'yelp-hin');

/** Two columns of row numbers; ids in the files count from 1. */
function readPairs(name: string) {
  const lines = gunzipSync(readFileSync(join(folder, `${name}.dat.gz`)))
    .toString()
    .trimEnd()
    .split('\n');
  const pairs = lines.map((line) => line.split('\t').map((id) => Number(id) - 1));
  return { source: Int32Array.from(pairs, (pair) => pair[0]!), target: Int32Array.from(pairs, (pair) => pair[1]!) };
}

const [friends, visits] = [readPairs('user_user'), readPairs('user_business')];
const graph = graphFromArrays({
  nodes: { user: 16_239, place: 14_284 },
  edges: [
    { type: ['user', 'knows', 'user'], ...friends },
    { type: ['user', 'visits', 'place'], ...visits },
  ],
});
for (const type of graph.edgeTypes) console.log(`${type.join(' > ')}: ${graph.numEdges(type)}`);

// A friend passes it on with probability 1 / friends; a place learns of it from its visitors and passes it to them, half as likely. Six in ten users are interested.
const acceptance = { user: 0.6 };
const byFriends: DiffusionOptions = { relations: { knows: true }, acceptance };
const byBoth: DiffusionOptions = {
  relations: { knows: true, visits: { direction: 'both', factor: 0.5 } },
  acceptance,
};
const question = { k: 10, epsilon: 0.2, seed: 1, candidates: { user: true }, targets: { user: true } } as const;
const network = await diffusionNetwork(graph, byBoth);
// Numbers of the network begin with the users; places do not count.
const weights = Float64Array.from({ length: network.numNodes }, (_, node) => (node < graph.numNodes('user') ? 1 : 0));
for (const [name, diffusion] of [
  ['friends alone', byFriends],
  ['friends and places', byBoth],
] as const) {
  const { seeds, certificate } = await maximiseInfluence(graph, { ...question, diffusion });
  const rows = Int32Array.from(seeds, ({ row }) => row);
  const { mean } = await simulateSpread(network, rows, { runs: 2000, weights });
  const proof = `within ${(100 * certificate.ratio).toFixed(0)} % of the best`;
  console.log(`seeds by ${name} (${proof}) reach ${mean.toFixed(0)} users by both`);
}

const { seeds } = await maximiseInfluence(graph, { ...question, diffusion: byBoth });
const inviters = seeds.map(({ id }) => id);
const invitees = await recommendInvitees(graph, inviters, 3, {
  relation: 'knows',
  acceptance: 0.6,
  network,
  maxSets: 2e6,
});
console.log(String(invitees));
