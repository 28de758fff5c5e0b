import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-YNT62OCQ.js";import"./chunk-WECETOYT.js";import"./chunk-653427LX.js";import"./chunk-2RM22AQO.js";import"./chunk-UPKUJGZH.js";import"./chunk-J4OZEQQG.js";import"./chunk-N4JRSNKT.js";export{a as seedState};
