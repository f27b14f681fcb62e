import { holdOutPerUser, type Interactions, leaveOneOut, splitByTime } from '../../recommend/index.js';
import { pickPairs, usersWithPairs } from '../../recommend/internal.js';
import type { ReadInteractions } from './read-interactions.js';

/** What is learned from, what recommenders are chosen by, and what they are scored by; all numbered alike. */
export interface InteractionParts {
  /** Without validation and test. */
  readonly train: Interactions;
  readonly validation: Interactions;
  /** `train` and `validation`. */
  readonly beforeTest: Interactions;
  /** Of users who are in `beforeTest`. */
  readonly test: Interactions;
  readonly remarks: readonly string[];
}

/** Shares of the interactions that are held out. */
const TEST = 0.2;
const VALIDATION = 0.1;

/**
 * Divides interactions: as the data say; by time, the latest for the test, where most users of the test have a history then; else a part of each
 * user's items.
 */
export function splitInteractions(
  { all, given }: Pick<ReadInteractions, 'all' | 'given'>,
  seed: number,
): InteractionParts {
  if (given) return withValidation(given.train, given.test, seed, 'The test is that of the data set.');
  if (all.times) {
    const { train, test, from } = splitByTime(all, { share: TEST });
    const known = ofKnownUsers(test, train);
    const [pairs, knownPairs] = [test.matrix.indices.length, known.matrix.indices.length];
    if (pairs > 0 && knownPairs > pairs / 2) {
      return withValidation(
        train,
        test,
        seed,
        `The test is what was taken from ${dateText(from)} on: ${shareText(pairs, all)}.`,
      );
    }
    const { train: rest, test: latest } = leaveOneOut(all, { seed });
    const why =
      'most users took all they took in a short time, so that no one moment parts what they did before and after';
    return withValidation(rest, latest, seed, `The test is the latest item of each user: ${why}.`);
  }
  const { train, test, how } = fromEachUser(all, TEST, seed, 'test');
  return withValidation(
    train,
    test,
    seed,
    `There is no time, so the test is ${how}: ${shareText(test.matrix.indices.length, all)}.`,
  );
}

function withValidation(beforeTest: Interactions, test: Interactions, seed: number, remark: string): InteractionParts {
  const { train, test: validation } = validationOf(beforeTest, seed);
  const known = ofKnownUsers(test, beforeTest);
  const [users, knownUsers] = [usersWithPairs(test.matrix).length, usersWithPairs(known.matrix).length];
  const coldItems = itemsWithout(test, beforeTest);
  return {
    ...{ train, validation: ofKnownUsers(validation, train), test: known },
    beforeTest,
    remarks: [
      remark,
      ...(users > knownUsers
        ? [
            `${users - knownUsers} of the ${users} users of the test are new: nothing is known of them, so they get what most take, and the figures leave them out.`,
          ]
        : []),
      ...(coldItems > 0
        ? [
            `${coldItems === 1 ? '1 item is' : `${coldItems} items are`} taken in the test alone: recommenders that learn from who took what cannot find such.`,
          ]
        : []),
    ],
  };
}

/** By time, where that leaves most users a history; else of each user. */
function validationOf(
  interactions: Interactions,
  seed: number,
): { readonly train: Interactions; readonly test: Interactions } {
  if (interactions.times) {
    const byTime = splitByTime(interactions, { share: VALIDATION });
    const known = ofKnownUsers(byTime.test, byTime.train);
    if (known.matrix.indices.length > byTime.test.matrix.indices.length / 2) return byTime;
  }
  return fromEachUser(interactions, VALIDATION, seed, 'validation');
}

/** A share of each user's items; one item of each where most users took too few for a share. */
function fromEachUser(interactions: Interactions, share: number, seed: number, part: 'test' | 'validation') {
  const drawn = holdOutPerUser(interactions, { share, seed: part === 'test' ? seed : seed + 1 });
  if (drawn.test.matrix.indices.length >= (share / 2) * interactions.matrix.indices.length) {
    return { ...drawn, how: `${100 * share} % of each user's items, drawn at random` };
  }
  return { ...leaveOneOut(interactions, { seed }), how: 'one item of each user' };
}

/** The pairs of users who are in other interactions, too, with their strengths and times. */
export function ofKnownUsers(pairs: Interactions, others: Interactions): Interactions {
  const isKnown = new Uint8Array(pairs.matrix.indices.length);
  for (const user of usersWithPairs(others.matrix)) {
    isKnown.fill(1, pairs.matrix.indptr[user]!, pairs.matrix.indptr[user + 1]!);
  }
  return pickPairs(pairs, isKnown, 1);
}

/** Items of some interactions that are in none of others. */
function itemsWithout(pairs: Interactions, others: Interactions): number {
  const isKnown = new Set(others.matrix.indices);
  return new Set(pairs.matrix.indices.filter((item) => !isKnown.has(item))).size;
}

function shareText(pairs: number, all: Interactions): string {
  return `${pairs} of ${all.matrix.indices.length} interactions`;
}

function dateText(milliseconds: number): string {
  return Number.isFinite(milliseconds)
    ? new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')
    : 'the end';
}
