// Kernels from number 16 on, dense ones from 40, random ones from 48; the numbers' twins are in ../../threads/kernel-ids.ts.
import { chain } from '../dense/chain';
import { layerNorm, layerNormGradient, rowNorm, rowNormGradient } from '../dense/norms';
import { aliasDraw, randomNormal, randomSigns, randomUniform, randomWords, shuffle } from '../random/draws';
import { edgeProduct, sddmmAdd, sddmmDot } from './edges';
import { multiplyCount, multiplyFill } from './multiply';
import { maximaGradient, rowMaxima, segmentSum, spreadMaxima, spreadRows } from './segments';
import { segmentSoftmax, segmentSoftmaxGradient } from './softmax';
import { topKDense, topKSparse } from './top-k';

export function dispatchSparse(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 16: sddmmDot(args, begin, end, worker); break;
    case 17: sddmmAdd(args, begin, end, worker); break;
    case 18: edgeProduct(args, begin, end, worker); break;
    case 19: segmentSum(args, begin, end, worker); break;
    case 20: rowMaxima(args, begin, end, worker); break;
    case 21: maximaGradient(args, begin, end, worker); break;
    case 22: spreadRows(args, begin, end, worker); break;
    case 23: spreadMaxima(args, begin, end, worker); break;
    case 24: segmentSoftmax(args, begin, end, worker); break;
    case 25: segmentSoftmaxGradient(args, begin, end, worker); break;
    case 26: multiplyCount(args, begin, end, worker); break;
    case 27: multiplyFill(args, begin, end, worker); break;
    case 28: topKDense(args, begin, end, worker); break;
    case 29: topKSparse(args, begin, end, worker); break;
    case 40: rowNorm(args, begin, end, worker); break;
    case 41: rowNormGradient(args, begin, end, worker); break;
    case 42: layerNorm(args, begin, end, worker); break;
    case 43: layerNormGradient(args, begin, end, worker); break;
    case 44: chain(args, begin, end, worker); break;
    case 48: randomWords(args, begin, end, worker); break;
    case 49: randomUniform(args, begin, end, worker); break;
    case 50: randomSigns(args, begin, end, worker); break;
    case 51: randomNormal(args, begin, end, worker); break;
    case 52: aliasDraw(args, begin, end, worker); break;
    case 53: shuffle(args, begin, end, worker); break;
    default: unreachable();
  }
}
