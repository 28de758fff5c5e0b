import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a as n}from"./chunk-V77Y425F.js";import{r as o}from"./chunk-MSOOYAEG.js";function r(s){return s instanceof n?s.issues:[{code:"USAGE_FAILED",severity:"error",message:s instanceof Error?s.message:String(s),hint:"--verbose shows where",cause:s}]}function u(s,e){process.stderr.write(`${o(r(s),{verbose:e})}
`)}export{u as a};
