/** What other rooms of the library use of this one, beyond its public names. */
export {
  copySparseWork,
  copyWork,
  diskWork,
  embedWork,
  meanAndAddWork,
  meanWork,
  projectAndAddWork,
  projectWork,
  sparseMeanWork,
  type Work,
} from './kernel-work.js';
export { findMemoryNeed } from './operator.js';
export { notEnough } from './tensor-spec.js';
