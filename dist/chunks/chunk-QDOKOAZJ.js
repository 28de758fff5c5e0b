import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a as Y}from"./chunk-MX26SNC2.js";import{A as K,c as N,d as T,f as B,i as O,j as A,k as M,l as E,m as V,n as R,p as _,r as D,s as F,t as j,u as v,v as C,w as G,x as W,y as U,z as J}from"./chunk-FQ66PBWW.js";import{a as L,c as S}from"./chunk-AFCWESPV.js";import{b as I}from"./chunk-7N5MDQNY.js";import{a as h,c as g,d as y,e as k,f as $,g as l,j as b,m as P,r as x,s as m}from"./chunk-QYKPCY7A.js";import{e as p}from"./chunk-5EGHPACZ.js";p();p();var en={people:60,bucket:200,block:60,unmanaged:100,notices:50},tn={people:1/0,bucket:1/0,block:1/0,unmanaged:1/0,notices:1/0},q=30;function H(n,o={}){return`${on(n,o).map(({markdown:e})=>e).join(`

`)}
`}function on(n,o={}){let{verbose:e=!1,whole:s=e}=o,i=S(n.accounts),a={account:i,paint:P(!1),limit:s?1e3:300,signFirst:!0},r=s?tn:en,t=(d,Q,X=!1)=>Q.map(Z=>({part:d,markdown:Z,essential:X})),c=`### Plan: ${n.changes.length===0?an(n):R(n)}

${y(V(n,i))}`;return[...t("head",[c],!0),...t("breaches",z("CAUTION","Refused by guards: nothing of this plan can be applied",n.breaches,r),!0),...t("warnings",z("WARNING",l(n.warnings.length,"warning"),n.warnings,r)),...t("people",sn(n,a,{verbose:e,lines:r})),...t("people",cn(n,a)),...t("people",ln(n,a,{verbose:e,lines:r})),...t("people",rn(n,a,r)),...n.changes.length===0?t("changes",[U(n)],!0):t("changes",mn(n,a,{verbose:e,lines:r})),...t("last assignees",un(n,a,r)),...t("unmanaged",fn(n,a,r)),...t("digest",[pn(n)],!0)]}function z(n,o,e,s){if(e.length===0)return[];let a=e.map(({code:t,at:c,...f})=>{let d=c===void 0?"":` ${g(`${h(c.file,200)}:${c.line}`)}`;return`> - ${g(h(t))} ${y(b({code:t,...f}))}${d}`}).map(t=>({lines:[t],items:1})),r=m(a,s.notices,t=>`> - and ${$(t)} more`);return[[`> [!${n}]`,`> **${o}**`,">",...r].join(`
`)]}function sn(n,{account:o,paint:e},{verbose:s,lines:i}){let r=[..._(n,{account:o,paint:e,each:s,most:i.people}),...K(n,o,e),...A(n,o,e)];if(r.length===0)return[];let t=d=>`  \u2026 ${l(d,"more line")} of people`,c=m(r,i.people,t),f=F(n)?[`  ! ${D}`]:[];return[`#### People

${u([...c,...f].map(d=>d.slice(2)))}`]}function rn(n,{account:o,paint:e},s){let i=M(n,o,e);if(i.length===0)return[];let a=m(i,s.people,r=>`  \u2026 ${l(r,"more line")} of what ends`);return[`**${O}**

${u(a.map(r=>r.slice(2)))}`]}function an(n){return n.terms===void 0?"no changes":`${E(n)} with another end or reason`}function cn(n,{account:o}){let e=j(n,o);return e.length===0?[]:[e.map(s=>`**Administrators** ${g(s)}`).join(`\\
`)]}function ln(n,{paint:o},{verbose:e,lines:s}){let i=B(n.seats,{paint:o,each:e});if(i===void 0)return[];let a=c=>`  \u2026 ${l(c,"more line")} of seats`,r=m(i.blocks,s.people,a),t=`**Seats** ${g(i.title)}`;return[r.length===0?t:`${t}

${u(r.map(c=>c.slice(2)))}`]}function mn(n,o,{verbose:e,lines:s}){if(e){let t=T(n.changes,n,o).flatMap(c=>c.lines);return[`#### Changes

${w("In the order of execution",u(t),t.length<=q)}`]}let i=N(n.changes,n,o).map(t=>({bucket:t,lines:dn(t,s)})),a=i.reduce((t,{lines:c})=>t+c.length,0)<=q;return i.map(({bucket:t,lines:c})=>w(gn(t),u(c),a)).map((t,c)=>c===0?`#### Changes

${t}`:t)}function dn({blocks:n},o){let e=n.map(s=>x(s,o.block));return m(e,o.bucket,s=>`  \u2026 ${l(s,"more change")}`)}function gn({kind:n,verb:o,blocks:e}){let s=e.reduce((i,a)=>i+a.items,0);return`${l(s,...L[n])} to ${o}`}function un(n,{account:o,paint:e},s){if(n.lastAssignees.length===0)return[];let i=v(n,o,e),a=r=>`  \u2026 ${l(r,"more permission set")} whose last assignee leaves an account`;return[u(m(i,s.notices,a).map(r=>r.slice(2)))]}function fn(n,{account:o},e){if(n.unmanaged.length===0)return[];let s=G(n,o).map(a=>({lines:[a.slice(2)],items:1})),i=m(s,e.unmanaged,a=>`\u2026 and ${$(a)} more`);return[w(`Unmanaged: ${C(n)}`,k(i,"text"),!1)]}function pn(n){if(n.digest===void 0)return`**Digest** ${J}`;let o=`**Digest** ${g(h(n.digest))}`;return n.changes.length===0?o:`${o}\\
**Apply** ${W(n)}`}function u(n){return k(n,"diff")}function w(n,o,e){return`<details${e?" open":""}><summary>${n}</summary>

${o}

</details>`}function hn(n,{format:o,color:e,verbose:s}){switch(o){case"text":return Y(n,{color:e,verbose:s});case"markdown":return H(n,{verbose:s});case"json":return I(n)}}async function Mn({plan:n,reach:o},{format:e,...s}){if(e!=="html")return hn(n,{...s,format:e});let{planPage:i}=await import("./page-BHZV55HV.js");return i(n,o())}export{hn as a,Mn as b};
