import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
var r=["file","drift","organization","clock"];function n(e){return e.verb==="create"?void 0:e.before.spec}function o(e){return e.verb==="delete"?void 0:e.after.spec}export{r as a,n as b,o as c};
