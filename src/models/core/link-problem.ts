import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import {
  edgeTypeKey,
  type HeteroGraph,
  type LinkSplit,
  type TypedLinkSplit,
  type TypedLinks,
  typedSplit,
} from '../../graph/index.js';
import type { LearnedLinks, LinkProblem, LinkQueries } from './link-types.js';

/** The problem of predicting the links of a split: of one edge type (`splitLinks`) or of several. */
export function linkProblem(split: LinkSplit | TypedLinkSplit, seed: number): LinkProblem {
  expectArgument(split, 'object', 'split');
  return { kind: 'links', split: 'edgeTypes' in split ? split : typedSplit(split), seed };
}

const part = z.looseObject({ graph: z.custom((value) => value !== undefined), positive: z.looseObject({}) });
const problemSchema = z.looseObject({
  kind: z.literal('links'),
  split: z.looseObject({
    edgeTypes: z.array(z.tuple([z.string(), z.string(), z.string()])).check(z.minLength(1, 'at least one edge type')),
    train: part,
    valid: part,
    test: part,
  }),
  seed: option.seed,
});
const runSchema = z.strictObject(option.runOptions);

/**
 * Refuses what a model of links cannot be fitted on, before any work.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; NO_ROWS without a training link; of links SHAPE_MISMATCH, WRONG_DTYPE,
 *   INDEX_OUT_OF_RANGE
 */
export function checkLinkProblem(problem: LinkProblem, run: RunOptions): void {
  checkOptions(problemSchema, problem, { what: 'problem' });
  checkOptions(runSchema, run);
  const { split } = problem;
  for (const name of ['train', 'valid', 'test'] as const) {
    checkLinks(split[name].positive, split.edgeTypes, split[name].graph);
    checkLinks(split[name].negative, split.edgeTypes, split[name].graph);
  }
  if (split.train.positive.source.length > 0) return;
  throw new HeteroGraphError('NO_ROWS', 'There is no link to train on.', {
    type: edgeTypeKey(split.edgeTypes[0]!),
    hint: 'Give the training part more of the links.',
  });
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH, WRONG_DTYPE, INDEX_OUT_OF_RANGE naming the edge type */
export function checkLinks(
  links: TypedLinks,
  edgeTypes: LearnedLinks['edgeTypes'],
  graph: Pick<HeteroGraph, 'numNodes'>,
): void {
  const { source, target, relation } = links;
  checkArrays({ source, target, relation });
  const sizes = edgeTypes.map((type) => [graph.numNodes(type[0]), graph.numNodes(type[2])] as const);
  for (let i = 0; i < source.length; i++) {
    const size = sizes[relation[i]!];
    if (size && source[i]! >= 0 && source[i]! < size[0] && target[i]! >= 0 && target[i]! < size[1]) continue;
    throw outside(i, size && edgeTypeKey(edgeTypes[relation[i]!]!));
  }
}

/**
 * Refuses queries that have no answer.
 *
 * @returns the type of the answers
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, WRONG_DTYPE; INDEX_OUT_OF_RANGE; AMBIGUOUS where answers are of
 *   several types
 */
export function checkQueries(
  { side, known, relation }: LinkQueries,
  edgeTypes: LearnedLinks['edgeTypes'],
  numNodes: (type: string) => number,
): string {
  if (side !== 'source' && side !== 'target') {
    throw new HeteroGraphError('INVALID_OPTION', `side is ${String(side)}.`, {
      column: 'side',
      hint: "Give 'source' or 'target'.",
    });
  }
  checkArrays({ known, relation });
  const [answer, asked] = side === 'target' ? [2, 0] : [0, 2];
  let type: string | undefined;
  for (let i = 0; i < known.length; i++) {
    const edgeType = edgeTypes[relation[i]!];
    if (!edgeType || known[i]! < 0 || known[i]! >= numNodes(edgeType[asked]!)) {
      throw outside(i, edgeType && edgeTypeKey(edgeType));
    }
    type ??= edgeType[answer]!;
    if (type === edgeType[answer]) continue;
    throw new HeteroGraphError('AMBIGUOUS', `Answers are of the types ${type} and ${edgeType[answer]}.`, {
      hint: 'Ask for answers of one type at a time.',
    });
  }
  return type ?? edgeTypes[0]![answer]!;
}

function checkArrays(arrays: Readonly<Record<string, Int32Array>>): void {
  const [[, first]] = Object.entries(arrays) as [[string, Int32Array]];
  for (const [name, values] of Object.entries(arrays)) {
    if (!(values instanceof Int32Array)) {
      throw new HeteroGraphError('WRONG_DTYPE', `${name} is not an Int32Array.`, {
        column: name,
        hint: 'Int32Array.from(numbers) makes one of an array.',
      });
    }
    if (values.length === first.length) continue;
    const message = `${name} has ${values.length} numbers instead of ${first.length}.`;
    throw new HeteroGraphError('SHAPE_MISMATCH', message, {
      column: name,
      hint: 'Give arrays of one length: one number for each link or question.',
    });
  }
}

function outside(row: number, type: string | undefined): HeteroGraphError {
  const message =
    type === undefined ? 'There is no edge type of the number given.' : 'There is no node of the number given.';
  return new HeteroGraphError('INDEX_OUT_OF_RANGE', message, {
    row,
    ...(type === undefined ? {} : { type }),
    hint:
      type === undefined
        ? 'relation holds positions in the edge types that are learned, from 0.'
        : 'Nodes are row numbers of their node type, from 0.',
  });
}
