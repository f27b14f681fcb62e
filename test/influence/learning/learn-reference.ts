import type { ActionLog } from '../../../src/influence/learning/action-log.js';
import type { CreditModel } from '../../../src/influence/learning/learn-probabilities.js';
import type { PlainEdges } from '../../../src/influence/network/from-edges.js';

/** Probabilities by looking every pair up in plain maps: the reference of `learnProbabilities`. O(actions x E) memory aside. */
export function learnReference(
  { source, target }: PlainEdges,
  log: ActionLog,
  { model, window, iterations }: { model: CreditModel; window: number; iterations: number },
): number[] {
  const actions = new Map<unknown, Map<number, number>>();
  for (let row = 0; row < log.user.length; row++) {
    const users = actions.get(log.action[row]) ?? new Map<number, number>();
    actions.set(log.action[row], users);
    const user = Number(log.user[row]);
    users.set(user, Math.min(users.get(user) ?? Number.POSITIVE_INFINITY, log.time[row]!));
  }
  const edges = [...source.keys()];
  const logs = [...actions.values()];
  const mayLead = (e: number, users: Map<number, number>) => {
    const delay = (users.get(target[e]!) ?? Number.NaN) - (users.get(source[e]!) ?? Number.NaN);
    return delay > 0 && delay <= window;
  };
  const leaders = logs.flatMap((users) =>
    [...users.keys()]
      .map((v) => edges.filter((e) => target[e] === v && mayLead(e, users)))
      .filter((list) => list.length > 0),
  );
  const trials = edges.map(
    (e) =>
      logs.filter((users) => {
        const [from, to] = [users.get(source[e]!), users.get(target[e]!)];
        if (model === 'likelihood') return from !== undefined && !(to !== undefined && to <= from);
        return from !== undefined || (model.endsWith('jaccard') && to !== undefined);
      }).length,
  );
  const over = (share: (e: number, list: number[]) => number) =>
    edges.map((e) => {
      const credit = leaders.filter((list) => list.includes(e)).reduce((sum, list) => sum + share(e, list), 0);
      return trials[e] === 0 ? 0 : Math.min(1, credit / trials[e]!);
    });
  if (model === 'bernoulli' || model === 'jaccard') return over(() => 1);
  let p = over((_, list) => 1 / list.length);
  if (model !== 'likelihood') return p;
  for (let i = 0; i < iterations; i++) {
    const last = p;
    p = over((e, list) => last[e]! / (1 - list.reduce((none, each) => none * (1 - last[each]!), 1)));
  }
  return p;
}
