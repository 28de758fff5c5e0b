import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a as K}from"./chunk-L62HV24H.js";import{c as N,d as T,f as O,i as B,j as A,k as M,l as E,m as V,n as R,p as _,r as D,s as F,t as j,u as v,v as C,w as G,x as W,y as U,z as J}from"./chunk-FFIHACPK.js";import{c as x,e as I,r as L,v as S,w as m}from"./chunk-JVOIU5I4.js";import{b as P}from"./chunk-55KZUI5X.js";import{e as h,g,h as y,i as k,j as $,k as l,q as b}from"./chunk-KADLA6G7.js";import{e as p}from"./chunk-N4JRSNKT.js";p();p();var nn={people:60,bucket:200,block:60,unmanaged:100,notices:50},en={people:1/0,bucket:1/0,block:1/0,unmanaged:1/0,notices:1/0},Y=30;function z(n,o={}){return`${tn(n,o).map(({markdown:t})=>t).join(`

`)}
`}function tn(n,o={}){let{verbose:t=!1,whole:s=t}=o,i=I(n.accounts),a={account:i,paint:L(!1),limit:s?1e3:300,signFirst:!0},r=s?en:nn,e=(d,H,Q=!1)=>H.map(X=>({part:d,markdown:X,essential:Q})),c=`### Plan: ${n.changes.length===0?rn(n):R(n)}

${y(V(n,i))}`;return[...e("head",[c],!0),...e("breaches",q("CAUTION","Refused by guards: nothing of this plan can be applied",n.breaches,r),!0),...e("warnings",q("WARNING",l(n.warnings.length,"warning"),n.warnings,r)),...e("people",on(n,a,{verbose:t,lines:r})),...e("people",an(n,a)),...e("people",cn(n,a,{verbose:t,lines:r})),...e("people",sn(n,a,r)),...n.changes.length===0?e("changes",[U(n)],!0):e("changes",ln(n,a,{verbose:t,lines:r})),...e("last assignees",gn(n,a,r)),...e("unmanaged",un(n,a,r)),...e("digest",[fn(n)],!0)]}function q(n,o,t,s){if(t.length===0)return[];let a=t.map(({code:e,at:c,...f})=>{let d=c===void 0?"":` ${g(`${h(c.file,200)}:${c.line}`)}`;return`> - ${g(h(e))} ${y(b({code:e,...f}))}${d}`}).map(e=>({lines:[e],items:1})),r=m(a,s.notices,e=>`> - and ${$(e)} more`);return[[`> [!${n}]`,`> **${o}**`,">",...r].join(`
`)]}function on(n,{account:o,paint:t},{verbose:s,lines:i}){let r=[..._(n,{account:o,paint:t,each:s,most:i.people}),...A(n,o,t)];if(r.length===0)return[];let e=d=>`  \u2026 ${l(d,"more line")} of people`,c=m(r,i.people,e),f=F(n)?[`  ! ${D}`]:[];return[`#### People

${u([...c,...f].map(d=>d.slice(2)))}`]}function sn(n,{account:o,paint:t},s){let i=M(n,o,t);if(i.length===0)return[];let a=m(i,s.people,r=>`  \u2026 ${l(r,"more line")} of what ends`);return[`**${B}**

${u(a.map(r=>r.slice(2)))}`]}function rn(n){return n.terms===void 0?"no changes":`${E(n)} with another end or reason`}function an(n,{account:o}){let t=j(n,o);return t.length===0?[]:[t.map(s=>`**Administrators** ${g(s)}`).join(`\\
`)]}function cn(n,{paint:o},{verbose:t,lines:s}){let i=O(n.seats,{paint:o,each:t});if(i===void 0)return[];let a=c=>`  \u2026 ${l(c,"more line")} of seats`,r=m(i.blocks,s.people,a),e=`**Seats** ${g(i.title)}`;return[r.length===0?e:`${e}

${u(r.map(c=>c.slice(2)))}`]}function ln(n,o,{verbose:t,lines:s}){if(t){let e=T(n.changes,n,o).flatMap(c=>c.lines);return[`#### Changes

${w("In the order of execution",u(e),e.length<=Y)}`]}let i=N(n.changes,n,o).map(e=>({bucket:e,lines:mn(e,s)})),a=i.reduce((e,{lines:c})=>e+c.length,0)<=Y;return i.map(({bucket:e,lines:c})=>w(dn(e),u(c),a)).map((e,c)=>c===0?`#### Changes

${e}`:e)}function mn({blocks:n},o){let t=n.map(s=>S(s,o.block));return m(t,o.bucket,s=>`  \u2026 ${l(s,"more change")}`)}function dn({kind:n,verb:o,blocks:t}){let s=t.reduce((i,a)=>i+a.items,0);return`${l(s,...x[n])} to ${o}`}function gn(n,{account:o,paint:t},s){if(n.lastAssignees.length===0)return[];let i=v(n,o,t),a=r=>`  \u2026 ${l(r,"more permission set")} whose last assignee leaves an account`;return[u(m(i,s.notices,a).map(r=>r.slice(2)))]}function un(n,{account:o},t){if(n.unmanaged.length===0)return[];let s=G(n,o).map(a=>({lines:[a.slice(2)],items:1})),i=m(s,t.unmanaged,a=>`\u2026 and ${$(a)} more`);return[w(`Unmanaged: ${C(n)}`,k(i,"text"),!1)]}function fn(n){if(n.digest===void 0)return`**Digest** ${J}`;let o=`**Digest** ${g(h(n.digest))}`;return n.changes.length===0?o:`${o}\\
**Apply** ${W(n)}`}function u(n){return k(n,"diff")}function w(n,o,t){return`<details${t?" open":""}><summary>${n}</summary>

${o}

</details>`}function pn(n,{format:o,color:t,verbose:s}){switch(o){case"text":return K(n,{color:t,verbose:s});case"markdown":return z(n,{verbose:s});case"json":return P(n)}}async function Bn({plan:n,reach:o},{format:t,...s}){if(t!=="html")return pn(n,{...s,format:t});let{planPage:i}=await import("./page-PERORG3L.js");return i(n,o())}export{pn as a,Bn as b};
