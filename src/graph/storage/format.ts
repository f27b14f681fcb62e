import { z } from 'zod';

/** Version of the folder format; a reader accepts its own and refuses later ones. */
export const formatVersion = 1;

const file = z.object({ file: z.string().regex(/^[\w-]+\.arrow$/), sha256: z.string(), bytes: z.number() });

/** Contents of `schema.json`: the graph's schema and one Arrow IPC file a type, in the schema's order. */
export const manifestSchema = z.object({
  format: z.literal('heterograph'),
  formatVersion: z.number(),
  schema: z.unknown(),
  nodes: z.array(file),
  edges: z.array(file),
});

export type Manifest = z.infer<typeof manifestSchema>;
