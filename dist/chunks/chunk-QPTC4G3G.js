import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as r}from"./chunk-N4JRSNKT.js";r();var o=["file","drift","organization","clock"];function a(e){return e.verb==="create"?void 0:e.before.spec}function t(e){return e.verb==="delete"?void 0:e.after.spec}export{o as a,a as b,t as c};
