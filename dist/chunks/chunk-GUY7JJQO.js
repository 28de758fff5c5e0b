import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{e as S}from"./chunk-FQ66PBWW.js";import{c as g,f as D}from"./chunk-AFCWESPV.js";import{c as x}from"./chunk-DHPYHZ5K.js";import{a as k,e as $,f as l,g as f,j as h,k as b,m as y,s as w}from"./chunk-QYKPCY7A.js";import{e as O}from"./chunk-5EGHPACZ.js";O();var C=200,v="--verbose lists them";function G(e,{color:t,verbose:n=!1,accounts:o={},rest:r=v}){let s=y(t),c={account:g(o),paint:s,limit:300,signFirst:!1},a=V(e,c,{verbose:n,accounts:o,rest:r}).map(({title:m,lines:i})=>`
${s.heading(m)}
${i.join(`
`)}
`),{failed:u,skipped:d}=T(e);return`${(u+d===0?s.add:s.remove)(I(e))}
${a.join("")}`}function H(e,{verbose:t=!1,accounts:n={},rest:o=v}={}){let r={account:g(n),paint:y(!1),limit:300,signFirst:!0},s=V(e,r,{verbose:t,accounts:n,rest:o}).map(({title:c,lines:a})=>`
#### ${c}

${$(a,"diff")}
`);return`### ${I(e)}
${s.join("")}`}function I(e){let{done:t,failed:n,skipped:o}=T(e);if(n+o===0)return`Applied: ${f(t,"change")} done`;let r=[`${l(t)} done`,...n===0?[]:[`${l(n)} failed`],...o===0?[]:[`${l(o)} skipped`]];return`${t===0?"Not applied":"Applied in part"}: ${r.join(", ")}`}function T(e){let t={done:0,failed:0,skipped:0};for(let{status:n}of e)t[n]+=1;return t}function V(e,t,{verbose:n,accounts:o,rest:r}){let s=new Map(e.map(({change:u,status:d})=>[u.key,d])),c=n?1/0:C,a=(u,d)=>{let p=e.filter(i=>i.status===d);if(p.length===0)return[];let m=[...x(p,i=>M(i,s,o))].flatMap(([i,j])=>F(j.map(({change:B})=>B),i,t));return[{title:u,lines:w(m,c,i=>`  \u2026 ${f(i,"more change")} (${r})`)}]};return[...a("Failed","failed"),...a("Skipped","skipped"),...n?a("Done","done"):[]]}function M(e,t,n){if(e.status==="done")return"";if(e.status==="failed")return`${k(e.issue.code)} ${h(e.issue)}`;if(e.because==="cancelled")return"not started: the run was stopped before";let o=t.get(e.because)==="failed"?"failed":"was skipped";return`waits for ${D({key:e.because},n)}, which ${o}`}function F(e,t,n){return S(e,n).map(({lines:o,items:r})=>({lines:t===""?o:[...o,`      ${t}`],items:r}))}function J(e){return e.map(t=>{let{key:n,kind:o,verb:r}=t.change,s={id:n,kind:o,verb:r,status:t.status};return t.status==="failed"?{...s,issue:b(t.issue)}:t.status==="skipped"?{...s,because:t.because}:s})}export{G as a,H as b,I as c,J as d};
