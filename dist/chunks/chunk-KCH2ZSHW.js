import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{createInterface as l}from"node:readline/promises";async function u(i){let{stdin:t,stdout:o,stderr:r,env:s}=process,d=i.color&&s.NO_COLOR===void 0&&(o.isTTY||s.FORCE_COLOR!==void 0),n=r.isTTY&&!i.quiet?(await import("./ora-AUKPNQXU.js")).default({stream:r,color:"gray"}):void 0;return{out:e=>{o.write(e.endsWith(`
`)?e:`${e}
`)},err:e=>{n?.stop(),r.write(e.endsWith(`
`)?e:`${e}
`)},color:d,interactive:t.isTTY&&r.isTTY,columns:o.columns??80,ask:async e=>{n?.stop();let a=l({input:t,output:r});try{return await a.question(e)}finally{a.close()}},progress:e=>{n!==void 0&&(n.text=e,n.isSpinning||n.start())},endProgress:()=>{n?.stop()}}}export{u as a};
