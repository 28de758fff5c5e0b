import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
var r=class extends Error{issues;constructor(...e){super(e.map(n=>n.message).join(`
`),{cause:e[0]?.cause}),this.name="IssueError",this.issues=e}};export{r as a};
