// Built from js/ by "make js"; not to be edited.
// Sources: 76c3ef9555be431e99cc2a00985d3f76b438f91de414fe81722d6c1547a91758
var xt="The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.",
he="The panel cannot add a cell here, so it was copied: paste it wherever you like.";function yt(i){
return/^[\w-]+$/.test(i)?`${`.jp-OutputArea-child:has(.${i}), .output_area:has(.${i})`}, .${i} { dis\
play: none !important; }`:""}var de=new Set(["a","c","v","x","y","z","Enter","Backspace","Delete"]);
function ot({key:i,ctrlKey:t,metaKey:e,altKey:s}){return!(t||e)||s?!1:!(i.startsWith("Arrow")||i==="\
Home"||i==="End")&&!de.has(i.length===1?i.toLowerCase():i)}function kt(i,t){let e="data-lm-suppress-\
shortcuts";i.setAttribute(e,"true");let s=n=>{n.composedPath().includes(i)&&(ot(n)?i.removeAttribute(
e):i.setAttribute(e,"true"))};addEventListener("keydown",s,{capture:!0,signal:t})}function Tt(i){let{
activeElement:t}=document;i.closest(".jp-Cell")?.focus(),t===document.activeElement&&t instanceof HTMLElement&&
t.blur()}async function C(i,t){await Et(t)?i.announce("Copied."):i.showProblem(xt)}async function Et(i){
try{return await navigator.clipboard.writeText(i),!0}catch{return!1}}async function A(i,t,e="markdow\
n"){let n=i.model.widget_manager?.context?.model?.sharedModel,o=i.element.closest(".jp-Cell");if(typeof n?.
insertCell!="function"||!o){let c=await Et(t);i.showProblem(c?he:xt,!c);return}let r=[...o.parentElement?.
children??[]].filter(c=>c.matches(".jp-Cell")),l=Number(o.dataset.windowedListIndex??r.indexOf(o));n.
insertCell(l+1,{cell_type:e,source:t}),i.announce("Inserted as the next cell.")}var ue={waiting:"Preparing the picture…",sending:"Asking…"},St=i=>ue[i]??"",T=({status:i})=>["do\
ne","stopped","failed"].includes(i),L=class{#t=new Map;revision=0;get all(){return[...this.#t.values()]}get ended(){
return this.all.filter(T)}get open(){return this.all.find(t=>!T(t))}get(t){return this.#t.get(t)}replace(t){
this.#t=new Map(t.map(e=>[e.id,e])),this.revision++}update({id:t,changes:e,start:s,blocks:n}){let o=this.#t.
get(t);if(!o&&e.id===void 0)return;let r={...o,...e};r.blocks=[...o?.blocks.slice(0,s)??[],...n],this.#t.
set(t,r),e.status!==void 0&&this.revision++}};function Ct({scrollHeight:i,scrollTop:t,clientHeight:e}){
return i-t-e<40}function At(i,t,e){return i.find(({id:s,name:n})=>n===e.picture&&t.pictures.includes(
s))}var Lt=(i,t)=>`${Math.round((t-i)/1e3)} s`;function Pt(i){let t=[...i.querySelectorAll("th, td, \
li")];return(t.length?t:[i]).map(({textContent:s})=>s??"").join(", ").replace(/\s+/g," ").trim()}var E=class extends Error{},P=({id:i,version:t})=>`picture/${i}/${t}`,rt=i=>`variable/${i}`,B=class{turns=new L;#t=new EventTarget;#e=new Map;#s=new Set;#i=new Map;constructor(t){
this.model=t}send(t,e){this.model.send(t,void 0,e)}receive(t,e=[]){let[s]=e;t.say==="picture"&&s?this.#n(
P(t),s,t.type):t.say==="thumbnail"&&s?this.#n(rt(t.name),s,t.type):t.say==="turns"?this.turns.replace(
t.turns):t.say==="turn"?this.turns.update(t):t.say==="arrived"?this.#i.get(t.key)?.resolve(t.bytes):
t.say==="refused"&&this.#i.get(t.key)?.reject(new E(t.key)),this.#t.dispatchEvent(new CustomEvent(t.
say,{detail:t}))}on(t,e,s){let n=o=>e(o.detail);this.#t.addEventListener(t,n,{signal:s})}url(t){return this.#e.
get(t)}requestPixels(t){let e=P(t);this.#s.has(e)||(this.#s.add(e),this.send({do:"picture",id:t.id}))}async sendAndWait(t,e){
let s=pe();this.#i.set(t.key,s),this.send(t,e);try{return await s.promise}finally{this.#i.delete(t.key)}}close(){
for(let t of this.#e.values())URL.revokeObjectURL(t);this.#e.clear()}#n(t,e,s){let n=this.#e.get(t);
n!==void 0&&URL.revokeObjectURL(n);let o=new Blob([e],{type:s});this.#e.set(t,URL.createObjectURL(o))}};
function pe(){let i={};return i.promise=new Promise((t,e)=>Object.assign(i,{resolve:t,reject:e})),i}var Bt=["nw","ne","sw","se"];var g=(i,t,e)=>Math.min(Math.max(i,t),e);function at([i,t],[e,s]){return[Math.min(i,e),Math.min(t,s),
Math.max(i,e),Math.max(t,s)]}function $t([i,t,e,s],[n,o]){return[g(i,0,n),g(t,0,o),g(e,0,n),g(s,0,o)]}
function $([i,t,e,s],[n,o],[r,l]){let c=g(n,-i,r-e),d=g(o,-t,l-s);return[i+c,t+d,e+c,s+d]}function M([
i,t,e,s],n,[o,r],[l,c]){let d=n.endsWith("w"),m=n.startsWith("n"),f=[g((d?i:e)+o,0,l),g((m?t:s)+r,0,
c)];return at([d?e:i,m?s:t],f)}function Mt([i,t,e,s]){return[(i+e)/2,(t+s)/2]}function Ot([i,t]){return[
i*.375,t*.375,i*.625,t*.625]}function It([i,t,e,s]){return i===e&&t===s}function Dt(i,t){let[e,s,n,o]=i;
if(e!==n)return i;let r=Math.max(...t)/40;return[e-r,s-r,n+r,o+r]}function _t([i,t,e,s]){return e-i<
3||s-t<3}function k([i,t,e,s],[n,o]){return{left:`${i/n*100}%`,top:`${t/o*100}%`,width:`${(e-i)/n*100}\
%`,height:`${(s-t)/o*100}%`}}function Ht([i,t],e,[s,n]){return[g((i-e.left)/e.width*s,0,s),g((t-e.top)/
e.height*n,0,n)]}var O=class{#t=new Map;selectedKey=null;onPicture(t){return t!==null&&this.#t.get(t)||[]}selectedOn(t){
return this.onPicture(t).find(({key:e})=>e===this.selectedKey)}withLabel(t,e){return this.onPicture(
t).find(s=>s.label===e)}add(t,e){this.#t.set(t,[...this.onPicture(t),e]),this.selectedKey=e.key}include(t,e){
let s=this.onPicture(t);s.some(o=>o.box.every((r,l)=>r===e.box[l]))||this.#t.set(t,[...s,e])}remove(t,e){
let s=this.onPicture(t).filter(n=>n.key!==e);this.#t.set(t,s),this.selectedKey===e&&(this.selectedKey=
null)}},me={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Nt(i,{key:t,shiftKey:e},s){
let n=me[t];if(!n)return null;let o=Math.max(...s)/100,r=[n[0]*o,n[1]*o];return e?M(i,"se",r,s):$(i,
r,s)}function I({label:i,where:t,box:e}){let[s,n,o,r]=e.map(Math.round),l=`(${s}, ${n})–(${o}, ${r}\
)`;return[i,t,l].filter(Boolean).join(" · ")}function a(i,t={},...e){let s=document.createElement(i);for(let[n,o]of Object.entries(t))o!=null&&(typeof o==
"function"?s.addEventListener(n.slice(2),o):n in s&&typeof o!="string"?Object.assign(s,{[n]:o}):n===
"class"?s.className=String(o):s.setAttribute(n,String(o)));return s.append(...e.filter(n=>n!=null)),
s}var h=(i,t,e={})=>a("button",{type:"button",onclick:t,...e},i),fe=Math.random().toString(36).slice(
2,8),ge=0,u=i=>`cs-${i}-${fe}-${++ge}`,x=(i,t)=>i.target.closest(t);function zt({name:i,values:t,value:e},{models:s},n){return i==="model"?s.map(({id:o})=>o):i!=="effor\
t"?we(t,e):s.find(({id:o})=>o===n)?.efforts??t}var be=(i,...t)=>t.find(e=>i.includes(String(e)))??i[0]??
"",we=(i,t)=>typeof t=="string"&&i.length&&!i.includes(t)?[t,...i]:i,D=class{element=a("div",{class:"\
cs-options",role:"group","aria-label":"Options"});#t=new Map;#e=new Map;constructor(t){this.onChange=
t}get values(){let t=[...this.#t].map(([e,s])=>{let n=s instanceof HTMLInputElement;return[e,n?s.checked&&
!s.disabled:s.value]});return Object.fromEntries(t)}draw(t){let e=new Map(t.controls.map(o=>[o.name,
JSON.stringify([o,t.models])]));if(JSON.stringify([...e])===JSON.stringify([...this.#e]))return;let{
values:s}=this,n=t.controls.map(o=>{let{name:r}=o,l=e.get(r)===this.#e.get(r);return this.#s(l?{...o,
value:s[r]}:o,t)});this.#e=e,this.element.replaceChildren(...n),this.onChange()}setData(t){let e=this.#t.
get("check"),s=e?.closest("label");!e||!s||(e.disabled=!t,s.title=t?s.dataset.help??"":"Only the sta\
tements about a live figure can be checked: a picture holds no data.")}#s(t,e){let{name:s,label:n,help:o,
value:r}=t,l=this.#t.get("model")?.value,c=zt(t,e,l??""),d=c.length?a("select",{onchange:()=>this.#i(
s,e)}):a("input",{type:"checkbox",checked:r===!0,onchange:this.onChange});this.#t.set(s,d),d instanceof
HTMLSelectElement&&Rt(d,c,r);let m=c.length?[n,d]:[d,n],f=a("label",{class:`cs-option-${s}`,title:o},
...m);return f.dataset.help=o,f}#i(t,e){let s=this.#t.get("effort"),n=e.controls.find(o=>o.name==="e\
ffort");if(t==="model"&&n&&s instanceof HTMLSelectElement){let o=String(this.values.model);Rt(s,zt(n,
e,o),s.value,n.value)}this.onChange()}};function Rt(i,t,...e){i.replaceChildren(...t.map(s=>a("optio\
n",{value:s},s||"as given"))),i.value=be(t,...e)}var lt=8,_=class{list=a("div",{class:"cs-menu",role:"menu",id:u("menu"),hidden:!0});#t;constructor(t,e){
this.onSelect=e,this.button=h(`${t} ▾`,()=>this.setOpen(!this.#t),{"aria-haspopup":"menu","aria-ex\
panded":"false","aria-controls":this.list.id,"aria-label":t}),this.list.setAttribute("popover","manu\
al"),this.list.setAttribute("aria-label",t),this.element=a("span",{onkeydown:s=>this.#i(s)},this.button,
this.list)}setItems(t){this.list.replaceChildren(...t.map(({name:e,about:s})=>{let n=()=>{this.setOpen(
!1),this.onSelect(e)},o=e[0].toUpperCase()+e.slice(1),r=a("span",{class:"cs-hint"},s);return a("butt\
on",{type:"button",role:"menuitem",tabindex:"-1",onclick:n},a("strong",{},o),r)}))}setOpen(t){let{list:e}=this;
if(this.#t?.abort(),this.#t=void 0,this.button.setAttribute("aria-expanded",String(t)),e.hidden=!t,!t)
return;this.#t=new AbortController;let{signal:s}=this.#t;e.showPopover?.(),this.#s();let n=o=>{o.composedPath().
includes(this.element)||this.setOpen(!1)};addEventListener("pointerdown",n,{capture:!0,signal:s}),addEventListener(
"focusin",n,{capture:!0,signal:s}),addEventListener("scroll",()=>this.#s(),{capture:!0,signal:s}),addEventListener(
"resize",()=>this.#s(),{signal:s}),this.#e[0]?.focus({preventScroll:!0})}get#e(){return[...this.list.
querySelectorAll("button")]}#s(){let{list:t}=this,{left:e,top:s,bottom:n}=this.button.getBoundingClientRect(),
o=s>innerHeight-n,r=(o?s:innerHeight-n)-2*lt;Object.assign(t.style,{left:`${Math.max(lt,Math.min(e,innerWidth-
t.offsetWidth-lt))}px`,top:o?"auto":`${n+4}px`,bottom:o?`${innerHeight-s+4}px`:"auto",maxHeight:`${r}\
px`})}#i(t){let{key:e}=t;if(this.#t){if(e==="Escape")this.setOpen(!1),this.button.focus();else if(e===
"Tab"){this.setOpen(!1);return}else if(!this.#n(e))return}else if(e==="ArrowDown"||e==="ArrowUp")this.
setOpen(!0);else return;t.preventDefault()}#n(t){let e=this.#e,s=e.indexOf(document.activeElement),n={
ArrowDown:s+1,ArrowUp:s-1,Home:0,End:-1};return t in n?(e.at(n[t]%e.length)?.focus(),!0):!1}};var p=i=>!!(i&&"width"in i&&i.width),jt=({live:i})=>i,H=class{#t=new Set;id=null;update(t){let e=t.filter(
({id:o})=>!this.#t.has(o));for(let{id:o}of e)this.#t.add(o);let s=t.some(({id:o})=>o===this.id),n=e.
at(-1)??(s?void 0:t.at(-1));return n?this.id=n.id:s||(this.id=null),e.length>0}};function qt(i,t,e){
let s=i.findIndex(({id:n})=>n===t);return i[(s+e+i.length)%i.length]}function Wt({width:i,height:t,original:e,
tokens:s,notes:n}){let o=`${i} × ${t} px`;return[e[0]!==i||e[1]!==t?`${o} (from ${e[0]} × ${e[1]})`:
o,`${s.toLocaleString()} tokens`,...n].join(" · ")}function Kt(i,t){for(let e of[...i].reverse()){let s=e.
regions.filter(n=>n.picture===t.name);if(s.length&&e.pictures.includes(t.id))return s}return[]}function Ut(i,{pictures:t,activeId:e,box:s}){let n=i.prompt.trim(),o=i.all&&!s;return{do:"ask",prompt:n||
(s&&!i.task?"What is this?":""),task:i.task,pictures:o?t.map(({id:r})=>r):[e],box:s?.box,method:i.method,
...i.options}}function Ft(i,t){return i?t?`About ${t.label??"the box"} on ${i.name}`:`About ${i.name}`:
""}var N=class{#t="";replaceIn(t,e){let s=t.trim()!==""&&t!==this.#t;return this.#t=e,s?t:e}},z=class{#t;constructor(t){
this.onTimeout=t}get isPending(){return this.#t!==void 0}begin(){this.end(),this.#t=setTimeout(()=>{
this.end(),this.onTimeout()},6e4)}end(){clearTimeout(this.#t),this.#t=void 0}};var ve=150,R=class{#t=new z(()=>this.panel.drawConversation());#e=new N;#s=-1;#i;#n="";#o="";#r;tasks=new _(
"Tasks",t=>this.#c("",t));controls=new D(()=>this.requestPrice());prompt=a("textarea",{class:"cs-pro\
mpt",rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:t=>this.#d(t)});subject=a("div",{
class:"cs-asked-about"});all=a("input",{type:"checkbox",onchange:()=>this.drawSubject()});allLabel=a(
"label",{},this.all,"all pictures");price=a("span",{class:"cs-price"});askButton=h("Ask",()=>this.askTyped(),
{class:"cs-primary"});stopButton=h("Stop",()=>this.#h(),{class:"cs-primary"});newButton=h("New",()=>this.
panel.act({do:"new"}),{title:"Start another conversation"});answerer=a("span",{class:"cs-who"});constructor(t){
this.panel=t;let e=a("div",{class:"cs-subject-row"},this.subject,this.allLabel,this.tasks.element),s=a(
"div",{class:"cs-ask"},this.price,this.askButton,this.stopButton),n=a("div",{class:"cs-ask-row"},this.
controls.element,s);this.elements=[e,this.prompt,n,this.#u()]}get isOpen(){return!!this.panel.turns.
open||this.#t.isPending}focus(){this.prompt.focus()}suggest(t){this.prompt.value=this.#e.replaceIn(this.
prompt.value,t),this.panel.hasFocus&&(this.prompt.focus({preventScroll:!0}),this.prompt.select())}askTyped(){
this.#c(this.prompt.value)&&(this.prompt.value="")}draw(){let{revision:t}=this.panel.turns;t!==this.#s&&
(this.#t.end(),this.requestPrice()),this.#s=t;let{isOpen:e}=this,{isLost:s}=this.panel.kernel;this.askButton.
hidden=e&&!s,this.stopButton.hidden=!e||s,this.askButton.disabled=this.newButton.disabled=s,this.tasks.
button.disabled=e||s}drawSubject(){let{picture:t,pictures:e,selectedBox:s}=this.panel;this.allLabel.
hidden=e.length<2||s!==void 0,this.subject.textContent=Ft(t,s),this.controls.setData(this.all.checked?
e.some(jt):!!t?.live),this.requestPrice()}drawSettings(){let{provider:t}=this.panel.model.get("_abou\
t");this.answerer.textContent=t==="offline"?"The offline reader, not Claude":"",this.controls.draw(this.
panel.model.get("_about")),this.#a()}requestPrice(){let{panel:t}=this;clearTimeout(this.#r),this.#o=
u("price"),this.#r=setTimeout(()=>{let e=this.#l("");t.kernel.isLost||!e||!p(t.picture)?this.price.textContent=
"":t.messages.send({...e,do:"price",key:this.#o})},ve)}receivePrice({key:t,text:e,details:s}){t===this.#o&&
(this.price.textContent=e,this.price.title=s)}receiveMarkdown(t){this.#i?.(t),this.#i=void 0}#a(){let{
tasks:t}=this.panel.model.get("_about"),e=JSON.stringify(t);e!==this.#n&&(this.#n=e,this.tasks.setItems(
t))}#l(t,e){let{pictures:s,active:n,selectedBox:o,delivery:r}=this.panel;if(n.id===null)return;let l=this.
all.checked,c={prompt:t,task:e,all:l,options:this.controls.values,method:r.method};return Ut(c,{pictures:s,
activeId:n.id,box:o})}#c(t,e){let{panel:s}=this,n=this.#l(t,e);return!n||this.isOpen||s.kernel.isLost?
!1:(this.#t.begin(),s.act(n),s.drawConversation(),!0)}#h(){this.panel.messages.send({do:"stop"}),this.
focus()}#d(t){t.key!=="Enter"||t.shiftKey||t.isComposing||(t.preventDefault(),this.askTyped())}#u(){
let{panel:t}=this,e=s=>{if(t.kernel.isLost)return s(t.conversation.element.innerText);this.#i=s,t.messages.
send({do:"markdown"})};return a("div",{class:"cs-actions"},h("Copy",()=>e(s=>C(t,s)),{title:"Copy th\
e conversation as Markdown"}),h("To a cell",()=>e(s=>A(t,s)),{title:"Put the conversation into a new\
 cell"}),this.newButton,this.answerer,t.kernel.busy)}};var j=class{element=a("div",{class:"cs-answer"});#t=[];#e=new Set;constructor(t){this.finish=t}draw(t,e){
let{element:s}=this;for(t.forEach((n,o)=>{let r=this.#s(n,o);(!e||o<t.length-1)&&!this.#e.has(r)&&(this.#e.
add(r),this.finish(r,o))});s.children.length>t.length;)s.lastElementChild?.remove();this.#t=t}#s(t,e){
let{element:s}=this,n=s.children[e];if(n&&this.#t[e]===t)return n;let o=a("div",{class:"cs-block"});
if(o.innerHTML=t,!n)s.append(o);else if(this.#e.delete(n))n.replaceWith(o);else return Xt(n,o),n;return o}};
function Xt(i,t){i instanceof Text&&xe(i,t.nodeValue??""),i instanceof Element&&t instanceof Element&&
ye(i,t);let e=[...t.childNodes];for(e.forEach((s,n)=>{let o=i.childNodes[n];o?o.nodeName===s.nodeName?
Xt(o,s):i.replaceChild(s,o):i.appendChild(s)});i.childNodes.length>e.length;)i.lastChild?.remove()}function xe(i,t){
t!==i.data&&(t.startsWith(i.data)?i.appendData(t.slice(i.data.length)):i.data=t)}function ye(i,t){for(let{
name:e,value:s}of t.attributes)i.getAttribute(e)!==s&&i.setAttribute(e,s)}function Yt(i,t){for(let e of t.querySelectorAll("div.cs-code")){let s=e.querySelector("code")?.textContent?.
trimEnd()??"",n=a("div",{class:"cs-code-tools"},h("Copy",()=>C(i,s),{title:"Copy this code"}),e.hasAttribute(
"data-runs")?h("Insert as cell",()=>A(i,s,"code"),{title:"Put this code into a new cell, which you r\
un yourself"}):void 0);e.prepend(n)}}var q=class{element=a("article",{class:"cs-turn"});#t=new Map;#e=new Set;#s=new j((t,e)=>this.#n(t,e));constructor(t,e){
this.panel=t,this.announce=e}draw(t){let e=St(t.status);this.element.className=`cs-turn cs-${t.status}`,
this.#i("question",[t.prompt,t.task,t.subject],()=>[Te(t)]),this.#i("facts",[t.captions,t.notes],()=>[
...t.captions,...t.notes].map(Gt)),this.#i("status",[e,t.status==="thinking"],()=>[e?ke(e):void 0,t.
status==="thinking"?Se():void 0]),this.#i("thinking",t.thinking,()=>[t.thinking?Ee(t.thinking):void 0]),
this.#s.element.isConnected||this.element.append(this.#s.element),this.#s.draw(t.blocks,!T(t)),this.#i(
"verdicts",t.verdicts,()=>[Zt(t.verdicts)]),this.#i("regions",t.regions,()=>[this.#o(t)]),this.#i("m\
essages",[t.notice,t.problem,t.footer],()=>[t.notice?a("p",{class:"cs-notice"},t.notice):void 0,t.problem?
a("p",{class:"cs-problem-text",role:"alert"},t.problem):void 0,t.footer?Gt(t.footer):void 0])}#i(t,e,s){
let n=JSON.stringify(e),o=this.#t.get(t);o||(o={element:a("div",{}),digest:""},this.#t.set(t,o),this.
element.append(o.element)),n!==o.digest&&(o.digest=n,o.element.replaceChildren(...s().filter(r=>r!==
void 0)))}#n(t,e){this.#e.has(e)||this.announce?.(Pt(t)),this.#e.add(e),Yt(this.panel,t)}#o(t){if(!t.
regions.length)return;let e=t.regions.map(s=>this.#r(t,s));return a("div",{class:"cs-regions"},...e)}#r(t,e){
let{panel:s}=this,n=()=>{let r=At(s.pictures,t,e);r&&(r.id!==s.active.id&&s.showPicture(r.id),s.stage.
marks.askAboutRegion(e))},o=[e.sentence,e.data].filter(Boolean).join(" · ");return h(`${e.number} ${e.
label}`,n,{title:o})}},ke=i=>a("p",{class:"cs-hint"},i),Gt=i=>a("p",{class:"cs-small"},i);function Zt(i){
let t=a("div");return t.innerHTML=i,t}function Te({prompt:i,task:t,subject:e}){if(!t)return a("div",
{class:"cs-question"},i);let s=a("summary",{},a("span",{class:"cs-task"},t),e&&`: ${e}`);return a("d\
etails",{class:"cs-question"},s,i)}function Ee(i){return a("details",{class:"cs-small cs-thought"},a(
"summary",{},"What Claude thought"),Zt(i))}function Se(){let i=a("span",{"aria-hidden":"true"}),t=a(
"p",{class:"cs-hint"},"Thinking… ",i),e=Date.now(),s=setInterval(()=>{t.isConnected||clearInterval(
s),i.textContent=Lt(e,Date.now())},1e3);return t}var W=class{element=a("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation","ari\
a-live":"off",onscroll:()=>this.#r()});announcer=a("div",{class:"cs-visually-hidden","aria-live":"po\
lite","aria-relevant":"additions"});#t=new Map;#e=a("p",{class:"cs-hint"});#s=!0;#i=!1;constructor(t){
this.panel=t}draw(){let{element:t,panel:e}=this,s=e.turns.all;for(let[o,r]of this.#t)e.turns.get(o)||
(r.element.remove(),this.#t.delete(o));for(let{id:o}of s)this.#n(o);let n=e.composer.isOpen&&!e.turns.
open;this.#e.textContent=n?"Waiting for the kernel…":"Answers appear here.",n||!s.length?t.append(
this.#e):this.#e.remove(),t.setAttribute("aria-busy",String(e.composer.isOpen)),this.#a()}drawTurn(t){
this.#n(t),this.#a()}#n(t){let e=this.panel.turns.get(t);if(!e)return;let s=this.#t.get(t);if(!s){let n=T(
e)?void 0:o=>this.#o(o);n&&this.announcer.replaceChildren(),s=new q(this.panel,n),this.#t.set(t,s),this.
element.append(s.element)}s.draw(e)}#o(t){this.announcer.append(a("p",{},t))}#r(){this.#s=Ct(this.element)}#a(){
!this.#s||this.#i||(this.#i=!0,requestAnimationFrame(()=>{this.#i=!1,this.element.scrollTop=this.element.
scrollHeight}))}};var K=class{method;methods=a("div",{class:"cs-ways"});element=a("details",{ontoggle:()=>this.request()},
a("summary",{},"How the picture is sent"),this.methods);constructor(t){this.panel=t}request(){let{picture:t,
messages:e}=this.panel;this.element.open&&t&&e.send({do:"ways",id:t.id})}draw(){let t=this.panel.model.
get("_ways");if(this.methods.replaceChildren(),!t.methods||t.picture!==this.panel.active.id)return;let e=u(
"method");this.methods.append(...t.methods.map(s=>this.#t(s,e)),a("p",{class:"cs-price"},`A question\
: ${t.price}`))}#t({method:t,possible:e,what:s},n){let o=this.method??this.panel.model.get("_about").
method,r=a("input",{type:"radio",name:n,checked:t===o,disabled:!e,onchange:()=>{this.method=t}});return a(
"label",{class:e?"cs-way":"cs-way cs-impossible"},r,a("strong",{},t),a("span",{class:"cs-way-what"},
s))}},U=class{files=a("div",{class:"cs-files"});element=a("details",{ontoggle:()=>this.element.open&&
this.panel.messages.send({do:"files"})},a("summary",{},"Uploaded files"),this.files);constructor(t){
this.panel=t}draw(){let t=this.panel.model.get("_files").map(s=>this.#t(s)),e=t.length?void 0:a("p",
{class:"cs-hint"},"Nothing is uploaded.");this.files.replaceChildren(...t,...e?[e]:[])}#t({id:t,name:e,
size:s,expires:n}){let o=()=>this.panel.act({do:"delete file",id:t}),r=Math.ceil(s/1e3).toLocaleString();
return a("div",{class:"cs-file"},a("span",{title:t},`${e} · ${r} kB · until ${n}`),h("Delete",o,{"\
aria-label":`Delete ${e}`}))}};var Ce=15e3,Ae="The kernel is not responding: it is busy, or it has stopped.",Le="The kernel was res\
tarted, so this panel can only be read and copied. Run its cell again to go on.",Pe="A cell is runni\
ng: what needs the figure waits for its end.",Be=new Set(["restarting","autorestarting","terminating",
"dead"]),$e=i=>Be.has(i),F=class{isLost=!1;alert=a("div",{class:"cs-alert",role:"alert"});busy=a("sp\
an",{class:"cs-busy",hidden:!0},Pe);#t;constructor(t,e,s){this.model=t,this.messages=e,this.onLoss=s}draw(){
this.busy.hidden=this.isLost||!this.model.get("_busy")}greet(){this.isLost||this.#t!==void 0||(this.#t=
setTimeout(()=>this.alert.replaceChildren(Ae),Ce),this.messages.send({do:"hello"}))}follow(t){let e=()=>{
clearTimeout(this.#t),this.#t=void 0,this.isLost||this.alert.replaceChildren()};this.messages.on("he\
llo",e,t),t.addEventListener("abort",()=>clearTimeout(this.#t)),this.#e(t),this.greet()}#e(t){let e=this.
model.widget_manager?.kernel?.statusChanged;if(typeof e?.connect!="function")return;let s=(n,o)=>{!$e(
o)||this.isLost||(this.isLost=!0,clearTimeout(this.#t),this.alert.replaceChildren(Le),this.draw(),this.
onLoss())};e.connect(s),t.addEventListener("abort",()=>e.disconnect(s))}};var Me=24,X=class{id=u("add");variables=a("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=h("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=a("div",{class:"cs-add",id:this.id,hidden:!0});constructor(t){
this.panel=t;let s=a("div",{class:"cs-add-row"},this.#e(),this.#s(),a("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(t){this.
element.hidden=!t,this.toggle.setAttribute("aria-expanded",String(t)),this.requestThumbnails()}close(){
this.setOpen(!1),this.toggle.focus()}requestThumbnails(){if(this.element.hidden)return;let t=this.panel.
model.get("_variables").map(({name:e})=>e);this.panel.messages.send({do:"thumbnails",names:t.slice(0,
Me)})}draw(){let t=this.panel.model.get("_variables");this.variables.replaceChildren(...t.map(e=>this.#t(
e))),!t.length&&this.variables.append(a("p",{class:"cs-hint"},"No variable holds a picture yet."))}#t({
name:t,kind:e}){let s=this.panel.messages.url(rt(t)),n=s?a("img",{src:s,alt:""}):a("span",{class:"cs\
-no-picture"}),o=()=>this.panel.act({do:"add variable",name:t}),r=a("span",{},a("strong",{},t),` ${e}`);
return a("button",{type:"button",class:"cs-variable",onclick:o},n,r)}#e(){let t=a("input",{type:"fil\
e",accept:"image/*,.heic,.heif,.svg,.pdf",multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.
panel.transfers.send([...t.files??[]]),t.value=""}});return a("label",{class:"cs-file-button"},t,"Ch\
oose a file")}#s(){let t=a("input",{type:"url",placeholder:"https://…","aria-label":"Address"});return a(
"form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),t.value&&this.panel.act({do:"add url",url:t.value}),
t.value=""}},t,a("button",{},"Open"))}};var ht=320,dt=2e3,ct=360,Vt=24,Jt=i=>g(Math.round(i),ht,dt);function ut(i,t){let e=Math.max(t-ct,Math.
min(t,ct));return g(Math.round(i),Math.min(ct,e),e)}function Qt(i,t){let[e,s]=t==="height"?["ArrowDo\
wn","ArrowUp"]:["ArrowLeft","ArrowRight"];return i===e?Vt:i===s?-Vt:null}var Oe=()=>"showPopover"in HTMLElement.prototype,Y=class{view="cell";#t;#e;#s;id=u("panel");sideButton=this.#a(
"side","Beside","Open beside the notebook");fullButton=this.#a("full","Full screen","Take all of the\
 screen; Escape ends it");heightHandle=this.#l("height","Height of the panel","horizontal");widthHandle=this.#l(
"width","Width of the panel","vertical");style=a("style");placeholder=a("p",{class:"cs-placeholder",
hidden:!0},"The panel is open beside the notebook. ",h("Bring it back",()=>this.show("cell")));constructor(t){
this.onChange=t,this.sideButton.hidden=!Oe()||window!==window.parent,this.fullButton.hidden=!document.
fullscreenEnabled&&this.sideButton.hidden}adopt(t){this.root=t,t.id=this.id,t.dataset.view=this.view,
t.append(this.heightHandle,this.widthHandle)}async show(t){let{root:e}=this;e&&(this.#s?.abort(),this.#s=
new AbortController,document.fullscreenElement===e&&t!=="full"&&await document.exitFullscreen(),e.popover&&
(e.hidePopover(),e.popover=null),this.view=t,e.dataset.view=t,this.sideButton.setAttribute("aria-pre\
ssed",String(t==="side")),this.fullButton.setAttribute("aria-pressed",String(t==="full")),this.placeholder.
hidden=t!=="side",t==="full"&&await this.#i(e,this.#s.signal),t==="side"&&this.#n(e,this.#s.signal),
this.#o())}async#i(t,e){try{await t.requestFullscreen()}catch{te(t);return}let s=()=>document.fullscreenElement!==
t&&this.show("cell");t.addEventListener("fullscreenchange",s,{signal:e})}#n(t,e){te(t),addEventListener(
"resize",()=>this.#o(),{signal:e})}#o(){let{root:t,view:e}=this;if(!t)return;t.classList.toggle("cs-\
sized",e!=="cell"||this.#t!==void 0);let{top:s,right:n,height:o,width:r}=this.#r(),l=ut(this.#e??r/2,
r);Object.assign(t.style,{height:e==="cell"&&this.#t?`${this.#t}px`:"",...e==="side"?{top:`${s}px`,right:`${innerWidth-
n}px`,width:`${l}px`,height:`${o}px`}:{top:"",right:"",width:""}}),this.style.textContent=e==="side"?
Ie(this.id,l):"",this.heightHandle.setAttribute("aria-valuenow",String(Math.round(t.clientHeight))),
this.widthHandle.setAttribute("aria-valuenow",String(l)),this.widthHandle.setAttribute("aria-valuema\
x",String(ut(r,r))),this.onChange()}#r(){return this.root?.parentElement?.closest(".jp-NotebookPanel")?.
getBoundingClientRect()??new DOMRect(0,0,innerWidth,innerHeight)}#a(t,e,s){let n=a("span",{class:`cs\
-icon cs-icon-${t}`,"aria-hidden":"true"}),o=h(n,()=>this.show(this.view===t?"cell":t),{class:"cs-vi\
ew","aria-label":e,"aria-pressed":"false",title:s});return o.append(a("span",{class:"cs-wide-only","\
aria-hidden":"true"},e)),o}#l(t,e,s){let[n,o]=t==="height"?[ht,dt]:[0,innerWidth];return a("div",{class:`\
cs-resizer cs-resizer-${t}`,role:"separator",tabindex:"0","aria-label":e,"aria-orientation":s,"aria-\
valuemin":String(n),"aria-valuemax":String(o),"aria-valuenow":String(n),title:"Drag, or use the arro\
w keys; a double click undoes it",onpointerdown:r=>this.#c(t,r),ondblclick:()=>this.#d(t,void 0),onkeydown:r=>{
let l=Qt(r.key,t);l!==null&&(r.preventDefault(),this.#d(t,this.#h(t)+l))}})}#c(t,{target:e,pointerId:s,
clientX:n,clientY:o}){let r=e,l=this.#h(t),c=new AbortController,{signal:d}=c;r.setPointerCapture(s);
let m=f=>this.#d(t,l+(t==="height"?f.clientY-o:n-f.clientX));r.addEventListener("pointermove",m,{signal:d}),
r.addEventListener("lostpointercapture",()=>c.abort(),{signal:d})}#h(t){let{height:e=0,width:s=0}=this.
root?.getBoundingClientRect()??{};return t==="height"?e:s}#d(t,e){t==="height"?this.#t=e&&Jt(e):this.#e=
e,this.#o()}};function te(i){i.popover="manual",i.showPopover()}var Ie=(i,t)=>`.jp-NotebookPanel:has\
(#${i}) .jp-Notebook { padding-right: ${t}px !important; }
  body:has(#${i}):not(:has(.jp-NotebookPanel)) { padding-right: ${t}px !important; }`;var De=7,_e=5e3,pt=14,mt=class{#t;#e="";#s=0;constructor(t,e=()=>performance.now()){this.send=t,this.
now=e}request(t){this.#e&&this.now()-this.#s<_e?this.#t=t:this.#i(t)}cancel(){this.#t=void 0,this.#e=
""}receive(t){if(t!==this.#e)return!1;this.#e="";let e=this.#t;return this.#t=void 0,e!==void 0&&this.#i(
e),!0}#i(t){this.#e=u("hover"),this.#s=this.now(),this.send(t,this.#e)}},G=class{reasons=new Map;label=a(
"div",{class:"cs-hover-label","aria-hidden":"true",hidden:!0});outline=a("div",{class:"cs-hover-outl\
ine","aria-hidden":"true",hidden:!0});#t;#e=-1;constructor(t,e){this.panel=t,this.stage=e,this.#t=new mt(
({id:s,point:[n,o]},r)=>{let l=e.toPictureLength(De);t.messages.send({do:"hover",id:s,x:n,y:o,reach:l,
key:r})}),e.layer.append(this.outline,this.label),e.layer.addEventListener("pointermove",s=>this.#s(
s)),e.layer.addEventListener("pointerleave",()=>this.hide()),e.layer.addEventListener("pointerdown",
()=>this.hide())}hide(){this.#t.cancel(),this.label.hidden=this.outline.hidden=!0}receive({id:t,key:e,
mark:s,reason:n,hasMarks:o}){if(!this.#t.receive(e))return;let{picture:r}=this.panel;!o&&this.reasons.
get(t)!==n?(this.reasons.set(t,n),this.stage.marks.drawAboutLine()):o&&this.reasons.delete(t)&&this.
stage.marks.drawAboutLine();let l=s!==null&&p(r)&&r.id===t;this.label.hidden=this.outline.hidden=!l,
l&&(this.label.textContent=s.text,Object.assign(this.outline.style,k(s.box,r.original)))}#s(t){let{picture:e,
kernel:s}=this.panel,n=t.pointerType!=="touch"&&t.buttons===0,o=x(t,".cs-region")!==null;if(!p(e)||!e.
live||!n||o||s.isLost){this.hide();return}if(this.#i(t),this.reasons.has(e.id)&&this.#e===e.version)
return;this.#e=e.version;let r=this.stage.pointOf(t,e);this.#t.request({id:e.id,point:r})}#i({clientX:t,
clientY:e}){let{left:s,top:n,width:o}=this.stage.layer.getBoundingClientRect(),[r,l]=[t-s,e-n],c=r>o/
2;this.label.style.left=c?"":`${r+pt}px`,this.label.style.right=c?`${o-r+pt}px`:"",this.label.style.
top=`${l+pt}px`}};var He="Drag to draw a box; click a mark to name it, double-click to ask.",Ne="A picture has no mark\
s: drag to draw a box and ask about a part.",Z=class{constructor(t,e){this.panel=t,this.stage=e,this.
element=a("div",{class:"cs-marks"}),this.aboutLine=a("div",{class:"cs-about"})}draw(){let{element:t,
panel:e}=this,{activeElement:s}=document,n=s instanceof HTMLElement&&t.contains(s)?s.dataset.key:void 0;
t.replaceChildren();let{picture:o}=e;if(p(o)){for(let r of Kt(e.turns.ended,o))t.append(this.#s(o,r));
e.boxes.onPicture(o.id).forEach((r,l)=>{t.append(this.#t(o,r,l+1))}),n&&this.elementOf(n)?.focus(),this.
drawAboutLine()}}drawAboutLine(){let{panel:t,aboutLine:e}=this,{picture:s,selectedBox:n}=t;if(e.replaceChildren(),
!!p(s)){if(!n){let r=this.stage.hover?.reasons.get(s.id)??(s.live?He:Ne);e.append(a("span",{class:"c\
s-hint"},`About the whole picture. ${r}`));return}e.append(a("span",{class:"cs-chip"},I(n)),h("About\
 the whole",()=>this.select(null)),h("Delete box",()=>this.removeBox(n))),s.live&&!n.label&&e.append(
h("Name the mark",()=>this.stage.pointer.requestMarkInBox(n)))}}elementOf(t){return this.element.querySelector(
`[data-key="${t}"]`)}select(t){let{panel:e}=this;e.boxes.selectedKey=t,this.draw(),e.composer.drawSubject();
let{picture:s,selectedBox:n}=e;s?.live&&n&&!n.label&&e.messages.send({do:"where",id:s.id,key:n.key,box:n.
box})}focusBox(t){this.select(t),this.elementOf(t)?.focus({preventScroll:!0})}addBox(t,e){let{picture:s,
boxes:n}=this.panel;if(!p(s))return;let o={key:u("box"),box:$t(t,s.original),label:e};return n.add(s.
id,o),this.select(o.key),o}addBoxInMiddle(){let{picture:t}=this.panel,e=p(t)&&this.addBox(Ot(t.original));
e&&this.focusBox(e.key)}selectOrAdd(t,e){let{boxes:s,active:n}=this.panel,o=s.withLabel(n.id,t);o?this.
select(o.key):this.addBox(e,t)}removeBox({key:t}){let{boxes:e,active:s}=this.panel;s.id!==null&&e.remove(
s.id,t),this.select(null),this.stage.viewport.focus()}receiveWhere({id:t,key:e,where:s}){let n=this.
panel.boxes.onPicture(t).find(o=>o.key===e);n&&(n.where=s),this.drawAboutLine(),n&&this.elementOf(e)===
document.activeElement&&this.panel.announce(I(n))}askAboutRegion({label:t,bounds:e}){let{picture:s,composer:n}=this.
panel;p(s)&&this.selectOrAdd(t,Dt(e,s.original)),n.suggest(`Tell me more about: ${t}`)}#t(t,e,s){let{
boxes:n}=this.panel,o=e.key===n.selectedKey,r=e.label?`Box ${s}: ${e.label}`:`Box ${s}`,c=`${e.label===
void 0?"Arrow keys move it, Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,d=a(
"div",{class:"cs-box",role:"button",tabindex:"0","aria-pressed":String(o),"aria-label":`${r}. ${c}`,
onkeydown:m=>this.#e(e,t,m),onfocus:()=>n.selectedKey!==e.key&&this.select(e.key)});d.dataset.key=e.
key;for(let m of e.label===void 0?Bt:[]){let f=a("span",{class:`cs-handle cs-${m}`});f.dataset.corner=
m,d.append(f)}return Object.assign(d.style,k(e.box,t.original)),d}#e(t,e,s){let{key:n}=s,o=Nt(t.box,
s,e.original);if(n==="Delete"||n==="Backspace")this.removeBox(t);else if(n==="Enter")this.panel.composer.
focus();else if(n==="Escape")this.stage.viewport.focus();else if(o&&t.label!==void 0)this.panel.announce(
"A named mark stays there.");else if(o)t.box=o,this.select(t.key),this.panel.announce(I(t));else return;
s.preventDefault()}#s(t,e){let{bounds:s,label:n,number:o,sentence:r}=e,[l,c]=s,[d,m]=t.original,f=a(
"span",{class:"cs-number"},String(o)),b=h(f,()=>this.askAboutRegion(e),{class:It(s)?"cs-region cs-po\
int":"cs-region","aria-label":`Region ${o}, ${n}: ${r}`});b.dataset.key=`region-${o}`;let w=a("span",
{class:"cs-tip","aria-hidden":"true"});return w.append(a("strong",{},n),` ${r}`),w.classList.toggle(
"cs-below",c/m<.3),w.classList.toggle("cs-to-left",l/d>.5),b.classList.toggle("cs-at-top",c/m<.05),b.
append(w),Object.assign(b.style,k(s,t.original)),b}};var ee=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"move",label:"Move",
title:"Drag to move the picture, also over a box"}],V=class{value=ee[0].name;element=a("fieldset",{class:"\
cs-modes"});constructor(t,e){this.onChange=t,this.onTouch=e;let s=u("mode");this.element.append(a("l\
egend",{class:"cs-visually-hidden"},"A drag on the picture"),...ee.map(n=>this.#t(n,s)))}select(t){this.
value=t;for(let e of this.element.querySelectorAll("input"))e.checked=e.value===t;this.onChange(t)}#t({
name:t,label:e,title:s},n){let o=a("input",{type:"radio",name:n,value:t,checked:t===this.value,onchange:()=>this.
select(t),onclick:r=>{r.pointerType==="touch"&&t!=="move"&&this.onTouch()}});return a("label",{class:"\
cs-mode",title:s},o,e)}};function ie(i,{getZoom:t,zoomTo:e}){let s=0,n=1;i.addEventListener("touchstart",o=>{o.touches.length===
2&&(o.preventDefault(),s=se(o.touches),n=t())},{passive:!1}),i.addEventListener("touchmove",o=>{let{
touches:r}=o;r.length!==2||!s||(o.preventDefault(),e(n*se(r)/s,ze(r)))},{passive:!1})}var se=([i,t])=>Math.
hypot(i.clientX-t.clientX,i.clientY-t.clientY),ze=([i,t])=>[(i.clientX+t.clientX)/2,(i.clientY+t.clientY)/
2];var Re=4,J=class{constructor(t){this.press=t,this.isClick=!0}move(t,e){let{press:s}=this,n=[t[0]-s.page[0],
t[1]-s.page[1]];return this.isClick&&Math.hypot(...n)<Re||(this.isClick=!1,s.mode==="scroll")?null:s.
mode==="move"?{kind:"pan",by:n}:{kind:"box",box:this.#t(e)}}#t(t){let{press:e}=this;if(!e.box)return at(
e.point,t);let s=[t[0]-e.point[0],t[1]-e.point[1]];return e.corner?M(e.box,e.corner,s,e.size):$(e.box,
s,e.size)}};var ne=7,je=20,qe='.cs-box[aria-pressed="true"]:has(.cs-handle)',Q=class{#t="";#e=ne;constructor(t,e){
this.panel=t,this.stage=e,e.layer.addEventListener("pointerdown",s=>this.#i(s)),e.layer.addEventListener(
"dblclick",s=>this.#l(s))}requestMarkInBox({box:t}){let{picture:e}=this.panel;p(e)&&this.#s(e,Mt(t))}receiveMark({
id:t,key:e,mark:s,reason:n,ask:o}){let{panel:r,stage:l}=this;if(!(t!==r.active.id||e!==this.#t)){if(!s){
this.#c(),r.announce(n);return}l.marks.selectOrAdd(s.text,s.box),r.composer.suggest(`What does this ${s.
text} tell?`),r.announce(s.text),o&&r.composer.askTyped()}}#s({id:t},[e,s],n=!1){this.#t=u("mark");let o=this.
stage.toPictureLength(this.#e);this.panel.act({do:"mark",id:t,x:e,y:s,reach:o,ask:n,key:this.#t})}#i(t){
let{panel:e,stage:s}=this,{picture:n}=e;if(s.viewport.focus({preventScroll:!0}),!p(n)||t.button!==0||
x(t,".cs-region"))return;this.#e=t.pointerType==="touch"?je:ne;let o=x(t,".cs-box"),r=e.boxes.onPicture(
n.id).find(({key:m})=>m===o?.dataset.key),c=t.pointerType==="touch"&&!s.isTouchDrawing&&!x(t,qe),d=new J(
{page:[t.clientX,t.clientY],point:s.pointOf(t,n),size:n.original,mode:c?"scroll":s.modes.value,box:r?.
label===void 0?r?.box:void 0,corner:x(t,"[data-corner]")?.dataset.corner});this.#n(d,n,r),t.preventDefault()}#n(t,e,s){
let{marks:n,viewport:o}=this.stage,r=t.press.box&&s,l=[o.scrollLeft,o.scrollTop],c=new AbortController,
d=0,m=y=>{if(r??=n.addBox(y),!r)return;r.box=y;let v=n.elementOf(r.key);cancelAnimationFrame(d),d=requestAnimationFrame(
()=>{v&&Object.assign(v.style,k(y,e.original))})},f=y=>{let v=t.move([y.clientX,y.clientY],this.stage.
pointOf(y,e));v?.kind==="box"&&m(v.box),v?.kind==="pan"&&(o.scrollLeft=l[0]-v.by[0],o.scrollTop=l[1]-
v.by[1])},b=()=>{c.abort(),cancelAnimationFrame(d)},{signal:w}=c,nt=()=>{b(),t.isClick?this.#r(e,s,t.
press.point):r&&t.press.mode!=="move"&&this.#o(r)};addEventListener("pointermove",f,{signal:w}),addEventListener(
"pointerup",nt,{signal:w}),addEventListener("pointercancel",b,{signal:w})}#o(t){this.stage.setTouchDrawing(
!1);let{marks:e}=this.stage;_t(t.box)?e.removeBox(t):e.focusBox(t.key)}#r(t,e,s){let n=!e||this.panel.
boxes.selectedKey===e.key;e&&this.stage.marks.focusBox(e.key),n&&this.#a(t,s)}#a(t,e){t.live?this.#s(
t,e):this.#c()}#l(t){let{picture:e}=this.panel;!p(e)||!e.live||this.stage.modes.value==="move"||x(t,
".cs-region")||this.#s(e,this.stage.pointOf(t,e),!0)}#c(){this.stage.marks.select(null),this.panel.hasFocus&&
this.stage.viewport.focus({preventScroll:!0})}};var S=1.25,ft=1.1,We=.05,Ke=16,Ue=1.5,oe=i=>g(i,We,Ke);function re(i,t){return Math.min(t.width/i.width,
t.height/i.height,Ue)}function gt({scroll:i,place:t,content:e}){return(i+t)/(e||1)}function bt(i,{place:t,
content:e}){return i*e-t}var ae=i=>`${Math.round(i*100)} %`;var Fe=480,tt=class{zoom=1;isWhole=!0;image=a("img",{class:"cs-image",draggable:!1});note=a("p",{class:"\
cs-note"});caption=a("div",{class:"cs-caption"});zoomLabel=a("span",{class:"cs-zoom"});modes=new V(()=>this.#n(),
()=>this.setTouchDrawing(!0));actualSizeButton=h("Actual size",()=>this.#o(),{title:"As Claude recei\
ves it: one pixel of the picture sent for each pixel here"});touchHint=a("p",{class:"cs-hint",hidden:!0},
"Draw with one finger.");redrawButton=h("Redraw",()=>this.#i(),{title:"Draw the figure again in its \
current state"});constructor(t){this.panel=t,this.id=u("stage"),this.marks=new Z(t,this),this.layer=
a("div",{class:"cs-layer"},this.image,this.marks.element),this.viewport=a("div",{class:"cs-viewport",
tabindex:"0",role:"group","aria-label":"Picture"},this.layer,this.note),this.tools=this.#s(),this.pointer=
new Q(t,this),this.hover=new G(t,this),this.element=a("div",{class:"cs-stage",id:this.id,role:"tabpa\
nel"},this.tools,this.touchHint,this.viewport,this.caption,this.marks.aboutLine),this.#n(),this.viewport.
addEventListener("keydown",e=>this.#r(e)),this.viewport.addEventListener("wheel",e=>this.#a(e),{passive:!1}),
ie(this.viewport,{getZoom:()=>this.zoom,zoomTo:(e,s)=>this.zoomTo(e,s)})}draw(){let{panel:t,layer:e,
note:s,image:n,viewport:o}=this,{picture:r}=t,l=p(r)?r:void 0;e.hidden=this.tools.hidden=!l,s.textContent=
r?r.note:"Drop, paste or choose a picture.",s.hidden=!s.textContent,this.redrawButton.hidden=!r?.live,
this.caption.textContent=l?Wt(l):"",n.alt=r?.name??"",this.#t(r),o.setAttribute("aria-label",r?`Pict\
ure: ${r.name}`:"No picture"),this.element.setAttribute("aria-labelledby",r?this.tabId(r):""),this.fit(),
this.marks.draw()}tabId({id:t}){return`${this.id}-${t}`}fit(t=!1){let{viewport:e}=this,{picture:s}=this.
panel;if(!p(s)||!(t||this.isWhole)||!e.clientWidth)return;let{maxHeight:n}=getComputedStyle(e),r=n===
"none"&&e.closest(".cs-sized")!==null?e.offsetHeight:Number.parseFloat(n)||Fe,l={width:e.clientWidth,
height:r-2};this.#e(s,re(s,l),!0)}zoomTo(t,e){let{picture:s}=this.panel;p(s)&&this.#e(s,t,!1,e)}setTouchDrawing(t){
this.viewport.classList.toggle("cs-touch-drawing",t),this.touchHint.hidden=!t}get isTouchDrawing(){return this.
viewport.classList.contains("cs-touch-drawing")}pointOf({clientX:t,clientY:e},s){let n=this.layer.getBoundingClientRect();
return Ht([t,e],n,s.original)}toPictureLength(t){let{picture:e}=this.panel,s=this.layer.getBoundingClientRect().
width;return p(e)&&s?t*e.original[0]/s:t}#t(t){let e=t&&this.panel.messages.url(P(t));e&&this.image.
src!==e?this.image.src=e:e||this.image.removeAttribute("src")}#e(t,e,s,n){let{viewport:o,layer:r}=this,
{left:l,top:c}=o.getBoundingClientRect(),d=n?n[0]-l:o.clientWidth/2,m=n?n[1]-c:o.clientHeight/2,f=()=>({
place:d,content:r.offsetWidth}),b=()=>({place:m,content:r.offsetHeight}),w=gt({scroll:o.scrollLeft,...f()}),
nt=gt({scroll:o.scrollTop,...b()});this.zoom=oe(e),this.isWhole=s,r.style.width=`${t.width*this.zoom}\
px`,r.style.height=`${t.height*this.zoom}px`,o.scrollLeft=bt(w,f()),o.scrollTop=bt(nt,b()),this.zoomLabel.
textContent=ae(this.zoom),this.actualSizeButton.setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){
let t=()=>this.zoomTo(this.zoom*S),e=()=>this.zoomTo(this.zoom/S);return a("div",{class:"cs-tools",role:"\
toolbar","aria-label":"Picture tools"},this.modes.element,h("−",e,{"aria-label":"Zoom out"}),this.
zoomLabel,h("+",t,{"aria-label":"Zoom in"}),h("Fit",()=>this.fit(!0)),this.actualSizeButton,h("Add b\
ox",()=>this.marks.addBoxInMiddle(),{title:"Add a box in the middle; move it with the arrow keys"}),
this.redrawButton)}#i(){let{active:t}=this.panel;t.id!==null&&this.panel.act({do:"redraw",id:t.id})}#n(){
this.viewport.dataset.mode=this.modes.value}#o(){this.actualSizeButton.getAttribute("aria-pressed")===
"true"?this.fit(!0):this.zoomTo(1)}#r(t){if(t.target!==this.viewport||t.ctrlKey||t.metaKey)return;let{
key:e}=t;if(e==="+"||e==="=")this.zoomTo(this.zoom*S);else if(e==="-")this.zoomTo(this.zoom/S);else if(e===
"0")this.fit(!0);else if(e==="b")this.marks.addBoxInMiddle();else return;t.preventDefault()}#a(t){if(!t.
ctrlKey)return;t.preventDefault();let e=t.deltaY<0?this.zoom*ft:this.zoom/ft;this.zoomTo(e,[t.clientX,
t.clientY])}};var et=class{constructor(t){this.panel=t,this.element=a("div",{class:"cs-tabs",role:"tablist","aria-\
label":"Pictures"})}draw(){let{panel:t,element:e}=this,s=e.contains(document.activeElement);e.replaceChildren(
...t.pictures.map(n=>this.#t(n))),s&&this.#s();for(let n of t.pictures)p(n)&&t.messages.requestPixels(
n)}#t(t){let{panel:e}=this,s=t.id===e.active.id,n=()=>e.act({do:"remove",id:t.id}),o=a("button",{type:"\
button",role:"tab",class:"cs-tab",id:e.stage.tabId(t),"aria-selected":String(s),"aria-controls":e.stage.
id,tabindex:s?"0":"-1",title:`${t.name} (Delete closes it)`,onclick:()=>e.showPicture(t.id),onkeydown:l=>this.#e(
l,n)},t.name),r=a("span",{class:"cs-tab-close",title:"Close",onclick:n},"×");return r.setAttribute(
"aria-hidden","true"),a("span",{class:"cs-tab-place",role:"presentation"},o,r)}#e({key:t},e){if(t===
"Delete"&&e(),t!=="ArrowRight"&&t!=="ArrowLeft")return;let{pictures:s,active:n}=this.panel,o=t==="Ar\
rowRight"?1:-1;this.panel.showPicture(qt(s,n.id,o).id),this.#s()}#s(){this.element.querySelector("[a\
ria-selected=true]")?.focus()}};async function le(i,t,e,{pieceSize:s,signal:n,onProgress:o}){await i.sendAndWait({do:"begin file",key:t,
name:wt(e),size:e.size});for(let r=0;r<e.size;r+=s){if(n.aborted){i.send({do:"forget file",key:t});return}
let l=await e.slice(r,r+s).arrayBuffer(),c=await i.sendAndWait({do:"piece",key:t,at:r},[l]);o(c/e.size)}}
var wt=i=>i.name||"pasted picture",ce=i=>[...i??[]].filter(({type:t})=>t.startsWith("image/"));var st=class{element=a("div");constructor(t){this.panel=t}receiveOn(t){t.addEventListener("dragover",
e=>{e.dataTransfer?.types.includes("Files")&&(vt(e),t.classList.add("cs-dropping"))}),t.addEventListener(
"dragleave",e=>{t.contains(e.relatedTarget)||t.classList.remove("cs-dropping")}),t.addEventListener(
"drop",e=>{vt(e),t.classList.remove("cs-dropping"),this.send([...e.dataTransfer?.files??[]])}),t.addEventListener(
"paste",e=>{let s=ce(e.clipboardData?.files);s.length&&(vt(e),this.send(s))})}async send(t){this.panel.
showProblem("");for(let e of t)await this.#t(e)}async#t(t){let{messages:e,model:s}=this.panel,n=wt(t),
o=new AbortController,r=a("progress",{max:1,value:0,"aria-label":`Sending ${n}`}),l=h("Cancel",()=>o.
abort()),c=a("div",{class:"cs-progress"},a("span",{},n),r,l);this.element.append(c);try{await le(e,`${Date.
now()}-${u("file")}`,t,{pieceSize:s.get("_about").piece,signal:o.signal,onProgress:d=>{r.value=d}})}catch(d){
d instanceof E||this.panel.showProblem(`${n}: ${d.message}`)}finally{c.remove()}}};function vt(i){i.
preventDefault(),i.stopPropagation()}var it=class{active=new H;boxes=new O;status=a("div",{class:"cs-visually-hidden",role:"status"});problem=a(
"div",{class:"cs-problem",role:"alert"});style=a("style");room=new Y(()=>this.stage.fit());#t;#e=new Set;constructor(t,e){
this.model=t,this.messages=e,this.kernel=new F(t,e,()=>this.#o()),this.stage=new tt(this),this.delivery=
new K(this),this.uploads=new U(this),this.conversation=new W(this),this.composer=new R(this),this.tabs=
new et(this),this.picker=new X(this),this.transfers=new st(this),this.element=this.#s(),this.transfers.
receiveOn(this.element)}get pictures(){return this.model.get("_pictures")}get picture(){return this.
pictures.find(({id:t})=>t===this.active.id)}get hasFocus(){let t=this.element.getRootNode();return this.
element.contains(t.activeElement)}get selectedBox(){return this.boxes.selectedOn(this.active.id)}get elements(){
return[this.element,this.room.placeholder,this.style,this.room.style]}connect(){let t=new AbortController;
this.#l(t.signal),this.#h(t.signal);let e=new ResizeObserver(()=>this.stage.fit());return e.observe(
this.stage.viewport),()=>{t.abort(),e.disconnect();for(let s of this.elements)s.remove()}}showPicture(t){
this.active.id=t,this.boxes.selectedKey=null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let t=this.
active.update(this.pictures);this.tabs.draw(),this.pictures.length?t&&this.picker.setOpen(!1):this.picker.
setOpen(!0),this.#a(),this.composer.drawSubject()}get turns(){return this.messages.turns}drawConversation(){
this.composer.draw(),this.conversation.draw(),this.#n(),this.stage.marks.draw()}act(t){this.showProblem(
""),this.messages.send(t),this.kernel.greet()}announce(t){this.status.textContent=t}showProblem(t,e=!0){
if(this.problem.classList.toggle("cs-news",!e),this.problem.replaceChildren(),!t)return;let s=h("×",
()=>this.showProblem(""),{"aria-label":"Dismiss"});this.problem.append(a("span",{},t),s)}#s(){let{stage:t,
conversation:e,composer:s}=this;t.element.append(this.delivery.element,this.uploads.element);let n=a(
"div",{class:"cs-talk"},e.element,...s.elements),o=a("section",{class:"cs-root","aria-label":"Claude\
 See"},a("div",{class:"cs-top"},this.tabs.element,this.picker.toggle,this.room.sideButton,this.room.
fullButton),this.picker.element,this.transfers.element,this.kernel.alert,this.problem,a("div",{class:"\
cs-main"},t.element,n),this.status,e.announcer);return o.addEventListener("keydown",r=>this.#i(r)),this.
room.adopt(o),o}#i(t){ot(t)||t.stopPropagation(),!(t.key!=="Escape"||t.defaultPrevented||t.isComposing)&&
(t.preventDefault(),!this.picker.element.hidden&&this.pictures.length?this.picker.close():this.room.
view==="full"?this.room.show("cell"):Tt(this.element))}#n(){for(let{id:t,box:e,pictures:s}of this.turns.
all)e&&!this.#e.has(t)&&this.boxes.include(s[0],{key:u("box"),box:e}),this.#e.add(t)}#o(){this.element.
classList.add("cs-lost"),this.composer.draw(),this.picker.setOpen(!1),this.picker.toggle.disabled=this.
stage.redrawButton.disabled=!0}#r({id:t,changes:e}){e.status===void 0?this.conversation.drawTurn(t):
this.drawConversation()}#a(){this.stage.draw(),this.delivery.request()}#l(t){let e={_pictures:()=>this.
drawPictures(),_variables:()=>this.picker.draw(),_cells:()=>this.picker.requestThumbnails(),_files:()=>this.
uploads.draw(),_ways:()=>this.delivery.draw(),_problem:()=>this.#c(),_busy:()=>this.kernel.draw(),_about:()=>this.
composer.drawSettings()};for(let[s,n]of Object.entries(e))this.model.on(`change:${s}`,n),t.addEventListener(
"abort",()=>this.model.off(`change:${s}`,n)),n();this.drawConversation()}#c(){let{number:t=0,text:e}=this.
model.get("_problem");t!==this.#t&&this.#t!==void 0&&this.showProblem(e),this.#t=t}#h(t){let{messages:e,
stage:s}=this,n=()=>{this.style.textContent=yt(this.model.get("_copy"))};e.on("hello",n,t),e.on("tur\
ns",()=>this.drawConversation(),t),e.on("turn",o=>this.#r(o),t),e.on("picture",()=>this.#a(),t),e.on(
"thumbnail",()=>this.picker.draw(),t),e.on("hover",o=>s.hover.receive(o),t),e.on("mark",o=>s.pointer.
receiveMark(o),t),e.on("where",o=>s.marks.receiveWhere(o),t),e.on("price",o=>this.composer.receivePrice(
o),t),e.on("markdown",({text:o})=>this.composer.receiveMarkdown(o),t),this.kernel.follow(t)}};var Wi=()=>{let i;return{initialize({model:t}){return i=new B(t),t.on("msg:custom",(e,s)=>i.receive(
e,s)),()=>i.close()},render({model:t,el:e}){let s=new it(t,i);e.classList.add("claude-see");let n=new AbortController;
kt(e,n.signal),e.append(...s.elements);let o=s.connect();return()=>{n.abort(),o()}}}};export{Wi as default};
