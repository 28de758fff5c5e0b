import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a}from"./chunk-NGJMN7HE.js";import"./chunk-ZW2IKBG7.js";import"./chunk-YCGHQDCC.js";import"./chunk-CQ75GB47.js";import"./chunk-47WYKEYY.js";import"./chunk-OB3JV4II.js";export{a as seedState};
