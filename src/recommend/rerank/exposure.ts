import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { type ItemLookup, lookupOf } from '../metrics/item-lookup.js';
import { chooseGreedily } from './greedy.js';
import { orderEach } from './order-each.js';
import { mostOf, ShareCounter, type Shares } from './share-counter.js';
import type { Candidates, RerankStage, StageOrder } from './stage.js';

export interface ExposureOptions {
  /** Whose each item is: a seller, label, author. Items of nobody known are never held back. */
  readonly providers: ItemLookup<string | number>;
  /** Share of the places that a provider gets at least, by name; together at most 1. */
  readonly atLeast?: Readonly<Record<string, number>>;
  /** Share of the places that a provider gets at most: by name, or one for all of them. */
  readonly atMost?: number | Readonly<Record<string, number>>;
  /**
   * 'list' (default): every list keeps the shares. 'all': all lists together do, in the order given, so that a list which has enough by itself
   * makes room in others (amortised, as Biega, Gummadi, Weikum, "Equity of attention", SIGIR 2018, ask for).
   */
  readonly within?: 'list' | 'all';
}

const mapping = z.custom<ItemLookup<string | number>>(
  (value) => typeof value === 'function' || (typeof value === 'object' && value !== null),
  'a Map, an object, an array or a function',
);
const shares = z.record(z.string(), option.fraction);
const schema = z.strictObject({
  providers: mapping,
  atLeast: z.optional(shares),
  atMost: z.optional(z.union([option.fraction, shares], 'a number from 0 to 1, or such numbers by provider')),
  within: z.optional(z.enum(['list', 'all'])),
});

/**
 * Stage of `rerank` that gives providers their share of the places: among the first i places at least floor(share i) and at most ceil(share i) are
 * theirs, for i up to k where candidates allow it, and the best item goes first otherwise (Geyik, Ambler, Kenthapadi, "Fairness-aware ranking in
 * search & recommendation systems", KDD 2019, DetGreedy; with a look ahead, so that at k it holds). What could not be had is remarked.
 * O(k x candidates) a list.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example exposure({ providers: labels, atLeast: { independent: 0.3 }, atMost: { major: 0.5 } })
 */
export function exposure(options: ExposureOptions): RerankStage {
  checkOptions(schema, options);
  const { atLeast = {}, atMost = 1, within = 'list' } = options;
  const sum = Object.values(atLeast).reduce((a, b) => a + b, 0);
  if (sum > 1 + 1e-9) {
    throw new HeteroGraphError('INVALID_OPTION', `The shares of atLeast add up to ${Number(sum.toFixed(4))}.`, {
      column: 'atLeast',
      hint: 'Together they are at most 1.',
    });
  }
  const limits: Shares = { atLeast, atMost };
  const torn = Object.keys(atLeast).find((name) => atLeast[name]! > mostOf(limits, name));
  if (torn !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', `${torn} is to have at least ${atLeast[torn]} and at most less.`, {
      column: `atLeast.${torn}`,
      hint: 'The smallest share is at most the largest.',
    });
  }
  const find = lookupOf(options.providers, 'providers');
  const providerOf = (item: string | number) => {
    const provider = find(item);
    return provider === undefined ? undefined : String(provider);
  };
  const stageName = 'exposure';
  return {
    name: stageName,
    order(lists, k, run) {
      const all = new ShareCounter(limits);
      const counter = () => (within === 'all' ? all : new ShareCounter(limits));
      return orderEach(lists, stageName, run, (list) => orderOne(list, k, providerOf, counter()));
    },
    describe(before, after, k) {
      const named = [...new Set([...Object.keys(atLeast), ...(typeof atMost === 'object' ? Object.keys(atMost) : [])])];
      const shown = named.slice(0, 5).map((name) => {
        const [was, is] = [before, after].map((lists) => shareOf(name, lists, k, providerOf));
        return `${name} ${percent(was!)} before, ${percent(is!)} after`;
      });
      return `share of the first ${k} places: ${shown.join('; ') || 'no provider is named'}`;
    },
  };
}

function orderOne(
  { items, relevance }: Candidates,
  k: number,
  providerOf: (item: string | number) => string | undefined,
  counter: ShareCounter,
): StageOrder {
  const providers = items.map(providerOf);
  const left = new Map<string, number>();
  for (const name of providers) if (name !== undefined) left.set(name, (left.get(name) ?? 0) + 1);
  const end = counter.places + Math.min(k, items.length);
  const reasons: string[] = [];
  const missed = new Set<string>();
  let due = counter.due(left, end);
  const first = chooseGreedily(
    items.length,
    k,
    (item) => {
      const name = providers[item];
      // Relevance is at most 1: who is due goes before who may have the place, and these before who may not.
      if (name !== undefined && due.has(name)) return relevance[item]! + 4;
      return relevance[item]! + (name !== undefined && counter.isFull(name) ? 0 : 2);
    },
    (chosen) => {
      const name = providers[chosen];
      if (name !== undefined && !due.has(name) && counter.isFull(name)) missed.add(name);
      reasons.push(counter.reason(name, due));
      counter.add(name);
      if (name !== undefined) left.set(name, left.get(name)! - 1);
      due = counter.due(left, end);
    },
  );
  for (const name of counter.short()) missed.add(name);
  const remark = `for want of other candidates the share of ${[...missed].slice(0, 5).join(', ')} is not kept`;
  return { first, why: (place) => reasons[place]!, ...(missed.size > 0 && { remark }) };
}

function shareOf(
  name: string,
  lists: readonly Candidates[],
  k: number,
  providerOf: (item: string | number) => string | undefined,
): number {
  const shown = lists.flatMap(({ items }) => items.slice(0, k));
  return shown.filter((item) => providerOf(item) === name).length / Math.max(1, shown.length);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
