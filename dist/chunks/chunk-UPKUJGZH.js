import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as d}from"./chunk-N4JRSNKT.js";d();function c(e,t,o){let n=e.get(t);if(n!==void 0)return n;let r=o();return e.set(t,r),r}function f(e){let t;return()=>t??=e()}export{c as a,f as b};
