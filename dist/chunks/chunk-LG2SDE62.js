import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as o}from"./chunk-5EGHPACZ.js";o();function s(){return{now:()=>Date.now(),sleep:e=>new Promise(r=>{setTimeout(r,Math.min(e,2147483647))}),busy:e=>e()}}export{s as a};
