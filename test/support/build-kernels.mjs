import { buildKernels, buildViewer } from '../../scripts/build.mjs';

/** Before any test: the WebAssembly kernels, and the script of pages with graphs, are those of the sources. */
export default function setup() {
  buildKernels();
  buildViewer();
}
