import { RandomStream } from '../../../src/core/index.js';

export interface PlantedOptions {
  readonly numNodes: number;
  readonly numEdges: number;
  readonly cascades: number;
  readonly seed: number;
}

/** Cascades of known probabilities in steps of time 1, from one random node each, by forward simulation. */
export function planted({ numNodes, numEdges, cascades, seed }: PlantedOptions) {
  const random = new RandomStream(seed, 'planted');
  const source = Int32Array.from({ length: numEdges }, () => random.nextInt(numNodes));
  const target = source.map((u) => (u + 1 + random.nextInt(numNodes - 1)) % numNodes);
  const probability = Float64Array.from({ length: numEdges }, () => 0.05 + 0.3 * random.next());
  const out = Array.from({ length: numNodes }, (_, u) => [...source.keys()].filter((e) => source[e] === u));
  const log: { user: number[]; action: number[]; time: number[] } = { user: [], action: [], time: [] };
  for (let action = 0; action < cascades; action++) {
    const active = new Set<number>();
    let now = [random.nextInt(numNodes)];
    for (let time = 0; now.length > 0; time++) {
      for (const user of now) {
        active.add(user);
        log.user.push(user);
        log.action.push(action);
        log.time.push(time);
      }
      const tries = now.flatMap((user) => out[user]!).filter((e) => !active.has(target[e]!));
      now = [...new Set(tries.filter((e) => random.next() < probability[e]!).map((e) => target[e]!))];
    }
  }
  return { edges: { numNodes, source, target }, probability, log };
}
