/**
 * A picture of the comment as GitHub shows it, for the README: `node scripts/render-comment.mjs`, by hand. Takes the
 * comment that the tests pin down, renders it with GitHub's extensions of Markdown and a style sheet like GitHub's, has
 * Mermaid draw, and takes a picture with headless Chromium (`CHROMIUM` names another one). Mermaid and the style sheet are
 * installed into the cache, since nothing else needs them.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const CACHE = path.resolve('node_modules/.cache/cw-gitops/render');
const PICTURE = 'docs/images/comment-sample.png';
const WIDTH = 940;
const CHROMIUM = process.env.CHROMIUM ?? 'chromium';
/** As root, as in a container, Chromium has no sandbox; the page is ours. */
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--allow-file-access-from-files'];

/** The classes of a diff's lines, by their first character. */
const COLOURS = { '+': 'add', '-': 'del', '!': 'note' };

mkdirSync(CACHE, { recursive: true });
writeFileSync(path.join(CACHE, 'package.json'), '{ "private": true }\n');
execFileSync('npm', ['install', '--no-audit', '--no-fund', 'mermaid@11', 'github-markdown-css@5'], {
  cwd: CACHE,
  stdio: 'inherit',
});

const file = path.join(CACHE, 'sample.html');
writeFileSync(file, pageOf(readFileSync('test/action/golden/sample.md', 'utf8')));
// the page first says how high it is, then is pictured at that height.
const dom = chromium(['--dump-dom', `--window-size=${WIDTH},2000`], file);
const height = /data-height="(\d+)"/u.exec(dom)?.[1];
if (height === undefined) throw new Error('the page did not finish');
chromium([`--screenshot=${path.resolve(PICTURE)}`, `--window-size=${WIDTH},${height}`], file);
process.stdout.write(`${PICTURE}, ${WIDTH} x ${height}\n`);

function chromium(flags, page) {
  const all = [...FLAGS, '--virtual-time-budget=20000', ...flags, `file://${page}`];
  return execFileSync(CHROMIUM, all, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e9 });
}

function pageOf(markdown) {
  return `<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="node_modules/github-markdown-css/github-markdown-light.css">
<style>
  body { margin: 0; padding: 16px; background: #fff; }
  .comment { border: 1px solid #d1d9e0; border-radius: 6px; }
  .head { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0;
    font: 14px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: #59636e; }
  .head b { color: #1f2328; }
  .bot { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 7px; font-size: 12px; }
  .markdown-body { padding: 16px; font-size: 14px; }
  .add { color: #116329; background: #dafbe1; }
  .del { color: #82071e; background: #ffebe9; }
  .note { color: #953800; background: #ffd8b5; }
  .mermaid { background: #fff !important; border: 1px solid #d1d9e0; text-align: center; }
</style>
<div class="comment"><div class="head"><b>github-actions</b> <span class="bot">bot</span> commented now</div>
<article class="markdown-body">${bodyOf(markdown)}</article></div>
<script src="node_modules/mermaid/dist/mermaid.min.js"></script>
<script>
  mermaid.initialize({ startOnLoad: false });
  mermaid.run().then(() => {
    document.body.dataset.height = String(document.querySelector('.comment').offsetHeight + 32);
  });
</script>`;
}

/** What GitHub adds to Markdown beyond its published extensions: alerts, pictures, and colours in a diff. */
function bodyOf(markdown) {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })
    .replaceAll(
      /<blockquote>\s*<p>\[!(WARNING|CAUTION)\]\s*/gu,
      (_match, kind) => `<blockquote class="markdown-alert markdown-alert-${kind.toLowerCase()}">
<p class="markdown-alert-title">${kind === 'WARNING' ? 'Warning' : 'Caution'}</p><p>`,
    )
    .replaceAll(/<pre><code class="language-mermaid">([^]*?)<\/code><\/pre>/gu, '<pre class="mermaid">$1</pre>')
    .replaceAll(/(?<=<code class="language-diff">)[^]*?(?=<\/code>)/gu, (code) =>
      code.split('\n').map(coloured).join('\n'),
    );
}

function coloured(line) {
  const colour = COLOURS[line[0]];
  return colour === undefined ? line : `<span class="${colour}">${line}</span>`;
}
