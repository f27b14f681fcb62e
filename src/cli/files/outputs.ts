import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';

/** A file or folder that a command writes beside what it prints. */
export interface Output {
  /** Its option without dashes, such as `out`. */
  readonly name: string;
  /** Undefined where it was not asked for. */
  readonly path: string | undefined;
  write(path: string): Promise<void>;
}

export interface Outputs {
  /** Paths of what was written, by name. */
  readonly written: Readonly<Record<string, string>>;
  /** Why others were not; undefined where all were. */
  readonly failure?: unknown;
}

/** Writes each, whatever becomes of those before it: so that what took long to compute can be printed when a disk is full. */
export async function writeOutputs(outputs: readonly Output[]): Promise<Outputs> {
  const written: Record<string, string> = {};
  const failures: unknown[] = [];
  for (const { name, path, write } of outputs) {
    if (path === undefined) continue;
    try {
      await write(path);
      written[name] = path;
    } catch (error) {
      failures.push(error);
    }
  }
  return failures.length === 0 ? { written } : { written, failure: joined(failures) };
}

/** All failures as one: the code of the first. */
function joined([first, ...others]: readonly unknown[]): unknown {
  if (others.length === 0 || !isHeteroGraphError(first)) return first;
  const texts = others.map((error) => (error instanceof Error ? error.message : String(error)));
  return new HeteroGraphError(first.code, [first.message, ...texts].join(' '), {
    ...first.location,
    cause: first,
  });
}

/** Lines that say what was written. */
export function writtenLines({ written }: Outputs): string[] {
  return Object.values(written).map((path) => `written to ${path}`);
}
