import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-ITYYW6TO.js";import"./chunk-67URA2GZ.js";import"./chunk-4K6ARJVM.js";import"./chunk-LHGXZ4G4.js";import"./chunk-AMTXBH7I.js";import"./chunk-Z3XDA4OG.js";import"./chunk-5EGHPACZ.js";export{a as seedState};
