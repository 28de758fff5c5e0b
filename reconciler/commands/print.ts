/** A plan in the format that was asked for. */

import type { Plan } from '../core/plan.types.ts';
import { planJson } from '../report/json.ts';
import { renderPlanMarkdown } from '../report/markdown.ts';
import { renderPlanText } from '../report/text.ts';
import type { Planned } from '../engine/planning.ts';
import type { Format, PageFormat } from './options.ts';

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

/** The same, or as a page with its map. */
export async function plannedText(
  { plan, reach }: Pick<Planned, 'plan' | 'reach'>,
  { format, ...options }: Omit<PrintOptions, 'format'> & { readonly format: PageFormat },
): Promise<string> {
  if (format !== 'html') return planText(plan, { ...options, format });
  const { planPage } = await import('./page.ts');
  return planPage(plan, reach());
}
