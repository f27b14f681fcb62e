import type { RandomStream } from '../../src/core/index.js';

/** Something that reads files: the fuzzer damages them and watches it. */
export interface FuzzTarget {
  readonly name: string;
  /** Whether checksums are made good again after most damage: the folder is then a forged one, not a broken one. */
  readonly isForged?: boolean;
  /** Whether reading may write into the folder too, such as a run that goes on. */
  readonly writes?: boolean;
  /** Writes sound files into an empty folder. */
  seed(folder: string): Promise<void>;
  /** Reads the folder and uses what it got. It throws {@link SilentFault} for what should have been refused. */
  read(folder: string, random: RandomStream): Promise<void>;
}

/** Something was taken that is wrong. */
export class SilentFault extends Error {
  override readonly name = 'SilentFault';
}
