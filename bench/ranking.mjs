// Planted contestants, most measurements missing: how well they are found again, and how many intervals hold what was planted.
import { RandomStream } from '../dist/core/index.js';
import { kendallTau, rank } from '../dist/ranking/index.js';

/** Strengths, and what was measured: order of Plackett and Luce on the scale of each task, or right and wrong by Rasch's model. */
function planted(numContestants, numTasks, share, seed, isBinary) {
  const random = new RandomStream(seed, 'planted ranking');
  const spread = isBinary ? 1.5 : 2;
  const raw = Array.from({ length: numContestants }, () => spread * random.nextNormal());
  const mean = raw.reduce((sum, value) => sum + value, 0) / numContestants;
  const strengths = raw.map((value) => value - mean);
  const [contestant, task, value] = [[], [], []];
  for (let t = 0; t < numTasks; t++) {
    const [difficulty, scale] = [2 * random.nextNormal(), Math.exp(3 * random.nextNormal())];
    for (let i = 0; i < numContestants; i++) {
      if (random.next() >= share) continue;
      const noise = -Math.log(-Math.log((random.nextUint32() + 0.5) / 4294967296));
      const chance = 1 / (1 + Math.exp(difficulty - strengths[i]));
      contestant.push(`m${i}`);
      task.push(t);
      value.push(isBinary ? Number(random.next() < chance) : scale * (difficulty + strengths[i] + noise));
    }
  }
  return { strengths, measurements: { contestant, task, value } };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Standard error of a mean of independent repeats. */
const error = (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1));

const cases = [
  { method: 'plackett-luce', intervals: 'sandwich', numTasks: 1000 },
  { method: 'plackett-luce', intervals: 'sandwich', numTasks: 2000 },
  { method: 'plackett-luce', intervals: 'information', numTasks: 1000 },
  { method: 'plackett-luce', intervals: 'information', numTasks: 2000 },
  { method: 'plackett-luce', intervals: 'bootstrap', numTasks: 2000, share: 0.2 },
  { method: 'bradley-terry', intervals: 'sandwich', numTasks: 2000 },
  { method: 'plackett-luce', intervals: 'sandwich', numTasks: 4000, isBinary: true },
  { method: 'borda', intervals: 'none', numTasks: 2000 },
];

/** `--runs 50`: repeats of each case; a bootstrap has a fifth of them. */
export async function ranking(_names, { quick, runs = '50' }) {
  const repeats = quick ? 2 : Number(runs);
  const rows = [];
  for (const { method, intervals, numTasks, isBinary = false, share = 1 } of cases) {
    const [tau, held, ranksHeld, width, ms] = [[], [], [], [], []];
    let numRefused = 0;
    for (let seed = 1; seed <= Math.max(2, repeats * share); seed++) {
      const { strengths, measurements } = planted(
        quick ? 20 : 100,
        quick ? 400 : numTasks,
        quick ? 0.2 : 0.05,
        seed,
        isBinary,
      );
      const started = performance.now();
      let found;
      try {
        found = await rank({ measurements }, { method, intervals });
      } catch (caught) {
        if (caught.code !== 'NOT_COMPARABLE') throw caught;
        numRefused++;
        continue;
      }
      ms.push(performance.now() - started);
      const truth = found.contestants.map((name) => strengths[Number(name.slice(1))]);
      tau.push(kendallTau(truth, found.strengths));
      if (!found.low) continue;
      const order = [...truth].sort((a, b) => b - a);
      const places = truth.map((value) => order.indexOf(value) + 1);
      held.push(mean(truth.map((value, i) => Number(found.low[i] <= value && value <= found.high[i]))));
      ranksHeld.push(
        mean(places.map((place, i) => Number(found.bestRanks[i] <= place && place <= found.worstRanks[i]))),
      );
      width.push(mean(places.map((_, i) => found.worstRanks[i] - found.bestRanks[i] + 1)));
    }
    const shown = (list, digits = 4) => {
      if (list.length === 0) return undefined;
      return `${mean(list).toFixed(digits)}${list.length > 1 ? ` ± ${error(list).toFixed(digits)}` : ''}`;
    };
    rows.push({
      ...{ method, intervals, values: isBinary ? 'right or wrong' : 'numbers', tasks: numTasks },
      ...{
        repeats: tau.length,
        refused: numRefused,
        tau: shown(tau),
        least: shown(tau.length > 0 ? [Math.min(...tau)] : []),
      },
      ...{ held: shown(held), 'ranks held': shown(ranksHeld), 'ranks wide': shown(width, 1), ms: shown(ms, 0) },
    });
  }
  return { rows };
}
