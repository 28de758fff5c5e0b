import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-BMM3TOVD.js";import"./chunk-F64BHE2F.js";import"./chunk-W5XGMQBV.js";import"./chunk-A322FG7Q.js";import"./chunk-V7GID63Z.js";import"./chunk-OSGUB6TL.js";import"./chunk-LPX7ZBP7.js";export{a as seedState};
