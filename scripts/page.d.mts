import type { PageAssets } from '../reconciler/report/page.ts';

export function pageAssets(): Promise<PageAssets & { readonly inputs: readonly string[] }>;
