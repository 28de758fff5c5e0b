import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as v}from"./chunk-7CMOVNPL.js";import{c as f,f as w,q as y,v as x}from"./chunk-Z6X76XSI.js";import{c as b}from"./chunk-XY3G7IBX.js";import{e as g,i as k,j as d,k as m,q as $,r as h}from"./chunk-NOAU3WPC.js";import{e as O}from"./chunk-N4JRSNKT.js";O();var C=200;function L(e,{color:t,verbose:n=!1,accounts:o={}}){let s=y(t),r={account:f(o),paint:s,limit:300,signFirst:!1},a=V(e,r,{verbose:n,accounts:o}).map(({title:p,lines:i})=>`
${s.heading(p)}
${i.join(`
`)}
`),{failed:c,skipped:u}=S(e);return`${(c+u===0?s.add:s.remove)(D(e))}
${a.join("")}`}function z(e,{verbose:t=!1,accounts:n={}}={}){let o={account:f(n),paint:y(!1),limit:300,signFirst:!0},s=V(e,o,{verbose:t,accounts:n}).map(({title:r,lines:a})=>`
#### ${r}

${k(a,"diff")}
`);return`### ${D(e)}
${s.join("")}`}function D(e){let{done:t,failed:n,skipped:o}=S(e);if(n+o===0)return`Applied: ${m(t,"change")} done`;let s=[`${d(t)} done`,...n===0?[]:[`${d(n)} failed`],...o===0?[]:[`${d(o)} skipped`]];return`${t===0?"Not applied":"Applied in part"}: ${s.join(", ")}`}function S(e){let t={done:0,failed:0,skipped:0};for(let{status:n}of e)t[n]+=1;return t}function V(e,t,{verbose:n,accounts:o}){let s=new Map(e.map(({change:c,status:u})=>[c.key,u])),r=n?1/0:C,a=(c,u)=>{let l=e.filter(i=>i.status===u);if(l.length===0)return[];let p=[...b(l,i=>I(i,s,o))].flatMap(([i,j])=>M(j.map(({change:B})=>B),i,t));return[{title:c,lines:x(p,r,i=>`  \u2026 ${m(i,"more change")} (--verbose lists them)`)}]};return[...a("Failed","failed"),...a("Skipped","skipped"),...n?a("Done","done"):[]]}function I(e,t,n){if(e.status==="done")return"";if(e.status==="failed")return`${g(e.issue.code)} ${$(e.issue)}`;if(e.because==="cancelled")return"not started: the run was stopped before";let o=t.get(e.because)==="failed"?"failed":"was skipped";return`waits for ${w({key:e.because},n)}, which ${o}`}function M(e,t,n){return v(e,n).map(({lines:o,items:s})=>({lines:t===""?o:[...o,`      ${t}`],items:s}))}function G(e){return e.map(t=>{let{key:n,kind:o,verb:s}=t.change,r={id:n,kind:o,verb:s,status:t.status};return t.status==="failed"?{...r,issue:h(t.issue)}:t.status==="skipped"?{...r,because:t.because}:r})}export{L as a,z as b,D as c,G as d};
