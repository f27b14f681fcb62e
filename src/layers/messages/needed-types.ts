import type { MessageSchema } from './relation.js';

/**
 * Which node types each of several layers must compute so that the last gives those of one type: the last layer that type alone, the one
 * before also the types that send to it, and so on. In the order of the schema.
 *
 * @returns one list per layer, and before them the types that the first layer reads
 */
export function neededTypes(schema: MessageSchema, target: string, numLayers: number): readonly (readonly string[])[] {
  const needed: (readonly string[])[] = [[target]];
  for (let layer = 0; layer < numLayers; layer++) {
    const after = new Set(needed[0]);
    for (const { source, target: end } of schema.relations) if (needed[0]!.includes(end)) after.add(source);
    needed.unshift(schema.nodeTypes.filter((type) => after.has(type)));
  }
  return needed;
}
