import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a process lives until its batches are there, and no longer, whatever threads are kept', () => {
  const entry = join(import.meta.dirname, '../../dist/sampling/index.js');
  const program = `
    import { NeighbourSampler, NodeLoader } from ${JSON.stringify(entry)};
    import { powerLawGraph } from ${JSON.stringify(entry.replace('sampling/index', 'graph/index'))};
    const sampler = new NeighbourSampler(powerLawGraph({ numNodes: 50, numEdges: 99, seed: 1 }), { fanouts: [2] });
    const rows = Int32Array.from({ length: 50 }, (_, i) => i);
    const loader = new NodeLoader(sampler, { nodeType: 'node', rows, batchSize: 10, workers: 2, persistentWorkers: true });
    let count = 0;
    for await (const _ of loader.batches({ seed: 1, epoch: 1 })) count++;
    process.stdout.write(String(count));`;
  const options = { encoding: 'utf8', timeout: 30_000 } as const;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options)).toBe('5');
});
