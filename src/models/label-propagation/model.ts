import * as z from 'zod/mini';
import type { ModelDefinition } from '../core/definition.js';
import { checkRelations, relationsOption } from '../inputs/check.js';
import { LabelPropagationClassifier, type LabelPropagationSettings } from './classifier.js';

/** More rounds change nothing any more, and a saved model shall not keep a machine busy for days. */
const MAX_ROUNDS = 10_000;
const roundsMustBe = `a whole number from 1 to ${MAX_ROUNDS}`;

export const labelPropagation: ModelDefinition<LabelPropagationSettings> = {
  name: 'label-propagation',
  tasks: ['classification', 'regression'],
  title: 'Label propagation along typed edges',
  paper: 'Zhu, Ghahramani: Learning from Labeled and Unlabeled Data with Label Propagation, CMU-CALD-02-107, 2002',
  settings: z.strictObject({
    rounds: z.int(roundsMustBe).check(z.minimum(1, roundsMustBe), z.maximum(MAX_ROUNDS, roundsMustBe)),
    relations: relationsOption,
  }),
  defaults: { rounds: 20 },
  check: ({ graph, nodeType }, { relations }) => checkRelations(graph, nodeType, relations),
  create: (settings) => new LabelPropagationClassifier(settings),
  restore: (saved, settings) => LabelPropagationClassifier.restore(saved, settings),
  asBaseline: (_, relations) => [{}, ...(relations ? [{ relations }] : [])],
};
