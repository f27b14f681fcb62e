import * as z from 'zod/mini';
import { badCells } from '../../graph/internal.js';
import { columnKinds, columnUses, dateForms, idMatches, numberForms, unknownIds } from './mapping.js';

const name = z.string('a text').check(z.minLength(1, 'a text that is not empty'));
const within = z.optional(z.union([name, z.array(name).check(z.minLength(1, 'a list that is not empty'))]));
const names = z.array(z.string('a text'), 'a list of texts');

const column = z.union([
  z.enum([...columnKinds, 'ignore']),
  z.strictObject({
    kind: z.optional(z.enum(columnKinds)),
    role: z.optional(z.enum(columnUses)),
    decimal: z.optional(z.enum(['.', ','])),
    form: z.optional(z.enum([...dateForms, ...numberForms])),
    clock: z.optional(name),
    nulls: z.optional(names),
  }),
]);

const columns = z.optional(z.nullable(z.record(z.string(), column)));

/** A mapping as people write it: what is left out has its default, a column is `number` or `{ kind: number, role: feature }`. */
export const writtenMapping = z.strictObject({
  version: z.literal(1),
  nodes: z.record(name, z.strictObject({ table: name, id: z.optional(name), within, columns })),
  edges: z.optional(
    z.nullable(
      z.array(
        z.strictObject({
          type: z.tuple([name, name, name], 'three names: source type, relation, target type'),
          table: name,
          source: z.optional(name),
          target: name,
          within,
          columns,
          unknown: z.optional(z.enum(unknownIds)),
          match: z.optional(z.enum(idMatches)),
          inverse: z.optional(z.union([z.literal(false), name])),
        }),
        'a list',
      ),
    ),
  ),
  ignored: z.optional(z.nullable(z.record(name, z.nullable(z.string('a text'))))),
  nulls: z.optional(names),
  // In YAML the word null is no text.
  onBadCell: z.optional(z.nullable(z.enum(badCells))),
});

export type WrittenMapping = z.infer<typeof writtenMapping>;
export type WrittenColumn = z.infer<typeof column>;
