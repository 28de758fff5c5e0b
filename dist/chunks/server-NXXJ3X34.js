import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-RN4WOOCC.js";import"./chunk-L76E6LZO.js";import"./chunk-Y7EGWIIB.js";import"./chunk-OB3JV4II.js";export{a as startSimulator};
