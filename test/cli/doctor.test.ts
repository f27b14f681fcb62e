import { mkdir, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mustRun, runCommand } from '../../src/cli/setup/command.js';
import { describeMachine } from '../../src/cli/setup/machine.js';
import { linkLibraries } from '../../src/cli/setup/tfjs-node.js';
import { cli } from './cli.js';

it('doctor lists backends and machine, for people and for programs', async () => {
  const { code, stdout } = await cli(['doctor', '--json']);
  expect(code).toBe(0);
  const { machine, backends } = JSON.parse(stdout);
  expect(machine).toMatchObject({ node: process.version, simd: true, relaxedSimd: true, sharedMemory: true });
  expect(machine.threads).toBeGreaterThan(0);
  expect(backends).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'threads', available: true }),
      expect.objectContaining({ name: 'cpu', available: true }),
    ]),
  );
  const { stdout: text } = await cli(['doctor']);
  for (const word of ['threads', 'tensorflow', 'webgpu', 'SharedArrayBuffer']) expect(text).toContain(word);
  expect((await cli(['doctor', '--fix', 'abacus'])).code).toBe(2);
});

it('the machine knows its vectors', () => {
  expect(describeMachine().simd).toBe(true);
});

it('a program that fails or is not there is told with its last words', async () => {
  expect(await runCommand(process.execPath, ['-e', 'console.error("so it goes"); process.exit(3)'])).toEqual({
    code: 3,
    output: 'so it goes',
  });
  expect((await runCommand('no-such-program-anywhere', [])).code).toBe(127);
  await expect(mustRun(process.execPath, ['-e', 'process.exit(3)'], { hint: 'try again' })).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    hint: 'try again',
  });
});

it('lays the libraries where the build looks for them, again and again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'heterograph-setup-'));
  try {
    const target = join(dir, 'tfjs-node');
    await mkdir(target);
    for (let round = 0; round < 2; round++) await linkLibraries(target, { path: '/python/tensorflow', from: 'a test' });
    expect(await readlink(join(target, 'deps/include'))).toBe('/python/tensorflow/include');
    expect(await readlink(join(target, 'deps/lib/libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
    expect(await readlink(join(target, 'deps/lib/libtensorflow_framework.so.2'))).toBe(
      '/python/tensorflow/libtensorflow_framework.so.2',
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});
