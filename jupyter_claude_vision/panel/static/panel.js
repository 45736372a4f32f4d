// Built from js/ by "make js"; not to be edited.
// Sources: 328d9d22b882176079818d530c10e35ee49fc1aba7241a63ace8efbb9002454f
var Ee="The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.",
vt="The panel cannot add a cell here, so it was copied: paste it wherever you like.";function Ae(i){
return/^[\w-]+$/.test(i)?`${`.jp-OutputArea-child:has(.${i}), .output_area:has(.${i})`}, .${i} { dis\
play: none !important; }`:""}var xt=new Set(["a","c","v","x","y","z","Enter","Backspace","Delete"]);
function de({key:i,ctrlKey:e,metaKey:t,altKey:s}){return!(e||t)||s?!1:!(i.startsWith("Arrow")||i==="\
Home"||i==="End")&&!xt.has(i.length===1?i.toLowerCase():i)}function Ce(i,e){let t="data-lm-suppress-\
shortcuts";i.setAttribute(t,"true");let s=n=>{n.composedPath().includes(i)&&(de(n)?i.removeAttribute(
t):i.setAttribute(t,"true"))};addEventListener("keydown",s,{capture:!0,signal:e})}function Le(i){let{
activeElement:e}=document;i.closest(".jp-Cell")?.focus(),e===document.activeElement&&e instanceof HTMLElement&&
e.blur()}async function P(i,e){await Pe(e)?i.announce("Copied."):i.showProblem(Ee)}async function Pe(i){
try{return await navigator.clipboard.writeText(i),!0}catch{return!1}}async function M(i,e,t="markdow\
n"){let n=i.model.widget_manager?.context?.model?.sharedModel,o=i.element.closest(".jp-Cell");if(typeof n?.
insertCell!="function"||!o){let c=await Pe(e);i.showProblem(c?vt:Ee,!c);return}let r=[...o.parentElement?.
children??[]].filter(c=>c.matches(".jp-Cell")),l=Number(o.dataset.windowedListIndex??r.indexOf(o));n.
insertCell(l+1,{cell_type:t,source:e}),i.announce("Inserted as the next cell.")}var yt={waiting:"Preparing the picture…",sending:"Asking…"},Me=i=>yt[i]??"",T=({status:i})=>["do\
ne","stopped","failed"].includes(i),$=class{#e=new Map;revision=0;get all(){return[...this.#e.values()]}get ended(){
return this.all.filter(T)}get open(){return this.all.find(e=>!T(e))}get(e){return this.#e.get(e)}replace(e){
this.#e=new Map(e.map(t=>[t.id,t])),this.revision++}update({id:e,changes:t,start:s,blocks:n}){let o=this.#e.
get(e);if(!o&&t.id===void 0)return;let r={...o,...t};r.blocks=[...o?.blocks.slice(0,s)??[],...n],this.#e.
set(e,r),t.status!==void 0&&this.revision++}};function $e({scrollHeight:i,scrollTop:e,clientHeight:t}){
return i-e-t<40}function Be(i,e,t){return i.find(({id:s,name:n})=>n===t.picture&&e.pictures.includes(
s))}var Oe=(i,e)=>`${Math.round((e-i)/1e3)} s`;function De(i){let e=[...i.querySelectorAll("th, td, \
li")];return(e.length?e:[i]).map(({textContent:s})=>s??"").join(", ").replace(/\s+/g," ").trim()}var A=class extends Error{},B=({id:i,version:e})=>`picture/${i}/${e}`,ue=i=>`variable/${i}`,O=class{turns=new $;#e=new EventTarget;#t=new Map;#s=new Set;#i=new Map;constructor(e){
this.model=e}send(e,t){this.model.send(e,void 0,t)}receive(e,t=[]){let[s]=t;e.say==="picture"&&s?this.#n(
B(e),s,e.type):e.say==="thumbnail"&&s?this.#n(ue(e.name),s,e.type):e.say==="turns"?this.turns.replace(
e.turns):e.say==="turn"?this.turns.update(e):e.say==="arrived"?this.#i.get(e.key)?.resolve(e.bytes):
e.say==="refused"&&this.#i.get(e.key)?.reject(new A(e.key)),this.#e.dispatchEvent(new CustomEvent(e.
say,{detail:e}))}on(e,t,s){let n=o=>t(o.detail);this.#e.addEventListener(e,n,{signal:s})}url(e){return this.#t.
get(e)}requestPixels(e){let t=B(e);this.#s.has(t)||(this.#s.add(t),this.send({do:"picture",id:e.id}))}async sendAndWait(e,t){
let s=kt();this.#i.set(e.key,s),this.send(e,t);try{return await s.promise}finally{this.#i.delete(e.key)}}close(){
for(let e of this.#t.values())URL.revokeObjectURL(e);this.#t.clear()}#n(e,t,s){let n=this.#t.get(e);
n!==void 0&&URL.revokeObjectURL(n);let o=new Blob([t],{type:s});this.#t.set(e,URL.createObjectURL(o))}};
function kt(){let i={};return i.promise=new Promise((e,t)=>Object.assign(i,{resolve:e,reject:t})),i}var Ie=["nw","ne","sw","se"];var g=(i,e,t)=>Math.min(Math.max(i,e),t);function C([i,e],[t,s]){return[Math.min(i,t),Math.min(e,s),
Math.max(i,t),Math.max(e,s)]}function He(i){let e=i.map(([s])=>s),t=i.map(([,s])=>s);return[Math.min(
...e),Math.min(...t),Math.max(...e),Math.max(...t)]}function Ne([i,e,t,s],[n,o]){return[g(i,0,n),g(e,
0,o),g(t,0,n),g(s,0,o)]}function D([i,e,t,s],[n,o],[r,l]){let c=g(n,-i,r-t),d=g(o,-e,l-s);return[i+c,
e+d,t+c,s+d]}function I([i,e,t,s],n,[o,r],[l,c]){let d=n.endsWith("w"),m=n.startsWith("n"),f=[g((d?i:
t)+o,0,l),g((m?e:s)+r,0,c)];return C([d?t:i,m?s:e],f)}function _e([i,e,t,s]){return[(i+t)/2,(e+s)/2]}
function Re([i,e]){return[i*.375,e*.375,i*.625,e*.625]}function ze([i,e,t,s]){return i===t&&e===s}function qe(i,e){
let[t,s,n,o]=i;if(t!==n)return i;let r=Math.max(...e)/40;return[t-r,s-r,n+r,o+r]}function je([i,e,t,
s]){return t-i<3||s-e<3}function k([i,e,t,s],[n,o]){return{left:`${i/n*100}%`,top:`${e/o*100}%`,width:`${(t-
i)/n*100}%`,height:`${(s-e)/o*100}%`}}function We([i,e],t,[s,n]){return[g((i-t.left)/t.width*s,0,s),
g((e-t.top)/t.height*n,0,n)]}var Tt=50,H=class{#e=new Map;#t=new Map;selectedKey=null;onPicture(e){return e!==null&&this.#e.get(e)||
[]}selectedOn(e){return this.onPicture(e).find(({key:t})=>t===this.selectedKey)}withLabel(e,t){return this.
onPicture(e).find(s=>s.label===t)}remember(e){let t=this.onPicture(e).map(n=>({...n})),s=[...this.#t.
get(e)??[],t];this.#t.set(e,s.slice(-Tt))}canUndo(e){return(this.#t.get(e)??[]).length>0}undo(e){let t=this.#t.
get(e)?.pop();t&&(this.#e.set(e,t),this.selectedOn(e)||(this.selectedKey=null))}clear(e){this.remember(
e),this.#e.set(e,[]),this.selectedKey=null}add(e,t){this.remember(e),this.#e.set(e,[...this.onPicture(
e),t]),this.selectedKey=t.key}include(e,t){let s=this.onPicture(e);s.some(o=>o.box.every((r,l)=>r===
t.box[l]))||this.#e.set(e,[...s,t])}remove(e,t){this.remember(e);let s=this.onPicture(e).filter(n=>n.
key!==t);this.#e.set(e,s),this.selectedKey===t&&(this.selectedKey=null)}},St={ArrowLeft:[-1,0],ArrowRight:[
1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Ke(i,{key:e,shiftKey:t},s){let n=St[e];if(!n)return null;
let o=Math.max(...s)/100,r=[n[0]*o,n[1]*o];return t?I(i,"se",r,s):D(i,r,s)}var S=({label:i,kind:e})=>i===
void 0&&e===void 0;function N({label:i,where:e,box:t,count:s}){let[n,o,r,l]=t.map(Math.round),c=`(${n}\
, ${o})–(${r}, ${l})`,d=s===void 0?"":`${s} ${s===1?"value":"values"}`;return[i,e,d,c].filter(Boolean).
join(" · ")}function a(i,e={},...t){let s=document.createElement(i);for(let[n,o]of Object.entries(e))o!=null&&(typeof o==
"function"?s.addEventListener(n.slice(2),o):n in s&&typeof o!="string"?Object.assign(s,{[n]:o}):n===
"class"?s.className=String(o):s.setAttribute(n,String(o)));return s.append(...t.filter(n=>n!=null)),
s}var h=(i,e,t={})=>a("button",{type:"button",onclick:e,...t},i),Et=Math.random().toString(36).slice(
2,8),At=0,u=i=>`cs-${i}-${Et}-${++At}`,y=(i,e)=>i.target.closest(e);function Ue({name:i,values:e,value:t},{models:s},n){return i==="model"?s.map(({id:o})=>o):i!=="effor\
t"?Lt(e,t):s.find(({id:o})=>o===n)?.efforts??e}var Ct=(i,...e)=>e.find(t=>i.includes(String(t)))??i[0]??
"",Lt=(i,e)=>typeof e=="string"&&i.length&&!i.includes(e)?[e,...i]:i,_=class{element=a("div",{class:"\
cs-options",role:"group","aria-label":"Options"});#e=new Map;#t=new Map;constructor(e){this.onChange=
e}get values(){let e=[...this.#e].map(([t,s])=>{let n=s instanceof HTMLInputElement;return[t,n?s.checked&&
!s.disabled:s.value]});return Object.fromEntries(e)}draw(e){let t=new Map(e.controls.map(o=>[o.name,
JSON.stringify([o,e.models])]));if(JSON.stringify([...t])===JSON.stringify([...this.#t]))return;let{
values:s}=this,n=e.controls.map(o=>{let{name:r}=o,l=t.get(r)===this.#t.get(r);return this.#s(l?{...o,
value:s[r]}:o,e)});this.#t=t,this.element.replaceChildren(...n),this.onChange()}setData(e){let t=this.#e.
get("check"),s=t?.closest("label");!t||!s||(t.disabled=!e,s.title=e?s.dataset.help??"":"Only the sta\
tements about a live figure can be checked: a picture holds no data.")}#s(e,t){let{name:s,label:n,help:o,
value:r}=e,l=this.#e.get("model")?.value,c=Ue(e,t,l??""),d=c.length?a("select",{onchange:()=>this.#i(
s,t)}):a("input",{type:"checkbox",checked:r===!0,onchange:this.onChange});this.#e.set(s,d),d instanceof
HTMLSelectElement&&Fe(d,c,r);let m=c.length?[n,d]:[d,n],f=a("label",{class:`cs-option-${s}`,title:o},
...m);return f.dataset.help=o,f}#i(e,t){let s=this.#e.get("effort"),n=t.controls.find(o=>o.name==="e\
ffort");if(e==="model"&&n&&s instanceof HTMLSelectElement){let o=String(this.values.model);Fe(s,Ue(n,
t,o),s.value,n.value)}this.onChange()}};function Fe(i,e,...t){i.replaceChildren(...e.map(s=>a("optio\
n",{value:s},s||"as given"))),i.value=Ct(e,...t)}var pe=8,R=class{list=a("div",{class:"cs-menu",role:"menu",id:u("menu"),hidden:!0});#e;constructor(e,t){
this.onSelect=t,this.button=h(`${e} ▾`,()=>this.setOpen(!this.#e),{"aria-haspopup":"menu","aria-ex\
panded":"false","aria-controls":this.list.id,"aria-label":e}),this.list.setAttribute("popover","manu\
al"),this.list.setAttribute("aria-label",e),this.element=a("span",{onkeydown:s=>this.#i(s)},this.button,
this.list)}setItems(e){this.list.replaceChildren(...e.map(({name:t,about:s})=>{let n=()=>{this.setOpen(
!1),this.onSelect(t)},o=t[0].toUpperCase()+t.slice(1),r=a("span",{class:"cs-hint"},s);return a("butt\
on",{type:"button",role:"menuitem",tabindex:"-1",onclick:n},a("strong",{},o),r)}))}setOpen(e){let{list:t}=this;
if(this.#e?.abort(),this.#e=void 0,this.button.setAttribute("aria-expanded",String(e)),t.hidden=!e,!e)
return;this.#e=new AbortController;let{signal:s}=this.#e;t.showPopover?.(),this.#s();let n=o=>{o.composedPath().
includes(this.element)||this.setOpen(!1)};addEventListener("pointerdown",n,{capture:!0,signal:s}),addEventListener(
"focusin",n,{capture:!0,signal:s}),addEventListener("scroll",()=>this.#s(),{capture:!0,signal:s}),addEventListener(
"resize",()=>this.#s(),{signal:s}),this.#t[0]?.focus({preventScroll:!0})}get#t(){return[...this.list.
querySelectorAll("button")]}#s(){let{list:e}=this,{left:t,top:s,bottom:n}=this.button.getBoundingClientRect(),
o=s>innerHeight-n,r=(o?s:innerHeight-n)-2*pe;Object.assign(e.style,{left:`${Math.max(pe,Math.min(t,innerWidth-
e.offsetWidth-pe))}px`,top:o?"auto":`${n+4}px`,bottom:o?`${innerHeight-s+4}px`:"auto",maxHeight:`${r}\
px`})}#i(e){let{key:t}=e;if(this.#e){if(t==="Escape")this.setOpen(!1),this.button.focus();else if(t===
"Tab"){this.setOpen(!1);return}else if(!this.#n(t))return}else if(t==="ArrowDown"||t==="ArrowUp")this.
setOpen(!0);else return;e.preventDefault()}#n(e){let t=this.#t,s=t.indexOf(document.activeElement),n={
ArrowDown:s+1,ArrowUp:s-1,Home:0,End:-1};return e in n?(t.at(n[e]%t.length)?.focus(),!0):!1}};var p=i=>!!(i&&"width"in i&&i.width),Xe=({live:i})=>i,z=class{#e=new Set;id=null;update(e){let t=e.filter(
({id:o})=>!this.#e.has(o));for(let{id:o}of t)this.#e.add(o);let s=e.some(({id:o})=>o===this.id),n=t.
at(-1)??(s?void 0:e.at(-1));return n?this.id=n.id:s||(this.id=null),t.length>0}};function Ge(i,e,t){
let s=i.findIndex(({id:n})=>n===e);return i[(s+t+i.length)%i.length]}function Ye({width:i,height:e,original:t,
tokens:s,notes:n}){let o=`${i} × ${e} px`;return[t[0]!==i||t[1]!==e?`${o} (from ${t[0]} × ${t[1]})`:
o,`${s.toLocaleString()} tokens`,...n].join(" · ")}function Ze(i,e){for(let t of[...i].reverse()){let s=t.
regions.filter(n=>n.picture===e.name);if(s.length&&t.pictures.includes(e.id))return s}return[]}function Ve(i,{pictures:e,activeId:t,box:s}){let n=i.prompt.trim(),o=i.all&&!s;return{do:"ask",prompt:n||
(s&&!i.task?"What is this?":""),task:i.task,pictures:o?e.map(({id:r})=>r):[t],box:s?.box,method:i.method,
...i.options}}function Je(i,e){return i?e?`About ${e.label??"the box"} on ${i.name}`:`About ${i.name}`:
""}var q=class{#e="";replaceIn(e,t){let s=e.trim()!==""&&e!==this.#e;return this.#e=t,s?e:t}},j=class{#e;constructor(e){
this.onTimeout=e}get isPending(){return this.#e!==void 0}begin(){this.end(),this.#e=setTimeout(()=>{
this.end(),this.onTimeout()},6e4)}end(){clearTimeout(this.#e),this.#e=void 0}};var Pt=150,W=class{#e=new j(()=>this.panel.drawConversation());#t=new q;#s=-1;#i;#n="";#o="";#r;tasks=new R(
"Tasks",e=>this.#c("",e));controls=new _(()=>this.requestPrice());prompt=a("textarea",{class:"cs-pro\
mpt",rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:e=>this.#u(e)});subject=a("div",{
class:"cs-asked-about"});all=a("input",{type:"checkbox",onchange:()=>this.drawSubject()});allLabel=a(
"label",{},this.all,"all pictures");price=a("span",{class:"cs-price"});askButton=h("Ask",()=>this.askTyped(),
{class:"cs-primary"});stopButton=h("Stop",()=>this.#d(),{class:"cs-primary"});newButton=h("New",()=>this.
panel.act({do:"new"}),{title:"Start another conversation"});answerer=a("span",{class:"cs-who"});constructor(e){
this.panel=e;let t=a("div",{class:"cs-subject-row"},this.subject,this.allLabel,this.tasks.element),s=a(
"div",{class:"cs-ask"},this.price,this.askButton,this.stopButton),n=a("div",{class:"cs-ask-row"},this.
controls.element,s);this.elements=[t,this.prompt,n,this.#p()]}get isOpen(){return!!this.panel.turns.
open||this.#e.isPending}focus(){this.prompt.focus()}suggest(e){this.prompt.value=this.#t.replaceIn(this.
prompt.value,e),this.panel.hasFocus&&(this.prompt.focus({preventScroll:!0}),this.prompt.select())}askTyped(){
this.#c(this.prompt.value)&&(this.prompt.value="")}draw(){let{revision:e}=this.panel.turns;e!==this.#s&&
(this.#e.end(),this.requestPrice()),this.#s=e;let{isOpen:t}=this,{isLost:s}=this.panel.kernel;this.askButton.
hidden=t&&!s,this.stopButton.hidden=!t||s,this.askButton.disabled=this.newButton.disabled=s,this.tasks.
button.disabled=t||s}drawSubject(){let{picture:e,pictures:t,selectedBox:s}=this.panel;this.allLabel.
hidden=t.length<2||s!==void 0,this.subject.textContent=Je(e,s),this.controls.setData(this.all.checked?
t.some(Xe):!!e?.live),this.requestPrice()}drawSettings(){let{provider:e}=this.panel.model.get("_abou\
t");this.answerer.textContent=e==="offline"?"The offline reader, not Claude":"",this.controls.draw(this.
panel.model.get("_about")),this.#a()}requestPrice(){let{panel:e}=this;clearTimeout(this.#r),this.#o=
u("price"),this.#r=setTimeout(()=>{let t=this.#l("");e.kernel.isLost||!t||!p(e.picture)?this.price.textContent=
"":e.messages.send({...t,do:"price",key:this.#o})},Pt)}receivePrice({key:e,text:t,details:s}){e===this.#o&&
(this.price.textContent=t,this.price.title=s)}receiveMarkdown(e){this.#i?.(e),this.#i=void 0}#a(){let{
tasks:e}=this.panel.model.get("_about"),t=JSON.stringify(e);t!==this.#n&&(this.#n=t,this.tasks.setItems(
e))}#l(e,t){let{pictures:s,active:n,selectedBox:o,delivery:r}=this.panel;if(n.id===null)return;let l=this.
all.checked,c={prompt:e,task:t,all:l,options:this.controls.values,method:r.method};return Ve(c,{pictures:s,
activeId:n.id,box:o})}#c(e,t){return this.#h(this.#l(e,t))}askAboutParts(e){let t=this.#l(this.prompt.
value.trim()||"Compare these two parts.");t&&this.#h({...t,box:void 0,parts:e})&&(this.prompt.value=
"")}#h(e){let{panel:t}=this,s=e&&{...e,selection:t.stage.marks.selection.isSent};return!s||this.isOpen||
t.kernel.isLost?!1:(this.#e.begin(),t.act(s),t.drawConversation(),!0)}#d(){this.panel.messages.send(
{do:"stop"}),this.focus()}#u(e){e.key!=="Enter"||e.shiftKey||e.isComposing||(e.preventDefault(),this.
askTyped())}#p(){let{panel:e}=this,t=s=>{if(e.kernel.isLost)return s(e.conversation.element.innerText);
this.#i=s,e.messages.send({do:"markdown"})};return a("div",{class:"cs-actions"},h("Copy",()=>t(s=>P(
e,s)),{title:"Copy the conversation as Markdown"}),h("To a cell",()=>t(s=>M(e,s)),{title:"Put the co\
nversation into a new cell"}),this.newButton,this.answerer,e.kernel.busy)}};var K=class{element=a("div",{class:"cs-answer"});#e=[];#t=new Set;constructor(e){this.finish=e}draw(e,t){
let{element:s}=this;for(e.forEach((n,o)=>{let r=this.#s(n,o);(!t||o<e.length-1)&&!this.#t.has(r)&&(this.#t.
add(r),this.finish(r,o))});s.children.length>e.length;)s.lastElementChild?.remove();this.#e=e}#s(e,t){
let{element:s}=this,n=s.children[t];if(n&&this.#e[t]===e)return n;let o=a("div",{class:"cs-block"});
if(o.innerHTML=e,!n)s.append(o);else if(this.#t.delete(n))n.replaceWith(o);else return Qe(n,o),n;return o}};
function Qe(i,e){i instanceof Text&&Mt(i,e.nodeValue??""),i instanceof Element&&e instanceof Element&&
$t(i,e);let t=[...e.childNodes];for(t.forEach((s,n)=>{let o=i.childNodes[n];o?o.nodeName===s.nodeName?
Qe(o,s):i.replaceChild(s,o):i.appendChild(s)});i.childNodes.length>t.length;)i.lastChild?.remove()}function Mt(i,e){
e!==i.data&&(e.startsWith(i.data)?i.appendData(e.slice(i.data.length)):i.data=e)}function $t(i,e){for(let{
name:t,value:s}of e.attributes)i.getAttribute(t)!==s&&i.setAttribute(t,s)}function et(i,e){for(let t of e.querySelectorAll("div.cs-code")){let s=t.querySelector("code")?.textContent?.
trimEnd()??"",n=a("div",{class:"cs-code-tools"},h("Copy",()=>P(i,s),{title:"Copy this code"}),t.hasAttribute(
"data-runs")?h("Insert as cell",()=>M(i,s,"code"),{title:"Put this code into a new cell, which you r\
un yourself"}):void 0);t.prepend(n)}}var U=class{element=a("article",{class:"cs-turn"});#e=new Map;#t=new Set;#s=new K((e,t)=>this.#n(e,t));constructor(e,t){
this.panel=e,this.announce=t}draw(e){let t=Me(e.status);this.element.className=`cs-turn cs-${e.status}`,
this.#i("question",[e.prompt,e.task,e.subject],()=>[Ot(e)]),this.#i("facts",[e.captions,e.notes],()=>[
...e.captions,...e.notes].map(tt)),this.#i("status",[t,e.status==="thinking"],()=>[t?Bt(t):void 0,e.
status==="thinking"?It():void 0]),this.#i("thinking",e.thinking,()=>[e.thinking?Dt(e.thinking):void 0]),
this.#s.element.isConnected||this.element.append(this.#s.element),this.#s.draw(e.blocks,!T(e)),this.#i(
"verdicts",e.verdicts,()=>[st(e.verdicts)]),this.#i("regions",e.regions,()=>[this.#o(e)]),this.#i("m\
essages",[e.notice,e.problem,e.footer],()=>[e.notice?a("p",{class:"cs-notice"},e.notice):void 0,e.problem?
a("p",{class:"cs-problem-text",role:"alert"},e.problem):void 0,e.footer?tt(e.footer):void 0])}#i(e,t,s){
let n=JSON.stringify(t),o=this.#e.get(e);o||(o={element:a("div",{}),digest:""},this.#e.set(e,o),this.
element.append(o.element)),n!==o.digest&&(o.digest=n,o.element.replaceChildren(...s().filter(r=>r!==
void 0)))}#n(e,t){this.#t.has(t)||this.announce?.(De(e)),this.#t.add(t),et(this.panel,e)}#o(e){if(!e.
regions.length)return;let t=e.regions.map(s=>this.#r(e,s));return a("div",{class:"cs-regions"},...t)}#r(e,t){
let{panel:s}=this,n=()=>{let r=Be(s.pictures,e,t);r&&(r.id!==s.active.id&&s.showPicture(r.id),s.stage.
marks.askAboutRegion(t))},o=[t.sentence,t.data].filter(Boolean).join(" · ");return h(`${t.number} ${t.
label}`,n,{title:o})}},Bt=i=>a("p",{class:"cs-hint"},i),tt=i=>a("p",{class:"cs-small"},i);function st(i){
let e=a("div");return e.innerHTML=i,e}function Ot({prompt:i,task:e,subject:t}){if(!e)return a("div",
{class:"cs-question"},i);let s=a("summary",{},a("span",{class:"cs-task"},e),t&&`: ${t}`);return a("d\
etails",{class:"cs-question"},s,i)}function Dt(i){return a("details",{class:"cs-small cs-thought"},a(
"summary",{},"What Claude thought"),st(i))}function It(){let i=a("span",{"aria-hidden":"true"}),e=a(
"p",{class:"cs-hint"},"Thinking… ",i),t=Date.now(),s=setInterval(()=>{e.isConnected||clearInterval(
s),i.textContent=Oe(t,Date.now())},1e3);return e}var F=class{element=a("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation","ari\
a-live":"off",onscroll:()=>this.#r()});announcer=a("div",{class:"cs-visually-hidden","aria-live":"po\
lite","aria-relevant":"additions"});#e=new Map;#t=a("p",{class:"cs-hint"});#s=!0;#i=!1;constructor(e){
this.panel=e}draw(){let{element:e,panel:t}=this,s=t.turns.all;for(let[o,r]of this.#e)t.turns.get(o)||
(r.element.remove(),this.#e.delete(o));for(let{id:o}of s)this.#n(o);let n=t.composer.isOpen&&!t.turns.
open;this.#t.textContent=n?"Waiting for the kernel…":"Answers appear here.",n||!s.length?e.append(
this.#t):this.#t.remove(),e.setAttribute("aria-busy",String(t.composer.isOpen)),this.#a()}drawTurn(e){
this.#n(e),this.#a()}#n(e){let t=this.panel.turns.get(e);if(!t)return;let s=this.#e.get(e);if(!s){let n=T(
t)?void 0:o=>this.#o(o);n&&this.announcer.replaceChildren(),s=new U(this.panel,n),this.#e.set(e,s),this.
element.append(s.element)}s.draw(t)}#o(e){this.announcer.append(a("p",{},e))}#r(){this.#s=$e(this.element)}#a(){
!this.#s||this.#i||(this.#i=!0,requestAnimationFrame(()=>{this.#i=!1,this.element.scrollTop=this.element.
scrollHeight}))}};var X=class{method;methods=a("div",{class:"cs-ways"});element=a("details",{ontoggle:()=>this.request()},
a("summary",{},"How the picture is sent"),this.methods);constructor(e){this.panel=e}request(){let{picture:e,
messages:t}=this.panel;this.element.open&&e&&t.send({do:"ways",id:e.id})}draw(){let e=this.panel.model.
get("_ways");if(this.methods.replaceChildren(),!e.methods||e.picture!==this.panel.active.id)return;let t=u(
"method");this.methods.append(...e.methods.map(s=>this.#e(s,t)),a("p",{class:"cs-price"},`A question\
: ${e.price}`))}#e({method:e,possible:t,what:s},n){let o=this.method??this.panel.model.get("_about").
method,r=a("input",{type:"radio",name:n,checked:e===o,disabled:!t,onchange:()=>{this.method=e}});return a(
"label",{class:t?"cs-way":"cs-way cs-impossible"},r,a("strong",{},e),a("span",{class:"cs-way-what"},
s))}},G=class{files=a("div",{class:"cs-files"});element=a("details",{ontoggle:()=>this.element.open&&
this.panel.messages.send({do:"files"})},a("summary",{},"Uploaded files"),this.files);constructor(e){
this.panel=e}draw(){let e=this.panel.model.get("_files").map(s=>this.#e(s)),t=e.length?void 0:a("p",
{class:"cs-hint"},"Nothing is uploaded.");this.files.replaceChildren(...e,...t?[t]:[])}#e({id:e,name:t,
size:s,expires:n}){let o=()=>this.panel.act({do:"delete file",id:e}),r=Math.ceil(s/1e3).toLocaleString();
return a("div",{class:"cs-file"},a("span",{title:e},`${t} · ${r} kB · until ${n}`),h("Delete",o,{"\
aria-label":`Delete ${t}`}))}};var Ht=15e3,Nt="The kernel is not responding: it is busy, or it has stopped.",_t="The kernel was res\
tarted, so this panel can only be read and copied. Run its cell again to go on.",Rt="A cell is runni\
ng: what needs the figure waits for its end.",zt=new Set(["restarting","autorestarting","terminating",
"dead"]),qt=i=>zt.has(i),Y=class{isLost=!1;alert=a("div",{class:"cs-alert",role:"alert"});busy=a("sp\
an",{class:"cs-busy",hidden:!0},Rt);#e;constructor(e,t,s){this.model=e,this.messages=t,this.onLoss=s}draw(){
this.busy.hidden=this.isLost||!this.model.get("_busy")}greet(){this.isLost||this.#e!==void 0||(this.#e=
setTimeout(()=>this.alert.replaceChildren(Nt),Ht),this.messages.send({do:"hello"}))}follow(e){let t=()=>{
clearTimeout(this.#e),this.#e=void 0,this.isLost||this.alert.replaceChildren()};this.messages.on("he\
llo",t,e),e.addEventListener("abort",()=>clearTimeout(this.#e)),this.#t(e),this.greet()}#t(e){let t=this.
model.widget_manager?.kernel?.statusChanged;if(typeof t?.connect!="function")return;let s=(n,o)=>{!qt(
o)||this.isLost||(this.isLost=!0,clearTimeout(this.#e),this.alert.replaceChildren(_t),this.draw(),this.
onLoss())};t.connect(s),e.addEventListener("abort",()=>t.disconnect(s))}};var jt=24,Z=class{id=u("add");variables=a("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=h("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=a("div",{class:"cs-add",id:this.id,hidden:!0});constructor(e){
this.panel=e;let s=a("div",{class:"cs-add-row"},this.#t(),this.#s(),a("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(e){this.
element.hidden=!e,this.toggle.setAttribute("aria-expanded",String(e)),this.requestThumbnails()}close(){
this.setOpen(!1),this.toggle.focus()}requestThumbnails(){if(this.element.hidden)return;let e=this.panel.
model.get("_variables").map(({name:t})=>t);this.panel.messages.send({do:"thumbnails",names:e.slice(0,
jt)})}draw(){let e=this.panel.model.get("_variables");this.variables.replaceChildren(...e.map(t=>this.#e(
t))),!e.length&&this.variables.append(a("p",{class:"cs-hint"},"No variable holds a picture yet."))}#e({
name:e,kind:t}){let s=this.panel.messages.url(ue(e)),n=s?a("img",{src:s,alt:""}):a("span",{class:"cs\
-no-picture"}),o=()=>this.panel.act({do:"add variable",name:e}),r=a("span",{},a("strong",{},e),` ${t}`);
return a("button",{type:"button",class:"cs-variable",onclick:o},n,r)}#t(){let e=a("input",{type:"fil\
e",accept:"image/*,.heic,.heif,.svg,.pdf",multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.
panel.transfers.send([...e.files??[]]),e.value=""}});return a("label",{class:"cs-file-button"},e,"Ch\
oose a file")}#s(){let e=a("input",{type:"url",placeholder:"https://…","aria-label":"Address"});return a(
"form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),e.value&&this.panel.act({do:"add url",url:e.value}),
e.value=""}},e,a("button",{},"Open"))}};var fe=320,ge=2e3,me=360,it=24,nt=i=>g(Math.round(i),fe,ge);function be(i,e){let t=Math.max(e-me,Math.
min(e,me));return g(Math.round(i),Math.min(me,t),t)}function ot(i,e){let[t,s]=e==="height"?["ArrowDo\
wn","ArrowUp"]:["ArrowLeft","ArrowRight"];return i===t?it:i===s?-it:null}var Wt=()=>"showPopover"in HTMLElement.prototype,V=class{view="cell";#e;#t;#s;id=u("panel");sideButton=this.#a(
"side","Beside","Open beside the notebook");fullButton=this.#a("full","Full screen","Take all of the\
 screen; Escape ends it");heightHandle=this.#l("height","Height of the panel","horizontal");widthHandle=this.#l(
"width","Width of the panel","vertical");style=a("style");placeholder=a("p",{class:"cs-placeholder",
hidden:!0},"The panel is open beside the notebook. ",h("Bring it back",()=>this.show("cell")));constructor(e){
this.onChange=e,this.sideButton.hidden=!Wt()||window!==window.parent,this.fullButton.hidden=!document.
fullscreenEnabled&&this.sideButton.hidden}adopt(e){this.root=e,e.id=this.id,e.dataset.view=this.view,
e.append(this.heightHandle,this.widthHandle)}async show(e){let{root:t}=this;t&&(this.#s?.abort(),this.#s=
new AbortController,document.fullscreenElement===t&&e!=="full"&&await document.exitFullscreen(),t.popover&&
(t.hidePopover(),t.popover=null),this.view=e,t.dataset.view=e,this.sideButton.setAttribute("aria-pre\
ssed",String(e==="side")),this.fullButton.setAttribute("aria-pressed",String(e==="full")),this.placeholder.
hidden=e!=="side",e==="full"&&await this.#i(t,this.#s.signal),e==="side"&&this.#n(t,this.#s.signal),
this.#o())}async#i(e,t){try{await e.requestFullscreen()}catch{rt(e);return}let s=()=>document.fullscreenElement!==
e&&this.show("cell");e.addEventListener("fullscreenchange",s,{signal:t})}#n(e,t){rt(e),addEventListener(
"resize",()=>this.#o(),{signal:t})}#o(){let{root:e,view:t}=this;if(!e)return;e.classList.toggle("cs-\
sized",t!=="cell"||this.#e!==void 0);let{top:s,right:n,height:o,width:r}=this.#r(),l=be(this.#t??r/2,
r);Object.assign(e.style,{height:t==="cell"&&this.#e?`${this.#e}px`:"",...t==="side"?{top:`${s}px`,right:`${innerWidth-
n}px`,width:`${l}px`,height:`${o}px`}:{top:"",right:"",width:""}}),this.style.textContent=t==="side"?
Kt(this.id,l):"",this.heightHandle.setAttribute("aria-valuenow",String(Math.round(e.clientHeight))),
this.widthHandle.setAttribute("aria-valuenow",String(l)),this.widthHandle.setAttribute("aria-valuema\
x",String(be(r,r))),this.onChange()}#r(){return this.root?.parentElement?.closest(".jp-NotebookPanel")?.
getBoundingClientRect()??new DOMRect(0,0,innerWidth,innerHeight)}#a(e,t,s){let n=a("span",{class:`cs\
-icon cs-icon-${e}`,"aria-hidden":"true"}),o=h(n,()=>this.show(this.view===e?"cell":e),{class:"cs-vi\
ew","aria-label":t,"aria-pressed":"false",title:s});return o.append(a("span",{class:"cs-wide-only","\
aria-hidden":"true"},t)),o}#l(e,t,s){let[n,o]=e==="height"?[fe,ge]:[0,innerWidth];return a("div",{class:`\
cs-resizer cs-resizer-${e}`,role:"separator",tabindex:"0","aria-label":t,"aria-orientation":s,"aria-\
valuemin":String(n),"aria-valuemax":String(o),"aria-valuenow":String(n),title:"Drag, or use the arro\
w keys; a double click undoes it",onpointerdown:r=>this.#c(e,r),ondblclick:()=>this.#d(e,void 0),onkeydown:r=>{
let l=ot(r.key,e);l!==null&&(r.preventDefault(),this.#d(e,this.#h(e)+l))}})}#c(e,{target:t,pointerId:s,
clientX:n,clientY:o}){let r=t,l=this.#h(e),c=new AbortController,{signal:d}=c;r.setPointerCapture(s);
let m=f=>this.#d(e,l+(e==="height"?f.clientY-o:n-f.clientX));r.addEventListener("pointermove",m,{signal:d}),
r.addEventListener("lostpointercapture",()=>c.abort(),{signal:d})}#h(e){let{height:t=0,width:s=0}=this.
root?.getBoundingClientRect()??{};return e==="height"?t:s}#d(e,t){e==="height"?this.#e=t&&nt(t):this.#t=
t,this.#o()}};function rt(i){i.popover="manual",i.showPopover()}var Kt=(i,e)=>`.jp-NotebookPanel:has\
(#${i}) .jp-Notebook { padding-right: ${e}px !important; }
  body:has(#${i}):not(:has(.jp-NotebookPanel)) { padding-right: ${e}px !important; }`;var Ut=7,Ft=5e3,we=14,ve=class{#e;#t="";#s=0;constructor(e,t=()=>performance.now()){this.send=e,this.
now=t}request(e){this.#t&&this.now()-this.#s<Ft?this.#e=e:this.#i(e)}cancel(){this.#e=void 0,this.#t=
""}receive(e){if(e!==this.#t)return!1;this.#t="";let t=this.#e;return this.#e=void 0,t!==void 0&&this.#i(
t),!0}#i(e){this.#t=u("hover"),this.#s=this.now(),this.send(e,this.#t)}},J=class{reasons=new Map;label=a(
"div",{class:"cs-hover-label","aria-hidden":"true",hidden:!0});outline=a("div",{class:"cs-hover-outl\
ine","aria-hidden":"true",hidden:!0});#e;#t=-1;constructor(e,t){this.panel=e,this.stage=t,this.#e=new ve(
({id:s,point:[n,o]},r)=>{let l=t.toPictureLength(Ut);e.messages.send({do:"hover",id:s,x:n,y:o,reach:l,
key:r})}),t.layer.append(this.outline,this.label),t.layer.addEventListener("pointermove",s=>this.#s(
s)),t.layer.addEventListener("pointerleave",()=>this.hide()),t.layer.addEventListener("pointerdown",
()=>this.hide())}hide(){this.#e.cancel(),this.label.hidden=this.outline.hidden=!0}receive({id:e,key:t,
mark:s,reason:n,hasMarks:o}){if(!this.#e.receive(t))return;let{picture:r}=this.panel;!o&&this.reasons.
get(e)!==n?(this.reasons.set(e,n),this.stage.marks.drawAboutLine()):o&&this.reasons.delete(e)&&this.
stage.marks.drawAboutLine();let l=s!==null&&p(r)&&r.id===e;this.label.hidden=this.outline.hidden=!l,
l&&(this.label.textContent=s.text,Object.assign(this.outline.style,k(s.box,r.original)))}#s(e){let{picture:t,
kernel:s}=this.panel,n=e.pointerType!=="touch"&&e.buttons===0,o=y(e,".cs-region")!==null;if(!p(t)||!t.
live||!n||o||s.isLost){this.hide();return}if(this.#i(e),this.reasons.has(t.id)&&this.#t===t.version)
return;this.#t=t.version;let r=this.stage.pointOf(e,t);this.#e.request({id:t.id,point:r})}#i({clientX:e,
clientY:t}){let{left:s,top:n,width:o}=this.stage.layer.getBoundingClientRect(),[r,l]=[e-s,t-n],c=r>o/
2;this.label.style.left=c?"":`${r+we}px`,this.label.style.right=c?`${o-r+we}px`:"",this.label.style.
top=`${l+we}px`}};var at="http://www.w3.org/2000/svg";function Xt({box:[i,e,t,s],points:n=[]}){let o=(r,l,c)=>c>l?((r-
l)/(c-l)*100).toFixed(2):"50";return n.map(([r,l])=>`${o(r,i,t)},${o(l,e,s)}`).join(" ")}function Q(i,e){
if(!e.points)return;let t=i.querySelector("polygon");if(!t){let s=document.createElementNS(at,"svg");
s.setAttribute("viewBox","0 0 100 100"),s.setAttribute("preserveAspectRatio","none"),t=document.createElementNS(
at,"polygon"),s.append(t),i.append(s)}t.setAttribute("points",Xt(e))}var Gt=i=>i.map(({kind:e,box:t,points:s})=>({kind:e??"box",box:t,points:s})),ee=class{areRegionsHidden=!1;data=a(
"input",{type:"checkbox"});dataLabel=a("label",{title:"Send the values that lie in the selection wit\
h the question"},this.data,"with data");#e="";#t="";constructor(e){this.panel=e}get isSent(){return this.
data.checked&&this.#s.length>0&&!!this.panel.picture?.live}get#s(){return this.panel.boxes.onPicture(
this.panel.active.id)}send(){let{picture:e,messages:t,kernel:s}=this.panel;if(!p(e)||!e.live||s.isLost)
return;let n=Gt(this.#s),o=JSON.stringify([e.id,e.version,n]);o===this.#e||this.#e===""&&!n.length||
(this.#e=o,this.#t=u("selection"),t.send({do:"select",id:e.id,areas:n,key:this.#t}))}receive({id:e,key:t,
counts:s}){t!==this.#t||e!==this.panel.active.id||(this.#s.forEach((n,o)=>{n.count=s[o]}),this.panel.
stage.marks.drawAboutLine())}createTools(e){let{panel:t}=this,{id:s}=t.active,n=this.#s,o=l=>()=>{l(),
t.stage.marks.select(t.boxes.selectedKey),t.stage.viewport.focus({preventScroll:!0})},r=[];return n.
length&&t.picture?.live&&r.push(this.dataLabel),n.length===2&&r.push(h("Compare these two",()=>t.composer.
askAboutParts(n.map(l=>l.box)))),n.length>1&&s!==null&&r.push(h("Clear all",o(()=>t.boxes.clear(s)))),
s!==null&&t.boxes.canUndo(s)&&r.push(h("Undo",o(()=>t.boxes.undo(s)),{title:"Undo the last change of\
 the boxes"})),e&&r.push(h(this.areRegionsHidden?"Show regions":"Hide regions",()=>{this.areRegionsHidden=
!this.areRegionsHidden,t.stage.marks.draw()})),r}};var Yt="Drag to draw a box; click a mark to name it, double-click to ask.",Zt="A picture has no mark\
s: drag to draw a box and ask about a part.",te=class{#e;constructor(e,t){this.panel=e,this.stage=t,
this.element=a("div",{class:"cs-marks"}),this.aboutLine=a("div",{class:"cs-about"}),this.selection=new ee(
e),this.#e=!1}draw(){let{element:e,panel:t}=this,{activeElement:s}=document,n=s instanceof HTMLElement&&
e.contains(s)?s.dataset.key:void 0;e.replaceChildren();let{picture:o}=t;if(!p(o))return;let r=Ze(t.turns.
ended,o);if(this.#e=r.length>0,!this.selection.areRegionsHidden)for(let l of r)e.append(this.#i(o,l));
t.boxes.onPicture(o.id).forEach((l,c)=>{e.append(this.#t(o,l,c+1))}),n&&this.elementOf(n)?.focus(),this.
drawAboutLine(),this.selection.send()}drawAboutLine(){let{panel:e,aboutLine:t}=this,{picture:s,selectedBox:n}=e;
if(t.replaceChildren(),!!p(s)){if(!n){let r=this.stage.hover?.reasons.get(s.id)??(s.live?Yt:Zt);t.append(
a("span",{class:"cs-hint"},`About the whole picture. ${r}`)),t.append(...this.selection.createTools(
this.#e));return}t.append(a("span",{class:"cs-chip"},N(n)),h("About the whole",()=>this.select(null)),
h("Delete box",()=>this.removeBox(n))),s.live&&!n.label&&t.append(h("Name the mark",()=>this.stage.pointer.
requestMarkInBox(n))),t.append(...this.selection.createTools(this.#e))}}elementOf(e){return this.element.
querySelector(`[data-key="${e}"]`)}select(e){let{panel:t}=this;t.boxes.selectedKey=e,this.draw(),t.composer.
drawSubject();let{picture:s,selectedBox:n}=t;s?.live&&n&&!n.label&&t.messages.send({do:"where",id:s.
id,key:n.key,box:n.box})}focusBox(e){this.select(e),this.elementOf(e)?.focus({preventScroll:!0})}addBox(e,t,s={}){
let{picture:n,boxes:o}=this.panel;if(!p(n))return;let r={key:u("box"),box:Ne(e,n.original),label:t,...s};
return o.add(n.id,r),this.select(r.key),r}addBoxInMiddle(){let{picture:e}=this.panel,t=p(e)&&this.addBox(
Re(e.original));t&&this.focusBox(t.key)}selectOrAdd(e,t){let{boxes:s,active:n}=this.panel,o=s.withLabel(
n.id,e);o?this.select(o.key):this.addBox(t,e)}removeBox({key:e}){let{boxes:t,active:s}=this.panel;s.
id!==null&&t.remove(s.id,e),this.select(null),this.stage.viewport.focus()}receiveWhere({id:e,key:t,where:s}){
let n=this.panel.boxes.onPicture(e).find(o=>o.key===t);n&&(n.where=s),this.drawAboutLine(),n&&this.elementOf(
t)===document.activeElement&&this.panel.announce(N(n))}askAboutRegion({label:e,bounds:t}){let{picture:s,
composer:n}=this.panel;p(s)&&this.selectOrAdd(e,qe(t,s.original)),n.suggest(`Tell me more about: ${e}`)}#t(e,t,s){
let{boxes:n}=this.panel,o=t.key===n.selectedKey,r=t.label?`Box ${s}: ${t.label}`:`Box ${s}`,c=`${S(t)?
"Arrow keys move it, Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,d=a("div",
{class:t.kind?`cs-box cs-${t.kind}`:"cs-box",role:"button",tabindex:"0","aria-pressed":String(o),"ar\
ia-label":`${r}. ${c}`,onkeydown:m=>this.#s(t,e,m),onfocus:()=>n.selectedKey!==t.key&&this.select(t.
key)});d.dataset.key=t.key;for(let m of S(t)?Ie:[]){let f=a("span",{class:`cs-handle cs-${m}`});f.dataset.
corner=m,d.append(f)}return Object.assign(d.style,k(t.box,e.original)),Q(d,t),d}#s(e,t,s){let{key:n}=s,
o=Ke(e.box,s,t.original);if(n==="Delete"||n==="Backspace")this.removeBox(e);else if(n==="Enter")this.
panel.composer.focus();else if(n==="Escape")this.stage.viewport.focus();else if(o&&e.label!==void 0)
this.panel.announce("A named mark stays there.");else if(o&&!S(e))this.panel.announce(`A ${e.kind} s\
tays there.`);else if(o)this.panel.boxes.remember(t.id),e.box=o,this.select(e.key),this.panel.announce(
N(e));else return;s.preventDefault()}#i(e,t){let{bounds:s,label:n,number:o,sentence:r}=t,[l,c]=s,[d,
m]=e.original,f=a("span",{class:"cs-number"},String(o)),b=h(f,()=>this.askAboutRegion(t),{class:ze(s)?
"cs-region cs-point":"cs-region","aria-label":`Region ${o}, ${n}: ${r}`});b.dataset.key=`region-${o}`;
let w=a("span",{class:"cs-tip","aria-hidden":"true"});return w.append(a("strong",{},n),` ${r}`),w.classList.
toggle("cs-below",c/m<.3),w.classList.toggle("cs-to-left",l/d>.5),b.classList.toggle("cs-at-top",c/m<
.05),b.append(w),Object.assign(b.style,k(s,e.original)),b}};var lt=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"range",label:"Rang\
e",title:"Drag to select a range of x, whatever the height"},{name:"lasso",label:"Lasso",title:"Drag\
 around the marks to select"},{name:"move",label:"Move",title:"Drag to move the picture, also over a\
 box"}],se=class{value=lt[0].name;element=a("fieldset",{class:"cs-modes"});constructor(e,t){this.onChange=
e,this.onTouch=t;let s=u("mode");this.element.append(a("legend",{class:"cs-visually-hidden"},"A drag\
 on the picture"),...lt.map(n=>this.#e(n,s)))}select(e){this.value=e;for(let t of this.element.querySelectorAll(
"input"))t.checked=t.value===e;this.onChange(e)}#e({name:e,label:t,title:s},n){let o=a("input",{type:"\
radio",name:n,value:e,checked:e===this.value,onchange:()=>this.select(e),onclick:r=>{r.pointerType===
"touch"&&e!=="move"&&this.onTouch()}});return a("label",{class:"cs-mode",title:s},o,t)}};function ht(i,{getZoom:e,zoomTo:t}){let s=0,n=1;i.addEventListener("touchstart",o=>{o.touches.length===
2&&(o.preventDefault(),s=ct(o.touches),n=e())},{passive:!1}),i.addEventListener("touchmove",o=>{let{
touches:r}=o;r.length!==2||!s||(o.preventDefault(),t(n*ct(r)/s,Vt(r)))},{passive:!1})}var ct=([i,e])=>Math.
hypot(i.clientX-e.clientX,i.clientY-e.clientY),Vt=([i,e])=>[(i.clientX+e.clientX)/2,(i.clientY+e.clientY)/
2];var Jt=4,ie=class{constructor(e){this.press=e,this.isClick=!0,this.points=[e.point]}move(e,t){let{press:s}=this,
n=[e[0]-s.page[0],e[1]-s.page[1]];if(this.isClick&&Math.hypot(...n)<Jt||(this.isClick=!1,s.mode==="s\
croll"))return null;if(s.mode==="move")return{kind:"pan",by:n};if(s.box)return{kind:"box",box:this.#e(
t)};if(s.mode==="range"){let[[o],[r]]=[s.point,t];return{kind:"box",box:C([o,0],[r,s.size[1]])}}return s.
mode!=="lasso"?{kind:"box",box:C(s.point,t)}:(this.points=[...this.points,t],{kind:"box",box:He(this.
points),points:this.points})}#e(e){let{press:t}=this;if(!t.box)return C(t.point,e);let s=[e[0]-t.point[0],
e[1]-t.point[1]];return t.corner?I(t.box,t.corner,s,t.size):D(t.box,s,t.size)}};var dt=7,Qt=20,es='.cs-box[aria-pressed="true"]:has(.cs-handle)',ne=class{#e="";#t=dt;constructor(e,t){
this.panel=e,this.stage=t,t.layer.addEventListener("pointerdown",s=>this.#i(s)),t.layer.addEventListener(
"dblclick",s=>this.#l(s))}requestMarkInBox({box:e}){let{picture:t}=this.panel;p(t)&&this.#s(t,_e(e))}receiveMark({
id:e,key:t,mark:s,reason:n,ask:o}){let{panel:r,stage:l}=this;if(!(e!==r.active.id||t!==this.#e)){if(!s){
this.#c(),r.announce(n);return}l.marks.selectOrAdd(s.text,s.box),r.composer.suggest(`What does this ${s.
text} tell?`),r.announce(s.text),o&&r.composer.askTyped()}}#s({id:e},[t,s],n=!1){this.#e=u("mark");let o=this.
stage.toPictureLength(this.#t);this.panel.act({do:"mark",id:e,x:t,y:s,reach:o,ask:n,key:this.#e})}#i(e){
let{panel:t,stage:s}=this,{picture:n}=t;if(s.viewport.focus({preventScroll:!0}),!p(n)||e.button!==0||
y(e,".cs-region"))return;this.#t=e.pointerType==="touch"?Qt:dt;let o=y(e,".cs-box"),r=t.boxes.onPicture(
n.id).find(({key:m})=>m===o?.dataset.key),c=e.pointerType==="touch"&&!s.isTouchDrawing&&!y(e,es),d=new ie(
{page:[e.clientX,e.clientY],point:s.pointOf(e,n),size:n.original,mode:c?"scroll":s.modes.value,box:r&&
S(r)?r.box:void 0,corner:y(e,"[data-corner]")?.dataset.corner});this.#n(d,n,r),e.preventDefault()}#n(e,t,s){
let{marks:n,viewport:o}=this.stage,r=e.press.box&&s,l=[o.scrollLeft,o.scrollTop],c=new AbortController,
d=0,m=!1,f=(x,v=void 0)=>{let{mode:ce}=e.press,wt=ce==="range"||ce==="lasso"?{kind:ce}:{};if(!m&&r&&
this.panel.boxes.remember(t.id),m=!0,r??=n.addBox(x,void 0,wt),!r)return;Object.assign(r,{box:x,points:v});
let he=n.elementOf(r.key);cancelAnimationFrame(d),d=requestAnimationFrame(()=>{he&&(Object.assign(he.
style,k(x,t.original)),Q(he,{box:x,points:v}))})},b=x=>{let v=e.move([x.clientX,x.clientY],this.stage.
pointOf(x,t));v?.kind==="box"&&f(v.box,v.points),v?.kind==="pan"&&(o.scrollLeft=l[0]-v.by[0],o.scrollTop=
l[1]-v.by[1])},w=()=>{c.abort(),cancelAnimationFrame(d)},{signal:E}=c,bt=()=>{w(),e.isClick?this.#r(
t,s,e.press.point):r&&e.press.mode!=="move"&&this.#o(r)};addEventListener("pointermove",b,{signal:E}),
addEventListener("pointerup",bt,{signal:E}),addEventListener("pointercancel",w,{signal:E})}#o(e){this.
stage.setTouchDrawing(!1);let{marks:t}=this.stage;je(e.box)?t.removeBox(e):t.focusBox(e.key)}#r(e,t,s){
let n=!t||this.panel.boxes.selectedKey===t.key;t&&this.stage.marks.focusBox(t.key),n&&this.#a(e,s)}#a(e,t){
e.live?this.#s(e,t):this.#c()}#l(e){let{picture:t}=this.panel;!p(t)||!t.live||this.stage.modes.value===
"move"||y(e,".cs-region")||this.#s(t,this.stage.pointOf(e,t),!0)}#c(){this.stage.marks.select(null),
this.panel.hasFocus&&this.stage.viewport.focus({preventScroll:!0})}};var L=1.25,xe=1.1,ts=.05,ss=16,is=1.5,ut=i=>g(i,ts,ss);function pt(i,e){return Math.min(e.width/i.width,
e.height/i.height,is)}function ye({scroll:i,place:e,content:t}){return(i+e)/(t||1)}function ke(i,{place:e,
content:t}){return i*t-e}var mt=i=>`${Math.round(i*100)} %`;var ns=480,oe=class{zoom=1;isWhole=!0;image=a("img",{class:"cs-image",draggable:!1});note=a("p",{class:"\
cs-note"});caption=a("div",{class:"cs-caption"});zoomLabel=a("span",{class:"cs-zoom"});modes=new se(
()=>this.#n(),()=>this.setTouchDrawing(!0));actualSizeButton=h("Actual size",()=>this.#o(),{title:"A\
s Claude receives it: one pixel of the picture sent for each pixel here"});touchHint=a("p",{class:"c\
s-hint",hidden:!0},"Draw with one finger.");redrawButton=h("Redraw",()=>this.#i(),{title:"Draw the f\
igure again in its current state"});constructor(e){this.panel=e,this.id=u("stage"),this.marks=new te(
e,this),this.layer=a("div",{class:"cs-layer"},this.image,this.marks.element),this.viewport=a("div",{
class:"cs-viewport",tabindex:"0",role:"group","aria-label":"Picture"},this.layer,this.note),this.tools=
this.#s(),this.pointer=new ne(e,this),this.hover=new J(e,this),this.element=a("div",{class:"cs-stage",
id:this.id,role:"tabpanel"},this.tools,this.touchHint,this.viewport,this.caption,this.marks.aboutLine),
this.#n(),this.viewport.addEventListener("keydown",t=>this.#r(t)),this.viewport.addEventListener("wh\
eel",t=>this.#a(t),{passive:!1}),ht(this.viewport,{getZoom:()=>this.zoom,zoomTo:(t,s)=>this.zoomTo(t,
s)})}draw(){let{panel:e,layer:t,note:s,image:n,viewport:o}=this,{picture:r}=e,l=p(r)?r:void 0;t.hidden=
this.tools.hidden=!l,s.textContent=r?r.note:"Drop, paste or choose a picture.",s.hidden=!s.textContent,
this.redrawButton.hidden=!r?.live,this.caption.textContent=l?Ye(l):"",n.alt=r?.name??"",this.#e(r),o.
setAttribute("aria-label",r?`Picture: ${r.name}`:"No picture"),this.element.setAttribute("aria-label\
ledby",r?this.tabId(r):""),this.fit(),this.marks.draw()}tabId({id:e}){return`${this.id}-${e}`}fit(e=!1){
let{viewport:t}=this,{picture:s}=this.panel;if(!p(s)||!(e||this.isWhole)||!t.clientWidth)return;let{
maxHeight:n}=getComputedStyle(t),r=n==="none"&&t.closest(".cs-sized")!==null?t.offsetHeight:Number.parseFloat(
n)||ns,l={width:t.clientWidth,height:r-2};this.#t(s,pt(s,l),!0)}zoomTo(e,t){let{picture:s}=this.panel;
p(s)&&this.#t(s,e,!1,t)}setTouchDrawing(e){this.viewport.classList.toggle("cs-touch-drawing",e),this.
touchHint.hidden=!e}get isTouchDrawing(){return this.viewport.classList.contains("cs-touch-drawing")}pointOf({
clientX:e,clientY:t},s){let n=this.layer.getBoundingClientRect();return We([e,t],n,s.original)}toPictureLength(e){
let{picture:t}=this.panel,s=this.layer.getBoundingClientRect().width;return p(t)&&s?e*t.original[0]/
s:e}#e(e){let t=e&&this.panel.messages.url(B(e));t&&this.image.src!==t?this.image.src=t:t||this.image.
removeAttribute("src")}#t(e,t,s,n){let{viewport:o,layer:r}=this,{left:l,top:c}=o.getBoundingClientRect(),
d=n?n[0]-l:o.clientWidth/2,m=n?n[1]-c:o.clientHeight/2,f=()=>({place:d,content:r.offsetWidth}),b=()=>({
place:m,content:r.offsetHeight}),w=ye({scroll:o.scrollLeft,...f()}),E=ye({scroll:o.scrollTop,...b()});
this.zoom=ut(t),this.isWhole=s,r.style.width=`${e.width*this.zoom}px`,r.style.height=`${e.height*this.
zoom}px`,o.scrollLeft=ke(w,f()),o.scrollTop=ke(E,b()),this.zoomLabel.textContent=mt(this.zoom),this.
actualSizeButton.setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){let e=()=>this.zoomTo(this.
zoom*L),t=()=>this.zoomTo(this.zoom/L);return a("div",{class:"cs-tools",role:"toolbar","aria-label":"\
Picture tools"},this.modes.element,h("−",t,{"aria-label":"Zoom out"}),this.zoomLabel,h("+",e,{"ari\
a-label":"Zoom in"}),h("Fit",()=>this.fit(!0)),this.actualSizeButton,h("Add box",()=>this.marks.addBoxInMiddle(),
{title:"Add a box in the middle; move it with the arrow keys"}),this.redrawButton)}#i(){let{active:e}=this.
panel;e.id!==null&&this.panel.act({do:"redraw",id:e.id})}#n(){this.viewport.dataset.mode=this.modes.
value}#o(){this.actualSizeButton.getAttribute("aria-pressed")==="true"?this.fit(!0):this.zoomTo(1)}#r(e){
if(e.target!==this.viewport||e.ctrlKey||e.metaKey)return;let{key:t}=e;if(t==="+"||t==="=")this.zoomTo(
this.zoom*L);else if(t==="-")this.zoomTo(this.zoom/L);else if(t==="0")this.fit(!0);else if(t==="b")this.
marks.addBoxInMiddle();else return;e.preventDefault()}#a(e){if(!e.ctrlKey)return;e.preventDefault();
let t=e.deltaY<0?this.zoom*xe:this.zoom/xe;this.zoomTo(t,[e.clientX,e.clientY])}};var re=class{constructor(e){this.panel=e,this.element=a("div",{class:"cs-tabs",role:"tablist","aria-\
label":"Pictures"})}draw(){let{panel:e,element:t}=this,s=t.contains(document.activeElement);t.replaceChildren(
...e.pictures.map(n=>this.#e(n))),s&&this.#s();for(let n of e.pictures)p(n)&&e.messages.requestPixels(
n)}#e(e){let{panel:t}=this,s=e.id===t.active.id,n=()=>t.act({do:"remove",id:e.id}),o=a("button",{type:"\
button",role:"tab",class:"cs-tab",id:t.stage.tabId(e),"aria-selected":String(s),"aria-controls":t.stage.
id,tabindex:s?"0":"-1",title:`${e.name} (Delete closes it)`,onclick:()=>t.showPicture(e.id),onkeydown:l=>this.#t(
l,n)},e.name),r=a("span",{class:"cs-tab-close",title:"Close",onclick:n},"×");return r.setAttribute(
"aria-hidden","true"),a("span",{class:"cs-tab-place",role:"presentation"},o,r)}#t({key:e},t){if(e===
"Delete"&&t(),e!=="ArrowRight"&&e!=="ArrowLeft")return;let{pictures:s,active:n}=this.panel,o=e==="Ar\
rowRight"?1:-1;this.panel.showPicture(Ge(s,n.id,o).id),this.#s()}#s(){this.element.querySelector("[a\
ria-selected=true]")?.focus()}};async function ft(i,e,t,{pieceSize:s,signal:n,onProgress:o}){await i.sendAndWait({do:"begin file",key:e,
name:Te(t),size:t.size});for(let r=0;r<t.size;r+=s){if(n.aborted){i.send({do:"forget file",key:e});return}
let l=await t.slice(r,r+s).arrayBuffer(),c=await i.sendAndWait({do:"piece",key:e,at:r},[l]);o(c/t.size)}}
var Te=i=>i.name||"pasted picture",gt=i=>[...i??[]].filter(({type:e})=>e.startsWith("image/"));var ae=class{element=a("div");constructor(e){this.panel=e}receiveOn(e){e.addEventListener("dragover",
t=>{t.dataTransfer?.types.includes("Files")&&(Se(t),e.classList.add("cs-dropping"))}),e.addEventListener(
"dragleave",t=>{e.contains(t.relatedTarget)||e.classList.remove("cs-dropping")}),e.addEventListener(
"drop",t=>{Se(t),e.classList.remove("cs-dropping"),this.send([...t.dataTransfer?.files??[]])}),e.addEventListener(
"paste",t=>{let s=gt(t.clipboardData?.files);s.length&&(Se(t),this.send(s))})}async send(e){this.panel.
showProblem("");for(let t of e)await this.#e(t)}async#e(e){let{messages:t,model:s}=this.panel,n=Te(e),
o=new AbortController,r=a("progress",{max:1,value:0,"aria-label":`Sending ${n}`}),l=h("Cancel",()=>o.
abort()),c=a("div",{class:"cs-progress"},a("span",{},n),r,l);this.element.append(c);try{await ft(t,`${Date.
now()}-${u("file")}`,e,{pieceSize:s.get("_about").piece,signal:o.signal,onProgress:d=>{r.value=d}})}catch(d){
d instanceof A||this.panel.showProblem(`${n}: ${d.message}`)}finally{c.remove()}}};function Se(i){i.
preventDefault(),i.stopPropagation()}var le=class{active=new z;boxes=new H;status=a("div",{class:"cs-visually-hidden",role:"status"});problem=a(
"div",{class:"cs-problem",role:"alert"});style=a("style");room=new V(()=>this.stage.fit());#e;#t=new Set;constructor(e,t){
this.model=e,this.messages=t,this.kernel=new Y(e,t,()=>this.#o()),this.stage=new oe(this),this.delivery=
new X(this),this.uploads=new G(this),this.conversation=new F(this),this.composer=new W(this),this.tabs=
new re(this),this.picker=new Z(this),this.transfers=new ae(this),this.element=this.#s(),this.transfers.
receiveOn(this.element)}get pictures(){return this.model.get("_pictures")}get picture(){return this.
pictures.find(({id:e})=>e===this.active.id)}get hasFocus(){let e=this.element.getRootNode();return this.
element.contains(e.activeElement)}get selectedBox(){return this.boxes.selectedOn(this.active.id)}get elements(){
return[this.element,this.room.placeholder,this.style,this.room.style]}connect(){let e=new AbortController;
this.#l(e.signal),this.#h(e.signal);let t=new ResizeObserver(()=>this.stage.fit());return t.observe(
this.stage.viewport),()=>{e.abort(),t.disconnect();for(let s of this.elements)s.remove()}}showPicture(e){
this.active.id=e,this.boxes.selectedKey=null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let e=this.
active.update(this.pictures);this.tabs.draw(),this.pictures.length?e&&this.picker.setOpen(!1):this.picker.
setOpen(!0),this.#a(),this.composer.drawSubject()}get turns(){return this.messages.turns}drawConversation(){
this.composer.draw(),this.conversation.draw(),this.#n(),this.stage.marks.draw()}act(e){this.showProblem(
""),this.messages.send(e),this.kernel.greet()}announce(e){this.status.textContent=e}showProblem(e,t=!0){
if(this.problem.classList.toggle("cs-news",!t),this.problem.replaceChildren(),!e)return;let s=h("×",
()=>this.showProblem(""),{"aria-label":"Dismiss"});this.problem.append(a("span",{},e),s)}#s(){let{stage:e,
conversation:t,composer:s}=this;e.element.append(this.delivery.element,this.uploads.element);let n=a(
"div",{class:"cs-talk"},t.element,...s.elements),o=a("section",{class:"cs-root","aria-label":"Claude\
 See"},a("div",{class:"cs-top"},this.tabs.element,this.picker.toggle,this.room.sideButton,this.room.
fullButton),this.picker.element,this.transfers.element,this.kernel.alert,this.problem,a("div",{class:"\
cs-main"},e.element,n),this.status,t.announcer);return o.addEventListener("keydown",r=>this.#i(r)),this.
room.adopt(o),o}#i(e){de(e)||e.stopPropagation(),!(e.key!=="Escape"||e.defaultPrevented||e.isComposing)&&
(e.preventDefault(),!this.picker.element.hidden&&this.pictures.length?this.picker.close():this.room.
view==="full"?this.room.show("cell"):Le(this.element))}#n(){for(let{id:e,box:t,pictures:s}of this.turns.
all)t&&!this.#t.has(e)&&this.boxes.include(s[0],{key:u("box"),box:t}),this.#t.add(e)}#o(){this.element.
classList.add("cs-lost"),this.composer.draw(),this.picker.setOpen(!1),this.picker.toggle.disabled=this.
stage.redrawButton.disabled=!0}#r({id:e,changes:t}){t.status===void 0?this.conversation.drawTurn(e):
this.drawConversation()}#a(){this.stage.draw(),this.delivery.request()}#l(e){let t={_pictures:()=>this.
drawPictures(),_variables:()=>this.picker.draw(),_cells:()=>this.picker.requestThumbnails(),_files:()=>this.
uploads.draw(),_ways:()=>this.delivery.draw(),_problem:()=>this.#c(),_busy:()=>this.kernel.draw(),_about:()=>this.
composer.drawSettings()};for(let[s,n]of Object.entries(t))this.model.on(`change:${s}`,n),e.addEventListener(
"abort",()=>this.model.off(`change:${s}`,n)),n();this.drawConversation()}#c(){let{number:e=0,text:t}=this.
model.get("_problem");e!==this.#e&&this.#e!==void 0&&this.showProblem(t),this.#e=e}#h(e){let{messages:t,
stage:s}=this,n=()=>{this.style.textContent=Ae(this.model.get("_copy"))};t.on("hello",n,e),t.on("tur\
ns",()=>this.drawConversation(),e),t.on("turn",o=>this.#r(o),e),t.on("picture",()=>this.#a(),e),t.on(
"thumbnail",()=>this.picker.draw(),e),t.on("selection",o=>s.marks.selection.receive(o),e),t.on("hove\
r",o=>s.hover.receive(o),e),t.on("mark",o=>s.pointer.receiveMark(o),e),t.on("where",o=>s.marks.receiveWhere(
o),e),t.on("price",o=>this.composer.receivePrice(o),e),t.on("markdown",({text:o})=>this.composer.receiveMarkdown(
o),e),this.kernel.follow(e)}};var hn=()=>{let i;return{initialize({model:e}){return i=new O(e),e.on("msg:custom",(t,s)=>i.receive(
t,s)),()=>i.close()},render({model:e,el:t}){let s=new le(e,i);t.classList.add("claude-see");let n=new AbortController;
Ce(t,n.signal),t.append(...s.elements);let o=s.connect();return()=>{n.abort(),o()}}}};export{hn as default};
