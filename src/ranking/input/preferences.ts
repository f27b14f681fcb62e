/** Orders of contestants in one form, in which the order of the rows does not show. */
export interface Preferences {
  /** Contestants by their numbers, in the order of their texts. */
  readonly names: readonly string[];
  /** Items of order r are `offsets[r]` to `offsets[r + 1]`, [orders + 1]. */
  readonly offsets: Int32Array;
  /** Contestants, the best first; those that are tied by number. */
  readonly items: Int32Array;
  /** Behind the last item that is tied with each, as a place in `items`. */
  readonly levelEnds: Int32Array;
  /** How much an order counts, [orders]. */
  readonly weights: Float64Array;
  /** Which orders depend on each other: their tasks, [orders], ascending. */
  readonly units: Int32Array;
  readonly numUnits: number;
  /** Where each order stood among the rows, [orders]. */
  readonly sequence: Int32Array;
}

/** A copy with other weights of tasks, [numUnits]. */
export function weightUnits(preferences: Preferences, unitWeights: Float64Array): Preferences {
  const { weights, units } = preferences;
  return { ...preferences, weights: weights.map((weight, r) => weight * unitWeights[units[r]!]!) };
}

/** The orders among some contestants alone, which are numbered anew: `members` ascending. Orders of one contestant are left out. */
export function amongMembers(preferences: Preferences, members: Int32Array): Preferences {
  const { names, offsets, items, levelEnds, weights, units, sequence } = preferences;
  const numberOf = new Int32Array(names.length).fill(-1);
  for (let m = 0; m < members.length; m++) numberOf[members[m]!] = m;
  const [newOffsets, newItems, newEnds, rows]: number[][] = [[0], [], [], []];
  for (let r = 0; r < weights.length; r++) {
    const start = newItems!.length;
    for (let k = offsets[r]!; k < offsets[r + 1]!; ) {
      const end = levelEnds[k]!;
      const from = newItems!.length;
      for (; k < end; k++) if (numberOf[items[k]!]! >= 0) newItems!.push(numberOf[items[k]!]!);
      for (let at = from; at < newItems!.length; at++) newEnds!.push(newItems!.length);
    }
    if (newItems!.length - start < 2) {
      newItems!.length = start;
      newEnds!.length = start;
      continue;
    }
    newOffsets!.push(newItems!.length);
    rows!.push(r);
  }
  const kept = Int32Array.from(rows!);
  const numbers = new Map<number, number>();
  const newUnits = kept.map((r) => {
    const unit = units[r]!;
    if (!numbers.has(unit)) numbers.set(unit, numbers.size);
    return numbers.get(unit)!;
  });
  return {
    names: Array.from(members, (m) => names[m]!),
    offsets: Int32Array.from(newOffsets!),
    items: Int32Array.from(newItems!),
    levelEnds: Int32Array.from(newEnds!),
    weights: Float64Array.from(kept, (r) => weights[r]!),
    units: newUnits,
    numUnits: numbers.size,
    sequence: kept.map((r) => sequence[r]!),
  };
}
