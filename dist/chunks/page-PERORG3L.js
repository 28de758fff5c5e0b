import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
import{a as F,b as z,g as K,h as U,i as q,j as J,k as V,m as Y,n as Q,q as X,r as Z,s as ee,u as te,v as ne,w as re,x as se,y as oe,z as ae}from"./chunk-FFIHACPK.js";import"./chunk-KBB4423E.js";import{c as ie,e as ce}from"./chunk-CFOBABVX.js";import{a as _,b as W,c as L,d as B,e as H,o as j,r as N}from"./chunk-JVOIU5I4.js";import"./chunk-55KZUI5X.js";import"./chunk-FJQ54YUH.js";import"./chunk-QPTC4G3G.js";import{e as l,j as u,k as $,q as G}from"./chunk-KADLA6G7.js";import{a as C}from"./chunk-OT3E622P.js";import{e as c,f}from"./chunk-N4JRSNKT.js";c();c();c();function a(e,...n){return{markup:e.reduce((r,t,s)=>`${r}${Ae(n[s-1])}${t}`)}}function Ae(e){return typeof e=="string"?xe(e):typeof e=="number"?String(e):"markup"in e?e.markup:e.map(({markup:n})=>n).join("")}var Se={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function xe(e){return e.replaceAll(/[&<>"']/gu,n=>String(Se[n]))}var p={markup:""};function pe(e,n){let r=JSON.stringify(n).replaceAll(/[<>&\u2028\u2029]/gu,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`);return{markup:`<script type="application/json" id="${e}">${r}</script>`}}function R(e,n){return{markup:`<${e}>${n}</${e}>`}}c();var P=30,d=400;function w(e,n,r=!1){return a`<details ${r?a`open`:p}>
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
              ${t.map(s=>a`<td>${s}</td>`)}
            </tr> `)}
      </tbody>
    </table>
  </div>`}function h(e,n){return a`<span class="badge ${e}">${n}</span>`}function A(e){return e==="-"?"\u2212":e}function T(e){return a`<p class="note"><strong>Note:</strong> ${e}.</p>`}function O(e,n,r){let t=(i,m)=>k(i,["Effect",...n],m.map(g=>Ne(g).slice(0,n.length+1))),s=r.slice(P,d),o=s.length===0?p:w($(s.length,"more line"),t(`${e}, more`,s));return a`${t(e,r.slice(0,P))} ${o} ${y(r.length,"line","the map finds each person")}`}function Ne({sign:e,cells:[n,r,...t]}){return[h(e==="+"?"new":e==="-"?"gone":"kept",`${A(e)} ${r}`),...[n,...t].map(o=>a`${o}`)]}c();import{createHash as Re}from"node:crypto";function S({title:e,eyebrow:n,target:r,sections:t,map:s},{script:o,style:i}){let m=["default-src 'none'",`script-src '${me(o)}'`,`style-src '${me(i)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return a`<!doctype html>
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
              ${t.map(({id:b,title:we})=>a`<li><a href="#${b}">${we}</a></li>`)}
            </ul>
          </nav>
          <main id="main">${t.map(Te)}</main>
        </div>
        ${pe("data",s)} ${R("script",o)}
      </body>
    </html> `.markup}function Te({id:e,title:n,content:r}){return a`<section class="card" id="${e}" aria-labelledby="${e}-title">
    <h2 id="${e}-title">${n}</h2>
    ${r}
  </section> `}var x={id:"map",title:"Map",content:a`<p id="no-script">
      The map needs JavaScript, of which this page brings its own. All else is here without it.
    </p>
    <div id="map-app" hidden></div>`};function me(e){return`sha256-${Re("sha256").update(e).digest("base64")}`}function le(e,n,r,t){let s=new Set([...e.access,...e.uses].flatMap(({user:i})=>i??[])).size,o=ie(e,n,d);return S({title:s===0?"Nobody":$(s,"person","people"),eyebrow:"cw-gitops access",target:ce(n),sections:[{id:"summary",title:"Summary",content:Oe(e,r,s)},x,...o.length===0?[]:[{id:"access",title:"Access, line by line",content:ve(o,e.access.length+e.uses.length)}]],map:r},t)}function Oe({seats:e},n,r){let t=[["people",r],["groups",n.groups.length],["permission sets",n.sets.length],["accounts and selectors",n.places.length],["paid seats",e.size]];return a`<dl class="tiles">
    ${t.map(([s,o])=>a`<div class="tile">
          <dt>${s}</dt>
          <dd>${u(o)}</dd>
        </div> `)}
  </dl>`}var Ee=["Who","Holds","Where","Through","Line","Until","Why"];function ve(e,n){let r=e.map(t=>t.map(s=>a`${s}`));return a`${k("Who holds what, and which line gives it",Ee,r)}
  ${y(n,"line","the map finds each person")}`}c();function E(e,n){let r=Ie(e),t=({names:o})=>o.map(i=>l(i)),s=new Map(e.grants.map(({place:o})=>[v(o),o]));return{sides:n,users:t(r.user),groups:t(r.group),sets:t(r.what),places:r.place.names.map(o=>fe(s.get(o))),ids:r.place.names.map(o=>l(ge(s.get(o)))),files:r.file.names.map(o=>l(o,200)),notes:r.note.names,disabled:ue(e.disabled,r.user),changedSets:ue(e.changedSets,r.what),memberships:De(e.memberships,r),grants:Ce(e.grants,r)}}function Ie({memberships:e,grants:n}){let r=t=>n.filter(({principalType:s})=>s===t).map(({principal:s})=>s);return{user:M([...e.map(({user:t})=>t),...r("user")]),group:M([...e.map(({group:t})=>t),...r("group")]),what:M(n.map(({what:t})=>t)),place:M(n.map(({place:t})=>v(t))),file:M([...e,...n].flatMap(({at:t})=>t===void 0?[]:[t.file])),note:M([...e,...n].map(I).filter(t=>t!==""))}}function M(e){let n=[...new Set(e)].sort(C),r=new Map(n.map((t,s)=>[t,s]));return{names:n,numberOf:t=>r.get(t)??-1}}function ue(e,{numberOf:n}){return[...e].map(n).filter(r=>r!==-1)}function v(e){return`${fe(e)}
${ge(e)}`}function fe(e){if(e.type==="account")return l(e.name);let n=e.except.length===0?"":` but ${e.except.map(r=>l(r)).join(", ")}`;return`${l(e.text)}${n}`}function ge(e){return e.type==="account"?e.id??"":""}function I(e){let n=e.place?.type==="account"?e.place.via:void 0;return[...n===void 0?[]:[l(n)],...e.why===void 0?[]:[l(e.why,200)],j(e)].filter(r=>r!=="").join(", ")}function De(e,n){let r=e.map(t=>({user:n.user.numberOf(t.user),line:he(t),row:[n.group.numberOf(t.group),t.side,ye(t,n),n.note.numberOf(I(t))]}));return[...W(r,({row:t})=>t.join(" ")).values()].map(t=>{let s=t.toSorted((i,m)=>i.user-m.user),[,,o]=t[0].row;return[...t[0].row,s.map(({user:i})=>i),o===-1?[]:s.map(({line:i})=>i)]}).sort((t,s)=>t[0]-s[0]||t[1]-s[1])}function Ce(e,n){let r=e.map(t=>({row:[n.what.numberOf(t.what),t.principalType,t.side,ye(t,n),he(t),n.note.numberOf(I(t))],principal:String(n[t.principalType].numberOf(t.principal)),place:String(n.place.numberOf(v(t.place)))}));return _(r,({row:t,principal:s,place:o})=>({shape:t.join(" "),row:s,column:o})).map(({items:t,rows:s,columns:o})=>[...t[0].row,de(s),de(o)])}function de(e){return e.map(Number).sort((n,r)=>n-r)}function ye({at:e},{file:n}){return e===void 0?-1:n.numberOf(e.file)}function he({at:e}){return e?.line??0}c();c();var Ge=[["gains","people gain access"],["loses","people lose access"],["keeps","keep it by another path"]];function $e(e,n){let r=X(e,{account:n,each:!1,most:1/0}),t=r.length===0?a`<p>Nobody gains or loses access.</p>`:O("Net effect on people",["Who","What","Where","How"],r);return a`<dl class="tiles">
      ${Ge.map(([s,o])=>D(o,u(_e(e,s))))} ${We(e)}
    </dl>
    ${t} ${ee(e)?T(Z):p} ${Le(e,n)}
    ${He(e)}`}function _e({people:e,signIns:n=[]},r){let t=[...e,...n].filter(({effect:s})=>s===r);return new Set(t.flatMap(({users:s})=>s)).size}function D(e,n,r=""){return a`<div class="tile">
    <dt>${e}</dt>
    <dd>${n}${r===""?p:a`<small>${r}</small>`}</dd>
  </div> `}function We({seats:e}){if(e===void 0)return p;let{before:n,after:r,monthly:t}=e,s=n===r?u(r):`${u(n)} \u2192 ${u(r)}`;if(t===void 0)return D("paid seats",s);let[o,i]=[t.before.toFixed(2),t.after.toFixed(2)],m=`${o===i?i:`${o} \u2192 ${i}`} ${l(t.currency)} a month, at most`;return D("paid seats",s,m)}function Le({administrators:e},n){if(e.length===0)return p;let r=e.map(({permissionSet:t,account:s,before:o,after:i})=>[a`${l(t)} on ${n(s)}`,a`${u(o)}`,a`${u(i)}`,o===i?h("same","as before"):i<o?h("gone","\u2212 fewer"):h("new","+ more")]);return k("Administrators: people who hold it, directly or through a group",Be,r)}var Be=["Permission set","Before","After","Change"];function He({seats:e}){if(e===void 0)return p;let n=U(e.people),{notes:r,warnings:t}=K(e);return a`${n.length===0?p:O("Paid seats",["Who","Seat","How"],n)}
  ${r.map(s=>a`<p>${s}.</p>`)} ${t.map(T)}`}var je=1e3;function Pe(e,n,r){let t=H(e.accounts),s=e.changes.length===0?"No changes":Q(e);return S({title:e.breaches.length===0?s:`Refused: ${s}`,eyebrow:"cw-gitops plan",target:Y(e,t),sections:[{id:"people",title:"People",content:$e(e,t)},...be("terms","Another end or reason",J(e,t,Me)),...be("ending",q,V(e,t,Me)),...ke("refused","Refused by guards",e.breaches),...ke("warnings","Warnings",e.warnings),x,{id:"changes",title:"Changes",content:Fe(e,t)},...Je(e,t),{id:"digest",title:"Digest",content:Ve(e)}],map:n},r)}var Me=N(!1);function be(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).flatMap(o=>o.lines),s=a`<ul class="issues">
      ${t.map(o=>a`<li>${o.trim()}</li> `)}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:s}]}function ke(e,n,r){if(r.length===0)return[];let t=r.slice(0,d).map(o=>{let{at:i,severity:m,code:g}=o,b=i===void 0?p:a`<code>${l(i.file,200)}:${i.line}</code>`;return a`<li>${h(m==="error"?"gone":"kept",l(g))} ${G(o)} ${b}</li> `}),s=a`<ul class="issues">
      ${t}
    </ul>
    ${y(r.length,"line","the plan file lists all")}`;return[{id:e,title:`${n} (${u(r.length)})`,content:s}]}function Fe(e,n){if(e.changes.length===0)return a`<p>${oe(e)}</p>`;let r=z(e.changes,e,n),t=r.reduce((o,{entries:i})=>o+i.length,0)<=P,s=te(e,n,N(!1)).flatMap(({lines:o})=>o);return a`${r.map(o=>ze(o,n,t))}
  ${s.slice(0,d).map(o=>a`<p class="note">${o.trim()}</p>`)}`}function ze({kind:e,verb:n,entries:r},t,s){let o=r.reduce((m,g)=>m+g.items,0),i=a`<ul class="changes">
      ${r.slice(0,d).map(m=>Ke(m,t))}
    </ul>
    ${y(r.length,"line","the plan file has each change")}`;return w(`${$(o,...L[e])} to ${n}`,i,s)}function Ke({change:e,title:n,place:r,notes:t,content:s},o){let{verb:i,widensAccess:m}=e,g=i==="delete"?a`<small>${r}</small>`:a`<code>${r}</code>`;return a`<li>
    <span class="sign ${i}">${A(B[i])}</span>
    <div class="what">
      ${n} ${m?h("kept","may give more access"):p}
      ${t.map(b=>a`<br /><small>${b}</small>`)}
      ${s===void 0?p:Ue(s,o)}
    </div>
    <div class="where">${g}</div>
  </li> `}function Ue(e,n){let r=F(e,{account:n,limit:je}).map(({sign:t,field:s,text:o})=>a`<tr>
        <td>${s}</td>
        <td class="sign ${qe[t]}">${A(t)}</td>
        <td>${o}</td>
      </tr> `);return a`<table>
    <tbody>
      ${r}
    </tbody>
  </table>`}var qe={"+":"plus","-":"minus"," ":""};function Je(e,n){if(e.unmanaged.length===0)return[];let r=re(e,n).slice(0,d),t=a`<ul>
      ${r.map(o=>a`<li>${o.trim()}</li> `)}
    </ul>
    ${y(e.unmanaged.length,"line","the plan file lists all")}`;return[{id:"unmanaged",title:"Unmanaged",content:a`<p>${ne(e)}: live, not in the file, and not touched.</p>
    ${w("List them",t)}`}]}function Ve(e){let{digest:n=ae}=e,r=e.digest!==void 0&&e.changes.length>0;return a`<p class="digest">${n}</p>
    ${r?a`<p>Apply: ${se(e)}</p>`:p}`}function Kt(e,n){return Pe(e,E(n,2),f)}function Ut(e,n,r){return le(e,n,E(r,1),f)}export{Ut as accessPage,Kt as planPage};
