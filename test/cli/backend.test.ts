import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { saveGraph } from '../../src/graph/index.js';
import { cli, people } from './cli.js';

it('what one backend trained another scores; an unknown one is refused', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'heterograph-backend-'));
  try {
    await saveGraph(people(300), join(dir, 'people'));
    const env = { HETEROGRAPH_CACHE: join(dir, 'cache') };
    const call = async (args: string[], more: Record<string, string> = {}) => {
      const { code, stdout, stderr } = await cli([...args, '--json'], { ...env, ...more });
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout);
    };
    const [data, run] = [join(dir, 'people'), join(dir, 'run')];
    const quick = [
      '--model',
      'rphgnn',
      '--no-baselines',
      '--epochs',
      '12',
      '--set',
      'hidden=8',
      '--set',
      'embeddingWidth=8',
    ];
    const trained = await call(['train', '--data', data, '--out', run, ...quick], { HETEROGRAPH_BACKEND: 'cpu' });
    expect(trained.backend).toBe('cpu');
    const [own] = trained.scores;
    const onThreads = await call(['evaluate', run, '--backend', 'threads']);
    // A row on the boundary may fall to the other side by rounding.
    expect(Math.abs(onThreads.micro - own.micro)).toBeLessThan(0.04);
    const refused = await cli(['evaluate', run, '--backend', 'abacus'], env);
    expect(refused.code).toBe(2);
    const unknown = await cli(['evaluate', run, '--json'], { ...env, HETEROGRAPH_BACKEND: 'abacus' });
    expect(JSON.parse(unknown.stderr).error.code).toBe('INVALID_OPTION');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
