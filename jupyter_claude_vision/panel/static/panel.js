// Built from js/ by "make js"; not to be edited.
// Sources: 3a8f48468ac344ed05f37a3915fc4e024eda65166cf01ae5ad979d2e1c708163
var $t="The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.",
Te="The panel cannot add a cell here, so it was copied: paste it wherever you like.";function Bt(n){
return/^[\w-]+$/.test(n)?`${`.jp-OutputArea-child:has(.${n}), .output_area:has(.${n})`}, .${n} { dis\
play: none !important; }`:""}var Ce=new Set(["a","c","v","x","y","z","Enter","Backspace","Delete"]);
function ft({key:n,ctrlKey:t,metaKey:e,altKey:s}){return!(t||e)||s?!1:!(n.startsWith("Arrow")||n==="\
Home"||n==="End")&&!Ce.has(n.length===1?n.toLowerCase():n)}function Mt(n,t){let e="data-lm-suppress-\
shortcuts";n.setAttribute(e,"true");let s=i=>{i.composedPath().includes(n)&&(ft(i)?n.removeAttribute(
e):n.setAttribute(e,"true"))};addEventListener("keydown",s,{capture:!0,signal:t})}function Ot(n){let{
activeElement:t}=document;n.closest(".jp-Cell")?.focus(),t===document.activeElement&&t instanceof HTMLElement&&
t.blur()}async function P(n,t){await Nt(t)?n.announce("Copied."):n.showProblem($t)}async function Nt(n){
try{return await navigator.clipboard.writeText(n),!0}catch{return!1}}async function $(n,t,e="markdow\
n"){let i=n.model.widget_manager?.context?.model?.sharedModel,o=n.element.closest(".jp-Cell");if(typeof i?.
insertCell!="function"||!o){let c=await Nt(t);n.showProblem(c?Te:$t,!c);return}let r=[...o.parentElement?.
children??[]].filter(c=>c.matches(".jp-Cell")),l=Number(o.dataset.windowedListIndex??r.indexOf(o));i.
insertCell(l+1,{cell_type:e,source:t}),n.announce("Inserted as the next cell.")}var Ae={waiting:"Preparing the picture…",sending:"Asking…"},Dt=n=>Ae[n]??"",S=({status:n})=>["do\
ne","stopped","failed"].includes(n),B=class{#t=new Map;revision=0;get all(){return[...this.#t.values()]}get ended(){
return this.all.filter(S)}get open(){return this.all.find(t=>!S(t))}get(t){return this.#t.get(t)}replace(t){
this.#t=new Map(t.map(e=>[e.id,e])),this.revision++}update({id:t,changes:e,start:s,blocks:i}){let o=this.#t.
get(t);if(!o&&e.id===void 0)return;let r={...o,...e};r.blocks=[...o?.blocks.slice(0,s)??[],...i],this.#t.
set(t,r),e.status!==void 0&&this.revision++}};function Ht({scrollHeight:n,scrollTop:t,clientHeight:e}){
return n-t-e<40}function M(n,t,e){return n.find(({id:s,name:i})=>i===e.picture&&t.pictures.includes(
s))}function gt(n,t,e){let s=t.calls[e],i=s?.box?M(n,t,s):void 0;return i&&s?.box?{picture:i,box:s.box}:
void 0}var Rt=(n,t)=>`${Math.round((t-n)/1e3)} s`;function It(n){let t=[...n.querySelectorAll("th, t\
d, li")];return(t.length?t:[n]).map(({textContent:s})=>s??"").join(", ").replace(/\s+/g," ").trim()}var C=class extends Error{},O=({id:n,version:t})=>`picture/${n}/${t}`,bt=n=>`variable/${n}`,N=class{turns=new B;#t=new EventTarget;#e=new Map;#s=new Set;#i=new Map;constructor(t){
this.model=t}send(t,e){this.model.send(t,void 0,e)}receive(t,e=[]){let[s]=e;t.say==="picture"&&s?this.#n(
O(t),s,t.type):t.say==="thumbnail"&&s?this.#n(bt(t.name),s,t.type):t.say==="turns"?this.turns.replace(
t.turns):t.say==="turn"?this.turns.update(t):t.say==="arrived"?this.#i.get(t.key)?.resolve(t.bytes):
t.say==="refused"&&this.#i.get(t.key)?.reject(new C(t.key)),this.#t.dispatchEvent(new CustomEvent(t.
say,{detail:t}))}on(t,e,s){let i=o=>e(o.detail);this.#t.addEventListener(t,i,{signal:s})}url(t){return this.#e.
get(t)}requestPixels(t){let e=O(t);this.#s.has(e)||(this.#s.add(e),this.send({do:"picture",id:t.id}))}async sendAndWait(t,e){
let s=Le();this.#i.set(t.key,s),this.send(t,e);try{return await s.promise}finally{this.#i.delete(t.key)}}close(){
for(let t of this.#e.values())URL.revokeObjectURL(t);this.#e.clear()}#n(t,e,s){let i=this.#e.get(t);
i!==void 0&&URL.revokeObjectURL(i);let o=new Blob([e],{type:s});this.#e.set(t,URL.createObjectURL(o))}};
function Le(){let n={};return n.promise=new Promise((t,e)=>Object.assign(n,{resolve:t,reject:e})),n}var _t=["nw","ne","sw","se"];var g=(n,t,e)=>Math.min(Math.max(n,t),e);function A([n,t],[e,s]){return[Math.min(n,e),Math.min(t,s),
Math.max(n,e),Math.max(t,s)]}function zt(n){let t=n.map(([s])=>s),e=n.map(([,s])=>s);return[Math.min(
...t),Math.min(...e),Math.max(...t),Math.max(...e)]}function qt([n,t,e,s],[i,o]){return[g(n,0,i),g(t,
0,o),g(e,0,i),g(s,0,o)]}function D([n,t,e,s],[i,o],[r,l]){let c=g(i,-n,r-e),h=g(o,-t,l-s);return[n+c,
t+h,e+c,s+h]}function H([n,t,e,s],i,[o,r],[l,c]){let h=i.endsWith("w"),p=i.startsWith("n"),f=[g((h?n:
e)+o,0,l),g((p?t:s)+r,0,c)];return A([h?e:n,p?s:t],f)}function jt([n,t,e,s]){return[(n+e)/2,(t+s)/2]}
function Wt([n,t]){return[n*.375,t*.375,n*.625,t*.625]}function Kt([n,t,e,s]){return n===e&&t===s}function R(n,t){
let[e,s,i,o]=n;if(e!==i)return n;let r=Math.max(...t)/40;return[e-r,s-r,i+r,o+r]}function Ut([n,t,e,
s]){return e-n<3||s-t<3}function y([n,t,e,s],[i,o]){return{left:`${n/i*100}%`,top:`${t/o*100}%`,width:`${(e-
n)/i*100}%`,height:`${(s-t)/o*100}%`}}function Ft([n,t],e,[s,i]){return[g((n-e.left)/e.width*s,0,s),
g((t-e.top)/e.height*i,0,i)]}var Pe=50,I=class{#t=new Map;#e=new Map;selectedKey=null;onPicture(t){return t!==null&&this.#t.get(t)||
[]}selectedOn(t){return this.onPicture(t).find(({key:e})=>e===this.selectedKey)}withLabel(t,e){return this.
onPicture(t).find(s=>s.label===e)}remember(t){let e=this.onPicture(t).map(i=>({...i})),s=[...this.#e.
get(t)??[],e];this.#e.set(t,s.slice(-Pe))}canUndo(t){return(this.#e.get(t)??[]).length>0}undo(t){let e=this.#e.
get(t)?.pop();e&&(this.#t.set(t,e),this.selectedOn(t)||(this.selectedKey=null))}clear(t){this.remember(
t),this.#t.set(t,[]),this.selectedKey=null}add(t,e){this.remember(t),this.#t.set(t,[...this.onPicture(
t),e]),this.selectedKey=e.key}include(t,e){let s=this.onPicture(t);s.some(o=>o.box.every((r,l)=>r===
e.box[l]))||this.#t.set(t,[...s,e])}remove(t,e){this.remember(t);let s=this.onPicture(t).filter(i=>i.
key!==e);this.#t.set(t,s),this.selectedKey===e&&(this.selectedKey=null)}},$e={ArrowLeft:[-1,0],ArrowRight:[
1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Xt(n,{key:t,shiftKey:e},s){let i=$e[t];if(!i)return null;
let o=Math.max(...s)/100,r=[i[0]*o,i[1]*o];return e?H(n,"se",r,s):D(n,r,s)}var E=({label:n,kind:t})=>n===
void 0&&t===void 0;function _({label:n,where:t,box:e,count:s}){let[i,o,r,l]=e.map(Math.round),c=`(${i}\
, ${o})–(${r}, ${l})`,h=s===void 0?"":`${s} ${s===1?"value":"values"}`;return[n,t,h,c].filter(Boolean).
join(" · ")}function a(n,t={},...e){let s=document.createElement(n);for(let[i,o]of Object.entries(t))o!=null&&(typeof o==
"function"?s.addEventListener(i.slice(2),o):i in s&&typeof o!="string"?Object.assign(s,{[i]:o}):i===
"class"?s.className=String(o):s.setAttribute(i,String(o)));return s.append(...e.filter(i=>i!=null)),
s}var d=(n,t,e={})=>a("button",{type:"button",onclick:t,...e},n),Be=Math.random().toString(36).slice(
2,8),Me=0,u=n=>`cs-${n}-${Be}-${++Me}`,b=(n,t)=>n.target.closest(t);function Gt({name:n,values:t,value:e},{models:s},i){return n==="model"?s.map(({id:o})=>o):n!=="effor\
t"?Ne(t,e):s.find(({id:o})=>o===i)?.efforts??t}var Oe=(n,...t)=>t.find(e=>n.includes(String(e)))??n[0]??
"",Ne=(n,t)=>typeof t=="string"&&n.length&&!n.includes(t)?[t,...n]:n,z=class{element=a("div",{class:"\
cs-options",role:"group","aria-label":"Options"});#t=new Map;#e=new Map;constructor(t){this.onChange=
t}get values(){let t=[...this.#t].map(([e,s])=>{let i=s instanceof HTMLInputElement;return[e,i?s.checked&&
!s.disabled:s.value]});return Object.fromEntries(t)}draw(t){let e=new Map(t.controls.map(o=>[o.name,
JSON.stringify([o,t.models])]));if(JSON.stringify([...e])===JSON.stringify([...this.#e]))return;let{
values:s}=this,i=t.controls.map(o=>{let{name:r}=o,l=e.get(r)===this.#e.get(r);return this.#s(l?{...o,
value:s[r]}:o,t)});this.#e=e,this.element.replaceChildren(...i),this.onChange()}setData(t){let e=this.#t.
get("check"),s=e?.closest("label");!e||!s||(e.disabled=!t,s.title=t?s.dataset.help??"":"Only the sta\
tements about a live figure can be checked: a picture holds no data.")}#s(t,e){let{name:s,label:i,help:o,
value:r}=t,l=this.#t.get("model")?.value,c=Gt(t,e,l??""),h=c.length?a("select",{onchange:()=>this.#i(
s,e)}):a("input",{type:"checkbox",checked:r===!0,onchange:this.onChange});this.#t.set(s,h),h instanceof
HTMLSelectElement&&Yt(h,c,r);let p=c.length?[i,h]:[h,i],f=a("label",{class:`cs-option-${s}`,title:o},
...p);return f.dataset.help=o,f}#i(t,e){let s=this.#t.get("effort"),i=e.controls.find(o=>o.name==="e\
ffort");if(t==="model"&&i&&s instanceof HTMLSelectElement){let o=String(this.values.model);Yt(s,Gt(i,
e,o),s.value,i.value)}this.onChange()}};function Yt(n,t,...e){n.replaceChildren(...t.map(s=>a("optio\
n",{value:s},s||"as given"))),n.value=Oe(t,...e)}var wt=8,q=class{list=a("div",{class:"cs-menu",role:"menu",id:u("menu"),hidden:!0});#t;constructor(t,e){
this.onSelect=e,this.button=d(`${t} ▾`,()=>this.setOpen(!this.#t),{"aria-haspopup":"menu","aria-ex\
panded":"false","aria-controls":this.list.id,"aria-label":t}),this.list.setAttribute("popover","manu\
al"),this.list.setAttribute("aria-label",t),this.element=a("span",{onkeydown:s=>this.#i(s)},this.button,
this.list)}setItems(t){this.list.replaceChildren(...t.map(({name:e,about:s})=>{let i=()=>{this.setOpen(
!1),this.onSelect(e)},o=e[0].toUpperCase()+e.slice(1),r=a("span",{class:"cs-hint"},s);return a("butt\
on",{type:"button",role:"menuitem",tabindex:"-1",onclick:i},a("strong",{},o),r)}))}setOpen(t){let{list:e}=this;
if(this.#t?.abort(),this.#t=void 0,this.button.setAttribute("aria-expanded",String(t)),e.hidden=!t,!t)
return;this.#t=new AbortController;let{signal:s}=this.#t;e.showPopover?.(),this.#s();let i=o=>{o.composedPath().
includes(this.element)||this.setOpen(!1)};addEventListener("pointerdown",i,{capture:!0,signal:s}),addEventListener(
"focusin",i,{capture:!0,signal:s}),addEventListener("scroll",()=>this.#s(),{capture:!0,signal:s}),addEventListener(
"resize",()=>this.#s(),{signal:s}),this.#e[0]?.focus({preventScroll:!0})}get#e(){return[...this.list.
querySelectorAll("button")]}#s(){let{list:t}=this,{left:e,top:s,bottom:i}=this.button.getBoundingClientRect(),
o=s>innerHeight-i,r=(o?s:innerHeight-i)-2*wt;Object.assign(t.style,{left:`${Math.max(wt,Math.min(e,innerWidth-
t.offsetWidth-wt))}px`,top:o?"auto":`${i+4}px`,bottom:o?`${innerHeight-s+4}px`:"auto",maxHeight:`${r}\
px`})}#i(t){let{key:e}=t;if(this.#t){if(e==="Escape")this.setOpen(!1),this.button.focus();else if(e===
"Tab"){this.setOpen(!1);return}else if(!this.#n(e))return}else if(e==="ArrowDown"||e==="ArrowUp")this.
setOpen(!0);else return;t.preventDefault()}#n(t){let e=this.#e,s=e.indexOf(document.activeElement),i={
ArrowDown:s+1,ArrowUp:s-1,Home:0,End:-1};return t in i?(e.at(i[t]%e.length)?.focus(),!0):!1}};var m=n=>!!(n&&"width"in n&&n.width),Zt=({live:n})=>n,j=class{#t=new Set;id=null;update(t){let e=t.filter(
({id:o})=>!this.#t.has(o));for(let{id:o}of e)this.#t.add(o);let s=t.some(({id:o})=>o===this.id),i=e.
at(-1)??(s?void 0:t.at(-1));return i?this.id=i.id:s||(this.id=null),e.length>0}};function Vt(n,t,e){
let s=n.findIndex(({id:i})=>i===t);return n[(s+e+n.length)%n.length]}function Jt({width:n,height:t,original:e,
tokens:s,notes:i}){let o=`${n} × ${t} px`;return[e[0]!==n||e[1]!==t?`${o} (from ${e[0]} × ${e[1]})`:
o,`${s.toLocaleString()} tokens`,...i].join(" · ")}function Qt(n,t){for(let e of[...n].reverse()){let s=e.
regions.filter(i=>i.picture===t.name);if(s.length&&e.pictures.includes(t.id))return s}return[]}function te(n,{pictures:t,activeId:e,box:s}){let i=n.prompt.trim(),o=n.all&&!s;return{do:"ask",prompt:i||
(s&&!n.task?"What is this?":""),task:n.task,pictures:o?t.map(({id:r})=>r):[e],box:s?.box,method:n.method,
...n.options}}function ee(n,t){return n?t?`About ${t.label??"the box"} on ${n.name}`:`About ${n.name}`:
""}var W=class{#t="";replaceIn(t,e){let s=t.trim()!==""&&t!==this.#t;return this.#t=s?"":e,s?t:e}withdrawFrom(t){
let e=this.#t!==""&&t===this.#t;return this.#t="",e?"":t}},K=class{#t=0;#e="";move(t,e,s){let i=t.filter(
(l,c)=>l&&l!==t[c+1]);this.#t>0&&e===i.at(-this.#t)||(this.#t=0,this.#e=e);let r=this.#t+s;if(!(r<0||
r>i.length))return this.#t=r,r?i.at(-r):this.#e}},U=class{#t;constructor(t){this.onTimeout=t}get isPending(){
return this.#t!==void 0}begin(){this.end(),this.#t=setTimeout(()=>{this.end(),this.onTimeout()},6e4)}end(){
clearTimeout(this.#t),this.#t=void 0}};var De=150,F=class{#t=new U(()=>this.panel.drawConversation());#e=new W;#s=new K;#i;#n=-1;#o;#l="";#r="";#c;tasks=new q(
"Tasks",t=>this.#d("",t));controls=new z(()=>this.requestPrice());prompt=a("textarea",{class:"cs-pro\
mpt",rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:t=>this.#f(t)});subject=a("div",{
class:"cs-asked-about"});all=a("input",{type:"checkbox",onchange:()=>this.drawSubject()});allLabel=a(
"label",{},this.all,"all pictures");price=a("span",{class:"cs-price"});askButton=d("Ask",()=>this.askTyped(),
{class:"cs-primary"});stopButton=d("Stop",()=>this.#u(),{class:"cs-primary"});newButton=d("New",()=>this.
panel.act({do:"new"}),{title:"Start another conversation"});answerer=a("span",{class:"cs-who"});constructor(t){
this.panel=t;let e=a("div",{class:"cs-subject-row"},this.subject,this.allLabel,this.tasks.element),s=a(
"div",{class:"cs-ask"},this.price,this.askButton,this.stopButton),i=a("div",{class:"cs-ask-row"},this.
controls.element,s);this.elements=[e,this.prompt,i,this.#g()]}get isOpen(){return!!this.panel.turns.
open||this.#t.isPending}focus(){this.prompt.focus()}suggest(t){this.prompt.value=this.#e.replaceIn(this.
prompt.value,t),this.#i=this.panel.selectedBox?.key,this.panel.hasFocus&&(this.prompt.focus({preventScroll:!0}),
this.prompt.select())}askTyped(){this.#d(this.prompt.value)&&(this.prompt.value="")}draw(){let{revision:t}=this.
panel.turns;t!==this.#n&&(this.#t.end(),this.requestPrice()),this.#n=t;let{isOpen:e}=this,{isLost:s}=this.
panel.kernel;this.askButton.hidden=e&&!s,this.stopButton.hidden=!e||s,this.askButton.disabled=this.newButton.
disabled=s,this.tasks.button.disabled=e||s}drawSubject(){let{picture:t,pictures:e,selectedBox:s}=this.
panel;this.allLabel.hidden=e.length<2||s!==void 0,this.subject.textContent=ee(t,s),s?.key!==this.#i&&
(this.prompt.value=this.#e.withdrawFrom(this.prompt.value)),this.controls.setData(this.all.checked?e.
some(Zt):!!t?.live),this.requestPrice()}drawSettings(){let{provider:t}=this.panel.model.get("_about");
this.answerer.textContent=t==="offline"?"The offline reader, not Claude":"",this.controls.draw(this.
panel.model.get("_about")),this.#h()}requestPrice(){let{panel:t}=this;clearTimeout(this.#c),this.#r=
u("price"),this.#c=setTimeout(()=>{let e=this.#a("");t.kernel.isLost||!e||!m(t.picture)?this.price.textContent=
"":t.messages.send({...e,do:"price",key:this.#r})},De)}receivePrice({key:t,text:e,details:s}){t===this.#r&&
(this.price.textContent=e,this.price.title=s)}receiveMarkdown(t){this.#o?.(t),this.#o=void 0}#h(){let{
tasks:t}=this.panel.model.get("_about"),e=JSON.stringify(t);e!==this.#l&&(this.#l=e,this.tasks.setItems(
t))}#a(t,e){let{pictures:s,active:i,selectedBox:o,delivery:r}=this.panel;if(i.id===null)return;let l=this.
all.checked,c={prompt:t,task:e,all:l,options:this.controls.values,method:r.method};return te(c,{pictures:s,
activeId:i.id,box:o})}#d(t,e){return this.#p(this.#a(t,e))}askAboutParts(t){let e=this.#a(this.prompt.
value.trim()||"Compare these two parts.");e&&this.#p({...e,box:void 0,parts:t})&&(this.prompt.value=
"")}#p(t){let{panel:e}=this,s=t&&{...t,selection:e.stage.marks.selection.isSent};return!s||this.isOpen||
e.kernel.isLost?!1:(this.#t.begin(),e.act(s),e.drawConversation(),!0)}#u(){this.panel.messages.send(
{do:"stop"}),this.focus()}retry({id:t}){this.isOpen||(this.#t.begin(),this.panel.act({do:"retry",id:t}),
this.panel.drawConversation())}edit({prompt:t,pictures:e,box:s}){let{panel:i}=this,[o]=e;if(i.pictures.
some(r=>r.id===o)){i.active.id!==o&&i.showPicture(o);let r=i.boxes.onPicture(o).find(l=>String(l.box)===
String(s));r?i.stage.marks.select(r.key):s&&i.stage.marks.addBox(s)}this.prompt.value=t,this.prompt.
focus()}#m(t){let{prompt:e}=this,{value:s,selectionStart:i,selectionEnd:o}=e,r=t.key==="ArrowUp";if((r?
s.slice(0,i):s.slice(o)).includes(`
`)||t.shiftKey)return;let c=this.panel.turns.all.map(({typed:p})=>p),h=this.#s.move(c,s,r?1:-1);h!==
void 0&&(t.preventDefault(),e.value=h,e.setSelectionRange(h.length,h.length))}#f(t){(t.key==="ArrowU\
p"||t.key==="ArrowDown")&&this.#m(t),!(t.key!=="Enter"||t.shiftKey||t.isComposing)&&(t.preventDefault(),
this.askTyped())}#g(){let{panel:t}=this,e=s=>{if(t.kernel.isLost)return s(t.conversation.element.innerText);
this.#o=s,t.messages.send({do:"markdown"})};return a("div",{class:"cs-actions"},d("Copy",()=>e(s=>P(
t,s)),{title:"Copy the conversation as Markdown"}),d("To a cell",()=>e(s=>$(t,s)),{title:"Put the co\
nversation into a new cell"}),this.newButton,this.answerer,t.kernel.busy)}};var X=class{element=a("div",{class:"cs-answer"});#t=[];#e=new Set;constructor(t){this.finish=t}draw(t,e){
let{element:s}=this;for(t.forEach((i,o)=>{let r=this.#s(i,o);(!e||o<t.length-1)&&!this.#e.has(r)&&(this.#e.
add(r),this.finish(r,o))});s.children.length>t.length;)s.lastElementChild?.remove();this.#t=t}#s(t,e){
let{element:s}=this,i=s.children[e];if(i&&this.#t[e]===t)return i;let o=a("div",{class:"cs-block"});
if(o.innerHTML=t,!i)s.append(o);else if(this.#e.delete(i))i.replaceWith(o);else return se(i,o),i;return o}};
function se(n,t){n instanceof Text&&He(n,t.nodeValue??""),n instanceof Element&&t instanceof Element&&
Re(n,t);let e=[...t.childNodes];for(e.forEach((s,i)=>{let o=n.childNodes[i];o?o.nodeName===s.nodeName?
se(o,s):n.replaceChild(s,o):n.appendChild(s)});n.childNodes.length>e.length;)n.lastChild?.remove()}function He(n,t){
t!==n.data&&(t.startsWith(n.data)?n.appendData(t.slice(n.data.length)):n.data=t)}function Re(n,t){for(let{
name:e,value:s}of t.attributes)n.getAttribute(e)!==s&&n.setAttribute(e,s)}var ie=({calls:n},t)=>n.map((e,s)=>Ie(e,s,()=>t(s)));function Ie({html:n,line:t,image:e,box:s},i,o){
let r=a("div",{});r.innerHTML=n;let l=e?a("img",{src:e,alt:s?"":t}):void 0,c=`${t}. Show where`,h=l&&
s?d(l,o,{title:c,"aria-label":c}):l;return a("div",{class:"cs-call cs-small","data-call":i},h,r)}function ne(n,t){for(let e of t.querySelectorAll("div.cs-code")){let s=e.querySelector("code")?.textContent?.
trimEnd()??"",i=a("div",{class:"cs-code-tools"},d("Copy",()=>P(n,s),{title:"Copy this code"}),e.hasAttribute(
"data-runs")?d("Insert as cell",()=>$(n,s,"code"),{title:"Put this code into a new cell, which you r\
un yourself"}):void 0);e.prepend(i)}}function re(n,t){for(let{number:e,sentence:s,label:i}of t)for(let o of n.children)if(oe(o,s,e)||oe(o,
i,e))break}function oe(n,t,e){let s=_e(n),i=s.map(({data:l})=>l).join(""),o=ze(i,t);if(!o)return!1;let r=0;
for(let l of s){let c=Math.max(o[0]-r,0),h=Math.min(o[1]-r,l.data.length);if(r+=l.data.length,c>=h)continue;
let p=c?l.splitText(c):l;h-c<p.data.length&&p.splitText(h-c);let f=a("span",{class:"cs-said","data-r\
egion":e});p.replaceWith(f),f.append(p)}return!0}function _e(n){let t=document.createTreeWalker(n,NodeFilter.
SHOW_TEXT),e=[];for(;t.nextNode();){let s=t.currentNode;s.parentElement?.closest("button, math, .cs-\
said")||e.push(s)}return e}function ze(n,t){let e=t.trim().split(/\s+/).map(i=>i.replace(/[.*+?^${}()|[\]\\]/g,
"\\$&")).join("\\s+"),s=e?new RegExp(`(?<!\\w)${e}(?!\\w)`,"i").exec(n):null;return s?[s.index,s.index+
s[0].length]:void 0}var G=class{element=a("article",{class:"cs-turn"});#t=new Map;#e;#s=!1;#i=new Set;#n=new X((t,e)=>this.#d(
t,e));constructor(t,e){this.panel=t,this.announce=e;for(let s of["pointerover","focusin"])this.element.
addEventListener(s,i=>this.#o(i));for(let s of["pointerleave","focusout"])this.element.addEventListener(
s,()=>this.light(void 0))}light(t){let{panel:e}=this,s=this.#e?.regions.find(o=>o.number===t),i=this.#e&&
s&&M(e.pictures,this.#e,s);e.stage.lights.showRegion(i?.id===e.active.id?s?.bounds:void 0),this.lightSentence(
s?.number)}lightSentence(t){for(let e of this.element.querySelectorAll("[data-region]"))e.classList.
toggle("cs-lit",e.getAttribute("data-region")===String(t))}#o(t){let e=b(t,"[data-call]");if(e)return this.#l(
Number(e.getAttribute("data-call")));let s=b(t,"[data-region]");this.light(s?Number(s.dataset.region):
void 0)}#l(t){let{panel:e}=this,s=this.#e&&gt(e.pictures,this.#e,t);e.stage.lights.showRegion(s?.picture.
id===e.active.id?s?.box:void 0)}#r(t){let{panel:e}=this,s=this.#e&&gt(e.pictures,this.#e,t);s&&s.picture.
id!==e.active.id&&e.showPicture(s.picture.id),this.#l(t)}draw(t){let e=Dt(t.status);this.element.className=
`cs-turn cs-${t.status}`,this.#a("question",[t.prompt,t.task,t.subject],()=>[je(t)]),this.#a("facts",
[t.captions,t.notes],()=>[...t.captions,...t.notes].map(ae)),this.#a("calls",t.calls,()=>ie(t,s=>this.#r(
s))),this.#a("status",[e,t.status==="thinking"],()=>[e?qe(e):void 0,t.status==="thinking"?Ke():void 0]),
this.#a("thinking",t.thinking,()=>[t.thinking?We(t.thinking):void 0]),this.#n.element.isConnected||this.
element.append(this.#n.element),this.#e=t,this.#n.draw(t.blocks,!S(t)),this.#a("verdicts",t.verdicts,
()=>[le(t.verdicts)]),this.#a("regions",t.regions,()=>[this.#p(t)]),this.#a("messages",[t.notice,t.problem,
t.footer],()=>[t.notice?a("p",{class:"cs-notice"},t.notice):void 0,t.problem?a("p",{class:"cs-proble\
m-text",role:"alert"},t.problem):void 0,t.footer?ae(t.footer):void 0,t.status==="failed"||t.status===
"stopped"?this.#c(t):void 0]),S(t)&&!this.#s&&(this.#s=!0,re(this.#n.element,t.regions))}#c(t){let{panel:e}=this;
return a("div",{class:"cs-second-try"},d("Retry",()=>e.composer.retry(t),{title:"Ask the same once m\
ore"}),d("Edit",()=>e.composer.edit(t),{title:"Put the question back to change it"}))}#h(t){let e=this.#e;
for(let s of t.querySelectorAll("[data-claim]")){let i=Number(s.getAttribute("data-claim")),o=e.claims[i];
if(!o)continue;let r=[o.verdict,o.data].filter(Boolean).join(": "),l=()=>this.panel.act({do:"prove",
id:e.id,claim:i}),c=o.query?d(s.textContent??"",l,{"aria-label":`${r}. Show it`,title:r}):a("span",{
role:"img","aria-label":r,title:r},s.textContent??"");c.className=s.className,s.replaceWith(c)}}#a(t,e,s){
let i=JSON.stringify(e),o=this.#t.get(t);o||(o={element:a("div",{}),digest:""},this.#t.set(t,o),this.
element.append(o.element)),i!==o.digest&&(o.digest=i,o.element.replaceChildren(...s().filter(r=>r!==
void 0)))}#d(t,e){this.#i.has(e)||this.announce?.(It(t)),this.#i.add(e),ne(this.panel,t),this.#h(t)}#p(t){
if(!t.regions.length)return;let e=t.regions.map(s=>this.#u(t,s));return a("div",{class:"cs-regions"},
...e)}#u(t,e){let{panel:s}=this,i=()=>{let r=M(s.pictures,t,e);r&&(r.id!==s.active.id&&s.showPicture(
r.id),s.stage.marks.askAboutRegion(e))},o=[e.sentence,e.data].filter(Boolean).join(" · ");return d(
`${e.number} ${e.label}`,i,{title:o,"data-region":e.number})}},qe=n=>a("p",{class:"cs-hint"},n),ae=n=>a(
"p",{class:"cs-small"},n);function le(n){let t=a("div");return t.innerHTML=n,t}function je({prompt:n,
task:t,subject:e}){if(!t)return a("div",{class:"cs-question"},n);let s=a("summary",{},a("span",{class:"\
cs-task"},t),e&&`: ${e}`);return a("details",{class:"cs-question"},s,n)}function We(n){return a("det\
ails",{class:"cs-small cs-thought"},a("summary",{},"What Claude thought"),le(n))}function Ke(){let n=a(
"span",{"aria-hidden":"true"}),t=a("p",{class:"cs-hint"},"Thinking… ",n),e=Date.now(),s=setInterval(
()=>{t.isConnected||clearInterval(s),n.textContent=Rt(e,Date.now())},1e3);return t}var Y=class{element=a("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation","ari\
a-live":"off",onscroll:()=>this.#l()});announcer=a("div",{class:"cs-visually-hidden","aria-live":"po\
lite","aria-relevant":"additions"});#t=new Map;#e=a("p",{class:"cs-hint"});#s=!0;#i=!1;constructor(t){
this.panel=t}draw(){let{element:t,panel:e}=this,s=e.turns.all;for(let[o,r]of this.#t)e.turns.get(o)||
(r.element.remove(),this.#t.delete(o));for(let{id:o}of s)this.#n(o);let i=e.composer.isOpen&&!e.turns.
open;this.#e.textContent=i?"Waiting for the kernel…":"Answers appear here.",i||!s.length?t.append(
this.#e):this.#e.remove(),t.setAttribute("aria-busy",String(e.composer.isOpen)),this.#r()}drawTurn(t){
this.#n(t),this.#r()}#n(t){let e=this.panel.turns.get(t);if(!e)return;let s=this.#t.get(t);if(!s){let i=S(
e)?void 0:o=>this.#o(o);i&&this.announcer.replaceChildren(),s=new G(this.panel,i),this.#t.set(t,s),this.
element.append(s.element)}s.draw(e)}lightSentence(t){let e=this.panel.turns.ended.findLast(({regions:s})=>s.
length);e&&this.#t.get(e.id)?.lightSentence(t)}#o(t){this.announcer.append(a("p",{},t))}#l(){this.#s=
Ht(this.element)}#r(){!this.#s||this.#i||(this.#i=!0,requestAnimationFrame(()=>{this.#i=!1,this.element.
scrollTop=this.element.scrollHeight}))}};var Z=class{method;methods=a("div",{class:"cs-ways"});element=a("details",{ontoggle:()=>this.request()},
a("summary",{},"How the picture is sent"),this.methods);constructor(t){this.panel=t}request(){let{picture:t,
messages:e}=this.panel;this.element.open&&t&&e.send({do:"ways",id:t.id})}draw(){let t=this.panel.model.
get("_ways");if(this.methods.replaceChildren(),!t.methods||t.picture!==this.panel.active.id)return;let e=u(
"method");this.methods.append(...t.methods.map(s=>this.#t(s,e)),a("p",{class:"cs-price"},`A question\
: ${t.price}`))}#t({method:t,possible:e,what:s},i){let o=this.method??this.panel.model.get("_about").
method,r=a("input",{type:"radio",name:i,checked:t===o,disabled:!e,onchange:()=>{this.method=t}});return a(
"label",{class:e?"cs-way":"cs-way cs-impossible"},r,a("strong",{},t),a("span",{class:"cs-way-what"},
s))}},V=class{files=a("div",{class:"cs-files"});element=a("details",{ontoggle:()=>this.element.open&&
this.panel.messages.send({do:"files"})},a("summary",{},"Uploaded files"),this.files);constructor(t){
this.panel=t}draw(){let t=this.panel.model.get("_files").map(s=>this.#t(s)),e=t.length?void 0:a("p",
{class:"cs-hint"},"Nothing is uploaded.");this.files.replaceChildren(...t,...e?[e]:[])}#t({id:t,name:e,
size:s,expires:i}){let o=()=>this.panel.act({do:"delete file",id:t}),r=Math.ceil(s/1e3).toLocaleString();
return a("div",{class:"cs-file"},a("span",{title:t},`${e} · ${r} kB · until ${i}`),d("Delete",o,{"\
aria-label":`Delete ${e}`}))}};var Ue=15e3,Fe="The kernel is not responding: it is busy, or it has stopped.",Xe="The kernel was res\
tarted, so this panel can only be read and copied. Run its cell again to go on.",Ge="A cell is runni\
ng: what needs the figure waits for its end.",Ye=new Set(["restarting","autorestarting","terminating",
"dead"]),Ze=n=>Ye.has(n),J=class{isLost=!1;alert=a("div",{class:"cs-alert",role:"alert"});busy=a("sp\
an",{class:"cs-busy",hidden:!0},Ge);#t;constructor(t,e,s){this.model=t,this.messages=e,this.onLoss=s}draw(){
this.busy.hidden=this.isLost||!this.model.get("_busy")}greet(){this.isLost||this.#t!==void 0||(this.#t=
setTimeout(()=>this.alert.replaceChildren(Fe),Ue),this.messages.send({do:"hello"}))}follow(t){let e=()=>{
clearTimeout(this.#t),this.#t=void 0,this.isLost||this.alert.replaceChildren()};this.messages.on("he\
llo",e,t),t.addEventListener("abort",()=>clearTimeout(this.#t)),this.#e(t),this.greet()}#e(t){let e=this.
model.widget_manager?.kernel?.statusChanged;if(typeof e?.connect!="function")return;let s=(i,o)=>{!Ze(
o)||this.isLost||(this.isLost=!0,clearTimeout(this.#t),this.alert.replaceChildren(Xe),this.draw(),this.
onLoss())};e.connect(s),t.addEventListener("abort",()=>e.disconnect(s))}};var Ve=24,Q=class{id=u("add");variables=a("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=d("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=a("div",{class:"cs-add",id:this.id,hidden:!0});constructor(t){
this.panel=t;let s=a("div",{class:"cs-add-row"},this.#e(),this.#s(),a("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(t){this.
element.hidden=!t,this.toggle.setAttribute("aria-expanded",String(t)),this.requestThumbnails()}close(){
this.setOpen(!1),this.toggle.focus()}requestThumbnails(){if(this.element.hidden)return;let t=this.panel.
model.get("_variables").map(({name:e})=>e);this.panel.messages.send({do:"thumbnails",names:t.slice(0,
Ve)})}draw(){let t=this.panel.model.get("_variables");this.variables.replaceChildren(...t.map(e=>this.#t(
e))),!t.length&&this.variables.append(a("p",{class:"cs-hint"},"No variable holds a picture yet."))}#t({
name:t,kind:e}){let s=this.panel.messages.url(bt(t)),i=s?a("img",{src:s,alt:""}):a("span",{class:"cs\
-no-picture"}),o=()=>this.panel.act({do:"add variable",name:t}),r=a("span",{},a("strong",{},t),` ${e}`);
return a("button",{type:"button",class:"cs-variable",onclick:o},i,r)}#e(){let t=a("input",{type:"fil\
e",accept:"image/*,.heic,.heif,.svg,.pdf",multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.
panel.transfers.send([...t.files??[]]),t.value=""}});return a("label",{class:"cs-file-button"},t,"Ch\
oose a file")}#s(){let t=a("input",{type:"url",placeholder:"https://…","aria-label":"Address"});return a(
"form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),t.value&&this.panel.act({do:"add url",url:t.value}),
t.value=""}},t,a("button",{},"Open"))}};var xt=320,yt=2e3,vt=360,ce=24,he=n=>g(Math.round(n),xt,yt);function kt(n,t){let e=Math.max(t-vt,Math.
min(t,vt));return g(Math.round(n),Math.min(vt,e),e)}function de(n,t){let[e,s]=t==="height"?["ArrowDo\
wn","ArrowUp"]:["ArrowLeft","ArrowRight"];return n===e?ce:n===s?-ce:null}var Je=()=>"showPopover"in HTMLElement.prototype,tt=class{view="cell";#t;#e;#s;id=u("panel");sideButton=this.#r(
"side","Beside","Open beside the notebook");fullButton=this.#r("full","Full screen","Take all of the\
 screen; Escape ends it");heightHandle=this.#c("height","Height of the panel","horizontal");widthHandle=this.#c(
"width","Width of the panel","vertical");style=a("style");placeholder=a("p",{class:"cs-placeholder",
hidden:!0},"The panel is open beside the notebook. ",d("Bring it back",()=>this.show("cell")));constructor(t){
this.onChange=t,this.sideButton.hidden=!Je()||window!==window.parent,this.fullButton.hidden=!document.
fullscreenEnabled&&this.sideButton.hidden}adopt(t){this.root=t,t.id=this.id,t.dataset.view=this.view,
t.append(this.heightHandle,this.widthHandle)}async show(t){let{root:e}=this;e&&(this.#s?.abort(),this.#s=
new AbortController,document.fullscreenElement===e&&t!=="full"&&await document.exitFullscreen(),e.popover&&
(e.hidePopover(),e.popover=null),this.view=t,e.dataset.view=t,this.sideButton.setAttribute("aria-pre\
ssed",String(t==="side")),this.fullButton.setAttribute("aria-pressed",String(t==="full")),this.placeholder.
hidden=t!=="side",t==="full"&&await this.#i(e,this.#s.signal),t==="side"&&this.#n(e,this.#s.signal),
this.#o())}async#i(t,e){try{await t.requestFullscreen()}catch{pe(t);return}let s=()=>document.fullscreenElement!==
t&&this.show("cell");t.addEventListener("fullscreenchange",s,{signal:e})}#n(t,e){pe(t),addEventListener(
"resize",()=>this.#o(),{signal:e})}#o(){let{root:t,view:e}=this;if(!t)return;t.classList.toggle("cs-\
sized",e!=="cell"||this.#t!==void 0);let{top:s,right:i,height:o,width:r}=this.#l(),l=kt(this.#e??r/2,
r);Object.assign(t.style,{height:e==="cell"&&this.#t?`${this.#t}px`:"",...e==="side"?{top:`${s}px`,right:`${innerWidth-
i}px`,width:`${l}px`,height:`${o}px`}:{top:"",right:"",width:""}}),this.style.textContent=e==="side"?
Qe(this.id,l):"",this.heightHandle.setAttribute("aria-valuenow",String(Math.round(t.clientHeight))),
this.widthHandle.setAttribute("aria-valuenow",String(l)),this.widthHandle.setAttribute("aria-valuema\
x",String(kt(r,r))),this.onChange()}#l(){return this.root?.parentElement?.closest(".jp-NotebookPanel")?.
getBoundingClientRect()??new DOMRect(0,0,innerWidth,innerHeight)}#r(t,e,s){let i=a("span",{class:`cs\
-icon cs-icon-${t}`,"aria-hidden":"true"}),o=d(i,()=>this.show(this.view===t?"cell":t),{class:"cs-vi\
ew","aria-label":e,"aria-pressed":"false",title:s});return o.append(a("span",{class:"cs-wide-only","\
aria-hidden":"true"},e)),o}#c(t,e,s){let[i,o]=t==="height"?[xt,yt]:[0,innerWidth];return a("div",{class:`\
cs-resizer cs-resizer-${t}`,role:"separator",tabindex:"0","aria-label":e,"aria-orientation":s,"aria-\
valuemin":String(i),"aria-valuemax":String(o),"aria-valuenow":String(i),title:"Drag, or use the arro\
w keys; a double click undoes it",onpointerdown:r=>this.#h(t,r),ondblclick:()=>this.#d(t,void 0),onkeydown:r=>{
let l=de(r.key,t);l!==null&&(r.preventDefault(),this.#d(t,this.#a(t)+l))}})}#h(t,{target:e,pointerId:s,
clientX:i,clientY:o}){let r=e,l=this.#a(t),c=new AbortController,{signal:h}=c;r.setPointerCapture(s);
let p=f=>this.#d(t,l+(t==="height"?f.clientY-o:i-f.clientX));r.addEventListener("pointermove",p,{signal:h}),
r.addEventListener("lostpointercapture",()=>c.abort(),{signal:h})}#a(t){let{height:e=0,width:s=0}=this.
root?.getBoundingClientRect()??{};return t==="height"?e:s}#d(t,e){t==="height"?this.#t=e&&he(e):this.#e=
e,this.#o()}};function pe(n){n.popover="manual",n.showPopover()}var Qe=(n,t)=>`.jp-NotebookPanel:has\
(#${n}) .jp-Notebook { padding-right: ${t}px !important; }
  body:has(#${n}):not(:has(.jp-NotebookPanel)) { padding-right: ${t}px !important; }`;var ts=7,es=5e3,St=14,Et=class{#t;#e="";#s=0;constructor(t,e=()=>performance.now()){this.send=t,this.
now=e}request(t){this.#e&&this.now()-this.#s<es?this.#t=t:this.#i(t)}cancel(){this.#t=void 0,this.#e=
""}receive(t){if(t!==this.#e)return!1;this.#e="";let e=this.#t;return this.#t=void 0,e!==void 0&&this.#i(
e),!0}#i(t){this.#e=u("hover"),this.#s=this.now(),this.send(t,this.#e)}},et=class{reasons=new Map;label=a(
"div",{class:"cs-hover-label","aria-hidden":"true",hidden:!0});outline=a("div",{class:"cs-hover-outl\
ine","aria-hidden":"true",hidden:!0});#t;#e=-1;constructor(t,e){this.panel=t,this.stage=e,this.#t=new Et(
({id:s,point:[i,o]},r)=>{let l=e.toPictureLength(ts);t.messages.send({do:"hover",id:s,x:i,y:o,reach:l,
key:r})}),e.layer.append(this.outline,this.label),e.layer.addEventListener("pointermove",s=>this.#s(
s)),e.layer.addEventListener("pointerleave",()=>this.hide()),e.layer.addEventListener("pointerdown",
()=>this.hide())}hide(){this.#t.cancel(),this.label.hidden=this.outline.hidden=!0}receive({id:t,key:e,
mark:s,reason:i,hasMarks:o}){if(!this.#t.receive(e))return;let{picture:r}=this.panel;!o&&this.reasons.
get(t)!==i?(this.reasons.set(t,i),this.stage.marks.drawAboutLine()):o&&this.reasons.delete(t)&&this.
stage.marks.drawAboutLine();let l=s!==null&&m(r)&&r.id===t;this.label.hidden=this.outline.hidden=!l,
l&&(this.label.textContent=s.text,Object.assign(this.outline.style,y(s.box,r.original)))}#s(t){let{picture:e,
kernel:s}=this.panel,i=t.pointerType!=="touch"&&t.buttons===0,o=b(t,".cs-region")!==null;if(!m(e)||!e.
live||!i||o||s.isLost){this.hide();return}if(this.#i(t),this.reasons.has(e.id)&&this.#e===e.version)
return;this.#e=e.version;let r=this.stage.pointOf(t,e);this.#t.request({id:e.id,point:r})}#i({clientX:t,
clientY:e}){let{left:s,top:i,width:o}=this.stage.layer.getBoundingClientRect(),[r,l]=[t-s,e-i],c=r>o/
2;this.label.style.left=c?"":`${r+St}px`,this.label.style.right=c?`${o-r+St}px`:"",this.label.style.
top=`${l+St}px`}};var st=class{#t=a("div",{});#e=a("div",{});element=a("div",{class:"cs-lights","aria-hidden":"true"},
this.#t,this.#e);#s="";constructor(t){this.panel=t}draw(){this.#e.replaceChildren(),this.panel.active.
id!==this.#s&&this.#t.replaceChildren()}showProof(t,e){this.#s=t,t&&this.panel.active.id!==t&&this.panel.
showPicture(t),this.#i(this.#t,e,"cs-light cs-proof")}showRegion(t){this.#i(this.#e,t?[t]:[],"cs-lig\
ht")}#i(t,e,s){let{picture:i}=this.panel;if(t.replaceChildren(),!!m(i))for(let o of e){let r=a("div",
{class:s});Object.assign(r.style,y(R(o,i.original),i.original)),t.append(r)}}};var ue="http://www.w3.org/2000/svg";function ss({box:[n,t,e,s],points:i=[]}){let o=(r,l,c)=>c>l?((r-
l)/(c-l)*100).toFixed(2):"50";return i.map(([r,l])=>`${o(r,n,e)},${o(l,t,s)}`).join(" ")}function it(n,t){
if(!t.points)return;let e=n.querySelector("polygon");if(!e){let s=document.createElementNS(ue,"svg");
s.setAttribute("viewBox","0 0 100 100"),s.setAttribute("preserveAspectRatio","none"),e=document.createElementNS(
ue,"polygon"),s.append(e),n.append(s)}e.setAttribute("points",ss(t))}var is=n=>n.map(({kind:t,box:e,points:s})=>({kind:t??"box",box:e,points:s})),nt=class{areRegionsHidden=!1;data=a(
"input",{type:"checkbox"});dataLabel=a("label",{title:"Send the values that lie in the selection wit\
h the question"},this.data,"with data");#t="";#e="";constructor(t){this.panel=t}get isSent(){return this.
data.checked&&this.#s.length>0&&!!this.panel.picture?.live}get#s(){return this.panel.boxes.onPicture(
this.panel.active.id)}send(){let{picture:t,messages:e,kernel:s}=this.panel;if(!m(t)||!t.live||s.isLost)
return;let i=is(this.#s),o=JSON.stringify([t.id,t.version,i]);o===this.#t||this.#t===""&&!i.length||
(this.#t=o,this.#e=u("selection"),e.send({do:"select",id:t.id,areas:i,key:this.#e}))}receive({id:t,key:e,
counts:s}){e!==this.#e||t!==this.panel.active.id||(this.#s.forEach((i,o)=>{i.count=s[o]}),this.panel.
stage.marks.drawAboutLine())}createTools(t){let{panel:e}=this,{id:s}=e.active,i=this.#s,o=l=>()=>{l(),
e.stage.marks.select(e.boxes.selectedKey),e.stage.viewport.focus({preventScroll:!0})},r=[];return i.
length&&e.picture?.live&&r.push(this.dataLabel),i.length===2&&r.push(d("Compare these two",()=>e.composer.
askAboutParts(i.map(l=>l.box)))),i.length>1&&s!==null&&r.push(d("Clear all",o(()=>e.boxes.clear(s)))),
s!==null&&e.boxes.canUndo(s)&&r.push(d("Undo",o(()=>e.boxes.undo(s)),{title:"Undo the last change of\
 the boxes"})),t&&r.push(d(this.areRegionsHidden?"Show regions":"Hide regions",()=>{this.areRegionsHidden=
!this.areRegionsHidden,e.stage.marks.draw()})),r}};var ns="Drag to draw a box; click a mark to name it, double-click to ask.",os="A picture has no mark\
s: drag to draw a box and ask about a part.",ot=class{#t;constructor(t,e){this.panel=t,this.stage=e,
this.element=a("div",{class:"cs-marks"}),this.aboutLine=a("div",{class:"cs-about"}),this.selection=new nt(
t),this.#t=!1}draw(){let{element:t,panel:e}=this,{activeElement:s}=document,i=s instanceof HTMLElement&&
t.contains(s)?s.dataset.key:void 0;t.replaceChildren();let{picture:o}=e;if(!m(o))return;let r=Qt(e.turns.
ended,o);if(this.#t=r.length>0,!this.selection.areRegionsHidden)for(let l of r)t.append(this.#i(o,l));
e.boxes.onPicture(o.id).forEach((l,c)=>{t.append(this.#e(o,l,c+1))}),i&&this.elementOf(i)?.focus(),this.
drawAboutLine(),this.selection.send()}drawAboutLine(){let{panel:t,aboutLine:e}=this,{picture:s,selectedBox:i}=t;
if(e.replaceChildren(),!!m(s)){if(!i){let r=this.stage.hover?.reasons.get(s.id)??(s.live?ns:os);e.append(
a("span",{class:"cs-hint"},`About the whole picture. ${r}`)),e.append(...this.selection.createTools(
this.#t));return}e.append(a("span",{class:"cs-chip"},_(i)),d("About the whole",()=>this.select(null)),
d("Delete box",()=>this.removeBox(i))),s.live&&!i.label&&e.append(d("Name the mark",()=>this.stage.pointer.
requestMarkInBox(i))),e.append(...this.selection.createTools(this.#t))}}elementOf(t){return this.element.
querySelector(`[data-key="${t}"]`)}select(t){let{panel:e}=this;e.boxes.selectedKey=t,this.draw(),e.composer.
drawSubject();let{picture:s,selectedBox:i}=e;s?.live&&i&&!i.label&&e.messages.send({do:"where",id:s.
id,key:i.key,box:i.box})}focusBox(t){this.select(t),this.elementOf(t)?.focus({preventScroll:!0})}addBox(t,e,s={}){
let{picture:i,boxes:o}=this.panel;if(!m(i))return;let r={key:u("box"),box:qt(t,i.original),label:e,...s};
return o.add(i.id,r),this.select(r.key),r}addBoxInMiddle(){let{picture:t}=this.panel,e=m(t)&&this.addBox(
Wt(t.original));e&&this.focusBox(e.key)}selectOrAdd(t,e){let{boxes:s,active:i}=this.panel,o=s.withLabel(
i.id,t);o?this.select(o.key):this.addBox(e,t)}removeBox({key:t}){let{boxes:e,active:s}=this.panel;s.
id!==null&&e.remove(s.id,t),this.select(null),this.stage.viewport.focus()}receiveWhere({id:t,key:e,where:s}){
let i=this.panel.boxes.onPicture(t).find(o=>o.key===e);i&&(i.where=s),this.drawAboutLine(),i&&this.elementOf(
e)===document.activeElement&&this.panel.announce(_(i))}askAboutRegion({label:t,bounds:e}){let{picture:s,
composer:i}=this.panel;m(s)&&this.selectOrAdd(t,R(e,s.original)),i.suggest(`Tell me more about: ${t}`)}#e(t,e,s){
let{boxes:i}=this.panel,o=e.key===i.selectedKey,r=e.label?`Box ${s}: ${e.label}`:`Box ${s}`,c=`${E(e)?
"Arrow keys move it, Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,h=a("div",
{class:e.kind?`cs-box cs-${e.kind}`:"cs-box",role:"button",tabindex:"0","aria-pressed":String(o),"ar\
ia-label":`${r}. ${c}`,onkeydown:p=>this.#s(e,t,p),onfocus:()=>i.selectedKey!==e.key&&this.select(e.
key)});h.dataset.key=e.key;for(let p of E(e)?_t:[]){let f=a("span",{class:`cs-handle cs-${p}`});f.dataset.
corner=p,h.append(f)}return Object.assign(h.style,y(e.box,t.original)),it(h,e),h}#s(t,e,s){let{key:i}=s,
o=Xt(t.box,s,e.original);if(i==="Delete"||i==="Backspace")this.removeBox(t);else if(i==="Enter")this.
panel.composer.focus();else if(i==="Escape")this.stage.viewport.focus();else if(o&&t.label!==void 0)
this.panel.announce("A named mark stays there.");else if(o&&!E(t))this.panel.announce(`A ${t.kind} s\
tays there.`);else if(o)this.panel.boxes.remember(e.id),t.box=o,this.select(t.key),this.panel.announce(
_(t));else return;s.preventDefault()}#i(t,e){let{bounds:s,label:i,number:o,sentence:r}=e,[l,c]=s,[h,
p]=t.original,f=a("span",{class:"cs-number"},String(o)),w=d(f,()=>this.askAboutRegion(e),{class:Kt(s)?
"cs-region cs-point":"cs-region","aria-label":`Region ${o}, ${i}: ${r}`});w.dataset.key=`region-${o}`;
let v=a("span",{class:"cs-tip","aria-hidden":"true"});return v.append(a("strong",{},i),` ${r}`),v.classList.
toggle("cs-below",c/p<.3),v.classList.toggle("cs-to-left",l/h>.5),w.classList.toggle("cs-at-top",c/p<
.05),w.append(v),Object.assign(w.style,y(s,t.original)),w}};var me=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"range",label:"Rang\
e",title:"Drag to select a range of x, whatever the height"},{name:"lasso",label:"Lasso",title:"Drag\
 around the marks to select"},{name:"move",label:"Move",title:"Drag to move the picture, also over a\
 box"}],rt=class{value=me[0].name;element=a("fieldset",{class:"cs-modes"});constructor(t,e){this.onChange=
t,this.onTouch=e;let s=u("mode");this.element.append(a("legend",{class:"cs-visually-hidden"},"A drag\
 on the picture"),...me.map(i=>this.#t(i,s)))}select(t){this.value=t;for(let e of this.element.querySelectorAll(
"input"))e.checked=e.value===t;this.onChange(t)}#t({name:t,label:e,title:s},i){let o=a("input",{type:"\
radio",name:i,value:t,checked:t===this.value,onchange:()=>this.select(t),onclick:r=>{r.pointerType===
"touch"&&t!=="move"&&this.onTouch()}});return a("label",{class:"cs-mode",title:s},o,e)}};function ge(n,{getZoom:t,zoomTo:e}){let s=0,i=1;n.addEventListener("touchstart",o=>{o.touches.length===
2&&(o.preventDefault(),s=fe(o.touches),i=t())},{passive:!1}),n.addEventListener("touchmove",o=>{let{
touches:r}=o;r.length!==2||!s||(o.preventDefault(),e(i*fe(r)/s,rs(r)))},{passive:!1})}var fe=([n,t])=>Math.
hypot(n.clientX-t.clientX,n.clientY-t.clientY),rs=([n,t])=>[(n.clientX+t.clientX)/2,(n.clientY+t.clientY)/
2];var as=4,at=class{constructor(t){this.press=t,this.isClick=!0,this.points=[t.point]}move(t,e){let{press:s}=this,
i=[t[0]-s.page[0],t[1]-s.page[1]];if(this.isClick&&Math.hypot(...i)<as||(this.isClick=!1,s.mode==="s\
croll"))return null;if(s.mode==="move")return{kind:"pan",by:i};if(s.box)return{kind:"box",box:this.#t(
e)};if(s.mode==="range"){let[[o],[r]]=[s.point,e];return{kind:"box",box:A([o,0],[r,s.size[1]])}}return s.
mode!=="lasso"?{kind:"box",box:A(s.point,e)}:(this.points=[...this.points,e],{kind:"box",box:zt(this.
points),points:this.points})}#t(t){let{press:e}=this;if(!e.box)return A(e.point,t);let s=[t[0]-e.point[0],
t[1]-e.point[1]];return e.corner?H(e.box,e.corner,s,e.size):D(e.box,s,e.size)}};var be=7,ls=20,cs='.cs-box[aria-pressed="true"]:has(.cs-handle)',lt=class{#t="";#e=be;constructor(t,e){
this.panel=t,this.stage=e,e.layer.addEventListener("pointerdown",s=>this.#i(s)),e.layer.addEventListener(
"dblclick",s=>this.#c(s))}requestMarkInBox({box:t}){let{picture:e}=this.panel;m(e)&&this.#s(e,jt(t))}receiveMark({
id:t,key:e,mark:s,reason:i,ask:o}){let{panel:r,stage:l}=this;if(!(t!==r.active.id||e!==this.#t)){if(!s){
this.#h(),r.announce(i);return}l.marks.selectOrAdd(s.text,s.box),r.composer.suggest(`What does this ${s.
text} tell?`),r.announce(s.text),o&&r.composer.askTyped()}}#s({id:t},[e,s],i=!1){this.#t=u("mark");let o=this.
stage.toPictureLength(this.#e);this.panel.act({do:"mark",id:t,x:e,y:s,reach:o,ask:i,key:this.#t})}#i(t){
let{panel:e,stage:s}=this,{picture:i}=e;if(s.viewport.focus({preventScroll:!0}),!m(i)||t.button!==0||
b(t,".cs-region"))return;this.#e=t.pointerType==="touch"?ls:be;let o=b(t,".cs-box"),r=e.boxes.onPicture(
i.id).find(({key:p})=>p===o?.dataset.key),c=t.pointerType==="touch"&&!s.isTouchDrawing&&!b(t,cs),h=new at(
{page:[t.clientX,t.clientY],point:s.pointOf(t,i),size:i.original,mode:c?"scroll":s.modes.value,box:r&&
E(r)?r.box:void 0,corner:b(t,"[data-corner]")?.dataset.corner});this.#n(h,i,r),t.preventDefault()}#n(t,e,s){
let{marks:i,viewport:o}=this.stage,r=t.press.box&&s,l=[o.scrollLeft,o.scrollTop],c=new AbortController,
h=0,p=!1,f=(k,x=void 0)=>{let{mode:ut}=t.press,Ee=ut==="range"||ut==="lasso"?{kind:ut}:{};if(!p&&r&&
this.panel.boxes.remember(e.id),p=!0,r??=i.addBox(k,void 0,Ee),!r)return;Object.assign(r,{box:k,points:x});
let mt=i.elementOf(r.key);cancelAnimationFrame(h),h=requestAnimationFrame(()=>{mt&&(Object.assign(mt.
style,y(k,e.original)),it(mt,{box:k,points:x}))})},w=k=>{let x=t.move([k.clientX,k.clientY],this.stage.
pointOf(k,e));x?.kind==="box"&&f(x.box,x.points),x?.kind==="pan"&&(o.scrollLeft=l[0]-x.by[0],o.scrollTop=
l[1]-x.by[1])},v=()=>{c.abort(),cancelAnimationFrame(h)},{signal:T}=c,Se=()=>{v(),t.isClick?this.#l(
e,s,t.press.point):r&&t.press.mode!=="move"&&this.#o(r)};addEventListener("pointermove",w,{signal:T}),
addEventListener("pointerup",Se,{signal:T}),addEventListener("pointercancel",v,{signal:T})}#o(t){this.
stage.setTouchDrawing(!1);let{marks:e}=this.stage;Ut(t.box)?e.removeBox(t):e.focusBox(t.key)}#l(t,e,s){
let i=!e||this.panel.boxes.selectedKey===e.key;e&&this.stage.marks.focusBox(e.key),i&&this.#r(t,s)}#r(t,e){
t.live?this.#s(t,e):this.#h()}#c(t){let{picture:e}=this.panel;!m(e)||!e.live||this.stage.modes.value===
"move"||b(t,".cs-region")||this.#s(e,this.stage.pointOf(t,e),!0)}#h(){this.stage.marks.select(null),
this.panel.hasFocus&&this.stage.viewport.focus({preventScroll:!0})}};var L=1.25,Tt=1.1,hs=.05,ds=16,ps=1.5,we=n=>g(n,hs,ds);function ve(n,t){return Math.min(t.width/n.width,
t.height/n.height,ps)}function Ct({scroll:n,place:t,content:e}){return(n+t)/(e||1)}function At(n,{place:t,
content:e}){return n*e-t}var xe=n=>`${Math.round(n*100)} %`;var us=480,ct=class{zoom=1;isWhole=!0;image=a("img",{class:"cs-image",draggable:!1});note=a("p",{class:"\
cs-note"});caption=a("div",{class:"cs-caption"});zoomLabel=a("span",{class:"cs-zoom"});modes=new rt(
()=>this.#n(),()=>this.setTouchDrawing(!0));actualSizeButton=d("Actual size",()=>this.#o(),{title:"A\
s Claude receives it: one pixel of the picture sent for each pixel here"});touchHint=a("p",{class:"c\
s-hint",hidden:!0},"Draw with one finger.");redrawButton=d("Redraw",()=>this.#i(),{title:"Draw the f\
igure again in its current state"});constructor(t){this.panel=t,this.id=u("stage"),this.marks=new ot(
t,this),this.lights=new st(t);let{lights:e,marks:s}=this;this.layer=a("div",{class:"cs-layer"},this.
image,e.element,s.element),this.viewport=a("div",{class:"cs-viewport",tabindex:"0",role:"group","ari\
a-label":"Picture"},this.layer,this.note),this.tools=this.#s(),this.pointer=new lt(t,this),this.hover=
new et(t,this),this.element=a("div",{class:"cs-stage",id:this.id,role:"tabpanel"},this.tools,this.touchHint,
this.viewport,this.caption,this.marks.aboutLine),this.#n(),this.viewport.addEventListener("keydown",
i=>this.#l(i)),this.viewport.addEventListener("wheel",i=>this.#r(i),{passive:!1}),ge(this.viewport,{
getZoom:()=>this.zoom,zoomTo:(i,o)=>this.zoomTo(i,o)})}draw(){let{panel:t,layer:e,note:s,image:i,viewport:o}=this,
{picture:r}=t,l=m(r)?r:void 0;e.hidden=this.tools.hidden=!l,s.textContent=r?r.note:"Drop, paste or c\
hoose a picture.",s.hidden=!s.textContent,this.redrawButton.hidden=!r?.live,this.caption.textContent=
l?Jt(l):"",i.alt=r?.name??"",this.#t(r),o.setAttribute("aria-label",r?`Picture: ${r.name}`:"No pictu\
re"),this.element.setAttribute("aria-labelledby",r?this.tabId(r):""),this.fit(),this.marks.draw(),this.
lights.draw()}tabId({id:t}){return`${this.id}-${t}`}fit(t=!1){let{viewport:e}=this,{picture:s}=this.
panel;if(!m(s)||!(t||this.isWhole)||!e.clientWidth)return;let{maxHeight:i}=getComputedStyle(e),r=i===
"none"&&e.closest(".cs-sized")!==null?e.offsetHeight:Number.parseFloat(i)||us,l={width:e.clientWidth,
height:r-2};this.#e(s,ve(s,l),!0)}zoomTo(t,e){let{picture:s}=this.panel;m(s)&&this.#e(s,t,!1,e)}setTouchDrawing(t){
this.viewport.classList.toggle("cs-touch-drawing",t),this.touchHint.hidden=!t}get isTouchDrawing(){return this.
viewport.classList.contains("cs-touch-drawing")}pointOf({clientX:t,clientY:e},s){let i=this.layer.getBoundingClientRect();
return Ft([t,e],i,s.original)}toPictureLength(t){let{picture:e}=this.panel,s=this.layer.getBoundingClientRect().
width;return m(e)&&s?t*e.original[0]/s:t}#t(t){let e=t&&this.panel.messages.url(O(t));e&&this.image.
src!==e?this.image.src=e:e||this.image.removeAttribute("src")}#e(t,e,s,i){let{viewport:o,layer:r}=this,
{left:l,top:c}=o.getBoundingClientRect(),h=i?i[0]-l:o.clientWidth/2,p=i?i[1]-c:o.clientHeight/2,f=()=>({
place:h,content:r.offsetWidth}),w=()=>({place:p,content:r.offsetHeight}),v=Ct({scroll:o.scrollLeft,...f()}),
T=Ct({scroll:o.scrollTop,...w()});this.zoom=we(e),this.isWhole=s,r.style.width=`${t.width*this.zoom}\
px`,r.style.height=`${t.height*this.zoom}px`,o.scrollLeft=At(v,f()),o.scrollTop=At(T,w()),this.zoomLabel.
textContent=xe(this.zoom),this.actualSizeButton.setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){
let t=()=>this.zoomTo(this.zoom*L),e=()=>this.zoomTo(this.zoom/L);return a("div",{class:"cs-tools",role:"\
toolbar","aria-label":"Picture tools"},this.modes.element,d("−",e,{"aria-label":"Zoom out"}),this.
zoomLabel,d("+",t,{"aria-label":"Zoom in"}),d("Fit",()=>this.fit(!0)),this.actualSizeButton,d("Add b\
ox",()=>this.marks.addBoxInMiddle(),{title:"Add a box in the middle; move it with the arrow keys"}),
this.redrawButton)}#i(){let{active:t}=this.panel;t.id!==null&&this.panel.act({do:"redraw",id:t.id})}#n(){
this.viewport.dataset.mode=this.modes.value}#o(){this.actualSizeButton.getAttribute("aria-pressed")===
"true"?this.fit(!0):this.zoomTo(1)}#l(t){if(t.target!==this.viewport||t.ctrlKey||t.metaKey)return;let{
key:e}=t;if(e==="+"||e==="=")this.zoomTo(this.zoom*L);else if(e==="-")this.zoomTo(this.zoom/L);else if(e===
"0")this.fit(!0);else if(e==="b")this.marks.addBoxInMiddle();else return;t.preventDefault()}#r(t){if(!t.
ctrlKey)return;t.preventDefault();let e=t.deltaY<0?this.zoom*Tt:this.zoom/Tt;this.zoomTo(e,[t.clientX,
t.clientY])}};var ht=class{constructor(t){this.panel=t,this.element=a("div",{class:"cs-tabs",role:"tablist","aria-\
label":"Pictures"})}draw(){let{panel:t,element:e}=this,s=e.contains(document.activeElement);e.replaceChildren(
...t.pictures.map(i=>this.#t(i))),s&&this.#s();for(let i of t.pictures)m(i)&&t.messages.requestPixels(
i)}#t(t){let{panel:e}=this,s=t.id===e.active.id,i=()=>e.act({do:"remove",id:t.id}),o=a("button",{type:"\
button",role:"tab",class:"cs-tab",id:e.stage.tabId(t),"aria-selected":String(s),"aria-controls":e.stage.
id,tabindex:s?"0":"-1",title:`${t.name} (Delete closes it)`,onclick:()=>e.showPicture(t.id),onkeydown:l=>this.#e(
l,i)},t.name),r=a("span",{class:"cs-tab-close",title:"Close",onclick:i},"×");return r.setAttribute(
"aria-hidden","true"),a("span",{class:"cs-tab-place",role:"presentation"},o,r)}#e({key:t},e){if(t===
"Delete"&&e(),t!=="ArrowRight"&&t!=="ArrowLeft")return;let{pictures:s,active:i}=this.panel,o=t==="Ar\
rowRight"?1:-1;this.panel.showPicture(Vt(s,i.id,o).id),this.#s()}#s(){this.element.querySelector("[a\
ria-selected=true]")?.focus()}};async function ye(n,t,e,{pieceSize:s,signal:i,onProgress:o}){await n.sendAndWait({do:"begin file",key:t,
name:Lt(e),size:e.size});for(let r=0;r<e.size;r+=s){if(i.aborted){n.send({do:"forget file",key:t});return}
let l=await e.slice(r,r+s).arrayBuffer(),c=await n.sendAndWait({do:"piece",key:t,at:r},[l]);o(c/e.size)}}
var Lt=n=>n.name||"pasted picture",ke=n=>[...n??[]].filter(({type:t})=>t.startsWith("image/"));var dt=class{element=a("div");constructor(t){this.panel=t}receiveOn(t){t.addEventListener("dragover",
e=>{e.dataTransfer?.types.includes("Files")&&(Pt(e),t.classList.add("cs-dropping"))}),t.addEventListener(
"dragleave",e=>{t.contains(e.relatedTarget)||t.classList.remove("cs-dropping")}),t.addEventListener(
"drop",e=>{Pt(e),t.classList.remove("cs-dropping"),this.send([...e.dataTransfer?.files??[]])}),t.addEventListener(
"paste",e=>{let s=ke(e.clipboardData?.files);s.length&&(Pt(e),this.send(s))})}async send(t){this.panel.
showProblem("");for(let e of t)await this.#t(e)}async#t(t){let{messages:e,model:s}=this.panel,i=Lt(t),
o=new AbortController,r=a("progress",{max:1,value:0,"aria-label":`Sending ${i}`}),l=d("Cancel",()=>o.
abort()),c=a("div",{class:"cs-progress"},a("span",{},i),r,l);this.element.append(c);try{await ye(e,`${Date.
now()}-${u("file")}`,t,{pieceSize:s.get("_about").piece,signal:o.signal,onProgress:h=>{r.value=h}})}catch(h){
h instanceof C||this.panel.showProblem(`${i}: ${h.message}`)}finally{c.remove()}}};function Pt(n){n.
preventDefault(),n.stopPropagation()}var pt=class{active=new j;boxes=new I;status=a("div",{class:"cs-visually-hidden",role:"status"});problem=a(
"div",{class:"cs-problem",role:"alert"});style=a("style");room=new tt(()=>this.stage.fit());#t;#e=new Set;constructor(t,e){
this.model=t,this.messages=e,this.kernel=new J(t,e,()=>this.#o()),this.stage=new ct(this),this.delivery=
new Z(this),this.uploads=new V(this),this.conversation=new Y(this),this.composer=new F(this),this.tabs=
new ht(this),this.picker=new Q(this),this.transfers=new dt(this),this.element=this.#s(),this.transfers.
receiveOn(this.element);let s=i=>{let o=b(i,".cs-region")?.dataset.key;this.conversation.lightSentence(
o?Number(o.replace("region-","")):void 0)};for(let i of["pointerover","focusin"])this.stage.layer.addEventListener(
i,s);this.stage.layer.addEventListener("pointerleave",()=>this.conversation.lightSentence(void 0))}get pictures(){
return this.model.get("_pictures")}get picture(){return this.pictures.find(({id:t})=>t===this.active.
id)}get hasFocus(){let t=this.element.getRootNode();return this.element.contains(t.activeElement)}get selectedBox(){
return this.boxes.selectedOn(this.active.id)}get elements(){return[this.element,this.room.placeholder,
this.style,this.room.style]}connect(){let t=new AbortController;this.#h(t.signal),this.#d(t.signal);
let e=new ResizeObserver(()=>this.stage.fit());return e.observe(this.stage.viewport),()=>{t.abort(),
e.disconnect();for(let s of this.elements)s.remove()}}showPicture(t){this.active.id=t,this.boxes.selectedKey=
null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let t=this.active.update(this.pictures);this.
tabs.draw(),this.pictures.length?t&&this.picker.setOpen(!1):this.picker.setOpen(!0),this.#c(),this.composer.
drawSubject()}get turns(){return this.messages.turns}drawConversation(){this.composer.draw(),this.conversation.
draw(),this.#n(),this.stage.marks.draw()}act(t){this.showProblem(""),this.messages.send(t),this.kernel.
greet()}announce(t){this.status.textContent=t}showProblem(t,e=!0){if(this.problem.classList.toggle("\
cs-news",!e),this.problem.replaceChildren(),!t)return;let s=d("×",()=>this.showProblem(""),{"aria-l\
abel":"Dismiss"});this.problem.append(a("span",{},t),s)}#s(){let{stage:t,conversation:e,composer:s}=this;
t.element.append(this.delivery.element,this.uploads.element);let i=a("div",{class:"cs-talk"},e.element,
...s.elements),o=a("section",{class:"cs-root","aria-label":"Claude See"},a("div",{class:"cs-top"},this.
tabs.element,this.picker.toggle,this.room.sideButton,this.room.fullButton),this.picker.element,this.
transfers.element,this.kernel.alert,this.problem,a("div",{class:"cs-main"},t.element,i),this.status,
e.announcer);return o.addEventListener("keydown",r=>this.#i(r)),this.room.adopt(o),o}#i(t){ft(t)||t.
stopPropagation(),!(t.key!=="Escape"||t.defaultPrevented||t.isComposing)&&(t.preventDefault(),!this.
picker.element.hidden&&this.pictures.length?this.picker.close():this.room.view==="full"?this.room.show(
"cell"):Ot(this.element))}#n(){for(let{id:t,box:e,pictures:s}of this.turns.all)e&&!this.#e.has(t)&&this.
boxes.include(s[0],{key:u("box"),box:e}),this.#e.add(t)}#o(){this.element.classList.add("cs-lost"),this.
composer.draw(),this.picker.setOpen(!1),this.picker.toggle.disabled=this.stage.redrawButton.disabled=
!0}#l({picture:t,boxes:e,reason:s}){this.stage.lights.showProof(t,e);let i=e.length===1?"1 mark is":
`${e.length} marks are`;this.announce(s||`${i} lit on the picture.`),s&&this.showProblem(s,!1)}#r({id:t,
changes:e}){e.status===void 0?this.conversation.drawTurn(t):this.drawConversation()}#c(){this.stage.
draw(),this.delivery.request()}#h(t){let e={_pictures:()=>this.drawPictures(),_variables:()=>this.picker.
draw(),_cells:()=>this.picker.requestThumbnails(),_files:()=>this.uploads.draw(),_ways:()=>this.delivery.
draw(),_problem:()=>this.#a(),_busy:()=>this.kernel.draw(),_about:()=>this.composer.drawSettings()};
for(let[s,i]of Object.entries(e))this.model.on(`change:${s}`,i),t.addEventListener("abort",()=>this.
model.off(`change:${s}`,i)),i();this.drawConversation()}#a(){let{number:t=0,text:e}=this.model.get("\
_problem");t!==this.#t&&this.#t!==void 0&&this.showProblem(e),this.#t=t}#d(t){let{messages:e,stage:s}=this,
i=()=>{this.style.textContent=Bt(this.model.get("_copy"))};e.on("hello",i,t),e.on("turns",()=>this.drawConversation(),
t),e.on("turn",o=>this.#r(o),t),e.on("proof",o=>this.#l(o),t),e.on("picture",()=>this.#c(),t),e.on("\
thumbnail",()=>this.picker.draw(),t),e.on("selection",o=>s.marks.selection.receive(o),t),e.on("hover",
o=>s.hover.receive(o),t),e.on("mark",o=>s.pointer.receiveMark(o),t),e.on("where",o=>s.marks.receiveWhere(
o),t),e.on("price",o=>this.composer.receivePrice(o),t),e.on("markdown",({text:o})=>this.composer.receiveMarkdown(
o),t),this.kernel.follow(t)}};var $n=()=>{let n;return{initialize({model:t}){return n=new N(t),t.on("msg:custom",(e,s)=>n.receive(
e,s)),()=>n.close()},render({model:t,el:e}){let s=new pt(t,n);e.classList.add("claude-see");let i=new AbortController;
Mt(e,i.signal),e.append(...s.elements);let o=s.connect();return()=>{i.abort(),o()}}}};export{$n as default};
