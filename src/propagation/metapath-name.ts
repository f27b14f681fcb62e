import type { PropagationInput, RelationView } from './input.js';

/** Types from the near end on, joined by `<`; where a relation is not the only one between its types, it is named in brackets. */
export function metapathName(
  { types }: PropagationInput,
  views: readonly RelationView[],
  type: number,
  path: readonly RelationView[],
): string {
  let name = types[type]!.name;
  for (const { t, u, name: relation } of path) {
    const isOnly = views.filter((view) => view.t === t && view.u === u).length === 1;
    name += `<${types[u]!.name}${isOnly ? '' : `[${relation}]`}`;
  }
  return name;
}
