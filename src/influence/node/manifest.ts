import { z } from 'zod';
import { sha256Hex } from '../../files/index.js';
import { corrupt } from './words-file.js';

export const formatName = 'heterograph-influence-run';
export const formatVersion = 1;
export const manifestFile = 'manifest.json';

const count = z.number().int().nonnegative();
const wordsFile = z.object({
  file: z.string().regex(/^[a-z]+-[0-9a-z-]+\.u32$/),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const segment = wordsFile.extend({ from: count, sets: count });
const array = z.object({ name: z.string(), length: count });

const manifest = z.object({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  /** {@link networkFingerprint}. */
  network: z.string(),
  question: z.object({
    k: count,
    delta: z.number(),
    seed: count,
    weight: z.number(),
    inTurn: z.boolean(),
    /** The arrays of the question, one after the other in one file. */
    arrays: z.array(array),
    file: wordsFile,
  }),
  /** Sets of each pool that answers are based on. */
  size: count,
  /** Files of sets in the order of their numbers: so many lengths, then the nodes. */
  pools: z.object({ choose: z.array(segment), judge: z.array(segment) }),
});

/** `manifest.json`: replaced by one rename, so that it names whole files at any moment. */
export type RunManifest = z.infer<typeof manifest>;
export type Segment = z.infer<typeof segment>;
export type SavedQuestion = RunManifest['question'];

/** The text of `manifest.json`: the run and the SHA-256 of it. */
export function manifestText(run: RunManifest): string {
  return `${JSON.stringify({ sha256: sha256Hex(JSON.stringify(run)), run }, undefined, 1)}\n`;
}

/** @throws {HeteroGraphError} CORRUPT_FILE */
export function parseManifest(text: string, file: string): RunManifest {
  let run: RunManifest;
  try {
    const value = z.object({ sha256: z.string(), run: z.unknown() }).parse(JSON.parse(text));
    if (value.sha256 !== sha256Hex(JSON.stringify(value.run))) throw new Error('Its SHA-256 is another.');
    run = manifest.parse(value.run);
  } catch (cause) {
    throw corrupt(file, 'It is no description of a run that this version reads.', cause);
  }
  for (const segments of Object.values(run.pools)) {
    const sets = segments.reduce((sum, segment) => sum + segment.sets, 0);
    if (sets < run.size) throw corrupt(file, `It has ${sets} sets of a pool instead of ${run.size}.`);
  }
  return run;
}
