// Built from js/ by "make js"; not to be edited.
// Sources: 4c8ae8ecc6811f1c4daf1dd640861f784c5e860544b3bb16a7e9f05c5f1eeb29
var le="The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.",
Fe="The panel cannot add a cell here, so the conversation was copied: paste it wherever you like.";function ce(o){
return/^[\w-]+$/.test(o)?`${`.jp-OutputArea-child:has(.${o}), .output_area:has(.${o})`}, .${o} { dis\
play: none !important; }`:""}var Xe=new Set(["a","c","v","x","y","z","Enter","Backspace","Delete"]);
function Q({key:o,ctrlKey:e,metaKey:t,altKey:s}){return!(e||t)||s?!1:!(o.startsWith("Arrow")||o==="H\
ome"||o==="End")&&!Xe.has(o.length===1?o.toLowerCase():o)}function he(o,e){let t="data-lm-suppress-s\
hortcuts";o.setAttribute(t,"true");let s=i=>{i.composedPath().includes(o)&&(Q(i)?o.removeAttribute(t):
o.setAttribute(t,"true"))};addEventListener("keydown",s,{capture:!0,signal:e})}function de(o){let{activeElement:e}=document;
o.closest(".jp-Cell")?.focus(),e===document.activeElement&&e instanceof HTMLElement&&e.blur()}async function pe(o,e){
await ue(e)?o.announce("Copied."):o.showProblem(le)}async function ue(o){try{return await navigator.
clipboard.writeText(o),!0}catch{return!1}}async function me(o,e){let s=o.model.widget_manager?.context?.
model?.sharedModel,i=o.element.closest(".jp-Cell");if(typeof s?.insertCell!="function"||!i){let l=await ue(
e);o.showProblem(l?Fe:le,!l);return}let n=[...i.parentElement?.children??[]].filter(l=>l.matches(".j\
p-Cell")),a=Number(i.dataset.windowedListIndex??n.indexOf(i));s.insertCell(a+1,{cell_type:"markdown",
source:e}),o.announce("Inserted as the next cell.")}var y=class extends Error{},E=({id:o,version:e})=>`picture/${o}/${e}`,V=o=>`variable/${o}`,C=class{#e=new EventTarget;#t=new Map;#s=new Set;#i=new Map;constructor(e){
this.model=e}send(e,t){this.model.send(e,void 0,t)}receive(e,t=[]){let[s]=t;e.say==="picture"&&s?this.#o(
E(e),s,e.type):e.say==="thumbnail"&&s?this.#o(V(e.name),s,e.type):e.say==="arrived"?this.#i.get(e.key)?.
resolve(e.bytes):e.say==="refused"&&this.#i.get(e.key)?.reject(new y(e.key)),this.#e.dispatchEvent(new CustomEvent(
e.say,{detail:e}))}on(e,t,s){let i=n=>t(n.detail);this.#e.addEventListener(e,i,{signal:s})}url(e){return this.#t.
get(e)}requestPixels(e){let t=E(e);this.#s.has(t)||(this.#s.add(t),this.send({do:"picture",id:e.id}))}async sendAndWait(e,t){
let s=Ze();this.#i.set(e.key,s),this.send(e,t);try{return await s.promise}finally{this.#i.delete(e.key)}}close(){
for(let e of this.#t.values())URL.revokeObjectURL(e);this.#t.clear()}#o(e,t,s){let i=this.#t.get(e);
i!==void 0&&URL.revokeObjectURL(i);let n=new Blob([t],{type:s});this.#t.set(e,URL.createObjectURL(n))}};
function Ze(){let o={};return o.promise=new Promise((e,t)=>Object.assign(o,{resolve:e,reject:t})),o}var fe=["nw","ne","sw","se"];var f=(o,e,t)=>Math.min(Math.max(o,e),t);function ee([o,e],[t,s]){return[Math.min(o,t),Math.min(e,s),
Math.max(o,t),Math.max(e,s)]}function be([o,e,t,s],[i,n]){return[f(o,0,i),f(e,0,n),f(t,0,i),f(s,0,n)]}
function L([o,e,t,s],[i,n],[a,l]){let h=f(i,-o,a-t),d=f(n,-e,l-s);return[o+h,e+d,t+h,s+d]}function A([
o,e,t,s],i,[n,a],[l,h]){let d=i.endsWith("w"),m=i.startsWith("n"),b=[f((d?o:t)+n,0,l),f((m?e:s)+a,0,
h)];return ee([d?t:o,m?s:e],b)}function ge([o,e,t,s]){return[(o+t)/2,(e+s)/2]}function we([o,e]){return[
o*.375,e*.375,o*.625,e*.625]}function ve([o,e,t,s]){return o===t&&e===s}function xe(o,e){let[t,s,i,n]=o;
if(t!==i)return o;let a=Math.max(...e)/40;return[t-a,s-a,i+a,n+a]}function ye([o,e,t,s]){return t-o<
3||s-e<3}function k([o,e,t,s],[i,n]){return{left:`${o/i*100}%`,top:`${e/n*100}%`,width:`${(t-o)/i*100}\
%`,height:`${(s-e)/n*100}%`}}function ke([o,e],t,[s,i]){return[f((o-t.left)/t.width*s,0,s),f((e-t.top)/
t.height*i,0,i)]}var P=class{#e=new Map;selectedKey=null;onPicture(e){return e!==null&&this.#e.get(e)||[]}selectedOn(e){
return this.onPicture(e).find(({key:t})=>t===this.selectedKey)}withLabel(e,t){return this.onPicture(
e).find(s=>s.label===t)}add(e,t){this.#e.set(e,[...this.onPicture(e),t]),this.selectedKey=t.key}include(e,t){
let s=this.onPicture(e);s.some(n=>n.box.every((a,l)=>a===t.box[l]))||this.#e.set(e,[...s,t])}remove(e,t){
let s=this.onPicture(e).filter(i=>i.key!==t);this.#e.set(e,s),this.selectedKey===t&&(this.selectedKey=
null)}},Ge={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Se(o,{key:e,shiftKey:t},s){
let i=Ge[e];if(!i)return null;let n=Math.max(...s)/100,a=[i[0]*n,i[1]*n];return t?A(o,"se",a,s):L(o,
a,s)}function B({label:o,where:e,box:t}){let[s,i,n,a]=t.map(Math.round),l=`(${s}, ${i})–(${n}, ${a}\
)`;return[o,e,l].filter(Boolean).join(" · ")}function r(o,e={},...t){let s=document.createElement(o);for(let[i,n]of Object.entries(e))n!=null&&(typeof n==
"function"?s.addEventListener(i.slice(2),n):i in s&&typeof n!="string"?Object.assign(s,{[i]:n}):i===
"class"?s.className=String(n):s.setAttribute(i,String(n)));return s.append(...t.filter(i=>i!=null)),
s}var c=(o,e,t={})=>r("button",{type:"button",onclick:e,...t},o),Ye=Math.random().toString(36).slice(
2,8),Je=0,p=o=>`cs-${o}-${Ye}-${++Je}`,S=(o,e)=>o.target.closest(e);function Te({name:o,values:e,value:t},{models:s},i){return o==="model"?s.map(({id:n})=>n):o!=="effor\
t"?Ve(e,t):s.find(({id:n})=>n===i)?.efforts??e}var Qe=(o,...e)=>e.find(t=>o.includes(String(t)))??o[0]??
"",Ve=(o,e)=>typeof e=="string"&&o.length&&!o.includes(e)?[e,...o]:o,O=class{element=r("div",{class:"\
cs-options",role:"group","aria-label":"Options"});#e=new Map;#t=new Map;constructor(e){this.onChange=
e}get values(){let e=[...this.#e].map(([t,s])=>{let i=s instanceof HTMLInputElement;return[t,i?s.checked&&
!s.disabled:s.value]});return Object.fromEntries(e)}draw(e){let t=new Map(e.controls.map(n=>[n.name,
JSON.stringify([n,e.models])]));if(JSON.stringify([...t])===JSON.stringify([...this.#t]))return;let{
values:s}=this,i=e.controls.map(n=>{let{name:a}=n,l=t.get(a)===this.#t.get(a);return this.#s(l?{...n,
value:s[a]}:n,e)});this.#t=t,this.element.replaceChildren(...i),this.onChange()}setData(e){let t=this.#e.
get("check"),s=t?.closest("label");!t||!s||(t.disabled=!e,s.title=e?s.dataset.help??"":"Only the sta\
tements about a live figure can be checked: a picture holds no data.")}#s(e,t){let{name:s,label:i,help:n,
value:a}=e,l=this.#e.get("model")?.value,h=Te(e,t,l??""),d=h.length?r("select",{onchange:()=>this.#i(
s,t)}):r("input",{type:"checkbox",checked:a===!0,onchange:this.onChange});this.#e.set(s,d),d instanceof
HTMLSelectElement&&Ee(d,h,a);let m=h.length?[i,d]:[d,i],b=r("label",{class:`cs-option-${s}`,title:n},
...m);return b.dataset.help=n,b}#i(e,t){let s=this.#e.get("effort"),i=t.controls.find(n=>n.name==="e\
ffort");if(e==="model"&&i&&s instanceof HTMLSelectElement){let n=String(this.values.model);Ee(s,Te(i,
t,n),s.value,i.value)}this.onChange()}};function Ee(o,e,...t){o.replaceChildren(...e.map(s=>r("optio\
n",{value:s},s))),o.value=Qe(e,...t)}var te=8,$=class{list=r("div",{class:"cs-menu",role:"menu",id:p("menu"),hidden:!0});#e;constructor(e,t){
this.onSelect=t,this.button=c(`${e} ▾`,()=>this.setOpen(!this.#e),{"aria-haspopup":"menu","aria-ex\
panded":"false","aria-controls":this.list.id,"aria-label":e}),this.list.setAttribute("popover","manu\
al"),this.list.setAttribute("aria-label",e),this.element=r("span",{onkeydown:s=>this.#i(s)},this.button,
this.list)}setItems(e){this.list.replaceChildren(...e.map(({name:t,about:s})=>{let i=()=>{this.setOpen(
!1),this.onSelect(t)},n=t[0].toUpperCase()+t.slice(1),a=r("span",{class:"cs-hint"},s);return r("butt\
on",{type:"button",role:"menuitem",tabindex:"-1",onclick:i},r("strong",{},n),a)}))}setOpen(e){let{list:t}=this;
if(this.#e?.abort(),this.#e=void 0,this.button.setAttribute("aria-expanded",String(e)),t.hidden=!e,!e)
return;this.#e=new AbortController;let{signal:s}=this.#e;t.showPopover?.(),this.#s();let i=n=>{n.composedPath().
includes(this.element)||this.setOpen(!1)};addEventListener("pointerdown",i,{capture:!0,signal:s}),addEventListener(
"focusin",i,{capture:!0,signal:s}),addEventListener("scroll",()=>this.#s(),{capture:!0,signal:s}),addEventListener(
"resize",()=>this.#s(),{signal:s}),this.#t[0]?.focus({preventScroll:!0})}get#t(){return[...this.list.
querySelectorAll("button")]}#s(){let{list:e}=this,{left:t,top:s,bottom:i}=this.button.getBoundingClientRect(),
n=s>innerHeight-i,a=(n?s:innerHeight-i)-2*te;Object.assign(e.style,{left:`${Math.max(te,Math.min(t,innerWidth-
e.offsetWidth-te))}px`,top:n?"auto":`${i+4}px`,bottom:n?`${innerHeight-s+4}px`:"auto",maxHeight:`${a}\
px`})}#i(e){let{key:t}=e;if(this.#e){if(t==="Escape")this.setOpen(!1),this.button.focus();else if(t===
"Tab"){this.setOpen(!1);return}else if(!this.#o(t))return}else if(t==="ArrowDown"||t==="ArrowUp")this.
setOpen(!0);else return;e.preventDefault()}#o(e){let t=this.#t,s=t.indexOf(document.activeElement),i={
ArrowDown:s+1,ArrowUp:s-1,Home:0,End:-1};return e in i?(t.at(i[e]%t.length)?.focus(),!0):!1}};var u=o=>!!(o&&"width"in o&&o.width),Ce=({live:o})=>o,M=class{#e=new Set;id=null;update(e){let t=e.filter(
({id:n})=>!this.#e.has(n));for(let{id:n}of t)this.#e.add(n);let s=e.some(({id:n})=>n===this.id),i=t.
at(-1)??(s?void 0:e.at(-1));return i?this.id=i.id:s||(this.id=null),t.length>0}};function Le(o,e,t){
let s=o.findIndex(({id:i})=>i===e);return o[(s+t+o.length)%o.length]}function Ae({width:o,height:e,original:t,
tokens:s,notes:i}){let n=`${o} × ${e} px`;return[t[0]!==o||t[1]!==e?`${n} (from ${t[0]} × ${t[1]})`:
n,`${s.toLocaleString()} tokens`,...i].join(" · ")}function Pe(o,e){for(let t of[...o].reverse()){let s=t.
regions.filter(i=>i.picture===e.name);if(s.length&&t.pictures.includes(e.id))return s}return[]}function Be(o,{pictures:e,activeId:t,box:s}){let i=o.prompt.trim(),n=o.all&&!s;return{do:"ask",prompt:i||
(s&&!o.task?"What is this?":""),task:o.task,pictures:n?e.map(({id:a})=>a):[t],box:s?.box,method:o.method,
...o.options}}function Oe(o,e){return o?e?`About ${e.label??"the box"} on ${o.name}`:`About ${o.name}`:
""}var _=class{#e="";replaceIn(e,t){let s=e.trim()!==""&&e!==this.#e;return this.#e=t,s?e:t}},I=class{#e;constructor(e){
this.onTimeout=e}get isPending(){return this.#e!==void 0}begin(){this.end(),this.#e=setTimeout(()=>{
this.end(),this.onTimeout()},6e4)}end(){clearTimeout(this.#e),this.#e=void 0}};var et=150,D=class{#e=new I(()=>this.panel.drawConversation());#t=new _;#s;#i;#o="";#n="";#r;tasks=new $(
"Tasks",e=>this.#l("",e));controls=new O(()=>this.requestPrice());prompt=r("textarea",{class:"cs-pro\
mpt",rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:e=>this.#d(e)});subject=r("div",{
class:"cs-asked-about"});all=r("input",{type:"checkbox",onchange:()=>this.drawSubject()});allLabel=r(
"label",{},this.all,"all pictures");price=r("span",{class:"cs-price"});askButton=c("Ask",()=>this.askTyped(),
{class:"cs-primary"});stopButton=c("Stop",()=>this.#h(),{class:"cs-primary"});newButton=c("New",()=>this.
panel.act({do:"new"}),{title:"Start another conversation"});answerer=r("span",{class:"cs-who"});constructor(e){
this.panel=e;let t=r("div",{class:"cs-subject-row"},this.subject,this.allLabel,this.tasks.element),s=r(
"div",{class:"cs-ask"},this.price,this.askButton,this.stopButton),i=r("div",{class:"cs-ask-row"},this.
controls.element,s);this.elements=[t,this.prompt,i,this.#p()]}get isOpen(){return!!this.panel.model.
get("_live").id||this.#e.isPending}focus(){this.prompt.focus()}suggest(e){this.prompt.value=this.#t.
replaceIn(this.prompt.value,e),this.panel.hasFocus&&(this.prompt.focus({preventScroll:!0}),this.prompt.
select())}askTyped(){this.#l(this.prompt.value)&&(this.prompt.value="")}draw(){let e=this.panel.model.
get("_turns");(this.panel.model.get("_live").id||e!==this.#s)&&this.#e.end(),e!==this.#s&&this.requestPrice(),
this.#s=e;let{isOpen:t}=this,{isLost:s}=this.panel.kernel;this.askButton.hidden=t&&!s,this.stopButton.
hidden=!t||s,this.askButton.disabled=this.newButton.disabled=s,this.tasks.button.disabled=t||s}drawSubject(){
let{picture:e,pictures:t,selectedBox:s}=this.panel;this.allLabel.hidden=t.length<2||s!==void 0,this.
subject.textContent=Oe(e,s),this.controls.setData(this.all.checked?t.some(Ce):!!e?.live),this.requestPrice()}drawSettings(){
let{provider:e}=this.panel.model.get("_about");this.answerer.textContent=e==="offline"?"The offline \
reader, not Claude":"",this.controls.draw(this.panel.model.get("_about")),this.#a()}requestPrice(){let{
panel:e}=this;clearTimeout(this.#r),this.#n=p("price"),this.#r=setTimeout(()=>{let t=this.#c("");e.kernel.
isLost||!t||!u(e.picture)?this.price.textContent="":e.messages.send({...t,do:"price",key:this.#n})},
et)}receivePrice({key:e,text:t,details:s}){e===this.#n&&(this.price.textContent=t,this.price.title=s)}receiveMarkdown(e){
this.#i?.(e),this.#i=void 0}#a(){let{tasks:e}=this.panel.model.get("_about"),t=JSON.stringify(e);t!==
this.#o&&(this.#o=t,this.tasks.setItems(e))}#c(e,t){let{pictures:s,active:i,selectedBox:n,delivery:a}=this.
panel;if(i.id===null)return;let l=this.all.checked,h={prompt:e,task:t,all:l,options:this.controls.values,
method:a.method};return Be(h,{pictures:s,activeId:i.id,box:n})}#l(e,t){let{panel:s}=this,i=this.#c(e,
t);return!i||this.isOpen||s.kernel.isLost?!1:(this.#e.begin(),s.act(i),s.drawConversation(),!0)}#h(){
this.panel.messages.send({do:"stop"}),this.focus()}#d(e){e.key!=="Enter"||e.shiftKey||e.isComposing||
(e.preventDefault(),this.askTyped())}#p(){let{panel:e}=this,t=s=>{if(e.kernel.isLost)return s(e.conversation.
element.innerText);this.#i=s,e.messages.send({do:"markdown"})};return r("div",{class:"cs-actions"},c(
"Copy",()=>t(s=>pe(e,s)),{title:"Copy the conversation as Markdown"}),c("To a cell",()=>t(s=>me(e,s)),
{title:"Put the conversation into a new cell"}),this.newButton,this.answerer,e.kernel.busy)}};var tt={waiting:"Preparing the picture…",sending:"Asking…"},$e=o=>tt[o]??"",z=class{#e=new Map;constructor(e){
this.draw=e}update(e){let t=new Map(e.map(s=>[s.id,this.#t(s)]));return this.#e=t,Array.from(t.values(),
({element:s})=>s)}#t(e){let t=this.#e.get(e.id),s=JSON.stringify(e);return t?.digest===s?t:{digest:s,
element:this.draw(e,t?.element)}}};function Me({scrollHeight:o,scrollTop:e,clientHeight:t}){return o-
e-t<40}var N=(o,e)=>e.id===void 0?o:[...o,e];function _e(o,e,t){return o.find(({id:s,name:i})=>i===t.
picture&&e.pictures.includes(s))}var Ie=(o,e)=>`${Math.round((e-o)/1e3)} s`;var R=class{element=r("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation"});#e=new z(
(e,t)=>this.#t(e,t));constructor(e){this.panel=e}draw(){let{element:e,panel:t}=this,s=t.model.get("_\
live"),i=Me(e),n=this.#e.update(N(t.model.get("_turns"),s));t.composer.isOpen&&s.id===void 0&&n.push(
se("Waiting for the kernel…")),n.length||n.push(se("Answers appear here.")),(n.length!==e.children.
length||n.some((l,h)=>l!==e.children[h]))&&e.replaceChildren(...n),i&&(e.scrollTop=e.scrollHeight),e.
setAttribute("aria-busy",String(t.composer.isOpen))}#t(e,t){let s=$e(e.status),i=e.regions.map(n=>this.#s(
e,n));return r("article",{class:`cs-turn cs-${e.status}`},st(e),...[...e.captions,...e.notes].map(De),
s?se(s):void 0,e.status==="thinking"?ot():void 0,e.thinking?it(e,t):void 0,ze(e.html,"cs-answer"),i.
length?r("div",{class:"cs-regions"},...i):void 0,e.notice?r("p",{class:"cs-notice"},e.notice):void 0,
e.problem?r("p",{class:"cs-problem-text",role:"alert"},e.problem):void 0,e.footer?De(e.footer):void 0)}#s(e,t){
let{panel:s}=this,i=()=>{let a=_e(s.pictures,e,t);a&&(a.id!==s.active.id&&s.showPicture(a.id),s.stage.
marks.askAboutRegion(t))},n=[t.sentence,t.data].filter(Boolean).join(" · ");return c(`${t.number} ${t.
label}`,i,{title:n})}},se=o=>r("p",{class:"cs-hint"},o),De=o=>r("p",{class:"cs-small"},o);function ze(o,e){
let t=r("div",{class:e});return t.innerHTML=o,t}function st({prompt:o,task:e}){if(!e)return r("div",
{class:"cs-question"},o);let t=r("summary",{},r("span",{class:"cs-task"},e));return r("details",{class:"\
cs-question"},t,o)}function it({thinking:o},e){let t=r("details",{class:"cs-small cs-thought"},r("su\
mmary",{},"What Claude thought"),ze(o));return t.open=e?.querySelector(".cs-thought")?.hasAttribute(
"open")??!1,t}function ot(){let o=r("span",{"aria-hidden":"true"}),e=r("p",{class:"cs-hint"},"Thinki\
ng… ",o),t=Date.now(),s=setInterval(()=>{e.isConnected||clearInterval(s),o.textContent=Ie(t,Date.now())},
1e3);return e}var H=class{method;methods=r("div",{class:"cs-ways"});element=r("details",{ontoggle:()=>this.request()},
r("summary",{},"How it travels"),this.methods);constructor(e){this.panel=e}request(){let{picture:e,messages:t}=this.
panel;this.element.open&&e&&t.send({do:"ways",id:e.id})}draw(){let e=this.panel.model.get("_ways");if(this.
methods.replaceChildren(),!e.methods||e.picture!==this.panel.active.id)return;let t=p("method");this.
methods.append(...e.methods.map(s=>this.#e(s,t)),r("p",{class:"cs-price"},`A question: ${e.price}`))}#e({
method:e,possible:t,what:s},i){let n=this.method??this.panel.model.get("_about").method,a=r("input",
{type:"radio",name:i,checked:e===n,disabled:!t,onchange:()=>{this.method=e}});return r("label",{class:t?
"cs-way":"cs-way cs-impossible"},a,r("strong",{},e),r("span",{class:"cs-way-what"},s))}},j=class{files=r(
"div",{class:"cs-files"});element=r("details",{ontoggle:()=>this.element.open&&this.panel.messages.send(
{do:"files"})},r("summary",{},"Uploaded files"),this.files);constructor(e){this.panel=e}draw(){let e=this.
panel.model.get("_files").map(s=>this.#e(s)),t=e.length?void 0:r("p",{class:"cs-hint"},"Nothing is u\
ploaded.");this.files.replaceChildren(...e,...t?[t]:[])}#e({id:e,name:t,size:s,expires:i}){let n=()=>this.
panel.act({do:"delete file",id:e}),a=Math.ceil(s/1e3).toLocaleString();return r("div",{class:"cs-fil\
e"},r("span",{title:e},`${t} · ${a} kB · until ${i}`),c("Delete",n,{"aria-label":`Delete ${t}`}))}};var nt=15e3,rt="The kernel is not responding: it is busy, or it has stopped.",at="The kernel was res\
tarted, so this panel can only be read and copied. Run its cell again to go on.",lt="A cell is runni\
ng: what needs the figure waits for its end.",ct=new Set(["restarting","autorestarting","terminating",
"dead"]),ht=o=>ct.has(o),K=class{isLost=!1;alert=r("div",{class:"cs-alert",role:"alert"});busy=r("sp\
an",{class:"cs-busy",hidden:!0},lt);#e;constructor(e,t,s){this.model=e,this.messages=t,this.onLoss=s}draw(){
this.busy.hidden=this.isLost||!this.model.get("_busy")}greet(){this.isLost||this.#e!==void 0||(this.#e=
setTimeout(()=>this.alert.replaceChildren(rt),nt),this.messages.send({do:"hello"}))}follow(e){let t=()=>{
clearTimeout(this.#e),this.#e=void 0,this.isLost||this.alert.replaceChildren()};this.messages.on("he\
llo",t,e),e.addEventListener("abort",()=>clearTimeout(this.#e)),this.#t(e),this.greet()}#t(e){let t=this.
model.widget_manager?.kernel?.statusChanged;if(typeof t?.connect!="function")return;let s=(i,n)=>{!ht(
n)||this.isLost||(this.isLost=!0,clearTimeout(this.#e),this.alert.replaceChildren(at),this.draw(),this.
onLoss())};t.connect(s),e.addEventListener("abort",()=>t.disconnect(s))}};var dt=24,q=class{id=p("add");variables=r("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=c("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=r("div",{class:"cs-add",id:this.id,hidden:!0});constructor(e){
this.panel=e;let s=r("div",{class:"cs-add-row"},this.#t(),this.#s(),r("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(e){this.
element.hidden=!e,this.toggle.setAttribute("aria-expanded",String(e)),this.requestThumbnails()}close(){
this.setOpen(!1),this.toggle.focus()}requestThumbnails(){if(this.element.hidden)return;let e=this.panel.
model.get("_variables").map(({name:t})=>t);this.panel.messages.send({do:"thumbnails",names:e.slice(0,
dt)})}draw(){let e=this.panel.model.get("_variables");this.variables.replaceChildren(...e.map(t=>this.#e(
t))),!e.length&&this.variables.append(r("p",{class:"cs-hint"},"No variable holds a picture yet."))}#e({
name:e,kind:t}){let s=this.panel.messages.url(V(e)),i=s?r("img",{src:s,alt:""}):r("span",{class:"cs-\
no-picture"}),n=()=>this.panel.act({do:"add variable",name:e}),a=r("span",{},r("strong",{},e),` ${t}`);
return r("button",{type:"button",class:"cs-variable",onclick:n},i,a)}#t(){let e=r("input",{type:"fil\
e",accept:"image/*,.heic,.heif,.svg,.pdf",multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.
panel.transfers.send([...e.files??[]]),e.value=""}});return r("label",{class:"cs-file-button"},e,"Ch\
oose a file")}#s(){let e=r("input",{type:"url",placeholder:"https://…","aria-label":"Address"});return r(
"form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),e.value&&this.panel.act({do:"add url",url:e.value}),
e.value=""}},e,r("button",{},"Open"))}};var W=class{constructor(e,t){this.panel=e,this.stage=t,this.element=r("div",{class:"cs-marks"}),this.
aboutLine=r("div",{class:"cs-about"})}draw(){let{element:e,panel:t}=this,{activeElement:s}=document,
i=s instanceof HTMLElement&&e.contains(s)?s.dataset.key:void 0;e.replaceChildren();let{picture:n}=t;
if(u(n)){for(let a of Pe(t.model.get("_turns"),n))e.append(this.#s(n,a));t.boxes.onPicture(n.id).forEach(
(a,l)=>{e.append(this.#e(n,a,l+1))}),i&&this.elementOf(i)?.focus(),this.drawAboutLine()}}drawAboutLine(){
let{panel:e,aboutLine:t}=this,{picture:s,selectedBox:i}=e;if(t.replaceChildren(),!!u(s)){if(!i){let n=s.
live?"Drag to draw a box; click a mark to name it, double-click to ask.":"Drag to draw a box and ask\
 about a part.";t.append(r("span",{class:"cs-hint"},`About the whole picture. ${n}`));return}t.append(
r("span",{class:"cs-chip"},B(i)),c("About the whole",()=>this.select(null)),c("Delete box",()=>this.
removeBox(i))),s.live&&!i.label&&t.append(c("Name the mark",()=>this.stage.pointer.requestMarkInBox(
i)))}}elementOf(e){return this.element.querySelector(`[data-key="${e}"]`)}select(e){let{panel:t}=this;
t.boxes.selectedKey=e,this.draw(),t.composer.drawSubject();let{picture:s,selectedBox:i}=t;s?.live&&i&&
!i.label&&t.messages.send({do:"where",id:s.id,key:i.key,box:i.box})}focusBox(e){this.select(e),this.
elementOf(e)?.focus({preventScroll:!0})}addBox(e,t){let{picture:s,boxes:i}=this.panel;if(!u(s))return;
let n={key:p("box"),box:be(e,s.original),label:t};return i.add(s.id,n),this.select(n.key),n}addBoxInMiddle(){
let{picture:e}=this.panel,t=u(e)&&this.addBox(we(e.original));t&&this.focusBox(t.key)}selectOrAdd(e,t){
let{boxes:s,active:i}=this.panel,n=s.withLabel(i.id,e);n?this.select(n.key):this.addBox(t,e)}removeBox({
key:e}){let{boxes:t,active:s}=this.panel;s.id!==null&&t.remove(s.id,e),this.select(null),this.stage.
viewport.focus()}receiveWhere({id:e,key:t,where:s}){let i=this.panel.boxes.onPicture(e).find(n=>n.key===
t);i&&(i.where=s),this.drawAboutLine(),i&&this.elementOf(t)===document.activeElement&&this.panel.announce(
B(i))}askAboutRegion({label:e,bounds:t}){let{picture:s,composer:i}=this.panel;u(s)&&this.selectOrAdd(
e,xe(t,s.original)),i.suggest(`Tell me more about: ${e}`)}#e(e,t,s){let{boxes:i}=this.panel,n=t.key===
i.selectedKey,a=t.label?`Box ${s}: ${t.label}`:`Box ${s}`,h=`${t.label===void 0?"Arrow keys move it,\
 Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,d=r("div",{class:"cs-box",role:"\
button",tabindex:"0","aria-pressed":String(n),"aria-label":`${a}. ${h}`,onkeydown:m=>this.#t(t,e,m),
onfocus:()=>i.selectedKey!==t.key&&this.select(t.key)});d.dataset.key=t.key;for(let m of t.label===void 0?
fe:[]){let b=r("span",{class:`cs-handle cs-${m}`});b.dataset.corner=m,d.append(b)}return Object.assign(
d.style,k(t.box,e.original)),d}#t(e,t,s){let{key:i}=s,n=Se(e.box,s,t.original);if(i==="Delete"||i===
"Backspace")this.removeBox(e);else if(i==="Enter")this.panel.composer.focus();else if(i==="Escape")this.
stage.viewport.focus();else if(n&&e.label!==void 0)this.panel.announce("A named mark stays there.");else if(n)
e.box=n,this.select(e.key),this.panel.announce(B(e));else return;s.preventDefault()}#s(e,t){let{bounds:s,
label:i,number:n,sentence:a}=t,[l,h]=s,[d,m]=e.original,b=r("span",{class:"cs-number"},String(n)),g=c(
b,()=>this.askAboutRegion(t),{class:ve(s)?"cs-region cs-point":"cs-region","aria-label":`Region ${n}\
, ${i}: ${a}`});g.dataset.key=`region-${n}`;let w=r("span",{class:"cs-tip","aria-hidden":"true"});return w.
append(r("strong",{},i),` ${a}`),w.classList.toggle("cs-below",h/m<.3),w.classList.toggle("cs-to-lef\
t",l/d>.5),g.classList.toggle("cs-at-top",h/m<.05),g.append(w),Object.assign(g.style,k(s,e.original)),
g}};var Ne=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"move",label:"Move",
title:"Drag to move the picture, also over a box"}],U=class{value=Ne[0].name;element=r("fieldset",{class:"\
cs-modes"});constructor(e){this.onChange=e;let t=p("mode");this.element.append(r("legend",{class:"cs\
-visually-hidden"},"A drag on the picture"),...Ne.map(s=>this.#e(s,t)))}select(e){this.value=e;for(let t of this.
element.querySelectorAll("input"))t.checked=t.value===e;this.onChange(e)}#e({name:e,label:t,title:s},i){
let n=r("input",{type:"radio",name:i,value:e,checked:e===this.value,onchange:()=>this.select(e)});return r(
"label",{class:"cs-mode",title:s},n,t)}};var pt=4,F=class{constructor(e){this.press=e,this.isClick=!0}move(e,t){let{press:s}=this,i=[e[0]-s.page[0],
e[1]-s.page[1]];return this.isClick&&Math.hypot(...i)<pt?null:(this.isClick=!1,s.mode==="move"?{kind:"\
pan",by:i}:{kind:"box",box:this.#e(t)})}#e(e){let{press:t}=this;if(!t.box)return ee(t.point,e);let s=[
e[0]-t.point[0],e[1]-t.point[1]];return t.corner?A(t.box,t.corner,s,t.size):L(t.box,s,t.size)}};var Re=7,ut=20,X=class{#e="";#t=Re;constructor(e,t){this.panel=e,this.stage=t,t.layer.addEventListener(
"pointerdown",s=>this.#i(s)),t.layer.addEventListener("dblclick",s=>this.#c(s))}requestMarkInBox({box:e}){
let{picture:t}=this.panel;u(t)&&this.#s(t,ge(e))}receiveMark({id:e,key:t,mark:s,reason:i,ask:n}){let{
panel:a,stage:l}=this;if(!(e!==a.active.id||t!==this.#e)){if(!s){this.#l(),a.announce(i);return}l.marks.
selectOrAdd(s.text,s.box),a.composer.suggest(`What does this ${s.text} tell?`),a.announce(s.text),n&&
a.composer.askTyped()}}#s({id:e},[t,s],i=!1){this.#e=p("mark");let n=this.stage.toPictureLength(this.#t);
this.panel.act({do:"mark",id:e,x:t,y:s,reach:n,ask:i,key:this.#e})}#i(e){let{panel:t,stage:s}=this,{
picture:i}=t;if(s.viewport.focus({preventScroll:!0}),!u(i)||e.button!==0||S(e,".cs-region"))return;this.#t=
e.pointerType==="touch"?ut:Re;let n=S(e,".cs-box"),a=t.boxes.onPicture(i.id).find(({key:h})=>h===n?.
dataset.key),l=new F({page:[e.clientX,e.clientY],point:s.pointOf(e,i),size:i.original,mode:s.modes.value,
box:a?.label===void 0?a?.box:void 0,corner:S(e,"[data-corner]")?.dataset.corner});this.#o(l,i,a),e.preventDefault()}#o(e,t,s){
let{marks:i,viewport:n}=this.stage,a=e.press.box&&s,l=[n.scrollLeft,n.scrollTop],h=new AbortController,
d=0,m=x=>{if(a??=i.addBox(x),!a)return;a.box=x;let v=i.elementOf(a.key);cancelAnimationFrame(d),d=requestAnimationFrame(
()=>{v&&Object.assign(v.style,k(x,t.original))})},b=x=>{let v=e.move([x.clientX,x.clientY],this.stage.
pointOf(x,t));v?.kind==="box"&&m(v.box),v?.kind==="pan"&&(n.scrollLeft=l[0]-v.by[0],n.scrollTop=l[1]-
v.by[1])},g=()=>{h.abort(),cancelAnimationFrame(d)},{signal:w}=h,Ue=()=>{g(),e.isClick?this.#r(t,s,e.
press.point):a&&e.press.mode!=="move"&&this.#n(a)};addEventListener("pointermove",b,{signal:w}),addEventListener(
"pointerup",Ue,{signal:w}),addEventListener("pointercancel",g,{signal:w})}#n(e){let{marks:t}=this.stage;
ye(e.box)?t.removeBox(e):t.focusBox(e.key)}#r(e,t,s){let i=!t||this.panel.boxes.selectedKey===t.key;
t&&this.stage.marks.focusBox(t.key),i&&this.#a(e,s)}#a(e,t){e.live?this.#s(e,t):this.#l()}#c(e){let{
picture:t}=this.panel;!u(t)||!t.live||this.stage.modes.value==="move"||S(e,".cs-region")||this.#s(t,
this.stage.pointOf(e,t),!0)}#l(){this.stage.marks.select(null),this.panel.hasFocus&&this.stage.viewport.
focus({preventScroll:!0})}};var T=1.25,ie=1.1,mt=.05,ft=16,bt=1.5,He=o=>f(o,mt,ft);function je(o,e){return Math.min(e.width/o.width,
e.height/o.height,bt)}function oe({scroll:o,viewport:e,content:t}){return(o+e/2)/(t||1)}function ne(o,{
viewport:e,content:t}){return o*t-e/2}var Ke=o=>`${Math.round(o*100)} %`;var gt=480,Z=class{zoom=1;isWhole=!0;image=r("img",{class:"cs-image",draggable:!1});note=r("p",{class:"\
cs-note"});caption=r("div",{class:"cs-caption"});zoomLabel=r("span",{class:"cs-zoom"});modes=new U(()=>this.#o());actualSizeButton=c(
"What Claude sees",()=>this.#n(),{title:"The picture at the size that Claude receives, pixel for pix\
el"});redrawButton=c("Redraw",()=>this.#i(),{title:"Draw the figure again in its current state"});constructor(e){
this.panel=e,this.id=p("stage"),this.marks=new W(e,this),this.layer=r("div",{class:"cs-layer"},this.
image,this.marks.element),this.viewport=r("div",{class:"cs-viewport",tabindex:"0",role:"group","aria\
-label":"Picture"},this.layer,this.note),this.tools=this.#s(),this.pointer=new X(e,this),this.element=
r("div",{class:"cs-stage",id:this.id,role:"tabpanel"},this.tools,this.viewport,this.caption,this.marks.
aboutLine),this.#o(),this.viewport.addEventListener("keydown",t=>this.#r(t)),this.viewport.addEventListener(
"wheel",t=>this.#a(t),{passive:!1})}draw(){let{panel:e,layer:t,note:s,image:i,viewport:n}=this,{picture:a}=e,
l=u(a)?a:void 0;t.hidden=this.tools.hidden=!l,s.textContent=a?a.note:"Drop, paste or choose a pictur\
e.",s.hidden=!s.textContent,this.redrawButton.hidden=!a?.live,this.caption.textContent=l?Ae(l):"",i.
alt=a?.name??"",this.#e(a),n.setAttribute("aria-label",a?`Picture: ${a.name}`:"No picture"),this.element.
setAttribute("aria-labelledby",a?this.tabId(a):""),this.fit(),this.marks.draw()}tabId({id:e}){return`${this.
id}-${e}`}fit(e=!1){let{viewport:t}=this,{picture:s}=this.panel;if(!u(s)||!(e||this.isWhole)||!t.clientWidth)
return;let i=Number.parseFloat(getComputedStyle(t).maxHeight)||gt,n={width:t.clientWidth,height:i-2};
this.#t(s,je(s,n),!0)}zoomTo(e){let{picture:t}=this.panel;u(t)&&this.#t(t,e,!1)}pointOf({clientX:e,clientY:t},s){
let i=this.layer.getBoundingClientRect();return ke([e,t],i,s.original)}toPictureLength(e){let{picture:t}=this.
panel,s=this.layer.getBoundingClientRect().width;return u(t)&&s?e*t.original[0]/s:e}#e(e){let t=e&&this.
panel.messages.url(E(e));t&&this.image.src!==t?this.image.src=t:t||this.image.removeAttribute("src")}#t(e,t,s){
let{viewport:i,layer:n}=this,a=()=>({viewport:i.clientWidth,content:n.offsetWidth}),l=()=>({viewport:i.
clientHeight,content:n.offsetHeight}),h=oe({scroll:i.scrollLeft,...a()}),d=oe({scroll:i.scrollTop,...l()});
this.zoom=He(t),this.isWhole=s,n.style.width=`${e.width*this.zoom}px`,n.style.height=`${e.height*this.
zoom}px`,i.scrollLeft=ne(h,a()),i.scrollTop=ne(d,l()),this.zoomLabel.textContent=Ke(this.zoom),this.
actualSizeButton.setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){let e=()=>this.zoomTo(this.
zoom*T),t=()=>this.zoomTo(this.zoom/T);return r("div",{class:"cs-tools",role:"toolbar","aria-label":"\
Picture tools"},this.modes.element,c("−",t,{"aria-label":"Zoom out"}),this.zoomLabel,c("+",e,{"ari\
a-label":"Zoom in"}),c("Fit",()=>this.fit(!0)),this.actualSizeButton,c("Add box",()=>this.marks.addBoxInMiddle(),
{title:"Add a box in the middle; move it with the arrow keys"}),this.redrawButton)}#i(){let{active:e}=this.
panel;e.id!==null&&this.panel.act({do:"redraw",id:e.id})}#o(){this.viewport.dataset.mode=this.modes.
value}#n(){this.actualSizeButton.getAttribute("aria-pressed")==="true"?this.fit(!0):this.zoomTo(1)}#r(e){
if(e.target!==this.viewport||e.ctrlKey||e.metaKey)return;let{key:t}=e;if(t==="+"||t==="=")this.zoomTo(
this.zoom*T);else if(t==="-")this.zoomTo(this.zoom/T);else if(t==="0")this.fit(!0);else if(t==="b")this.
marks.addBoxInMiddle();else return;e.preventDefault()}#a(e){e.ctrlKey&&(e.preventDefault(),this.zoomTo(
e.deltaY<0?this.zoom*ie:this.zoom/ie))}};var G=class{constructor(e){this.panel=e,this.element=r("div",{class:"cs-tabs",role:"tablist","aria-l\
abel":"Pictures"})}draw(){let{panel:e,element:t}=this,s=t.contains(document.activeElement);t.replaceChildren(
...e.pictures.map(i=>this.#e(i))),s&&this.#s();for(let i of e.pictures)u(i)&&e.messages.requestPixels(
i)}#e(e){let{panel:t}=this,s=e.id===t.active.id,i=()=>t.act({do:"remove",id:e.id}),n=r("button",{type:"\
button",role:"tab",class:"cs-tab",id:t.stage.tabId(e),"aria-selected":String(s),"aria-controls":t.stage.
id,tabindex:s?"0":"-1",title:`${e.name} (Delete closes it)`,onclick:()=>t.showPicture(e.id),onkeydown:l=>this.#t(
l,i)},e.name),a=r("span",{class:"cs-tab-close",title:"Close",onclick:i},"×");return a.setAttribute(
"aria-hidden","true"),r("span",{class:"cs-tab-place",role:"presentation"},n,a)}#t({key:e},t){if(e===
"Delete"&&t(),e!=="ArrowRight"&&e!=="ArrowLeft")return;let{pictures:s,active:i}=this.panel,n=e==="Ar\
rowRight"?1:-1;this.panel.showPicture(Le(s,i.id,n).id),this.#s()}#s(){this.element.querySelector("[a\
ria-selected=true]")?.focus()}};async function qe(o,e,t,{pieceSize:s,signal:i,onProgress:n}){await o.sendAndWait({do:"begin file",key:e,
name:re(t),size:t.size});for(let a=0;a<t.size;a+=s){if(i.aborted){o.send({do:"forget file",key:e});return}
let l=await t.slice(a,a+s).arrayBuffer(),h=await o.sendAndWait({do:"piece",key:e,at:a},[l]);n(h/t.size)}}
var re=o=>o.name||"pasted picture",We=o=>[...o??[]].filter(({type:e})=>e.startsWith("image/"));var Y=class{element=r("div");constructor(e){this.panel=e}receiveOn(e){e.addEventListener("dragover",
t=>{t.dataTransfer?.types.includes("Files")&&(ae(t),e.classList.add("cs-dropping"))}),e.addEventListener(
"dragleave",t=>{e.contains(t.relatedTarget)||e.classList.remove("cs-dropping")}),e.addEventListener(
"drop",t=>{ae(t),e.classList.remove("cs-dropping"),this.send([...t.dataTransfer?.files??[]])}),e.addEventListener(
"paste",t=>{let s=We(t.clipboardData?.files);s.length&&(ae(t),this.send(s))})}async send(e){this.panel.
showProblem("");for(let t of e)await this.#e(t)}async#e(e){let{messages:t,model:s}=this.panel,i=re(e),
n=new AbortController,a=r("progress",{max:1,value:0,"aria-label":`Sending ${i}`}),l=c("Cancel",()=>n.
abort()),h=r("div",{class:"cs-progress"},r("span",{},i),a,l);this.element.append(h);try{await qe(t,`${Date.
now()}-${p("file")}`,e,{pieceSize:s.get("_about").piece,signal:n.signal,onProgress:d=>{a.value=d}})}catch(d){
d instanceof y||this.panel.showProblem(`${i}: ${d.message}`)}finally{h.remove()}}};function ae(o){o.
preventDefault(),o.stopPropagation()}var J=class{active=new M;boxes=new P;status=r("div",{class:"cs-visually-hidden",role:"status"});problem=r(
"div",{class:"cs-problem",role:"alert"});style=r("style");#e;#t=new Set;constructor(e,t){this.model=
e,this.messages=t,this.kernel=new K(e,t,()=>this.#n()),this.stage=new Z(this),this.delivery=new H(this),
this.uploads=new j(this),this.conversation=new R(this),this.composer=new D(this),this.tabs=new G(this),
this.picker=new q(this),this.transfers=new Y(this),this.element=this.#s(),this.transfers.receiveOn(this.
element)}get pictures(){return this.model.get("_pictures")}get picture(){return this.pictures.find(({
id:e})=>e===this.active.id)}get hasFocus(){let e=this.element.getRootNode();return this.element.contains(
e.activeElement)}get selectedBox(){return this.boxes.selectedOn(this.active.id)}connect(){let e=new AbortController;
this.#a(e.signal),this.#l(e.signal);let t=new ResizeObserver(()=>this.stage.fit());return t.observe(
this.stage.viewport),()=>{e.abort(),t.disconnect(),this.element.remove(),this.style.remove()}}showPicture(e){
this.active.id=e,this.boxes.selectedKey=null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let e=this.
active.update(this.pictures);this.tabs.draw(),this.pictures.length?e&&this.picker.setOpen(!1):this.picker.
setOpen(!0),this.#r(),this.composer.drawSubject()}drawConversation(){this.composer.draw(),this.conversation.
draw(),this.#o(),this.stage.marks.draw()}act(e){this.showProblem(""),this.messages.send(e),this.kernel.
greet()}announce(e){this.status.textContent=e}showProblem(e,t=!0){if(this.problem.classList.toggle("\
cs-news",!t),this.problem.replaceChildren(),!e)return;let s=c("×",()=>this.showProblem(""),{"aria-l\
abel":"Dismiss"});this.problem.append(r("span",{},e),s)}#s(){let{stage:e,conversation:t,composer:s}=this;
e.element.append(this.delivery.element,this.uploads.element);let i=r("div",{class:"cs-talk"},t.element,
...s.elements),n=r("section",{class:"cs-root","aria-label":"Claude See"},r("div",{class:"cs-top"},this.
tabs.element,this.picker.toggle),this.picker.element,this.transfers.element,this.kernel.alert,this.problem,
r("div",{class:"cs-main"},e.element,i),this.status);return n.addEventListener("keydown",a=>this.#i(a)),
n}#i(e){Q(e)||e.stopPropagation(),!(e.key!=="Escape"||e.defaultPrevented||e.isComposing)&&(e.preventDefault(),
!this.picker.element.hidden&&this.pictures.length?this.picker.close():de(this.element))}#o(){for(let{
id:e,box:t,pictures:s}of N(this.model.get("_turns"),this.model.get("_live")))t&&!this.#t.has(e)&&this.
boxes.include(s[0],{key:p("box"),box:t}),this.#t.add(e)}#n(){this.element.classList.add("cs-lost"),this.
composer.draw(),this.picker.setOpen(!1),this.picker.toggle.disabled=this.stage.redrawButton.disabled=
!0}#r(){this.stage.draw(),this.delivery.request()}#a(e){let t={_pictures:()=>this.drawPictures(),_variables:()=>this.
picker.draw(),_cells:()=>this.picker.requestThumbnails(),_turns:()=>this.drawConversation(),_live:()=>this.
drawConversation(),_files:()=>this.uploads.draw(),_ways:()=>this.delivery.draw(),_problem:()=>this.#c(),
_busy:()=>this.kernel.draw(),_about:()=>this.composer.drawSettings()};for(let[s,i]of Object.entries(
t))this.model.on(`change:${s}`,i),e.addEventListener("abort",()=>this.model.off(`change:${s}`,i)),i()}#c(){
let{number:e=0,text:t}=this.model.get("_problem");e!==this.#e&&this.#e!==void 0&&this.showProblem(t),
this.#e=e}#l(e){let{messages:t,stage:s}=this,i=()=>{this.style.textContent=ce(this.model.get("_copy"))};
t.on("hello",i,e),t.on("picture",()=>this.#r(),e),t.on("thumbnail",()=>this.picker.draw(),e),t.on("m\
ark",n=>s.pointer.receiveMark(n),e),t.on("where",n=>s.marks.receiveWhere(n),e),t.on("price",n=>this.
composer.receivePrice(n),e),t.on("markdown",({text:n})=>this.composer.receiveMarkdown(n),e),this.kernel.
follow(e)}};var Ws=()=>{let o;return{initialize({model:e}){return o=new C(e),e.on("msg:custom",(t,s)=>o.receive(
t,s)),()=>o.close()},render({model:e,el:t}){let s=new J(e,o);t.classList.add("claude-see");let i=new AbortController;
he(t,i.signal),t.append(s.element,s.style);let n=s.connect();return()=>{i.abort(),n()}}}};export{Ws as default};
