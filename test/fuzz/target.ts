import { errorCodes, type HeteroGraphError, isHeteroGraphError, type RandomStream } from '../../src/core/index.js';

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

const aboutFiles: ReadonlySet<string> = new Set([
  ...['CORRUPT_FILE', 'FILE_NOT_FOUND', 'INVALID_UTF8', 'MALFORMED_ROW', 'UNSUPPORTED_FORMAT_VERSION'],
]);

/** A refusal has a code; it is no defect of the library, and names the file where it is about one. */
export function refusal(error: unknown): HeteroGraphError {
  if (!isHeteroGraphError(error)) throw error;
  if (!(error.code in errorCodes)) throw new SilentFault(`${error.code} is no code.`);
  // Files that nobody checked reached a kernel.
  if (error.code === 'INTERNAL' || error.code === 'KERNEL_TRAP') throw new SilentFault(error.stack);
  if (aboutFiles.has(error.code) && !error.location.file) throw new SilentFault(`No file is named: ${error.stack}`);
  return error;
}
