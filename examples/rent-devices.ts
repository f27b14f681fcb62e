// Which devices to rent to embed the nodes of a graph by a deadline, and what more time or money would give.
// Data: the folder hgb-acm below HETEROGRAPH_DATA. Run: HETEROGRAPH_DATA=FOLDER npx tsx examples/rent-devices.ts
import { loadDataset } from 'heterograph/datasets';
import { cheapestMix, earliestDeadline, mixFront } from 'heterograph/schedule';

const { graph } = await loadDataset('hgb-acm', { root: process.env.HETEROGRAPH_DATA ?? '../shared/data' });
// Every node type is a class of work, and so are the edges, each passed a thousand times.
const nodes = graph.nodeTypes.map((type) => ({ name: type, units: graph.numNodes(type) }));
const edges = graph.edgeTypes.reduce((sum, type) => sum + graph.numEdges(type), 0) / 1000;
const load = [...nodes, { name: 'thousand edges', units: edges }];
console.log(load.map(({ name, units }) => `${name}: ${Math.round(units)}`).join(', '));

// Speeds are made up; yours are measured. The large card does long texts (papers), the small one does short ones for less.
const speeds = (paper: number, short: number, passes: number) => ({
  ...Object.fromEntries(nodes.map(({ name }) => [name, name === 'paper' ? paper : short])),
  'thousand edges': passes,
});
const devices = [
  { name: 'processor', pricePerHour: 0.2, available: 8, unitsPerHour: speeds(100, 900, 300) },
  { name: 'small card', pricePerHour: 0.7, available: 6, unitsPerHour: speeds(500, 4000, 400) },
  { name: 'large card', pricePerHour: 3, available: 4, unitsPerHour: speeds(3000, 9000, 500) },
];
const named = (counts: readonly number[]) =>
  counts.flatMap((count, d) => (count > 0 ? [`${count} x ${devices[d]!.name}`] : [])).join(', ');

console.log(`with all devices: ${earliestDeadline({ devices, load }).toFixed(2)} h`);
const mix = await cheapestMix({ devices, load, deadlineHours: 1 });
console.log(
  `within 1 h: ${named(mix.counts)} for ${mix.cost.toFixed(2)}, ${mix.isOptimal ? 'and none is cheaper' : 'so far'}`,
);
for (const { work, device, units } of mix.assignment) console.log(`  ${Math.round(units)} of ${work}: ${device}`);

const { points } = await mixFront({ devices, load });
console.log(`${points.length} mixes are best in time and money:`);
for (const at of [0, Math.floor(points.length / 2), points.length - 1]) {
  const { counts, hours, cost } = points[at]!;
  console.log(`  ${hours.toFixed(2)} h for ${cost.toFixed(2)}: ${named(counts)}`);
}
