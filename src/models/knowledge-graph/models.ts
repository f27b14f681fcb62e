import type { LinkModelDefinition } from '../core/definition.js';
import { complexFamily } from './complex.js';
import { distmultFamily } from './distmult.js';
import { EmbeddingLinkModel } from './estimator.js';
import type { Family } from './family.js';
import { rotateFamily } from './rotate.js';
import { type EmbeddingSettings, embeddingDefaults, settingsSchema } from './settings.js';
import { transeFamily } from './transe.js';

function define(
  about: Pick<LinkModelDefinition<EmbeddingSettings>, 'name' | 'title' | 'paper' | 'presets'>,
  family: Family,
  defaults: EmbeddingSettings = embeddingDefaults,
): LinkModelDefinition<EmbeddingSettings> {
  return {
    ...about,
    tasks: ['links'],
    settings: settingsSchema,
    defaults,
    links: {
      create: (settings, resources) => new EmbeddingLinkModel(about.name, family, settings, resources),
      restore: (saved, settings) => EmbeddingLinkModel.restore(family, saved, settings),
    },
  };
}

/** Distances have no penalty: their scores do not grow with the vectors. */
const distanceDefaults: EmbeddingSettings = { ...embeddingDefaults, penalty: 0 };

export const complex = define(
  {
    name: 'complex',
    title: 'Complex embeddings of nodes and relations (ComplEx)',
    paper: 'Trouillon et al.: Complex embeddings for simple link prediction. ICML 2016.',
    presets: {
      'fb15k-237': {
        ...embeddingDefaults,
        ...{ rank: 200, batchSize: 1000, negatives: 3000, learningRate: 0.25, decay: 0.8, epochs: 7 },
        ...{ validateEvery: 1, validationLinks: 3000 },
      },
      wn18rr: { ...embeddingDefaults, penalty: 0.1, validateEvery: 3, validationLinks: 0, patience: 12 },
    },
  },
  complexFamily,
);

export const distmult = define(
  {
    name: 'distmult',
    title: 'Products of embeddings (DistMult)',
    paper: 'Yang et al.: Embedding entities and relations for learning and inference in knowledge bases. ICLR 2015.',
  },
  distmultFamily,
);

export const transe = define(
  {
    name: 'transe',
    title: 'Relations as translations (TransE)',
    paper: 'Bordes et al.: Translating embeddings for modeling multi-relational data. NeurIPS 2013.',
  },
  transeFamily,
  distanceDefaults,
);

export const rotate = define(
  {
    name: 'rotate',
    title: 'Relations as rotations (RotatE)',
    paper: 'Sun et al.: RotatE: knowledge graph embedding by relational rotation in complex space. ICLR 2019.',
  },
  rotateFamily,
  distanceDefaults,
);
