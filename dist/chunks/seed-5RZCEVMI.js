import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-UVHSXZN7.js";import"./chunk-XCAYU6TW.js";import"./chunk-MFFDE673.js";import"./chunk-26QHIDIC.js";import"./chunk-XY3G7IBX.js";import"./chunk-J4OZEQQG.js";import"./chunk-N4JRSNKT.js";export{a as seedState};
