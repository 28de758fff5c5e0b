import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-AXHUXQQ4.js";import"./chunk-NNSZ4EHJ.js";import"./chunk-PAMOQQQ7.js";import"./chunk-NTRZT3VL.js";import"./chunk-OT3E622P.js";import"./chunk-N4JRSNKT.js";export{a as seedState};
