import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e}from"./chunk-N4JRSNKT.js";e();var t=["service-access","delegated-administrator","user","group","membership","permission-set","assignment","profile","authorization"];export{t as a};
