import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-PCYJZZF3.js";import"./chunk-F64BHE2F.js";import"./chunk-NV2FWQM7.js";import"./chunk-A322FG7Q.js";import"./chunk-V7GID63Z.js";import"./chunk-OSGUB6TL.js";import"./chunk-LPX7ZBP7.js";export{a as seedState};
