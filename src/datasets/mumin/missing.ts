import { HeteroGraphError } from '../../core/index.js';

/** The error for a table without which nothing can be learned. */
export function missing(folder: string, name: string): HeteroGraphError {
  return new HeteroGraphError('DATASET_FILES_MISSING', 'A file of the data set is missing.', {
    file: `${folder}/${name}.parquet`,
    hint: 'Write each table of the compiled data set there, as `frame.reset_index().to_parquet("NAME.parquet")` of pandas does.',
  });
}
