import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e}from"./chunk-5EGHPACZ.js";e();var t=["service-access","delegated-administrator","user","group","membership","permission-set","assignment","profile","authorization"];export{t as a};
