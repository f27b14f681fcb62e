import { factorDefaults } from '../training/defaults.js';
import { factorDefinition } from '../training/factor-definition.js';

/** LightGCN with noise in its layers and a contrastive loss between two of them. */
export const simgcl = factorDefinition({
  name: 'simgcl',
  title: 'LightGCN with a contrastive loss between noisy layers (XSimGCL)',
  paper: 'Yu et al., "XSimGCL: Towards Extremely Simple Graph Contrastive Learning for Recommendation", TKDE 2023',
  foldInAgreement: 0.9,
  defaults: { ...factorDefaults, contrast: 0.1, noise: 0.1 },
});
