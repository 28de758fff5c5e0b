import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-35544OEX.js";import"./chunk-S74KHVN4.js";import"./chunk-GWE6PP3W.js";import"./chunk-N4JRSNKT.js";export{a as startSimulator};
