// The map's own script and style, as the built program carries them: one text each, nothing to load.
import { build } from 'esbuild';

/** `{ script, style, inputs }`: reconciler/page/ bundled and minified, for browsers of the last few years, and its files. */
export async function pageAssets() {
  const common = {
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    legalComments: 'none',
    target: 'es2022',
    logLevel: 'warning',
  };
  const [script, style] = await Promise.all([
    build({
      ...common,
      entryPoints: ['reconciler/page/main.ts'],
      format: 'iife',
      platform: 'browser',
      charset: 'ascii',
    }),
    build({ ...common, entryPoints: ['reconciler/page/style.css'] }),
  ]);
  return { script: textOf(script), style: textOf(style), inputs: Object.keys(script.metafile.inputs) };
}

function textOf({ outputFiles: [file] }) {
  const text = file.text.trim();
  // Where the page would end its own element.
  if (/<\/(script|style)/iu.test(text) || text.includes('<!--')) throw new Error('the page cannot carry this text');
  return text;
}
