// A graphology graph to a typed graph and back, with nothing lost. Run: npx tsx examples/graphology-roundtrip.ts
import { MultiDirectedGraph } from 'graphology';
import { fromGraphology, toGraphology } from 'heterograph/graph';

const original = new MultiDirectedGraph();
original.addNode('ada', { type: 'person', age: 36 });
original.addNode('grace', { type: 'person', age: 85 });
original.addNode('notes', { type: 'paper', year: 1843 });
original.addEdgeWithKey('e1', 'ada', 'notes', { relation: 'wrote', weight: 1 });
original.addEdgeWithKey('e2', 'grace', 'notes', { relation: 'read', weight: 2.5 });
original.addEdgeWithKey('e3', 'grace', 'notes', { relation: 'read', weight: 0.5 });

const graph = await fromGraphology(original);
console.log(graph.nodeTypes.join(', '), '|', graph.edgeTypes.map((type) => type.join(' > ')).join(', '));
console.log('degrees of papers by "read":', Array.from(graph.degrees('read', 'in')).join(', '));

const back = toGraphology(graph, MultiDirectedGraph, { schema: false });
const text = (each: MultiDirectedGraph) =>
  JSON.stringify({
    nodes: each.mapNodes((node, attributes) => [node, attributes.type, attributes.age ?? attributes.year]).sort(),
    edges: each
      .mapEdges((_, attributes, source, target) => [source, target, attributes.relation, attributes.weight])
      .sort(),
  });
console.log('the same nodes and edges:', text(original) === text(back));
