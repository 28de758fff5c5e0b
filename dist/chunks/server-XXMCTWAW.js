import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-PKYSU3MX.js";import"./chunk-7RVXK7K2.js";import"./chunk-2JFSGCUI.js";import"./chunk-5EGHPACZ.js";export{a as startSimulator};
