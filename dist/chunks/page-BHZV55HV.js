import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{A as le,a as J,b as U,g as V,h as Y,i as Q,j as X,k as Z,m as ee,n as te,q as ne,r as re,s as oe,u as se,v as ae,w as ie,x as ce,y as pe,z as me}from"./chunk-FQ66PBWW.js";import"./chunk-YLL2U2FM.js";import{c as ue,e as de}from"./chunk-7N7WT2QX.js";import{a as H,b as F,c as z,g as K,q}from"./chunk-AFCWESPV.js";import"./chunk-7N5MDQNY.js";import"./chunk-Q7CC6554.js";import{c as j}from"./chunk-DHPYHZ5K.js";import"./chunk-UIHKXRBE.js";import{a as l,f as u,g as b,h as W,j as B,m as R}from"./chunk-QYKPCY7A.js";import"./chunk-HFCGP3D4.js";import"./chunk-6ZPTFWQH.js";import{a as L}from"./chunk-Z3XDA4OG.js";import{e as c,f}from"./chunk-5EGHPACZ.js";c();c();c();function a(e,...n){return{markup:e.reduce((r,t,o)=>`${r}${Te(n[o-1])}${t}`)}}function Te(e){return typeof e=="string"?Ee(e):typeof e=="number"?String(e):"markup"in e?e.markup:e.map(({markup:n})=>n).join("")}var Oe={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function Ee(e){return e.replaceAll(/[&<>"']/gu,n=>String(Oe[n]))}var p={markup:""};function fe(e,n){let r=JSON.stringify(n).replaceAll(/[<>&\u2028\u2029]/gu,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`);return{markup:`<script type="application/json" id="${e}">${r}</script>`}}function T(e,n){return{markup:`<${e}>${n}</${e}>`}}c();var P=30,d=400;function A(e,n,r=!1){return a`<details ${r?a`open`:p}>
    <summary>${e}</summary>
    ${n}
  </details>`}function y(e,n,r){return e<=d?p:a`<p class="faint">… ${b(e-d,`more ${n}`)}: ${r}.</p>`}function k(e,n,r){return a`<div class="scroll" tabindex="0" role="region" aria-label="${e}">
    <table>
      <caption>
        ${e}
      </caption>
      <thead>
        <tr>
          ${n.map(t=>a`<th scope="col">${t}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${r.map(t=>a`<tr>
              ${t.map(o=>a`<td>${o}</td>`)}
            </tr> `)}
      </tbody>
    </table>
  </div>`}function h(e,n){return a`<span class="badge ${e}">${n}</span>`}function S(e){return e==="-"?"\u2212":e}function O(e){return a`<p class="note"><strong>Note:</strong> ${e}.</p>`}function E(e,n,r){let t=(i,m)=>k(i,["Effect",...n],m.map(g=>ve(g).slice(0,n.length+1))),o=r.slice(P,d),s=o.length===0?p:A(b(o.length,"more line"),t(`${e}, more`,o));return a`${t(e,r.slice(0,P))} ${s} ${y(r.length,"line","the map finds each person")}`}function ve({sign:e,cells:[n,r,...t]}){return[h(e==="+"?"new":e==="-"?"gone":"kept",`${S(e)} ${r}`),...[n,...t].map(s=>a`${s}`)]}c();import{createHash as Ie}from"node:crypto";function w({title:e,eyebrow:n,target:r,sections:t,map:o},{script:s,style:i}){let m=["default-src 'none'",`script-src '${ge(s)}'`,`style-src '${ge(i)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return a`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${m}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${e} · ${n}</title>
        ${T("style",i)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <div class="wide">
            <div>
              <p class="eyebrow">${n}</p>
              <h1>${e}</h1>
              <p class="target">${r}</p>
            </div>
            <div id="theme"></div>
          </div>
        </header>
        <div class="wide">
          <nav aria-label="Parts of the page">
            <ul>
              ${t.map(({id:M,title:Re})=>a`<li><a href="#${M}">${Re}</a></li>`)}
            </ul>
          </nav>
          <main id="main">${t.map(De)}</main>
        </div>
        ${fe("data",o)} ${T("script",s)}
      </body>
    </html> `.markup}function De({id:e,title:n,content:r}){return a`<section class="card" id="${e}" aria-labelledby="${e}-title">
    <h2 id="${e}-title">${n}</h2>
    ${r}
  </section> `}var x={id:"map",title:"Map",content:a`<p id="no-script">
      The map needs JavaScript, of which this page brings its own. All else is here without it.
    </p>
    <div id="map-app" hidden></div>`};function ge(e){return`sha256-${Ie("sha256").update(e).digest("base64")}`}function ye(e,n,r,t){let o=new Set([...e.access,...e.uses].flatMap(({user:i})=>i??[])).size,s=ue(e,n,d);return w({title:o===0?"Nobody":W(o),eyebrow:"cw-gitops access",target:de(n),sections:[{id:"summary",title:"Summary",content:Ge(e,r,o)},x,...s.length===0?[]:[{id:"access",title:"Access, line by line",content:_e(s,e.access.length+e.uses.length)}]],map:r},t)}function Ge({seats:e},n,r){let t=[["people",r],["groups",n.groups.length],["permission sets",n.sets.length],["accounts and selectors",n.places.length],["paid seats",e.size]];return a`<dl class="tiles">
    ${t.map(([o,s])=>a`<div class="tile">
          <dt>${o}</dt>
          <dd>${u(s)}</dd>
        </div> `)}
  </dl>`}var N=4,Ce=["Who","Holds","Where","Through","Why","Line"];function _e(e,n){let r=e.map(t=>[...t.slice(0,N).map(o=>a`${o}`),a`${t.slice(N+1).filter(o=>o!=="").join(", ")}`,...t.slice(N,N+1).map(o=>a`<code>${o}</code>`)]);return a`${k("Who holds what, and which line gives it",Ce,r)}
  ${y(n,"line","the map finds each person")}`}c();function v(e,n){let r=Le(e),t=({names:s})=>s.map(i=>l(i)),o=new Map(e.grants.map(({place:s})=>[I(s),s]));return{sides:n,users:t(r.user),groups:t(r.group),sets:t(r.what),places:r.place.names.map(s=>Me(o.get(s))),ids:r.place.names.map(s=>l(be(o.get(s)))),files:r.file.names.map(s=>l(s,200)),notes:r.note.names,disabled:he(e.disabled,r.user),changedSets:he(e.changedSets,r.what),memberships:We(e.memberships,r),grants:Be(e.grants,r)}}function Le({memberships:e,grants:n}){let r=t=>n.filter(({principalType:o})=>o===t).map(({principal:o})=>o);return{user:$([...e.map(({user:t})=>t),...r("user")]),group:$([...e.map(({group:t})=>t),...r("group")]),what:$(n.map(({what:t})=>t)),place:$(n.map(({place:t})=>I(t))),file:$([...e,...n].flatMap(({at:t})=>t===void 0?[]:[t.file])),note:$([...e,...n].map(D).filter(t=>t!==""))}}function $(e){let n=[...new Set(e)].sort(L),r=new Map(n.map((t,o)=>[t,o]));return{names:n,numberOf:t=>r.get(t)??-1}}function he(e,{numberOf:n}){return[...e].map(n).filter(r=>r!==-1)}function I(e){return`${Me(e)}
${be(e)}`}function Me(e){if(e.type==="account")return l(e.name);let n=e.except.length===0?"":` but ${e.except.map(r=>l(r)).join(", ")}`;return`${l(e.text)}${n}`}function be(e){return e.type==="account"?e.id??"":""}function D(e){let n=e.place?.type==="account"?e.place.via:void 0;return[...n===void 0?[]:[l(n)],...e.why===void 0?[]:[l(e.why,200)],q(e)].filter(r=>r!=="").join(", ")}function We(e,n){let r=e.map(t=>({user:n.user.numberOf(t.user),line:Pe(t),row:[n.group.numberOf(t.group),t.side,ke(t,n),n.note.numberOf(D(t))]}));return[...j(r,({row:t})=>t.join(" ")).values()].map(t=>{let o=t.toSorted((i,m)=>i.user-m.user),[,,s]=t[0].row;return[...t[0].row,o.map(({user:i})=>i),s===-1?[]:o.map(({line:i})=>i)]}).sort((t,o)=>t[0]-o[0]||t[1]-o[1])}function Be(e,n){let r=e.map(t=>({row:[n.what.numberOf(t.what),t.principalType,t.side,ke(t,n),Pe(t),n.note.numberOf(D(t))],principal:String(n[t.principalType].numberOf(t.principal)),place:String(n.place.numberOf(I(t.place)))}));return K(r,({row:t,principal:o,place:s})=>({shape:t.join(" "),row:o,column:s})).map(({items:t,rows:o,columns:s})=>[...t[0].row,$e(o),$e(s)])}function $e(e){return e.map(Number).sort((n,r)=>n-r)}function ke({at:e},{file:n}){return e===void 0?-1:n.numberOf(e.file)}function Pe({at:e}){return e?.line??0}c();c();var je=[["gains","people gain access"],["loses","people lose access"],["keeps","keep it by another path"]];function Ae(e,n){let r=ne(e,{account:n,each:!1,most:1/0}),t=r.length===0?a`<p>Nobody gains or loses access.</p>`:E("Net effect on people",["Who","What","Where","How"],r);return a`<dl class="tiles">
      ${je.map(([o,s])=>G(s,u(He(e,o))))} ${Fe(e)}
    </dl>
    ${t} ${oe(e)?O(re):p} ${ze(e,n)}
    ${qe(e)}`}function He({people:e,signIns:n=[]},r){let t=[...e,...n].filter(({effect:o})=>o===r);return new Set(t.flatMap(({users:o})=>o)).size}function G(e,n,r=""){return a`<div class="tile">
    <dt>${e}</dt>
    <dd>${n}${r===""?p:a`<small>${r}</small>`}</dd>
  </div> `}function Fe({seats:e}){if(e===void 0)return p;let{before:n,after:r,monthly:t}=e,o=n===r?u(r):`${u(n)} \u2192 ${u(r)}`;if(t===void 0)return G("paid seats",o);let[s,i]=[t.before.toFixed(2),t.after.toFixed(2)],m=`${s===i?i:`${s} \u2192 ${i}`} ${l(t.currency)} a month, at most`;return G("paid seats",o,m)}function ze({administrators:e},n){if(e.length===0)return p;let r=e.map(({permissionSet:t,account:o,before:s,after:i})=>[a`${l(t)} on ${n(o)}`,a`${u(s)}`,a`${u(i)}`,s===i?h("same","as before"):i<s?h("gone","\u2212 fewer"):h("new","+ more")]);return k("Administrators: people who hold it, directly or through a group",Ke,r)}var Ke=["Permission set","Before","After","Change"];function qe({seats:e}){if(e===void 0)return p;let n=Y(e.people),{notes:r,warnings:t}=V(e);return a`${n.length===0?p:E("Paid seats",["Who","Seat","How"],n)}
  ${r.map(o=>a`<p>${o}.</p>`)} ${t.map(O)}`}var Se=1e3;function xe(e,n,r){let t=z(e.accounts),o=e.changes.length===0?"No changes":te(e);return w({title:e.breaches.length===0?o:`Refused: ${o}`,eyebrow:"cw-gitops plan",target:ee(e,t),sections:[{id:"people",title:"People",content:Ae(e,t)},..._("undeclared","Goes, and nobody declared it",le(e,t,C)),..._("terms","Another end or reason",X(e,t,C)),..._("ending",Q,Z(e,t,C)),...we("refused","Refused by guards",e.breaches),...we("warnings","Warnings",e.warnings),x,{id:"changes",title:"Changes",content:Je(e,t)},...Xe(e,t),{id:"digest",title:"Digest",content:Ze(e)}],map:n},r)}var C=R(!1);function _(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).flatMap(s=>s.lines),o=a`<ul class="issues">
      ${t.map(s=>a`<li>${s.trim()}</li> `)}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:o}]}function we(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).map(s=>{let{at:i,severity:m,code:g}=s,M=i===void 0?p:a`<code>${l(i.file,200)}:${i.line}</code>`;return a`<li>${h(m==="error"?"gone":"kept",l(g))} ${B(s)} ${M}</li> `}),o=a`<ul class="issues">
      ${t}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:o}]}function Je(e,n){if(e.changes.length===0)return a`<p>${pe(e)}</p>`;let r=U(e.changes,e,n),t=r.reduce((s,{entries:i})=>s+i.length,0)<=P,o=se(e,n,R(!1)).flatMap(({lines:s})=>s);return a`${r.map(s=>Ue(s,n,t))}
  ${o.slice(0,d).map(s=>a`<p class="note">${s.trim()}</p>`)}`}function Ue({kind:e,verb:n,entries:r},t,o){let s=r.reduce((m,g)=>m+g.items,0),i=a`<ul class="changes">
      ${r.slice(0,d).map(m=>Ve(m,t))}
    </ul>
    ${y(r.length,"line","the plan file has each change")}`;return A(`${b(s,...H[e])} to ${n}`,i,o)}function Ve({change:e,title:n,place:r,notes:t,content:o},s){let{verb:i,widensAccess:m}=e,g=i==="delete"?a`<small>${r}</small>`:a`<code>${r}</code>`;return a`<li>
    <span class="sign ${i}">${S(F[i])}</span>
    <div class="what">
      ${n} ${m?h("kept","may give more access"):p}
      ${t.map(M=>a`<br /><small>${M}</small>`)}
      ${o===void 0?p:Ye(o,s)}
    </div>
    <div class="where">${g}</div>
  </li> `}function Ye(e,n){let r=J(e,{account:n,limit:Se,statement:Se}).map(({sign:t,field:o,text:s})=>a`<tr>
        <th scope="row">${o}</th>
        <td class="sign ${Qe[t]}">${S(t)}</td>
        <td>${s}</td>
      </tr> `);return a`<table>
    <tbody>
      ${r}
    </tbody>
  </table>`}var Qe={"+":"plus","-":"minus"," ":""};function Xe(e,n){if(e.unmanaged.length===0)return[];let r=ie(e,n).slice(0,d),t=a`<ul>
      ${r.map(s=>a`<li>${s.trim()}</li> `)}
    </ul>
    ${y(e.unmanaged.length,"line","the plan file lists all")}`;return[{id:"unmanaged",title:"Unmanaged",content:a`<p>${ae(e)}: live, not in the file, and not touched.</p>
    ${A("List them",t)}`}]}function Ze(e){let{digest:n=me}=e,r=e.digest!==void 0&&e.changes.length>0;return a`<p class="digest">${n}</p>
    ${r?a`<p>Apply: ${ce(e)}</p>`:p}`}var Ne=typeof f>"u"?{script:"",style:""}:f;function Qt(e,n){return xe(e,v(n,2),Ne)}function Xt(e,n,r){return ye(e,n,v(r,1),Ne)}export{Xt as accessPage,Qt as planPage};
