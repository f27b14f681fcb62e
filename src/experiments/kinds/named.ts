/** Names of rows, for people: those of a graph, or any that answer alike. */
export interface Named {
  readonly graph: { ids(type: string): { idOf(row: number): unknown } };
}
