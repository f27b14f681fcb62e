import { type DeviceCall, registerDeviceKernel } from '../device-kernels.js';
import { hopMix, hopMixGradient } from './hop-mix.js';
import { adamStep, dropout, linear, preluForward, preluGradient } from './layers.js';
import { crossEntropy } from './losses.js';
import type { GpuBackend } from './program.js';
import { lookup, scatter, spmm } from './sparse.js';

type Call<Attributes = object> = DeviceCall<Attributes, GpuBackend>;
type Last<F> = F extends (...args: [...never[], infer A]) => unknown ? A : never;

/** Our operations in WGSL. */
export function registerWebGpuKernels(): void {
  const register = <Attributes>(
    name: string,
    kernel: (call: Call<Attributes>) => ReturnType<typeof linear> | ReturnType<typeof adamStep>,
  ) => registerDeviceKernel<Attributes, GpuBackend>('webgpu', name, kernel);
  register('HeteroLinear', ({ backend, inputs }) => linear(backend, inputs));
  register<Last<typeof spmm>>('HeteroSpmm', ({ backend, inputs, attributes }) => spmm(backend, inputs.x!, attributes));
  register<Last<typeof lookup>>('HeteroEmbeddingLookup', ({ backend, inputs, attributes }) =>
    lookup(backend, inputs.table!, attributes),
  );
  register<Last<typeof scatter>>('HeteroScatterRows', ({ backend, inputs, attributes }) =>
    scatter(backend, inputs.dy!, attributes),
  );
  register<Last<typeof hopMix>>('HeteroHopMix', ({ backend, inputs, attributes }) =>
    hopMix(backend, inputs, attributes),
  );
  register<Last<typeof hopMixGradient>>('HeteroHopMixGradient', ({ backend, inputs, attributes }) =>
    hopMixGradient(backend, inputs.dz!, attributes),
  );
  register<Last<typeof preluForward>>('HeteroPrelu', ({ backend, inputs, attributes }) =>
    preluForward(backend, inputs, attributes),
  );
  register<Last<typeof preluGradient>>('HeteroPreluGradient', ({ backend, inputs, attributes }) =>
    preluGradient(backend, inputs, attributes),
  );
  register<Last<typeof dropout>>('HeteroDropout', ({ backend, inputs, attributes }) =>
    dropout(backend, inputs.x!, attributes),
  );
  register<Last<typeof crossEntropy>>('HeteroCrossEntropy', ({ backend, inputs, attributes }) =>
    crossEntropy(backend, inputs.logits!, attributes),
  );
  register<Last<typeof adamStep>>('HeteroAdamStep', ({ backend, inputs, attributes }) =>
    adamStep(backend, inputs, attributes),
  );
}
