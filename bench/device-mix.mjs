// Mixes of devices for random loads: how far their cost is from the bound of the linear programme, and fronts of time and money.
// npm run bench -- device-mix [--runs 5] [--json]
import { RandomStream } from '../dist/core/index.js';
import { cheapestMix, earliestDeadline, mixFront } from '../dist/schedule/index.js';
import { fixed, mean } from './statistics.mjs';

/** Classes of work of different sizes; devices whose price grows about with their speed, each better at some classes than at others. */
function randomLoad(kinds, classes, available, seed) {
  const random = new RandomStream(seed, 'device mix');
  const load = Array.from({ length: classes }, (_, c) => ({
    name: `class ${c}`,
    units: Math.round(1000 * Math.exp(random.nextNormal())),
  }));
  const devices = Array.from({ length: kinds }, (_, d) => {
    const power = Math.exp(1.2 * random.nextNormal());
    return {
      name: `kind ${d}`,
      pricePerHour: Math.round(100 * power * Math.exp(0.3 * random.nextNormal())) / 100 + 0.01,
      available,
      unitsPerHour: Object.fromEntries(
        load.flatMap(({ name }) =>
          random.next() < 0.1 ? [] : [[name, 100 * power * Math.exp(0.5 * random.nextNormal())]],
        ),
      ),
    };
  });
  return { devices, load };
}

/** Kinds of devices, classes of work, devices of a kind, and the deadline over the earliest there is. */
const mixes = [
  [4, 10, 5, 1.5],
  [6, 20, 20, 1.5],
  [8, 30, 50, 2],
  [12, 60, 100, 3],
  [14, 73, 200, 3],
];
const fronts = [
  [3, 10, 8],
  [4, 10, 20],
  [5, 10, 20],
  [6, 20, 10],
];

async function measured(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

export async function deviceMix(_names, { quick, runs = '5' }) {
  const seeds = Array.from({ length: quick ? 1 : Number(runs) }, (_, i) => i + 1);
  const rows = [];
  for (const [kinds, classes, available, slack] of quick ? mixes.slice(0, 2) : mixes) {
    const found = [];
    for (const seed of seeds) {
      const problem = randomLoad(kinds, classes, available, seed);
      const deadlineHours = slack * earliestDeadline(problem);
      found.push(await measured(() => cheapestMix({ ...problem, deadlineHours, maxNodes: 2000 })));
    }
    const above = found.map(({ result }) => 100 * (result.cost / result.relaxedCost - 1));
    rows.push({
      ...{ part: 'cheapest', kinds, classes, available, deadline: slack },
      proved: found.filter(({ result }) => result.isOptimal).length,
      runs: found.length,
      devices: fixed(mean(found.map(({ result }) => result.counts.reduce((sum, count) => sum + count, 0))), 0),
      aboveRelaxed: fixed(mean(above)),
      worst: fixed(Math.max(...above)),
      nodes: fixed(mean(found.map(({ result }) => result.nodes)), 0),
      cpuSeconds: fixed(mean(found.map(({ seconds }) => seconds))),
    });
  }
  for (const [kinds, classes, available] of quick ? fronts.slice(0, 1) : fronts) {
    const found = [];
    for (const seed of seeds)
      found.push(await measured(() => mixFront({ ...randomLoad(kinds, classes, available, seed), maxNodes: 20_000 })));
    rows.push({
      ...{ part: 'front', kinds, classes, available },
      proved: found.filter(({ result }) => result.isComplete).length,
      runs: found.length,
      mixes: (available + 1) ** kinds,
      points: fixed(mean(found.map(({ result }) => result.points.length)), 0),
      nodes: fixed(mean(found.map(({ result }) => result.nodes)), 0),
      cpuSeconds: fixed(mean(found.map(({ seconds }) => seconds))),
    });
  }
  return { rows };
}
