import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{j as P,k as x,m as S,n as N,p as B,q as O,r as T,s as M,t as A,u as E,v as R,w as V,x as _,y as D,z as v}from"./chunk-IXMBOXQP.js";import{c as I,g as L,h as u}from"./chunk-C7B26PFM.js";import{b as w}from"./chunk-HJLKUSRU.js";import{h as g,j as d,k as p,l as y,m as h,n as l,s as $}from"./chunk-MSOOYAEG.js";var H={people:60,bucket:200,block:60,unmanaged:100,notices:50},J={people:1/0,bucket:1/0,block:1/0,unmanaged:1/0,notices:1/0},C=30;function F(e,t={}){return`${K(e,t).map(({markdown:o})=>o).join(`

`)}
`}function K(e,t={}){let{verbose:o=!1,whole:s=o}=t,c=x(e.accounts),r={account:c,paint:I(!1),limit:s?1e3:300,signFirst:!0},a=s?J:H,n=(f,G,W=!1)=>G.map(U=>({part:f,markdown:U,essential:W})),i=`### Plan: ${e.changes.length===0?"no changes":O(e)}

${p(B(e,c))}`;return[...n("head",[i],!0),...n("breaches",j("CAUTION","Refused by guards: nothing of this plan can be applied",e.breaches,a),!0),...n("warnings",j("WARNING",l(e.warnings.length,"warning"),e.warnings,a)),...n("people",q(e,r,{verbose:o,lines:a})),...n("people",z(e)),...e.changes.length===0?n("changes",[_],!0):n("changes",Q(e,r,{verbose:o,lines:a})),...n("last assignees",Z(e,r,a)),...n("unmanaged",ee(e,r,a)),...n("digest",[ne(e)],!0)]}function j(e,t,o,s){if(o.length===0)return[];let r=o.map(({code:n,at:i,...b})=>{let f=i===void 0?"":` ${d(`${g(i.file,200)}:${i.line}`)}`;return`> - ${d(g(n))} ${p($({code:n,...b}))}${f}`}).map(n=>({lines:[n],items:1})),a=u(r,s.notices,n=>`> - and ${h(n)} more`);return[[`> [!${e}]`,`> **${t}**`,">",...a].join(`
`)]}function q(e,{account:t,paint:o},{verbose:s,lines:c}){if(e.people.length===0)return[];let r=T(e.people,{account:t,paint:o,each:s}),a=i=>`  \u2026 ${l(i,"more line")} of people`,n=u(r,c.people,a);return[`#### People

${m(n.map(i=>i.slice(2)))}`]}function z(e){let t=E(e);return t===""?[]:[`**Seats** ${d(t)}`]}function Q(e,t,{verbose:o,lines:s}){if(o){let n=N(e.changes,e,t).flatMap(i=>i.lines);return[`#### Changes

${k("In the order of execution",m(n),n.length<=C)}`]}let c=S(e.changes,e,t).map(n=>({bucket:n,lines:X(n,s)})),r=c.reduce((n,{lines:i})=>n+i.length,0)<=C;return c.map(({bucket:n,lines:i})=>k(Y(n),m(i),r)).map((n,i)=>i===0?`#### Changes

${n}`:n)}function X({blocks:e},t){let o=e.map(s=>L(s,t.block));return u(o,t.bucket,s=>`  \u2026 ${l(s,"more change")}`)}function Y({kind:e,verb:t,blocks:o}){let s=o.reduce((c,r)=>c+r.items,0);return`${l(s,...P[e])} to ${t}`}function Z(e,{account:t,paint:o},s){if(e.lastAssignees.length===0)return[];let c=M(e,t,o),r=a=>`  \u2026 ${l(a,"more permission set")} whose last assignee leaves an account`;return[m(u(c,s.notices,r).map(a=>a.slice(2)))]}function ee(e,{account:t},o){if(e.unmanaged.length===0)return[];let s=R(e,t).map(r=>({lines:[r.slice(2)],items:1})),c=u(s,o.unmanaged,r=>`\u2026 and ${h(r)} more`);return[k(`Unmanaged: ${A(e)}`,y(c,"text"),!1)]}function ne(e){if(e.digest===void 0)return`**Digest** ${D}`;let t=`**Digest** ${d(g(e.digest))}`;return e.changes.length===0?t:`${t}\\
**Apply** ${V(e)}`}function m(e){return y(e,"diff")}function k(e,t,o){return`<details${o?" open":""}><summary>${e}</summary>

${t}

</details>`}function me(e,{format:t,color:o,verbose:s}){switch(t){case"text":return v(e,{color:o,verbose:s});case"markdown":return F(e,{verbose:s});case"json":return w(e)}}export{me as a};
