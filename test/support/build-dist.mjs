import { buildDist } from '../../scripts/build.mjs';

/** Before tests of the command line, notebooks and tarball: `dist` is what the sources give. */
export default function setup() {
  buildDist();
}
