import * as z from 'zod/mini';
import { checkOptions, expectArgument, option, type RunOptions, throwIfAborted } from '../../core/index.js';
import { sharedGroups, splitNodes } from '../../graph/index.js';
import type { NodeClassificationTask } from '../base/types.js';
import { muminClasses, muminMasks } from './layout.js';
import { type MuminGraph, readMumin } from './read.js';

export interface OpenMuminOptions extends RunOptions {
  /** What is classified: claims, or tweets by the claim that they discuss first. Default 'claim'. */
  readonly target?: 'claim' | 'tweet';
}

/** The graph of MuMiN and what its publishers ask of it. */
export interface OpenedMumin extends MuminGraph {
  readonly task: NodeClassificationTask;
}

const schema = z.strictObject({
  target: z.optional(z.enum(['claim', 'tweet'])),
  ...option.runOptions,
});

/**
 * Opens the compiled MuMiN data set (Nielsen and McConville, SIGIR 2022): which claims, or tweets about them, are misinformation. The data set can be had from the University of Bristol and has to be compiled with an
 * access to the posts; `docs/own-data.md` says how its tables are written for this.
 *
 * The task's split is the published one by clusters of claims where the tables have it; else clusters are dealt out by seed, four fifths to train, a tenth to validate and a tenth to test. 94 of 100 claims are
 * misinformation: `classWeight: 'balanced'` and macro-F1 are what its publishers use.
 *
 * @param folder holds `claim.parquet`, `tweet.parquet`, `tweet_discusses_claim.parquet` and what other tables there are
 * @example
 * const { graph, task } = await openMumin('mumin-small');
 * const problem = classificationProblem(graph, task.nodeType, task.split(1), 1, task.labelColumn);
 * @throws {HeteroGraphError} DATASET_FILES_MISSING; MALFORMED_ROW naming file, row and column; AMBIGUOUS, UNKNOWN_COLUMN, DUPLICATE_ID, INVALID_OPTION; ABORTED; what reading files throws
 */
export async function openMumin(folder: string, options: OpenMuminOptions = {}): Promise<OpenedMumin> {
  expectArgument(folder, 'text', 'folder');
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const { target: nodeType = 'claim', ...run } = options;
  const { graph, remarks } = await readMumin(folder, run);
  const { columns } = graph.nodeSchema(nodeType);
  const has = (name: string) => columns.some((column) => column.name === name);
  const hasMasks = Object.keys(muminMasks).every(has);
  const split = (seed: number) => {
    if (hasMasks)
      return splitNodes(graph, nodeType, { strategy: 'given', train: 'train', valid: 'valid', test: 'test' });
    const fractions = { train: 0.8, valid: 0.1, test: 0.1 };
    return has('cluster')
      ? splitNodes(graph, nodeType, { strategy: 'grouped', group: 'cluster', fractions, seed })
      : splitNodes(graph, nodeType, { strategy: 'stratified', fractions, seed });
  };
  const notes = [...remarks];
  if (!hasMasks && !has('cluster'))
    notes.push('The claims have neither masks nor clusters: parts of a split may tell of the same event.');
  if (hasMasks && has('cluster')) {
    const shared = sharedGroups(graph, nodeType, 'cluster', split(0));
    if (shared.length > 0)
      notes.push(
        `The masks tear ${shared.length} clusters apart, such as ${shared[0]!.group}: what is learned of some of their rows may give the others away.`,
      );
  }
  return {
    graph,
    remarks: notes,
    task: {
      kind: 'node-classification',
      nodeType,
      labelColumn: 'label',
      multiLabel: false,
      classes: muminClasses,
      split,
    },
  };
}
