import { getPool, type Pool } from '../../compute/index.js';
import { Placement } from '../../compute/threads/placed.js';
import type { SetView } from '../sampling/set-store.js';
import type { GreedyOptions, Selection } from './greedy.js';

/** Words of the record that compute/assembly/influence/coverage.ts reads and writes. */
const field = {
  words: 0,
  starts: 1,
  lengths: 2,
  numSets: 3,
  counted: 4,
  counts: 5,
  touched: 6,
  numTouched: 7,
  candidates: 8,
  wanted: 9,
  least: 10,
  found: 11,
  members: 12,
  most: 13,
  all: 14,
  placeOf: 16,
  histogram: 17,
  nodes: 18,
  gain: 19,
  indexStarts: 20,
  setStarts: 21,
  setMembers: 22,
  index: 23,
  covered: 24,
  numWithGain: 25,
  heads: 26,
  links: 27,
  given: 28,
  numGiven: 29,
  k: 30,
  seeds: 31,
  gains: 32,
  numSeeds: 33,
  before: 34,
  numCovered: 35,
  upper: 36,
  kthGain: 37,
  next: 38,
} as const;
type Field = keyof typeof field;
const recordWords = 40;

/** Nodes looked at first, for each seed wanted. */
const FIRST = 200;

/**
 * Greedy maximum coverage over sets that may grow between selections, with the seeds, gains and bound of `selectGreedyReference`.
 * It looks at the nodes that are in the most sets only, with an index from them to their sets and buckets by gain, and takes more of
 * them in where those left out might have mattered. 12 bytes a node; O(sum of set sizes + N) a selection as a rule.
 */
export class Coverage {
  readonly #pool: Pool;
  readonly #numNodes: number;
  readonly #place: Placement;
  readonly #record: number;

  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  constructor(numNodes: number, pool = getPool()) {
    this.#pool = pool;
    this.#numNodes = numNodes;
    this.#place = new Placement(pool.arena);
    this.#record = this.#place.block(recordWords * 4);
    this.#words(this.#record, recordWords).fill(0);
    for (const name of ['counts', 'touched', 'placeOf'] as const) this.#set(name, this.#zeros(numNodes));
  }

  /** Selects at most k nodes; `sets` begins with those of the last call. @throws {HeteroGraphError} OUT_OF_MEMORY */
  select(sets: SetView, k: number, { candidates, given }: GreedyOptions = {}): Selection {
    const place = new Placement(this.#pool.arena);
    try {
      this.#set('words', place.of(sets.words));
      this.#set('starts', place.of(sets.starts.subarray(0, sets.size)));
      this.#set('lengths', place.of(sets.lengths.subarray(0, sets.size)));
      this.#set('numSets', sets.size);
      this.#set('candidates', candidates ? this.#bytes(place, candidates) : 0);
      this.#set('histogram', place.block((sets.size + 1) * 4));
      this.#set('given', given ? place.of(given) : 0);
      this.#set('numGiven', given?.length ?? 0);
      this.#set('k', k);
      this.#run('coverCount');
      return this.#selectAmong(place, k);
    } finally {
      place.release();
    }
  }

  /** Frees the memory; the coverage is of no use then. */
  release(): void {
    this.#place.release();
  }

  #selectAmong(place: Placement, k: number): Selection {
    for (let wanted = 64 + FIRST * k; ; wanted *= 8) {
      this.#set('wanted', Math.min(wanted, 0x7fffffff));
      this.#run('coverHeavy');
      const [found, members, most] = [this.#get('found'), this.#get('members'), this.#get('most')];
      const inside = new Placement(this.#pool.arena);
      try {
        for (const name of ['nodes', 'gain', 'links', 'next'] as const) this.#set(name, inside.block(found * 4));
        for (const name of ['setMembers', 'index'] as const) this.#set(name, inside.block(members * 4));
        for (const name of ['numWithGain', 'heads'] as const) this.#set(name, inside.block((most + 1) * 4));
        for (const name of ['seeds', 'gains'] as const) this.#set(name, inside.block(k * 4));
        this.#set('indexStarts', inside.block((found + 1) * 4));
        this.#set('setStarts', inside.block((this.#get('numSets') + 1) * 4));
        this.#set('covered', inside.block(this.#get('numSets')));
        this.#run('coverSelect');
        const selection = this.#selection();
        // A node left out gains less than `least`: it can be no seed, and not among the k largest gains.
        const least = this.#get('least');
        const lastGain = selection.gains.length < k ? 0 : (selection.gains.at(-1) ?? least);
        if (this.#get('all') === 1 || (lastGain >= least && this.#get('kthGain') >= least - 1)) return selection;
      } finally {
        inside.release();
      }
    }
  }

  #selection(): Selection {
    const { arena } = this.#pool;
    const numSeeds = this.#get('numSeeds');
    return {
      seeds: arena.int32(this.#get('seeds'), numSeeds).slice(),
      gains: arena.int32(this.#get('gains'), numSeeds).slice(),
      before: this.#get('before'),
      covered: this.#get('numCovered'),
      upper: this.#get('upper'),
    };
  }

  #run(kernel: 'coverCount' | 'coverHeavy' | 'coverSelect'): void {
    this.#pool.run(kernel, [this.#record], 1);
  }

  #get(name: Field): number {
    return this.#words(this.#record, recordWords)[field[name]]!;
  }

  #set(name: Field, value: number): void {
    this.#words(this.#record, recordWords)[field[name]] = value;
  }

  #zeros(length: number): number {
    const pointer = this.#place.block(length * 4);
    this.#words(pointer, length).fill(0);
    return pointer;
  }

  #bytes(place: Placement, values: Uint8Array): number {
    const pointer = place.block(values.length);
    new Uint8Array(this.#pool.arena.memory.buffer, pointer, values.length).set(values);
    return pointer;
  }

  #words(pointer: number, length: number): Uint32Array {
    return new Uint32Array(this.#pool.arena.memory.buffer, pointer, length);
  }
}

/** One selection by a {@link Coverage} of its own. */
export function selectGreedy(
  sets: SetView,
  numNodes: number,
  k: number,
  options: GreedyOptions & { readonly threads?: Pool } = {},
): Selection {
  const coverage = new Coverage(numNodes, options.threads);
  try {
    return coverage.select(sets, k, options);
  } finally {
    coverage.release();
  }
}
