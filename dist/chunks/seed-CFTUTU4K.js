import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-LFKVMNB6.js";import"./chunk-F64BHE2F.js";import"./chunk-MW7K4SYN.js";import"./chunk-GN5B7MP5.js";import"./chunk-FNPJP4BE.js";import"./chunk-ZWB4XLVV.js";import"./chunk-OSGUB6TL.js";import"./chunk-LPX7ZBP7.js";export{a as seedState};
