import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as room from '../../src/tensor/index.js';

it('importing registers nothing and starts no threads; the first use does', () => {
  expect(tf.findBackend('threads')).toBeNull();
  expect(tf.getKernelsForBackend('threads')).toEqual([]);
  room.tidy(() => room.tensor2d(Float32Array.of(1, 2), [1, 2]));
  expect(tf.getBackend()).toBe('threads');
});
