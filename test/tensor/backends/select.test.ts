import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const room = () => import('../../../src/tensor/index.js');
const code = (value: string) => expect.objectContaining({ code: value });

beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.doUnmock('@tensorflow/tfjs-node');
});

describe('choosing a backend', () => {
  it('is threads without a word, and nothing before the first use', async () => {
    vi.stubEnv('HETEROGRAPH_BACKEND', undefined);
    const { getBackend, initTensors } = await room();
    expect(getBackend()).toBeUndefined();
    await initTensors();
    expect(getBackend()).toBe('threads');
  });

  it('is what the environment names; one that takes an asynchronous start wants it first', async () => {
    vi.stubEnv('HETEROGRAPH_BACKEND', 'cpu');
    const cpu = await room();
    cpu.tensor2d(Float32Array.of(1), [1, 1]).dispose();
    expect(cpu.getBackend()).toBe('cpu');
    vi.resetModules();
    vi.stubEnv('HETEROGRAPH_BACKEND', 'tensorflow');
    const late = await room();
    expect(() => late.tensor2d(Float32Array.of(1), [1, 1])).toThrow(code('BACKEND_NOT_READY'));
    vi.stubEnv('HETEROGRAPH_BACKEND', 'abacus');
    await expect(late.initTensors()).rejects.toThrow(code('INVALID_OPTION'));
  });

  it('refuses an unknown one, and one that is not there with the way to get it', async () => {
    const { setBackend, getBackend } = await room();
    await setBackend('threads');
    await expect(setBackend('abacus' as never)).rejects.toThrow(code('INVALID_OPTION'));
    vi.doMock('@tensorflow/tfjs-node', () => {
      throw Object.assign(new Error('no such package'), { code: 'ERR_MODULE_NOT_FOUND' });
    });
    const wanted = { code: 'BACKEND_UNAVAILABLE', hint: expect.stringContaining('doctor --fix tensorflow') };
    await expect(setBackend('tensorflow')).rejects.toMatchObject(wanted);
    expect(getBackend()).toBe('threads');
  });

  it('lists every backend, with the way to get those that are absent', async () => {
    const { availableBackends, getBackend, setBackend } = await room();
    await setBackend('cpu');
    const found = await availableBackends();
    expect(getBackend()).toBe('cpu');
    expect(found.map(({ name }) => name)).toEqual(['threads', 'tensorflow', 'webgpu', 'cpu']);
    for (const { available, detail, hint } of found) {
      expect(detail).not.toBe('');
      expect(available || hint !== undefined).toBe(true);
    }
    expect(found.filter(({ available }) => available).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['threads', 'cpu']),
    );
    expect(['threads', 'webgpu']).toContain(await setBackend('auto'));
  });
});
