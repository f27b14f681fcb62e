import { existsSync, readdirSync } from 'node:fs';

/** Folders of checkpoints, and of parts of a fit, in a folder that may not be there. */
export function checkpointFiles(dir: string): string[] {
  return existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name !== 'latest.json')
        .sort()
    : [];
}
