import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{A as pe,a as K,b as U,g as q,h as J,i as V,j as Y,k as Q,m as X,n as Z,q as ee,r as te,s as ne,u as re,v as oe,w as se,x as ae,y as ie,z as ce}from"./chunk-7CMOVNPL.js";import"./chunk-5BXRDXKZ.js";import{c as me,e as le}from"./chunk-V53JLPFL.js";import{a as B,b as H,c as j,g as F,n as z,q as N}from"./chunk-Z6X76XSI.js";import"./chunk-MDL6I4HY.js";import"./chunk-2KEGAJXV.js";import{c as L}from"./chunk-XY3G7IBX.js";import"./chunk-QPTC4G3G.js";import{e as l,j as u,k as $,q as W}from"./chunk-NOAU3WPC.js";import{a as _}from"./chunk-J4OZEQQG.js";import{e as c,f}from"./chunk-N4JRSNKT.js";c();c();c();function a(e,...n){return{markup:e.reduce((r,t,o)=>`${r}${Se(n[o-1])}${t}`)}}function Se(e){return typeof e=="string"?Ne(e):typeof e=="number"?String(e):"markup"in e?e.markup:e.map(({markup:n})=>n).join("")}var xe={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function Ne(e){return e.replaceAll(/[&<>"']/gu,n=>String(xe[n]))}var p={markup:""};function ue(e,n){let r=JSON.stringify(n).replaceAll(/[<>&\u2028\u2029]/gu,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`);return{markup:`<script type="application/json" id="${e}">${r}</script>`}}function R(e,n){return{markup:`<${e}>${n}</${e}>`}}c();var P=30,d=400;function w(e,n,r=!1){return a`<details ${r?a`open`:p}>
    <summary>${e}</summary>
    ${n}
  </details>`}function y(e,n,r){return e<=d?p:a`<p class="faint">… ${$(e-d,`more ${n}`)}: ${r}.</p>`}function k(e,n,r){return a`<div class="scroll" tabindex="0" role="region" aria-label="${e}">
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
  </div>`}function h(e,n){return a`<span class="badge ${e}">${n}</span>`}function A(e){return e==="-"?"\u2212":e}function T(e){return a`<p class="note"><strong>Note:</strong> ${e}.</p>`}function O(e,n,r){let t=(i,m)=>k(i,["Effect",...n],m.map(g=>Re(g).slice(0,n.length+1))),o=r.slice(P,d),s=o.length===0?p:w($(o.length,"more line"),t(`${e}, more`,o));return a`${t(e,r.slice(0,P))} ${s} ${y(r.length,"line","the map finds each person")}`}function Re({sign:e,cells:[n,r,...t]}){return[h(e==="+"?"new":e==="-"?"gone":"kept",`${A(e)} ${r}`),...[n,...t].map(s=>a`${s}`)]}c();import{createHash as Te}from"node:crypto";function S({title:e,eyebrow:n,target:r,sections:t,map:o},{script:s,style:i}){let m=["default-src 'none'",`script-src '${de(s)}'`,`style-src '${de(i)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return a`<!doctype html>
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
              ${t.map(({id:b,title:Ae})=>a`<li><a href="#${b}">${Ae}</a></li>`)}
            </ul>
          </nav>
          <main id="main">${t.map(Oe)}</main>
        </div>
        ${ue("data",o)} ${R("script",s)}
      </body>
    </html> `.markup}function Oe({id:e,title:n,content:r}){return a`<section class="card" id="${e}" aria-labelledby="${e}-title">
    <h2 id="${e}-title">${n}</h2>
    ${r}
  </section> `}var x={id:"map",title:"Map",content:a`<p id="no-script">
      The map needs JavaScript, of which this page brings its own. All else is here without it.
    </p>
    <div id="map-app" hidden></div>`};function de(e){return`sha256-${Te("sha256").update(e).digest("base64")}`}function fe(e,n,r,t){let o=new Set([...e.access,...e.uses].flatMap(({user:i})=>i??[])).size,s=me(e,n,d);return S({title:o===0?"Nobody":$(o,"person","people"),eyebrow:"cw-gitops access",target:le(n),sections:[{id:"summary",title:"Summary",content:Ee(e,r,o)},x,...s.length===0?[]:[{id:"access",title:"Access, line by line",content:Ie(s,e.access.length+e.uses.length)}]],map:r},t)}function Ee({seats:e},n,r){let t=[["people",r],["groups",n.groups.length],["permission sets",n.sets.length],["accounts and selectors",n.places.length],["paid seats",e.size]];return a`<dl class="tiles">
    ${t.map(([o,s])=>a`<div class="tile">
          <dt>${o}</dt>
          <dd>${u(s)}</dd>
        </div> `)}
  </dl>`}var ve=["Who","Holds","Where","Through","Line","Until","Why"];function Ie(e,n){let r=e.map(t=>t.map(o=>a`${o}`));return a`${k("Who holds what, and which line gives it",ve,r)}
  ${y(n,"line","the map finds each person")}`}c();function E(e,n){let r=De(e),t=({names:s})=>s.map(i=>l(i)),o=new Map(e.grants.map(({place:s})=>[v(s),s]));return{sides:n,users:t(r.user),groups:t(r.group),sets:t(r.what),places:r.place.names.map(s=>he(o.get(s))),ids:r.place.names.map(s=>l($e(o.get(s)))),files:r.file.names.map(s=>l(s,200)),notes:r.note.names,disabled:ge(e.disabled,r.user),changedSets:ge(e.changedSets,r.what),memberships:Ge(e.memberships,r),grants:Ce(e.grants,r)}}function De({memberships:e,grants:n}){let r=t=>n.filter(({principalType:o})=>o===t).map(({principal:o})=>o);return{user:M([...e.map(({user:t})=>t),...r("user")]),group:M([...e.map(({group:t})=>t),...r("group")]),what:M(n.map(({what:t})=>t)),place:M(n.map(({place:t})=>v(t))),file:M([...e,...n].flatMap(({at:t})=>t===void 0?[]:[t.file])),note:M([...e,...n].map(I).filter(t=>t!==""))}}function M(e){let n=[...new Set(e)].sort(_),r=new Map(n.map((t,o)=>[t,o]));return{names:n,numberOf:t=>r.get(t)??-1}}function ge(e,{numberOf:n}){return[...e].map(n).filter(r=>r!==-1)}function v(e){return`${he(e)}
${$e(e)}`}function he(e){if(e.type==="account")return l(e.name);let n=e.except.length===0?"":` but ${e.except.map(r=>l(r)).join(", ")}`;return`${l(e.text)}${n}`}function $e(e){return e.type==="account"?e.id??"":""}function I(e){let n=e.place?.type==="account"?e.place.via:void 0;return[...n===void 0?[]:[l(n)],...e.why===void 0?[]:[l(e.why,200)],z(e)].filter(r=>r!=="").join(", ")}function Ge(e,n){let r=e.map(t=>({user:n.user.numberOf(t.user),line:be(t),row:[n.group.numberOf(t.group),t.side,Me(t,n),n.note.numberOf(I(t))]}));return[...L(r,({row:t})=>t.join(" ")).values()].map(t=>{let o=t.toSorted((i,m)=>i.user-m.user),[,,s]=t[0].row;return[...t[0].row,o.map(({user:i})=>i),s===-1?[]:o.map(({line:i})=>i)]}).sort((t,o)=>t[0]-o[0]||t[1]-o[1])}function Ce(e,n){let r=e.map(t=>({row:[n.what.numberOf(t.what),t.principalType,t.side,Me(t,n),be(t),n.note.numberOf(I(t))],principal:String(n[t.principalType].numberOf(t.principal)),place:String(n.place.numberOf(v(t.place)))}));return F(r,({row:t,principal:o,place:s})=>({shape:t.join(" "),row:o,column:s})).map(({items:t,rows:o,columns:s})=>[...t[0].row,ye(o),ye(s)])}function ye(e){return e.map(Number).sort((n,r)=>n-r)}function Me({at:e},{file:n}){return e===void 0?-1:n.numberOf(e.file)}function be({at:e}){return e?.line??0}c();c();var _e=[["gains","people gain access"],["loses","people lose access"],["keeps","keep it by another path"]];function ke(e,n){let r=ee(e,{account:n,each:!1,most:1/0}),t=r.length===0?a`<p>Nobody gains or loses access.</p>`:O("Net effect on people",["Who","What","Where","How"],r);return a`<dl class="tiles">
      ${_e.map(([o,s])=>D(s,u(We(e,o))))} ${Le(e)}
    </dl>
    ${t} ${ne(e)?T(te):p} ${Be(e,n)}
    ${je(e)}`}function We({people:e,signIns:n=[]},r){let t=[...e,...n].filter(({effect:o})=>o===r);return new Set(t.flatMap(({users:o})=>o)).size}function D(e,n,r=""){return a`<div class="tile">
    <dt>${e}</dt>
    <dd>${n}${r===""?p:a`<small>${r}</small>`}</dd>
  </div> `}function Le({seats:e}){if(e===void 0)return p;let{before:n,after:r,monthly:t}=e,o=n===r?u(r):`${u(n)} \u2192 ${u(r)}`;if(t===void 0)return D("paid seats",o);let[s,i]=[t.before.toFixed(2),t.after.toFixed(2)],m=`${s===i?i:`${s} \u2192 ${i}`} ${l(t.currency)} a month, at most`;return D("paid seats",o,m)}function Be({administrators:e},n){if(e.length===0)return p;let r=e.map(({permissionSet:t,account:o,before:s,after:i})=>[a`${l(t)} on ${n(o)}`,a`${u(s)}`,a`${u(i)}`,s===i?h("same","as before"):i<s?h("gone","\u2212 fewer"):h("new","+ more")]);return k("Administrators: people who hold it, directly or through a group",He,r)}var He=["Permission set","Before","After","Change"];function je({seats:e}){if(e===void 0)return p;let n=J(e.people),{notes:r,warnings:t}=q(e);return a`${n.length===0?p:O("Paid seats",["Who","Seat","How"],n)}
  ${r.map(o=>a`<p>${o}.</p>`)} ${t.map(T)}`}var Fe=1e3;function we(e,n,r){let t=j(e.accounts),o=e.changes.length===0?"No changes":Z(e);return S({title:e.breaches.length===0?o:`Refused: ${o}`,eyebrow:"cw-gitops plan",target:X(e,t),sections:[{id:"people",title:"People",content:ke(e,t)},...C("undeclared","Goes, and nobody declared it",pe(e,t,G)),...C("terms","Another end or reason",Y(e,t,G)),...C("ending",V,Q(e,t,G)),...Pe("refused","Refused by guards",e.breaches),...Pe("warnings","Warnings",e.warnings),x,{id:"changes",title:"Changes",content:ze(e,t)},...Ve(e,t),{id:"digest",title:"Digest",content:Ye(e)}],map:n},r)}var G=N(!1);function C(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).flatMap(s=>s.lines),o=a`<ul class="issues">
      ${t.map(s=>a`<li>${s.trim()}</li> `)}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:o}]}function Pe(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).map(s=>{let{at:i,severity:m,code:g}=s,b=i===void 0?p:a`<code>${l(i.file,200)}:${i.line}</code>`;return a`<li>${h(m==="error"?"gone":"kept",l(g))} ${W(s)} ${b}</li> `}),o=a`<ul class="issues">
      ${t}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:o}]}function ze(e,n){if(e.changes.length===0)return a`<p>${ie(e)}</p>`;let r=U(e.changes,e,n),t=r.reduce((s,{entries:i})=>s+i.length,0)<=P,o=re(e,n,N(!1)).flatMap(({lines:s})=>s);return a`${r.map(s=>Ke(s,n,t))}
  ${o.slice(0,d).map(s=>a`<p class="note">${s.trim()}</p>`)}`}function Ke({kind:e,verb:n,entries:r},t,o){let s=r.reduce((m,g)=>m+g.items,0),i=a`<ul class="changes">
      ${r.slice(0,d).map(m=>Ue(m,t))}
    </ul>
    ${y(r.length,"line","the plan file has each change")}`;return w(`${$(s,...B[e])} to ${n}`,i,o)}function Ue({change:e,title:n,place:r,notes:t,content:o},s){let{verb:i,widensAccess:m}=e,g=i==="delete"?a`<small>${r}</small>`:a`<code>${r}</code>`;return a`<li>
    <span class="sign ${i}">${A(H[i])}</span>
    <div class="what">
      ${n} ${m?h("kept","may give more access"):p}
      ${t.map(b=>a`<br /><small>${b}</small>`)}
      ${o===void 0?p:qe(o,s)}
    </div>
    <div class="where">${g}</div>
  </li> `}function qe(e,n){let r=K(e,{account:n,limit:Fe}).map(({sign:t,field:o,text:s})=>a`<tr>
        <td>${o}</td>
        <td class="sign ${Je[t]}">${A(t)}</td>
        <td>${s}</td>
      </tr> `);return a`<table>
    <tbody>
      ${r}
    </tbody>
  </table>`}var Je={"+":"plus","-":"minus"," ":""};function Ve(e,n){if(e.unmanaged.length===0)return[];let r=se(e,n).slice(0,d),t=a`<ul>
      ${r.map(s=>a`<li>${s.trim()}</li> `)}
    </ul>
    ${y(e.unmanaged.length,"line","the plan file lists all")}`;return[{id:"unmanaged",title:"Unmanaged",content:a`<p>${oe(e)}: live, not in the file, and not touched.</p>
    ${w("List them",t)}`}]}function Ye(e){let{digest:n=ce}=e,r=e.digest!==void 0&&e.changes.length>0;return a`<p class="digest">${n}</p>
    ${r?a`<p>Apply: ${ae(e)}</p>`:p}`}function Jt(e,n){return we(e,E(n,2),f)}function Vt(e,n,r){return fe(e,n,E(r,1),f)}export{Vt as accessPage,Jt as planPage};
