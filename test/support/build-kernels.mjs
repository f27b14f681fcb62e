import { buildKernels } from '../../scripts/build.mjs';

/** Before any test: the WebAssembly kernels are those of the sources. */
export default function setup() {
  buildKernels();
}
