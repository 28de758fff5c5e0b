import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-MCCSEUZL.js";import"./chunk-NNSZ4EHJ.js";import"./chunk-EPHRUWB5.js";import"./chunk-LVNJAR4J.js";import"./chunk-OT3E622P.js";import"./chunk-N4JRSNKT.js";export{a as seedState};
