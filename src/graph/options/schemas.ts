import * as z from 'zod/mini';
import type { EdgeTypeRef } from '../schema/schema.js';

/** Pieces of the schemas of options about graphs. */
export const nodeType = z.string('the name of a node type');
export const columnName = z.string('the name of a column');
export const columnNames = z.array(columnName, 'a list of names of columns');
export const edgeTypeRef = z.custom<EdgeTypeRef>(
  (value) => typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string')),
  'an edge type: [source, relation, target], or its relation where that is enough',
);
export const edgeTypeRefs = z.array(edgeTypeRef, 'a list of edge types');
