import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as d}from"./chunk-N4JRSNKT.js";d();import{createInterface as c}from"node:readline/promises";async function m(i){let{stdin:t,stdout:o,stderr:r,env:s}=process,l=i.color&&s.NO_COLOR===void 0&&(o.isTTY||s.FORCE_COLOR!==void 0),n=r.isTTY&&!i.quiet?(await import("./ora-XOEDD7OR.js")).default({stream:r,color:"gray"}):void 0;return{out:e=>{o.write(e.endsWith(`
`)?e:`${e}
`)},err:e=>{n?.stop(),r.write(e.endsWith(`
`)?e:`${e}
`)},color:l,interactive:t.isTTY&&r.isTTY,columns:o.columns??80,ask:async e=>{n?.stop();let a=c({input:t,output:r});try{return await a.question(e)}finally{a.close()}},progress:e=>{n!==void 0&&(n.text=e,n.isSpinning||n.start())},endProgress:()=>{n?.stop()}}}export{m as a};
