// Whom to invite on higgs-mention: npm run bench -- invite [METHOD...] [--seeds 1,2,3] [--data FOLDER].
// The follower graph and a log in time are not public, so this stands in: friends are those joined by a mention either way, a true invitee is
// one that the inviter mentions. 10,490 inviters with at least 3 friends are drawn by seed; their mentions are hidden. Willingness: 1 / friends,
// or a logistic regression on the other inviters' mentions (bench/influence/mentions.mjs), shared out so that an inviter's add up to 1.
import { countsToProbabilities, inviteMetrics, recommendInvitees } from '../../dist/influence/index.js';
import { dataRoot } from '../arguments.mjs';
import { friendships, readMentions, scorePairs, testInviters } from './mentions.mjs';

const METHODS = ['willingness', 'degree', 'imm-friends', 'hetero-ir', 'hetero-im'];
const INVITERS = 10_490;
const MAX_SETS = 4_000_000;

export async function inviteBench(methods, { quick, seeds = '1,2,3', data }) {
  const truth = readMentions(dataRoot({ data }), quick ? 5000 : Number.POSITIVE_INFINITY);
  const friends = friendships(truth);
  const rows = [];
  const facts = {
    pairs: truth.source.length,
    selfPairs: truth.loops,
    nodes: truth.numNodes,
    friendships: friends.source.length / 2,
  };
  for (const seed of seeds.split(',').map(Number)) {
    const { fit, drawn } = testInviters(friends, quick ? 20 : INVITERS, 3, seed);
    facts.fit = fit;
    const scores = scorePairs(friends, drawn);
    const learnt = countsToProbabilities(friends, scores, { rule: 'share-of-source' });
    for (const [by, willingness] of [
      ['1 / friends', undefined],
      ['learnt', learnt],
    ]) {
      for (const method of methods.length > 0 ? methods : METHODS) {
        const started = performance.now();
        const made = await recommendInvitees(friends, drawn, 3, {
          method,
          seed,
          maxSets: quick ? 2000 : MAX_SETS,
          ...(willingness && { willingness }),
        });
        const seconds = (performance.now() - started) / 1000;
        const row = {
          willingness: by,
          method,
          seed,
          ...told(inviteMetrics(made, truth)),
          seconds,
          sets: made.summary.sets,
        };
        console.error(JSON.stringify(row));
        rows.push(row);
      }
    }
  }
  return { rows: summarise(rows), summary: facts };
}

function told({ recall, ndcg, spread, idealSpread, nspread }) {
  return { recall: [...recall], ndcg: [...ndcg], nspread: [...nspread], spread: [...spread], ideal: [...idealSpread] };
}

/** Mean and standard deviation over seeds, lengths 1 / 2 / 3. */
function summarise(rows) {
  const groups = groupBy(rows);
  return [...groups.values()].map((group) => {
    const column = (name, digits) =>
      [0, 1, 2]
        .map((k) =>
          withDeviation(
            group.map((row) => row[name][k]),
            digits,
          ),
        )
        .join(' / ');
    const { willingness, method } = group[0];
    const seconds = withDeviation(
      group.map((row) => row.seconds),
      2,
    );
    return {
      willingness,
      method,
      recall: column('recall', 3),
      ndcg: column('ndcg', 3),
      nspread: column('nspread', 3),
      seconds,
      sets: group[0].sets,
    };
  });
}

function keyOf({ willingness, method }) {
  return `${willingness} ${method}`;
}

function groupBy(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function withDeviation(values, digits) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return `${mean.toFixed(digits)} ± ${Math.sqrt(square).toFixed(digits)}`;
}
