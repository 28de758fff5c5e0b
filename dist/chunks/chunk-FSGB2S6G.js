import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as r}from"./chunk-N4JRSNKT.js";r();function i(p,s){let e=new Map;for(let t of p){let n=s(t),o=e.get(n);o===void 0?e.set(n,[t]):o.push(t)}return e}export{i as a};
