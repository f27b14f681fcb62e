import type { Arena } from '../compute/index.js';
import { freeCsr, placeCsr } from '../compute/internal.js';
import type { Csr } from '../core/index.js';
import type { PropagationInput } from './input.js';

/** The input with the index arrays of its relations in the arena, copied once for all products; `dispose` frees them. */
export function placeRelations(arena: Arena, input: PropagationInput): { input: PropagationInput; dispose(): void } {
  const inside = new Map<Csr, Csr>();
  const place = (csr: Csr) => {
    let copy = inside.get(csr);
    if (!copy) {
      copy = placeCsr(arena, csr);
      inside.set(csr, copy);
    }
    return copy;
  };
  const dispose = () => {
    for (const csr of inside.values()) freeCsr(arena, csr);
  };
  try {
    const relations = input.relations.map((relation) => ({
      ...relation,
      aFromB: place(relation.aFromB),
      bFromA: place(relation.bFromA),
    }));
    return { input: { ...input, relations }, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
