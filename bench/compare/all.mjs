// Ours against every peer that is installed, interleaved: npm run bench -- compare --python PYTHON --peers FOLDER [--runs 5]
import { dataRoot, presentData } from '../arguments.mjs';
import { attentionBench } from './attention.mjs';
import { gemmBench } from './gemm.mjs';
import { rphgnnPrecompute } from './rphgnn-precompute.mjs';
import { spmmBench } from './spmm.mjs';

export async function compare(_, options) {
  const rows = [];
  const part = async (name, bench, names) => {
    for (const row of (await bench(names, options)).rows) rows.push({ bench: name, ...row });
  };
  await part('spmm', spmmBench, []);
  await part('gemm', gemmBench, []);
  await part('attention', attentionBench, []);
  for (const name of presentData(['hgb-acm'], dataRoot(options)))
    await part('rphgnn-precompute', rphgnnPrecompute, [name]);
  return { rows, summary: 'as the single benchmarks say' };
}
