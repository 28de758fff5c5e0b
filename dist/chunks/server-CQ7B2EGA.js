import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-FM6BO2S2.js";import"./chunk-JAECVAFC.js";import"./chunk-2JFSGCUI.js";import"./chunk-5EGHPACZ.js";export{a as startSimulator};
