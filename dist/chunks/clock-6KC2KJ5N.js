import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-GWE6PP3W.js";import"./chunk-N4JRSNKT.js";export{a as createRealClock,b as createVirtualClock};
