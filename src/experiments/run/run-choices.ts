import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import { writeFile } from '../../data/internal.js';
import { type FolderFormat, manifestText, readManifest } from '../../files/index.js';
import type { ClassChoices } from '../../training/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { ChoicesOf } from '../kinds/node-kind.js';
import type { PredictionInterval } from '../score/prediction-interval.js';
import { runFiles } from './run-folder.js';

const numbers = z.array(z.number());
const share = z.number().check(z.minimum(0), z.maximum(1));
const classes: z.ZodMiniType<ClassChoices> = z.strictObject({
  calibration: z.optional(
    z.union([
      z.strictObject({ method: z.literal('temperature'), temperature: option.positive }),
      z.strictObject({
        method: z.literal('isotonic'),
        positive: z.optional(option.countFrom(0)),
        steps: z.array(
          z
            .strictObject({ scores: numbers.check(z.minLength(1)), probabilities: z.array(share) })
            .check(z.refine(({ scores, probabilities }) => scores.length === probabilities.length)),
        ),
      }),
    ]),
  ),
  thresholds: z.optional(
    z.array(z.strictObject({ class: option.countFrom(0), probability: share, recall: share, precision: share })),
  ),
}) as z.ZodMiniType<ClassChoices>;
const interval: z.ZodMiniType<PredictionInterval> = z.strictObject({
  level: share,
  halfWidth: option.nonNegative,
  rows: option.count,
});

const contents = { classification: classes, regression: interval };

function formatOf<K extends NodeTaskKind>(kind: K): FolderFormat<ChoicesOf<K>> {
  return {
    manifest: runFiles.choices,
    format: 'heterograph-choices',
    version: 1,
    content: contents[kind] as unknown as z.ZodMiniType<ChoicesOf<K>>,
    what: 'choices of the validation rows',
    absentHint: 'Train again into another folder.',
    corruptHint: 'Train again into another folder.',
  };
}

/** Keeps what the validation rows decided, or removes what an earlier training left. */
export async function writeChoices<K extends NodeTaskKind>(
  folder: string,
  kind: K,
  choices: ChoicesOf<K> | undefined,
): Promise<void> {
  const file = join(folder, runFiles.choices);
  if (choices === undefined) await rm(file, { force: true });
  else await writeFile(file, manifestText(formatOf(kind), choices));
}

/**
 * What the validation rows decided; undefined where nothing was to decide.
 *
 * @param numClasses of the model; 1 of numbers
 * @throws {HeteroGraphError} CORRUPT_FILE, also where it is of other classes than the model
 */
export async function readChoices<K extends NodeTaskKind>(
  folder: string,
  kind: K,
  numClasses: number,
): Promise<ChoicesOf<K> | undefined> {
  const file = join(folder, runFiles.choices);
  if (!existsSync(file)) return undefined;
  const choices = await readManifest(folder, formatOf(kind));
  if (kind === 'regression' || fits(choices as ClassChoices, numClasses)) return choices;
  throw new HeteroGraphError(
    'CORRUPT_FILE',
    'The choices of the validation rows are of other classes than the model.',
    {
      file,
      hint: 'Train again into another folder.',
    },
  );
}

function fits({ calibration, thresholds = [] }: ClassChoices, numClasses: number): boolean {
  if (thresholds.some((each) => each.class >= numClasses)) return false;
  if (calibration?.method !== 'isotonic') return true;
  const { positive, steps } = calibration;
  return positive === undefined ? steps.length === numClasses : positive < numClasses && steps.length === 1;
}
