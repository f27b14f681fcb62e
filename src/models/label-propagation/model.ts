import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { ModelDefinition } from '../core/definition.js';
import { checkRelations, relationsOption } from '../inputs/check.js';
import { LabelPropagationClassifier, type LabelPropagationSettings } from './classifier.js';

export const labelPropagation: ModelDefinition<LabelPropagationSettings> = {
  name: 'label-propagation',
  title: 'Label propagation along typed edges',
  paper: 'Zhu, Ghahramani: Learning from Labeled and Unlabeled Data with Label Propagation, CMU-CALD-02-107, 2002',
  settings: z.strictObject({
    rounds: option.count,
    relations: relationsOption,
  }),
  defaults: { rounds: 20 },
  check: ({ graph, nodeType }, { relations }) => checkRelations(graph, nodeType, relations),
  create: (settings) => new LabelPropagationClassifier(settings),
  restore: (saved, settings) => LabelPropagationClassifier.restore(saved, settings),
  asBaseline: (_, relations) => [{}, ...(relations ? [{ relations }] : [])],
};
