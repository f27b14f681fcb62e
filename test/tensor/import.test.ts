import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as room from '../../src/tensor/index.js';

it('importing registers nothing and starts no threads; the first use does', () => {
  expect(tf.findBackend('threads')).toBeNull();
  expect(tf.getKernelsForBackend('threads')).toEqual([]);
  room.tidy(() => room.tensor2d(Float32Array.of(1, 2), [1, 2]));
  expect(tf.getBackend()).toBe('threads');
});

it('exports exactly these names', () => {
  expect(Object.keys(room).sort()).toEqual([
    'Adam',
    'Parameter',
    'SparseOperand',
    'addAll',
    'availableBackends',
    'backendNames',
    'concatColumns',
    'dropout',
    'dropoutKey',
    'embeddingLookup',
    'fusedAttention',
    'gatherRows',
    'getBackend',
    'hopMix',
    'initTensors',
    'layerNorm',
    'linear',
    'makeTensor',
    'meanOf',
    'multiHotCrossEntropy',
    'numTensors',
    'preluDropout',
    'rowNorm',
    'scale',
    'scatterRows',
    'sddmm',
    'segmentReduce',
    'segmentSoftmax',
    'setBackend',
    'sigmoidCrossEntropy',
    'softmaxCrossEntropy',
    'spmm',
    'spmmMax',
    'spmmWeighted',
    'tensor2d',
    'tidy',
    'usedBytes',
    'valueAndGradients',
  ]);
});
