import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-QGQME2K4.js";import"./chunk-LPX7ZBP7.js";export{a as createRealClock,b as createVirtualClock};
