import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a as o}from"./chunk-4MHJY4Q7.js";import{p as r}from"./chunk-NOAU3WPC.js";import{e as n}from"./chunk-N4JRSNKT.js";n();function t(s){return s instanceof o?s.issues:[{code:"USAGE_FAILED",severity:"error",message:s instanceof Error?s.message:String(s),hint:"--verbose shows where",cause:s}]}function c(s,e){process.stderr.write(`${r(t(s),{verbose:e})}
`)}export{c as a};
