import type { ReportContent } from '../../viz/index.js';
import type { ComparedDetector } from './compare-detectors.js';

/** What the page of odd rows or edges shows. */
export interface OddPage {
  readonly data: string;
  readonly what: 'rows' | 'edges';
  /** Which detector, and why that one; what it looked at, and other settings. */
  readonly used: readonly (readonly [name: string, value: string, why: string])[];
  readonly scores: Float64Array;
  readonly threshold?: number;
  /** The oddest, with the reasons in words. */
  readonly oddest: readonly { readonly name: string; readonly score: number; readonly reasons: readonly string[] }[];
  readonly compared?: readonly ComparedDetector[];
  readonly remarks: readonly string[];
}

/** The page as HTML. What draws is loaded when there is something to draw. */
export async function oddReport(page: OddPage): Promise<string> {
  const { data, what, used, scores, threshold, oddest, remarks } = page;
  const { reportHtml, valuesPlot } = await import('../../viz/index.js');
  const count = threshold === undefined ? 0 : scores.filter((score) => score >= threshold).length;
  const marked = threshold === undefined ? '' : ` ${count} score ${threshold.toFixed(4)} or more: right of the line.`;
  const spread = valuesPlot(scores, { label: 'score', what, ...(threshold === undefined ? {} : { threshold }) });
  const content: ReportContent = {
    title: `The oddest ${what} of ${data}`,
    summary: `${scores.length.toLocaleString('en')} ${what}; the higher the score, the odder.${marked}`,
    sections: [
      {
        title: `The oddest ${what}`,
        table: {
          heads: [what === 'rows' ? 'row' : 'edge', 'score', 'what does not go together'],
          rows: oddest.map(({ name, score, reasons }) => [name, score.toFixed(2), reasons.join('; ')]),
        },
      },
      { title: 'How scores are spread', picture: spread },
      ...(page.compared ? [comparison(page.compared)] : []),
      { title: 'What was used, and why', table: { heads: ['what', 'value', 'why'], rows: used } },
    ],
    remarks,
  };
  return reportHtml(content);
}

function comparison(compared: readonly ComparedDetector[]): NonNullable<ReportContent['sections']>[number] {
  const { numRows, numAnomalies } = compared[0]!;
  const sorted = [...compared].sort((a, b) => b.rocAuc - a.rocAuc);
  return {
    title: 'Detectors on held-out rows',
    text: `On ${numRows} held-out rows, ${numAnomalies} of them odd.`,
    table: {
      heads: ['detector', 'ROC-AUC', 'average precision', `precision@${numAnomalies}`],
      rows: sorted.map(({ detector, rocAuc, averagePrecision, precisionAtNumAnomalies }) => [
        detector,
        ...[rocAuc, averagePrecision, precisionAtNumAnomalies].map((value) => value.toFixed(4)),
      ]),
    },
  };
}
