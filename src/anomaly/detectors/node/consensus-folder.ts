import * as z from 'zod/mini';
import { type FolderFormat, storedArray } from '../../../files/index.js';
import { apeContent } from '../../ape/node/ape-folder.js';
import { orders } from '../../table/ordered-columns.js';

/** Beyond what scores come to, so that a score stays finite. */
const [LEAST, MOST] = [1e-30, 1e30];

const content = z.object({
  ape: apeContent,
  /** Columns with an order; places and counts of the first are the arrays `places-0` and `counts-0`. */
  ordered: z.array(z.object({ name: z.string(), order: z.enum(orders) })),
  views: z.array(
    z.object({
      mean: z.number().check(z.minimum(-MOST), z.maximum(MOST)),
      deviation: z.union([z.literal(0), z.number().check(z.minimum(LEAST), z.maximum(MOST))]),
    }),
  ),
  arrays: z.array(storedArray),
});

export const consensusFolder: FolderFormat<z.infer<typeof content>> = {
  manifest: 'consensus.json',
  format: 'heterograph-consensus',
  version: 1,
  content,
  what: 'saved consensus',
  absentHint: 'Give a folder that saveConsensus wrote.',
  corruptHint: 'Fit and save it again.',
};
