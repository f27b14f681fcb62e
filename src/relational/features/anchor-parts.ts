import { DAY } from '../aggregates/spans.js';
import type { AnchorPart } from './plan.js';

const YEAR = 365.2425;

/** What of the dates of anchors, in UTC. @param cutoffs up to when rows are seen */
export function anchorPart(part: AnchorPart, times: Float64Array, cutoffs: Float64Array): Float64Array {
  return times.map((time, i) => {
    const date = new Date(time * 1000);
    switch (part) {
      case 'month':
        return date.getUTCMonth() + 1;
      case 'weekday':
        return date.getUTCDay();
      case 'year':
        return date.getUTCFullYear();
      case 'days unseen':
        return (time - cutoffs[i]!) / DAY;
      default: {
        const days = (time * 1000 - Date.UTC(date.getUTCFullYear(), 0)) / 1000 / DAY;
        const angle = (2 * Math.PI * days) / YEAR;
        return part === 'day of year sine' ? Math.sin(angle) : Math.cos(angle);
      }
    }
  });
}
