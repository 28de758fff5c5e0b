import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{A as me,a as U,b as q,g as J,h as V,i as Y,j as Q,k as X,m as Z,n as ee,q as te,r as ne,s as re,u as oe,v as se,w as ae,x as ie,y as ce,z as pe}from"./chunk-4TLCBXBW.js";import"./chunk-DQL2NT4P.js";import{c as le,e as ue}from"./chunk-5JX7JKOR.js";import{a as H,b as j,c as F,g as z,q as K}from"./chunk-TUTFFUFY.js";import"./chunk-I5Y4C4YU.js";import"./chunk-TNNN4ZVW.js";import{f as B}from"./chunk-V7GID63Z.js";import{a as l,f as u,g as b,h as W,j as L,m as N}from"./chunk-3ZZBNZRF.js";import"./chunk-J7VSSH4H.js";import"./chunk-4QLK24PP.js";import{a as _}from"./chunk-OSGUB6TL.js";import{e as c,f}from"./chunk-LPX7ZBP7.js";c();c();c();function a(e,...n){return{markup:e.reduce((r,t,o)=>`${r}${Ne(n[o-1])}${t}`)}}function Ne(e){return typeof e=="string"?Te(e):typeof e=="number"?String(e):"markup"in e?e.markup:e.map(({markup:n})=>n).join("")}var Re={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function Te(e){return e.replaceAll(/[&<>"']/gu,n=>String(Re[n]))}var p={markup:""};function de(e,n){let r=JSON.stringify(n).replaceAll(/[<>&\u2028\u2029]/gu,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`);return{markup:`<script type="application/json" id="${e}">${r}</script>`}}function R(e,n){return{markup:`<${e}>${n}</${e}>`}}c();var P=30,d=400;function w(e,n,r=!1){return a`<details ${r?a`open`:p}>
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
  </div>`}function h(e,n){return a`<span class="badge ${e}">${n}</span>`}function A(e){return e==="-"?"\u2212":e}function T(e){return a`<p class="note"><strong>Note:</strong> ${e}.</p>`}function O(e,n,r){let t=(i,m)=>k(i,["Effect",...n],m.map(g=>Oe(g).slice(0,n.length+1))),o=r.slice(P,d),s=o.length===0?p:w(b(o.length,"more line"),t(`${e}, more`,o));return a`${t(e,r.slice(0,P))} ${s} ${y(r.length,"line","the map finds each person")}`}function Oe({sign:e,cells:[n,r,...t]}){return[h(e==="+"?"new":e==="-"?"gone":"kept",`${A(e)} ${r}`),...[n,...t].map(s=>a`${s}`)]}c();import{createHash as Ee}from"node:crypto";function S({title:e,eyebrow:n,target:r,sections:t,map:o},{script:s,style:i}){let m=["default-src 'none'",`script-src '${fe(s)}'`,`style-src '${fe(i)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return a`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${m}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${e} · ${n}</title>
        ${R("style",i)}
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
              ${t.map(({id:M,title:xe})=>a`<li><a href="#${M}">${xe}</a></li>`)}
            </ul>
          </nav>
          <main id="main">${t.map(ve)}</main>
        </div>
        ${de("data",o)} ${R("script",s)}
      </body>
    </html> `.markup}function ve({id:e,title:n,content:r}){return a`<section class="card" id="${e}" aria-labelledby="${e}-title">
    <h2 id="${e}-title">${n}</h2>
    ${r}
  </section> `}var x={id:"map",title:"Map",content:a`<p id="no-script">
      The map needs JavaScript, of which this page brings its own. All else is here without it.
    </p>
    <div id="map-app" hidden></div>`};function fe(e){return`sha256-${Ee("sha256").update(e).digest("base64")}`}function ge(e,n,r,t){let o=new Set([...e.access,...e.uses].flatMap(({user:i})=>i??[])).size,s=le(e,n,d);return S({title:o===0?"Nobody":W(o),eyebrow:"cw-gitops access",target:ue(n),sections:[{id:"summary",title:"Summary",content:Ie(e,r,o)},x,...s.length===0?[]:[{id:"access",title:"Access, line by line",content:Ge(s,e.access.length+e.uses.length)}]],map:r},t)}function Ie({seats:e},n,r){let t=[["people",r],["groups",n.groups.length],["permission sets",n.sets.length],["accounts and selectors",n.places.length],["paid seats",e.size]];return a`<dl class="tiles">
    ${t.map(([o,s])=>a`<div class="tile">
          <dt>${o}</dt>
          <dd>${u(s)}</dd>
        </div> `)}
  </dl>`}var De=["Who","Holds","Where","Through","Line","Until","Why"];function Ge(e,n){let r=e.map(t=>t.map(o=>a`${o}`));return a`${k("Who holds what, and which line gives it",De,r)}
  ${y(n,"line","the map finds each person")}`}c();function E(e,n){let r=Ce(e),t=({names:s})=>s.map(i=>l(i)),o=new Map(e.grants.map(({place:s})=>[v(s),s]));return{sides:n,users:t(r.user),groups:t(r.group),sets:t(r.what),places:r.place.names.map(s=>$e(o.get(s))),ids:r.place.names.map(s=>l(Me(o.get(s)))),files:r.file.names.map(s=>l(s,200)),notes:r.note.names,disabled:ye(e.disabled,r.user),changedSets:ye(e.changedSets,r.what),memberships:_e(e.memberships,r),grants:We(e.grants,r)}}function Ce({memberships:e,grants:n}){let r=t=>n.filter(({principalType:o})=>o===t).map(({principal:o})=>o);return{user:$([...e.map(({user:t})=>t),...r("user")]),group:$([...e.map(({group:t})=>t),...r("group")]),what:$(n.map(({what:t})=>t)),place:$(n.map(({place:t})=>v(t))),file:$([...e,...n].flatMap(({at:t})=>t===void 0?[]:[t.file])),note:$([...e,...n].map(I).filter(t=>t!==""))}}function $(e){let n=[...new Set(e)].sort(_),r=new Map(n.map((t,o)=>[t,o]));return{names:n,numberOf:t=>r.get(t)??-1}}function ye(e,{numberOf:n}){return[...e].map(n).filter(r=>r!==-1)}function v(e){return`${$e(e)}
${Me(e)}`}function $e(e){if(e.type==="account")return l(e.name);let n=e.except.length===0?"":` but ${e.except.map(r=>l(r)).join(", ")}`;return`${l(e.text)}${n}`}function Me(e){return e.type==="account"?e.id??"":""}function I(e){let n=e.place?.type==="account"?e.place.via:void 0;return[...n===void 0?[]:[l(n)],...e.why===void 0?[]:[l(e.why,200)],K(e)].filter(r=>r!=="").join(", ")}function _e(e,n){let r=e.map(t=>({user:n.user.numberOf(t.user),line:ke(t),row:[n.group.numberOf(t.group),t.side,be(t,n),n.note.numberOf(I(t))]}));return[...B(r,({row:t})=>t.join(" ")).values()].map(t=>{let o=t.toSorted((i,m)=>i.user-m.user),[,,s]=t[0].row;return[...t[0].row,o.map(({user:i})=>i),s===-1?[]:o.map(({line:i})=>i)]}).sort((t,o)=>t[0]-o[0]||t[1]-o[1])}function We(e,n){let r=e.map(t=>({row:[n.what.numberOf(t.what),t.principalType,t.side,be(t,n),ke(t),n.note.numberOf(I(t))],principal:String(n[t.principalType].numberOf(t.principal)),place:String(n.place.numberOf(v(t.place)))}));return z(r,({row:t,principal:o,place:s})=>({shape:t.join(" "),row:o,column:s})).map(({items:t,rows:o,columns:s})=>[...t[0].row,he(o),he(s)])}function he(e){return e.map(Number).sort((n,r)=>n-r)}function be({at:e},{file:n}){return e===void 0?-1:n.numberOf(e.file)}function ke({at:e}){return e?.line??0}c();c();var Le=[["gains","people gain access"],["loses","people lose access"],["keeps","keep it by another path"]];function Pe(e,n){let r=te(e,{account:n,each:!1,most:1/0}),t=r.length===0?a`<p>Nobody gains or loses access.</p>`:O("Net effect on people",["Who","What","Where","How"],r);return a`<dl class="tiles">
      ${Le.map(([o,s])=>D(s,u(Be(e,o))))} ${He(e)}
    </dl>
    ${t} ${re(e)?T(ne):p} ${je(e,n)}
    ${ze(e)}`}function Be({people:e,signIns:n=[]},r){let t=[...e,...n].filter(({effect:o})=>o===r);return new Set(t.flatMap(({users:o})=>o)).size}function D(e,n,r=""){return a`<div class="tile">
    <dt>${e}</dt>
    <dd>${n}${r===""?p:a`<small>${r}</small>`}</dd>
  </div> `}function He({seats:e}){if(e===void 0)return p;let{before:n,after:r,monthly:t}=e,o=n===r?u(r):`${u(n)} \u2192 ${u(r)}`;if(t===void 0)return D("paid seats",o);let[s,i]=[t.before.toFixed(2),t.after.toFixed(2)],m=`${s===i?i:`${s} \u2192 ${i}`} ${l(t.currency)} a month, at most`;return D("paid seats",o,m)}function je({administrators:e},n){if(e.length===0)return p;let r=e.map(({permissionSet:t,account:o,before:s,after:i})=>[a`${l(t)} on ${n(o)}`,a`${u(s)}`,a`${u(i)}`,s===i?h("same","as before"):i<s?h("gone","\u2212 fewer"):h("new","+ more")]);return k("Administrators: people who hold it, directly or through a group",Fe,r)}var Fe=["Permission set","Before","After","Change"];function ze({seats:e}){if(e===void 0)return p;let n=V(e.people),{notes:r,warnings:t}=J(e);return a`${n.length===0?p:O("Paid seats",["Who","Seat","How"],n)}
  ${r.map(o=>a`<p>${o}.</p>`)} ${t.map(T)}`}var Ke=1e3;function Ae(e,n,r){let t=F(e.accounts),o=e.changes.length===0?"No changes":ee(e);return S({title:e.breaches.length===0?o:`Refused: ${o}`,eyebrow:"cw-gitops plan",target:Z(e,t),sections:[{id:"people",title:"People",content:Pe(e,t)},...C("undeclared","Goes, and nobody declared it",me(e,t,G)),...C("terms","Another end or reason",Q(e,t,G)),...C("ending",Y,X(e,t,G)),...we("refused","Refused by guards",e.breaches),...we("warnings","Warnings",e.warnings),x,{id:"changes",title:"Changes",content:Ue(e,t)},...Qe(e,t),{id:"digest",title:"Digest",content:Xe(e)}],map:n},r)}var G=N(!1);function C(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).flatMap(s=>s.lines),o=a`<ul class="issues">
      ${t.map(s=>a`<li>${s.trim()}</li> `)}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:o}]}function we(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).map(s=>{let{at:i,severity:m,code:g}=s,M=i===void 0?p:a`<code>${l(i.file,200)}:${i.line}</code>`;return a`<li>${h(m==="error"?"gone":"kept",l(g))} ${L(s)} ${M}</li> `}),o=a`<ul class="issues">
      ${t}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:o}]}function Ue(e,n){if(e.changes.length===0)return a`<p>${ce(e)}</p>`;let r=q(e.changes,e,n),t=r.reduce((s,{entries:i})=>s+i.length,0)<=P,o=oe(e,n,N(!1)).flatMap(({lines:s})=>s);return a`${r.map(s=>qe(s,n,t))}
  ${o.slice(0,d).map(s=>a`<p class="note">${s.trim()}</p>`)}`}function qe({kind:e,verb:n,entries:r},t,o){let s=r.reduce((m,g)=>m+g.items,0),i=a`<ul class="changes">
      ${r.slice(0,d).map(m=>Je(m,t))}
    </ul>
    ${y(r.length,"line","the plan file has each change")}`;return w(`${b(s,...H[e])} to ${n}`,i,o)}function Je({change:e,title:n,place:r,notes:t,content:o},s){let{verb:i,widensAccess:m}=e,g=i==="delete"?a`<small>${r}</small>`:a`<code>${r}</code>`;return a`<li>
    <span class="sign ${i}">${A(j[i])}</span>
    <div class="what">
      ${n} ${m?h("kept","may give more access"):p}
      ${t.map(M=>a`<br /><small>${M}</small>`)}
      ${o===void 0?p:Ve(o,s)}
    </div>
    <div class="where">${g}</div>
  </li> `}function Ve(e,n){let r=U(e,{account:n,limit:Ke}).map(({sign:t,field:o,text:s})=>a`<tr>
        <td>${o}</td>
        <td class="sign ${Ye[t]}">${A(t)}</td>
        <td>${s}</td>
      </tr> `);return a`<table>
    <tbody>
      ${r}
    </tbody>
  </table>`}var Ye={"+":"plus","-":"minus"," ":""};function Qe(e,n){if(e.unmanaged.length===0)return[];let r=ae(e,n).slice(0,d),t=a`<ul>
      ${r.map(s=>a`<li>${s.trim()}</li> `)}
    </ul>
    ${y(e.unmanaged.length,"line","the plan file lists all")}`;return[{id:"unmanaged",title:"Unmanaged",content:a`<p>${se(e)}: live, not in the file, and not touched.</p>
    ${w("List them",t)}`}]}function Xe(e){let{digest:n=pe}=e,r=e.digest!==void 0&&e.changes.length>0;return a`<p class="digest">${n}</p>
    ${r?a`<p>Apply: ${ie(e)}</p>`:p}`}var Se=typeof f>"u"?{script:"",style:""}:f;function Yt(e,n){return Ae(e,E(n,2),Se)}function Qt(e,n,r){return ge(e,n,E(r,1),Se)}export{Qt as accessPage,Yt as planPage};
