import { getPool, type Pool } from '../../compute/index.js';
import { Placement } from '../../compute/internal.js';
import type { OverlappedSelection } from '../sampling/run-sets.js';
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
  roomForNodes: 15,
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
  roomForMembers: 39,
} as const;
type Field = keyof typeof field;
const recordWords = 40;

/** Nodes looked at first, for each seed. */
const FIRST = 200;
/** Maximum of members that a selection looks at while other threads make sets. */
const ROOM = 1 << 24;

/** A selection that has been prepared. */
export interface PendingSelection extends OverlappedSelection {
  /** Completes the selection where no thread has done it meanwhile, and returns it; frees the memory of the selection. Once. */
  finish(): Selection;
}

/**
 * Greedy maximum coverage over sets that may grow between selections, with the seeds, gains and bound of `selectGreedyReference`.
 * It looks at the nodes that are in the most sets only, with an index from them to their sets and buckets by gain, and takes more of
 * them in where those left out might have mattered. 12 bytes a node; O(sum of set sizes + N) a selection as a rule.
 */
export class Coverage {
  readonly #pool: Pool;
  readonly #place: Placement;
  readonly #record: number;
  /** Memory of a selection that is not finished. */
  #pending: Placement | undefined;

  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  constructor(numNodes: number, pool = getPool()) {
    this.#pool = pool;
    this.#place = new Placement(pool.arena);
    this.#record = this.#place.block(recordWords * 4);
    this.#words(this.#record, recordWords).fill(0);
    for (const name of ['counts', 'touched', 'placeOf'] as const) this.#set(name, this.#zeros(numNodes));
  }

  /** Selects at most k nodes; `sets` begins with those of the last call. @throws {HeteroGraphError} OUT_OF_MEMORY */
  select(sets: SetView, k: number, options: GreedyOptions = {}): Selection {
    return this.#prepare(sets, k, options, 0).finish();
  }

  /**
   * {@link select} in two steps: between them, `RrSets.grow` of another collection can make the selection on one of its threads. `sets`
   * must not grow meanwhile.
   *
   * @param numMembers nodes in all the sets
   * @throws {HeteroGraphError} OUT_OF_MEMORY
   */
  begin(sets: SetView, numMembers: number, k: number, options: GreedyOptions = {}): PendingSelection {
    return this.#prepare(sets, k, options, Math.min(numMembers, ROOM));
  }

  #prepare(sets: SetView, k: number, { candidates, given }: GreedyOptions, room: number): PendingSelection {
    const place = new Placement(this.#pool.arena);
    this.#pending?.dispose();
    this.#pending = place;
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
      this.#set('wanted', Math.min(0x7fffffff, 64 + FIRST * k));
      this.#set('roomForNodes', room);
      this.#set('roomForMembers', room);
      if (room > 0) this.#makeRoom(place, k, { found: room, members: room, most: sets.size });
    } catch (error) {
      place.dispose();
      throw error;
    }
    return { record: this.#record, finish: () => this.#finish(place, k) };
  }

  /** Frees the memory; the coverage is of no use then. */
  dispose(): void {
    this.#pending?.dispose();
    this.#place.dispose();
  }

  #finish(place: Placement, k: number): Selection {
    try {
      if (this.#get('roomForMembers') === 0xffffffff) {
        if (this.#isWhole(k)) return this.#selection();
        this.#widen();
      }
      this.#run('coverCount');
      for (;;) {
        this.#run('coverHeavy');
        const inside = new Placement(this.#pool.arena);
        try {
          this.#makeRoom(inside, k, {
            found: this.#get('found'),
            members: this.#get('members'),
            most: this.#get('most'),
          });
          this.#run('coverSelect');
          if (this.#isWhole(k)) return this.#selection();
        } finally {
          inside.dispose();
        }
        this.#widen();
      }
    } finally {
      place.dispose();
    }
  }

  #widen(): void {
    this.#set('wanted', Math.min(0x7fffffff, this.#get('wanted') * 8));
  }

  #makeRoom(
    place: Placement,
    k: number,
    { found, members, most }: { found: number; members: number; most: number },
  ): void {
    for (const name of ['nodes', 'gain', 'links', 'next'] as const) this.#set(name, place.block(found * 4));
    for (const name of ['setMembers', 'index'] as const) this.#set(name, place.block(members * 4));
    for (const name of ['numWithGain', 'heads'] as const) this.#set(name, place.block((most + 1) * 4));
    for (const name of ['seeds', 'gains'] as const) this.#set(name, place.block(k * 4));
    this.#set('indexStarts', place.block((found + 1) * 4));
    this.#set('setStarts', place.block((this.#get('numSets') + 1) * 4));
    this.#set('covered', place.block(this.#get('numSets')));
  }

  /** True where no node that was left out can matter: it gains less than `least`, so is no seed, nor among the k largest gains. */
  #isWhole(k: number): boolean {
    if (this.#get('all') === 1) return true;
    const least = this.#get('least');
    const numSeeds = this.#get('numSeeds');
    const gains = this.#pool.arena.int32(this.#get('gains'), numSeeds);
    const lastGain = numSeeds < k ? 0 : (gains.at(-1) ?? least);
    return lastGain >= least && this.#get('kthGain') >= least - 1;
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
    coverage.dispose();
  }
}
