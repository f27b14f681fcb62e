import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test.each([[['--input-type=module', '-e']], [['--no-warnings', '--input-type=module', '-e']]])(
  'worker threads start whatever flags the process was given: %j',
  async (flags) => {
    const code = `
    import { gemm } from './dist/compute/index.js';
    const n = 64;
    console.log(gemm(new Float32Array(n * n).fill(1), new Float32Array(n * n).fill(2), n, n, n)[0]);`;
    const env = { ...process.env, HETEROGRAPH_THREADS: '3' };
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, code], { env });
    expect(stdout).toBe('128\n');
  },
);
