import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRun, type TrainedRun, trainExperiment } from '../../src/experiments/index.js';
import { people } from '../cli/cli.js';

/** A run of classes in a temporary folder, opened. */
export async function runOfClasses(): Promise<{ run: TrainedRun; folder: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'heterograph-serve-'));
  const folder = join(root, 'run');
  const graph = people(60);
  const given = { graph, target: 'person.side', model: 'ridge', baselines: false, cache: false as const };
  (await trainExperiment({ ...given, out: folder })).dispose();
  const run = await openRun(folder, { graph });
  const remove = async () => {
    run.dispose();
    await rm(root, { recursive: true });
  };
  return { run, folder, remove };
}

/** A POST of JSON. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Request(`http://localhost${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text as BodyInit,
  });
}

export const get = (path: string): Request => new Request(`http://localhost${path}`);
