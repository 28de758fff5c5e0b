import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-PLAYH3RJ.js";import"./chunk-7E2YWRPG.js";import"./chunk-2JFSGCUI.js";import"./chunk-5EGHPACZ.js";export{a as startSimulator};
