// Runs in Chromium: the batches of a loader without and with workers.
import { sampledBatches } from './sampled-batches.js';

const report = (found: unknown) => fetch('/report', { method: 'POST', body: JSON.stringify(found) });

Promise.all([sampledBatches(0), sampledBatches(2)]).then(report, (error) => report({ error: String(error) }));
