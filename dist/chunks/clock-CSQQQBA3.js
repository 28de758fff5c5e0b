import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-2JFSGCUI.js";import"./chunk-5EGHPACZ.js";export{a as createRealClock,b as createVirtualClock};
