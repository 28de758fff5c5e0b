import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as r}from"./chunk-LPX7ZBP7.js";r();function o(e){return e.normalize("NFC").toLowerCase()}export{o as a};
