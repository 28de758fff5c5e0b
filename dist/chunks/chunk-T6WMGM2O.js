import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as r}from"./chunk-5EGHPACZ.js";r();var n=class extends Error{issues;constructor(...e){super(e.map(s=>s.message).join(`
`),{cause:e[0]?.cause}),this.name="IssueError",this.issues=e}};export{n as a};
