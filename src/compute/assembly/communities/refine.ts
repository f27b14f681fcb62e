// The refinement of Leiden: every community is put together anew from its single nodes. Communities have nothing to do with each other,
// and what a node draws depends on the node alone, so that threads decide no bit.
//
// Layout of the state (words; written by src/compute/kernels/communities.ts):
//   0 communities, 1 sums of shares out by community (float64), 2 of shares in, 3 parts, 4 sums of shares out by part, 5 of shares in, 6 bytes
//   of nodes: 1 while alone, 7 weight between a part and the rest of its community (float64), 8 where the members of each community
//   begin, 9 nodes by community, in the order in which they join, 10 scratch, 11 bytes of it a thread: float64 0 a node, then room for a row of
//   float64, then of words; 12 and 13 randomness (float64), 14 and 15 seed, 16 the length
//   of the longest row.
import { mix, uniform, GOLDEN } from '../influence/words';
import { at, put, real, scaleOf, setReal, word } from './level';

/** The weight between each node and the others of its community. args: level, state. Units are nodes. */
export function communityCuts(args: usize, begin: i32, end: i32, worker: i32): void {
  const level = word(args, 0), state = word(args, 1);
  const indptr = word(level, 1), indices = word(level, 2), weights = word(level, 3);
  const communities = word(state, 0), cuts = word(state, 7);
  for (let v = begin; v < end; v++) {
    const c = at(communities, v), stop = at(indptr, v + 1);
    let sum: f64 = 0;
    for (let e = at(indptr, v); e < stop; e++) {
      const u = at(indices, e);
      if (at(communities, u) == c && u != v) sum += weights ? real(weights, e) : 1;
    }
    setReal(cuts, v, sum);
  }
}

/** One of the first gains, by weights exp(gain / randomness). */
function choose(gains: usize, count: i32, best: f64, randomness: f64, drawn: f64): i32 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const distance = best - real(gains, i);
    sum += distance == 0 ? 1 : NativeMath.exp(-distance / randomness);
    setReal(gains, i, sum);
  }
  drawn *= sum;
  let i = 0;
  while (i < count - 1 && real(gains, i) <= drawn) i++;
  return i;
}

/** Joins nodes to parts of their communities. args: level, state, first community. Units are communities from the first on. */
export function joinParts(args: usize, begin: i32, end: i32, worker: i32): void {
  const level = word(args, 0), state = word(args, 1);
  const nodes = word(level, 0), indptr = word(level, 1), indices = word(level, 2), weights = word(level, 3);
  const outShares = word(level, 4), inShares = word(level, 5);
  const scale = scaleOf(level), isDirected = inShares != outShares;
  const communities = word(state, 0), parts = word(state, 3), outParts = word(state, 4), inParts = word(state, 5);
  const alone = word(state, 6), cuts = word(state, 7), members = word(state, 9);
  const weightTo = word(state, 10) + word(state, 11) * <usize>worker;
  const gains = weightTo + (nodes << 3);
  const touched = gains + (word(state, 16) << 3);
  const randomness = load<f64>(state, 48), seed = load<u64>(state, 56);
  const first = load<i32>(args, 8);
  for (let c = first + begin; c < first + end; c++) {
    const outAll = real(word(state, 1), c), intoAll = real(word(state, 2), c);
    const last = at(word(state, 8), c + 1);
    for (let i = at(word(state, 8), c); i < last; i++) {
      const v = at(members, i);
      if (!load<u8>(alone + <usize>v)) continue;
      const out = real(outShares, v), into = real(inShares, v);
      if (real(cuts, v) < scale * (out * (intoAll - into) + into * (outAll - out))) continue;
      let numTouched = 0;
      const stop = at(indptr, v + 1);
      for (let e = at(indptr, v); e < stop; e++) {
        const u = at(indices, e);
        if (at(communities, u) != c || u == v) continue;
        const weight: f64 = weights ? real(weights, e) : 1;
        if (weight == 0) continue;
        const part = at(parts, u);
        const before = real(weightTo, part);
        put(touched, numTouched, part);
        numTouched += i32(before == 0);
        setReal(weightTo, part, before + weight);
      }
      let numChoices = 0;
      let best: f64 = 0;
      for (let t = 0; t < numTouched; t++) {
        const part = at(touched, t);
        const weight = real(weightTo, part);
        const outPart = real(outParts, part), intoPart = real(inParts, part);
        const gain = weight - scale * (out * intoPart + into * outPart);
        const needed = scale * (outPart * (intoAll - intoPart) + intoPart * (outAll - outPart));
        if (gain < 0 || real(cuts, part) < needed) {
          setReal(weightTo, part, 0);
          continue;
        }
        put(touched, numChoices, part);
        setReal(gains, numChoices++, gain);
        if (gain > best) best = gain;
      }
      if (numChoices == 0) continue;
      const drawn = uniform(mix(seed + <u64>(v + 1) * GOLDEN));
      const part = at(touched, numChoices == 1 ? 0 : choose(gains, numChoices, best, randomness, drawn));
      put(parts, v, part);
      store<u8>(alone + <usize>part, 0);
      setReal(outParts, part, real(outParts, part) + out);
      if (isDirected) setReal(inParts, part, real(inParts, part) + into);
      setReal(cuts, part, real(cuts, part) + real(cuts, v) - 2 * real(weightTo, part));
      for (let t = 0; t < numChoices; t++) setReal(weightTo, at(touched, t), 0);
    }
  }
}
