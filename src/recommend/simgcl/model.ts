import { factorDefaults, gowallaPreset } from '../training/defaults.js';
import { factorDefinition } from '../training/factor-definition.js';

/** LightGCN with noise in its layers and a contrastive loss between two of them. */
export const simgcl = factorDefinition({
  name: 'simgcl',
  title: 'LightGCN with a contrastive loss between noisy layers (XSimGCL)',
  paper: 'Yu et al., "XSimGCL: Towards Extremely Simple Graph Contrastive Learning for Recommendation", TKDE 2023',
  foldInAgreement: 0.9,
  defaults: {
    ...factorDefaults,
    ...{ similarity: 'cosine', temperature: 0.15, l2: 1e-3, contrast: 0.1, noise: 0.1 },
  },
  presets: { gowalla: { ...gowallaPreset, width: 256, layers: 2, epochs: 12, contrast: 0.01, noise: 0.05 } },
});
