import type { MessageSchema } from './relation.js';

/**
 * Which node types each of several layers must compute so that the last gives those that are wanted: the last layer these alone, the one
 * before also the types that send to them, and so on. In the order of the schema.
 *
 * @param target the type that is wanted, or several
 *
 * @returns one list per layer, and before them the types that the first layer reads
 */
export function neededTypes(
  schema: MessageSchema,
  target: string | readonly string[],
  numLayers: number,
): readonly (readonly string[])[] {
  const wanted = new Set(typeof target === 'string' ? [target] : target);
  const needed: (readonly string[])[] = [schema.nodeTypes.filter((type) => wanted.has(type))];
  for (let layer = 0; layer < numLayers; layer++) {
    const after = new Set(needed[0]);
    for (const { source, target: end } of schema.relations) if (needed[0]!.includes(end)) after.add(source);
    needed.unshift(schema.nodeTypes.filter((type) => after.has(type)));
  }
  return needed;
}
