/** A plan in the format that was asked for. */

import type { Plan } from '../core/plan.types.ts';
import { planJson } from '../report/json.ts';
import { renderPlanMarkdown } from '../report/markdown.ts';
import { renderPlanText } from '../report/text.ts';
import type { Format } from './options.ts';

export interface PrintOptions {
  readonly format: Format;
  readonly color: boolean;
  readonly verbose: boolean;
}

export function planText(plan: Plan, { format, color, verbose }: PrintOptions): string {
  switch (format) {
    case 'text':
      return renderPlanText(plan, { color, verbose });
    case 'markdown':
      return renderPlanMarkdown(plan, { verbose });
    case 'json':
      return planJson(plan);
  }
}
