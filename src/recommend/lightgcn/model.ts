import { factorDefaults, gowallaPreset } from '../training/defaults.js';
import { factorDefinition } from '../training/factor-definition.js';

/** LightGCN: vectors of users and items, averaged over layers of light graph convolution. */
export const lightgcn = factorDefinition({
  name: 'lightgcn',
  title: 'Vectors averaged over their neighbours (LightGCN)',
  paper: 'He et al., "LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation", SIGIR 2020',
  foldInAgreement: 0.9,
  defaults: factorDefaults,
  presets: { gowalla: gowallaPreset },
});
