import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-Y7EGWIIB.js";import"./chunk-OB3JV4II.js";export{a as createRealClock,b as createVirtualClock};
