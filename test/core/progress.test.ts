import { afterEach, describe, expect, it, vi } from 'vitest';
import { YieldTimer, yieldToEventLoop } from '../../src/core/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('yieldToEventLoop', () => {
  for (const where of ['Node', 'a browser']) {
    it(`lets a timer run, as in ${where}`, async () => {
      if (where === 'a browser') vi.stubGlobal('setImmediate', undefined);
      let ran = false;
      setTimeout(() => {
        ran = true;
      }, 0);
      const until = performance.now() + 2000;
      while (!ran && performance.now() < until) await yieldToEventLoop();
      expect(ran).toBe(true);
    });
  }
});

describe('YieldTimer', () => {
  it('is due 50 ms after it last yielded, and stops where the signal is aborted', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const controller = new AbortController();
    const timer = new YieldTimer(controller.signal);
    expect(timer.isDue()).toBe(false);
    vi.advanceTimersByTime(50);
    expect(timer.isDue()).toBe(true);
    await timer.yieldNow();
    expect(timer.isDue()).toBe(false);
    controller.abort();
    await expect(timer.yieldNow()).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
