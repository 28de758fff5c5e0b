import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-6PW77WDS.js";import"./chunk-33VRY72L.js";import"./chunk-2JFSGCUI.js";import"./chunk-5EGHPACZ.js";export{a as startSimulator};
