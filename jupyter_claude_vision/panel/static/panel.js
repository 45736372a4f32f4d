// Built from js/ by "make js"; not to be edited.
// Sources: 8e6c9c9d5d02eb0e84479dd256068c41d422c47aa5221ca3e722c654a373a39f
var bt="The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.",
re="The panel cannot add a cell here, so the conversation was copied: paste it wherever you like.";function wt(n){
return/^[\w-]+$/.test(n)?`${`.jp-OutputArea-child:has(.${n}), .output_area:has(.${n})`}, .${n} { dis\
play: none !important; }`:""}var ae=new Set(["a","c","v","x","y","z","Enter","Backspace","Delete"]);
function et({key:n,ctrlKey:t,metaKey:e,altKey:s}){return!(t||e)||s?!1:!(n.startsWith("Arrow")||n==="\
Home"||n==="End")&&!ae.has(n.length===1?n.toLowerCase():n)}function vt(n,t){let e="data-lm-suppress-\
shortcuts";n.setAttribute(e,"true");let s=i=>{i.composedPath().includes(n)&&(et(i)?n.removeAttribute(
e):n.setAttribute(e,"true"))};addEventListener("keydown",s,{capture:!0,signal:t})}function xt(n){let{
activeElement:t}=document;n.closest(".jp-Cell")?.focus(),t===document.activeElement&&t instanceof HTMLElement&&
t.blur()}async function yt(n,t){await kt(t)?n.announce("Copied."):n.showProblem(bt)}async function kt(n){
try{return await navigator.clipboard.writeText(n),!0}catch{return!1}}async function Tt(n,t){let s=n.
model.widget_manager?.context?.model?.sharedModel,i=n.element.closest(".jp-Cell");if(typeof s?.insertCell!=
"function"||!i){let l=await kt(t);n.showProblem(l?re:bt,!l);return}let o=[...i.parentElement?.children??
[]].filter(l=>l.matches(".jp-Cell")),r=Number(i.dataset.windowedListIndex??o.indexOf(i));s.insertCell(
r+1,{cell_type:"markdown",source:t}),n.announce("Inserted as the next cell.")}var T=class extends Error{},S=({id:n,version:t})=>`picture/${n}/${t}`,st=n=>`variable/${n}`,A=class{#t=new EventTarget;#e=new Map;#s=new Set;#i=new Map;constructor(t){
this.model=t}send(t,e){this.model.send(t,void 0,e)}receive(t,e=[]){let[s]=e;t.say==="picture"&&s?this.#n(
S(t),s,t.type):t.say==="thumbnail"&&s?this.#n(st(t.name),s,t.type):t.say==="arrived"?this.#i.get(t.key)?.
resolve(t.bytes):t.say==="refused"&&this.#i.get(t.key)?.reject(new T(t.key)),this.#t.dispatchEvent(new CustomEvent(
t.say,{detail:t}))}on(t,e,s){let i=o=>e(o.detail);this.#t.addEventListener(t,i,{signal:s})}url(t){return this.#e.
get(t)}requestPixels(t){let e=S(t);this.#s.has(e)||(this.#s.add(e),this.send({do:"picture",id:t.id}))}async sendAndWait(t,e){
let s=le();this.#i.set(t.key,s),this.send(t,e);try{return await s.promise}finally{this.#i.delete(t.key)}}close(){
for(let t of this.#e.values())URL.revokeObjectURL(t);this.#e.clear()}#n(t,e,s){let i=this.#e.get(t);
i!==void 0&&URL.revokeObjectURL(i);let o=new Blob([e],{type:s});this.#e.set(t,URL.createObjectURL(o))}};
function le(){let n={};return n.promise=new Promise((t,e)=>Object.assign(n,{resolve:t,reject:e})),n}var Et=["nw","ne","sw","se"];var g=(n,t,e)=>Math.min(Math.max(n,t),e);function it([n,t],[e,s]){return[Math.min(n,e),Math.min(t,s),
Math.max(n,e),Math.max(t,s)]}function St([n,t,e,s],[i,o]){return[g(n,0,i),g(t,0,o),g(e,0,i),g(s,0,o)]}
function L([n,t,e,s],[i,o],[r,l]){let c=g(i,-n,r-e),h=g(o,-t,l-s);return[n+c,t+h,e+c,s+h]}function C([
n,t,e,s],i,[o,r],[l,c]){let h=i.endsWith("w"),m=i.startsWith("n"),f=[g((h?n:e)+o,0,l),g((m?t:s)+r,0,
c)];return it([h?e:n,m?s:t],f)}function At([n,t,e,s]){return[(n+e)/2,(t+s)/2]}function Lt([n,t]){return[
n*.375,t*.375,n*.625,t*.625]}function Ct([n,t,e,s]){return n===e&&t===s}function Pt(n,t){let[e,s,i,o]=n;
if(e!==i)return n;let r=Math.max(...t)/40;return[e-r,s-r,i+r,o+r]}function Bt([n,t,e,s]){return e-n<
3||s-t<3}function k([n,t,e,s],[i,o]){return{left:`${n/i*100}%`,top:`${t/o*100}%`,width:`${(e-n)/i*100}\
%`,height:`${(s-t)/o*100}%`}}function $t([n,t],e,[s,i]){return[g((n-e.left)/e.width*s,0,s),g((t-e.top)/
e.height*i,0,i)]}var P=class{#t=new Map;selectedKey=null;onPicture(t){return t!==null&&this.#t.get(t)||[]}selectedOn(t){
return this.onPicture(t).find(({key:e})=>e===this.selectedKey)}withLabel(t,e){return this.onPicture(
t).find(s=>s.label===e)}add(t,e){this.#t.set(t,[...this.onPicture(t),e]),this.selectedKey=e.key}include(t,e){
let s=this.onPicture(t);s.some(o=>o.box.every((r,l)=>r===e.box[l]))||this.#t.set(t,[...s,e])}remove(t,e){
let s=this.onPicture(t).filter(i=>i.key!==e);this.#t.set(t,s),this.selectedKey===e&&(this.selectedKey=
null)}},ce={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Mt(n,{key:t,shiftKey:e},s){
let i=ce[t];if(!i)return null;let o=Math.max(...s)/100,r=[i[0]*o,i[1]*o];return e?C(n,"se",r,s):L(n,
r,s)}function B({label:n,where:t,box:e}){let[s,i,o,r]=e.map(Math.round),l=`(${s}, ${i})–(${o}, ${r}\
)`;return[n,t,l].filter(Boolean).join(" · ")}function a(n,t={},...e){let s=document.createElement(n);for(let[i,o]of Object.entries(t))o!=null&&(typeof o==
"function"?s.addEventListener(i.slice(2),o):i in s&&typeof o!="string"?Object.assign(s,{[i]:o}):i===
"class"?s.className=String(o):s.setAttribute(i,String(o)));return s.append(...e.filter(i=>i!=null)),
s}var d=(n,t,e={})=>a("button",{type:"button",onclick:t,...e},n),he=Math.random().toString(36).slice(
2,8),de=0,u=n=>`cs-${n}-${he}-${++de}`,x=(n,t)=>n.target.closest(t);function Ot({name:n,values:t,value:e},{models:s},i){return n==="model"?s.map(({id:o})=>o):n!=="effor\
t"?pe(t,e):s.find(({id:o})=>o===i)?.efforts??t}var ue=(n,...t)=>t.find(e=>n.includes(String(e)))??n[0]??
"",pe=(n,t)=>typeof t=="string"&&n.length&&!n.includes(t)?[t,...n]:n,$=class{element=a("div",{class:"\
cs-options",role:"group","aria-label":"Options"});#t=new Map;#e=new Map;constructor(t){this.onChange=
t}get values(){let t=[...this.#t].map(([e,s])=>{let i=s instanceof HTMLInputElement;return[e,i?s.checked&&
!s.disabled:s.value]});return Object.fromEntries(t)}draw(t){let e=new Map(t.controls.map(o=>[o.name,
JSON.stringify([o,t.models])]));if(JSON.stringify([...e])===JSON.stringify([...this.#e]))return;let{
values:s}=this,i=t.controls.map(o=>{let{name:r}=o,l=e.get(r)===this.#e.get(r);return this.#s(l?{...o,
value:s[r]}:o,t)});this.#e=e,this.element.replaceChildren(...i),this.onChange()}setData(t){let e=this.#t.
get("check"),s=e?.closest("label");!e||!s||(e.disabled=!t,s.title=t?s.dataset.help??"":"Only the sta\
tements about a live figure can be checked: a picture holds no data.")}#s(t,e){let{name:s,label:i,help:o,
value:r}=t,l=this.#t.get("model")?.value,c=Ot(t,e,l??""),h=c.length?a("select",{onchange:()=>this.#i(
s,e)}):a("input",{type:"checkbox",checked:r===!0,onchange:this.onChange});this.#t.set(s,h),h instanceof
HTMLSelectElement&&It(h,c,r);let m=c.length?[i,h]:[h,i],f=a("label",{class:`cs-option-${s}`,title:o},
...m);return f.dataset.help=o,f}#i(t,e){let s=this.#t.get("effort"),i=e.controls.find(o=>o.name==="e\
ffort");if(t==="model"&&i&&s instanceof HTMLSelectElement){let o=String(this.values.model);It(s,Ot(i,
e,o),s.value,i.value)}this.onChange()}};function It(n,t,...e){n.replaceChildren(...t.map(s=>a("optio\
n",{value:s},s||"as given"))),n.value=ue(t,...e)}var nt=8,M=class{list=a("div",{class:"cs-menu",role:"menu",id:u("menu"),hidden:!0});#t;constructor(t,e){
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
o=s>innerHeight-i,r=(o?s:innerHeight-i)-2*nt;Object.assign(t.style,{left:`${Math.max(nt,Math.min(e,innerWidth-
t.offsetWidth-nt))}px`,top:o?"auto":`${i+4}px`,bottom:o?`${innerHeight-s+4}px`:"auto",maxHeight:`${r}\
px`})}#i(t){let{key:e}=t;if(this.#t){if(e==="Escape")this.setOpen(!1),this.button.focus();else if(e===
"Tab"){this.setOpen(!1);return}else if(!this.#n(e))return}else if(e==="ArrowDown"||e==="ArrowUp")this.
setOpen(!0);else return;t.preventDefault()}#n(t){let e=this.#e,s=e.indexOf(document.activeElement),i={
ArrowDown:s+1,ArrowUp:s-1,Home:0,End:-1};return t in i?(e.at(i[t]%e.length)?.focus(),!0):!1}};var p=n=>!!(n&&"width"in n&&n.width),_t=({live:n})=>n,O=class{#t=new Set;id=null;update(t){let e=t.filter(
({id:o})=>!this.#t.has(o));for(let{id:o}of e)this.#t.add(o);let s=t.some(({id:o})=>o===this.id),i=e.
at(-1)??(s?void 0:t.at(-1));return i?this.id=i.id:s||(this.id=null),e.length>0}};function Dt(n,t,e){
let s=n.findIndex(({id:i})=>i===t);return n[(s+e+n.length)%n.length]}function Ht({width:n,height:t,original:e,
tokens:s,notes:i}){let o=`${n} × ${t} px`;return[e[0]!==n||e[1]!==t?`${o} (from ${e[0]} × ${e[1]})`:
o,`${s.toLocaleString()} tokens`,...i].join(" · ")}function zt(n,t){for(let e of[...n].reverse()){let s=e.
regions.filter(i=>i.picture===t.name);if(s.length&&e.pictures.includes(t.id))return s}return[]}function Nt(n,{pictures:t,activeId:e,box:s}){let i=n.prompt.trim(),o=n.all&&!s;return{do:"ask",prompt:i||
(s&&!n.task?"What is this?":""),task:n.task,pictures:o?t.map(({id:r})=>r):[e],box:s?.box,method:n.method,
...n.options}}function Rt(n,t){return n?t?`About ${t.label??"the box"} on ${n.name}`:`About ${n.name}`:
""}var I=class{#t="";replaceIn(t,e){let s=t.trim()!==""&&t!==this.#t;return this.#t=e,s?t:e}},_=class{#t;constructor(t){
this.onTimeout=t}get isPending(){return this.#t!==void 0}begin(){this.end(),this.#t=setTimeout(()=>{
this.end(),this.onTimeout()},6e4)}end(){clearTimeout(this.#t),this.#t=void 0}};var me=150,D=class{#t=new _(()=>this.panel.drawConversation());#e=new I;#s;#i;#n="";#o="";#r;tasks=new M(
"Tasks",t=>this.#c("",t));controls=new $(()=>this.requestPrice());prompt=a("textarea",{class:"cs-pro\
mpt",rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:t=>this.#h(t)});subject=a("div",{
class:"cs-asked-about"});all=a("input",{type:"checkbox",onchange:()=>this.drawSubject()});allLabel=a(
"label",{},this.all,"all pictures");price=a("span",{class:"cs-price"});askButton=d("Ask",()=>this.askTyped(),
{class:"cs-primary"});stopButton=d("Stop",()=>this.#d(),{class:"cs-primary"});newButton=d("New",()=>this.
panel.act({do:"new"}),{title:"Start another conversation"});answerer=a("span",{class:"cs-who"});constructor(t){
this.panel=t;let e=a("div",{class:"cs-subject-row"},this.subject,this.allLabel,this.tasks.element),s=a(
"div",{class:"cs-ask"},this.price,this.askButton,this.stopButton),i=a("div",{class:"cs-ask-row"},this.
controls.element,s);this.elements=[e,this.prompt,i,this.#u()]}get isOpen(){return!!this.panel.model.
get("_live").id||this.#t.isPending}focus(){this.prompt.focus()}suggest(t){this.prompt.value=this.#e.
replaceIn(this.prompt.value,t),this.panel.hasFocus&&(this.prompt.focus({preventScroll:!0}),this.prompt.
select())}askTyped(){this.#c(this.prompt.value)&&(this.prompt.value="")}draw(){let t=this.panel.model.
get("_turns");(this.panel.model.get("_live").id||t!==this.#s)&&this.#t.end(),t!==this.#s&&this.requestPrice(),
this.#s=t;let{isOpen:e}=this,{isLost:s}=this.panel.kernel;this.askButton.hidden=e&&!s,this.stopButton.
hidden=!e||s,this.askButton.disabled=this.newButton.disabled=s,this.tasks.button.disabled=e||s}drawSubject(){
let{picture:t,pictures:e,selectedBox:s}=this.panel;this.allLabel.hidden=e.length<2||s!==void 0,this.
subject.textContent=Rt(t,s),this.controls.setData(this.all.checked?e.some(_t):!!t?.live),this.requestPrice()}drawSettings(){
let{provider:t}=this.panel.model.get("_about");this.answerer.textContent=t==="offline"?"The offline \
reader, not Claude":"",this.controls.draw(this.panel.model.get("_about")),this.#a()}requestPrice(){let{
panel:t}=this;clearTimeout(this.#r),this.#o=u("price"),this.#r=setTimeout(()=>{let e=this.#l("");t.kernel.
isLost||!e||!p(t.picture)?this.price.textContent="":t.messages.send({...e,do:"price",key:this.#o})},
me)}receivePrice({key:t,text:e,details:s}){t===this.#o&&(this.price.textContent=e,this.price.title=s)}receiveMarkdown(t){
this.#i?.(t),this.#i=void 0}#a(){let{tasks:t}=this.panel.model.get("_about"),e=JSON.stringify(t);e!==
this.#n&&(this.#n=e,this.tasks.setItems(t))}#l(t,e){let{pictures:s,active:i,selectedBox:o,delivery:r}=this.
panel;if(i.id===null)return;let l=this.all.checked,c={prompt:t,task:e,all:l,options:this.controls.values,
method:r.method};return Nt(c,{pictures:s,activeId:i.id,box:o})}#c(t,e){let{panel:s}=this,i=this.#l(t,
e);return!i||this.isOpen||s.kernel.isLost?!1:(this.#t.begin(),s.act(i),s.drawConversation(),!0)}#d(){
this.panel.messages.send({do:"stop"}),this.focus()}#h(t){t.key!=="Enter"||t.shiftKey||t.isComposing||
(t.preventDefault(),this.askTyped())}#u(){let{panel:t}=this,e=s=>{if(t.kernel.isLost)return s(t.conversation.
element.innerText);this.#i=s,t.messages.send({do:"markdown"})};return a("div",{class:"cs-actions"},d(
"Copy",()=>e(s=>yt(t,s)),{title:"Copy the conversation as Markdown"}),d("To a cell",()=>e(s=>Tt(t,s)),
{title:"Put the conversation into a new cell"}),this.newButton,this.answerer,t.kernel.busy)}};var fe={waiting:"Preparing the picture…",sending:"Asking…"},jt=n=>fe[n]??"",H=class{#t=new Map;constructor(t){
this.draw=t}update(t){let e=new Map(t.map(s=>[s.id,this.#e(s)]));return this.#t=e,Array.from(e.values(),
({element:s})=>s)}#e(t){let e=this.#t.get(t.id),s=JSON.stringify(t);return e?.digest===s?e:{digest:s,
element:this.draw(t,e?.element)}}};function qt({scrollHeight:n,scrollTop:t,clientHeight:e}){return n-
t-e<40}var z=(n,t)=>t.id===void 0?n:[...n,t];function Wt(n,t,e){return n.find(({id:s,name:i})=>i===e.
picture&&t.pictures.includes(s))}var Kt=(n,t)=>`${Math.round((t-n)/1e3)} s`;var N=class{element=a("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation"});#t=new H(
(t,e)=>this.#e(t,e));constructor(t){this.panel=t}draw(){let{element:t,panel:e}=this,s=e.model.get("_\
live"),i=qt(t),o=this.#t.update(z(e.model.get("_turns"),s));e.composer.isOpen&&s.id===void 0&&o.push(
ot("Waiting for the kernel…")),o.length||o.push(ot("Answers appear here.")),(o.length!==t.children.
length||o.some((l,c)=>l!==t.children[c]))&&t.replaceChildren(...o),i&&(t.scrollTop=t.scrollHeight),t.
setAttribute("aria-busy",String(e.composer.isOpen))}#e(t,e){let s=jt(t.status),i=t.regions.map(o=>this.#s(
t,o));return a("article",{class:`cs-turn cs-${t.status}`},ge(t),...[...t.captions,...t.notes].map(Ut),
s?ot(s):void 0,t.status==="thinking"?we():void 0,t.thinking?be(t,e):void 0,Ft(t.html,"cs-answer"),i.
length?a("div",{class:"cs-regions"},...i):void 0,t.notice?a("p",{class:"cs-notice"},t.notice):void 0,
t.problem?a("p",{class:"cs-problem-text",role:"alert"},t.problem):void 0,t.footer?Ut(t.footer):void 0)}#s(t,e){
let{panel:s}=this,i=()=>{let r=Wt(s.pictures,t,e);r&&(r.id!==s.active.id&&s.showPicture(r.id),s.stage.
marks.askAboutRegion(e))},o=[e.sentence,e.data].filter(Boolean).join(" · ");return d(`${e.number} ${e.
label}`,i,{title:o})}},ot=n=>a("p",{class:"cs-hint"},n),Ut=n=>a("p",{class:"cs-small"},n);function Ft(n,t){
let e=a("div",{class:t});return e.innerHTML=n,e}function ge({prompt:n,task:t}){if(!t)return a("div",
{class:"cs-question"},n);let e=a("summary",{},a("span",{class:"cs-task"},t));return a("details",{class:"\
cs-question"},e,n)}function be({thinking:n},t){let e=a("details",{class:"cs-small cs-thought"},a("su\
mmary",{},"What Claude thought"),Ft(n));return e.open=t?.querySelector(".cs-thought")?.hasAttribute(
"open")??!1,e}function we(){let n=a("span",{"aria-hidden":"true"}),t=a("p",{class:"cs-hint"},"Thinki\
ng… ",n),e=Date.now(),s=setInterval(()=>{t.isConnected||clearInterval(s),n.textContent=Kt(e,Date.now())},
1e3);return t}var R=class{method;methods=a("div",{class:"cs-ways"});element=a("details",{ontoggle:()=>this.request()},
a("summary",{},"How the picture is sent"),this.methods);constructor(t){this.panel=t}request(){let{picture:t,
messages:e}=this.panel;this.element.open&&t&&e.send({do:"ways",id:t.id})}draw(){let t=this.panel.model.
get("_ways");if(this.methods.replaceChildren(),!t.methods||t.picture!==this.panel.active.id)return;let e=u(
"method");this.methods.append(...t.methods.map(s=>this.#t(s,e)),a("p",{class:"cs-price"},`A question\
: ${t.price}`))}#t({method:t,possible:e,what:s},i){let o=this.method??this.panel.model.get("_about").
method,r=a("input",{type:"radio",name:i,checked:t===o,disabled:!e,onchange:()=>{this.method=t}});return a(
"label",{class:e?"cs-way":"cs-way cs-impossible"},r,a("strong",{},t),a("span",{class:"cs-way-what"},
s))}},j=class{files=a("div",{class:"cs-files"});element=a("details",{ontoggle:()=>this.element.open&&
this.panel.messages.send({do:"files"})},a("summary",{},"Uploaded files"),this.files);constructor(t){
this.panel=t}draw(){let t=this.panel.model.get("_files").map(s=>this.#t(s)),e=t.length?void 0:a("p",
{class:"cs-hint"},"Nothing is uploaded.");this.files.replaceChildren(...t,...e?[e]:[])}#t({id:t,name:e,
size:s,expires:i}){let o=()=>this.panel.act({do:"delete file",id:t}),r=Math.ceil(s/1e3).toLocaleString();
return a("div",{class:"cs-file"},a("span",{title:t},`${e} · ${r} kB · until ${i}`),d("Delete",o,{"\
aria-label":`Delete ${e}`}))}};var ve=15e3,xe="The kernel is not responding: it is busy, or it has stopped.",ye="The kernel was res\
tarted, so this panel can only be read and copied. Run its cell again to go on.",ke="A cell is runni\
ng: what needs the figure waits for its end.",Te=new Set(["restarting","autorestarting","terminating",
"dead"]),Ee=n=>Te.has(n),q=class{isLost=!1;alert=a("div",{class:"cs-alert",role:"alert"});busy=a("sp\
an",{class:"cs-busy",hidden:!0},ke);#t;constructor(t,e,s){this.model=t,this.messages=e,this.onLoss=s}draw(){
this.busy.hidden=this.isLost||!this.model.get("_busy")}greet(){this.isLost||this.#t!==void 0||(this.#t=
setTimeout(()=>this.alert.replaceChildren(xe),ve),this.messages.send({do:"hello"}))}follow(t){let e=()=>{
clearTimeout(this.#t),this.#t=void 0,this.isLost||this.alert.replaceChildren()};this.messages.on("he\
llo",e,t),t.addEventListener("abort",()=>clearTimeout(this.#t)),this.#e(t),this.greet()}#e(t){let e=this.
model.widget_manager?.kernel?.statusChanged;if(typeof e?.connect!="function")return;let s=(i,o)=>{!Ee(
o)||this.isLost||(this.isLost=!0,clearTimeout(this.#t),this.alert.replaceChildren(ye),this.draw(),this.
onLoss())};e.connect(s),t.addEventListener("abort",()=>e.disconnect(s))}};var Se=24,W=class{id=u("add");variables=a("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=d("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=a("div",{class:"cs-add",id:this.id,hidden:!0});constructor(t){
this.panel=t;let s=a("div",{class:"cs-add-row"},this.#e(),this.#s(),a("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(t){this.
element.hidden=!t,this.toggle.setAttribute("aria-expanded",String(t)),this.requestThumbnails()}close(){
this.setOpen(!1),this.toggle.focus()}requestThumbnails(){if(this.element.hidden)return;let t=this.panel.
model.get("_variables").map(({name:e})=>e);this.panel.messages.send({do:"thumbnails",names:t.slice(0,
Se)})}draw(){let t=this.panel.model.get("_variables");this.variables.replaceChildren(...t.map(e=>this.#t(
e))),!t.length&&this.variables.append(a("p",{class:"cs-hint"},"No variable holds a picture yet."))}#t({
name:t,kind:e}){let s=this.panel.messages.url(st(t)),i=s?a("img",{src:s,alt:""}):a("span",{class:"cs\
-no-picture"}),o=()=>this.panel.act({do:"add variable",name:t}),r=a("span",{},a("strong",{},t),` ${e}`);
return a("button",{type:"button",class:"cs-variable",onclick:o},i,r)}#e(){let t=a("input",{type:"fil\
e",accept:"image/*,.heic,.heif,.svg,.pdf",multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.
panel.transfers.send([...t.files??[]]),t.value=""}});return a("label",{class:"cs-file-button"},t,"Ch\
oose a file")}#s(){let t=a("input",{type:"url",placeholder:"https://…","aria-label":"Address"});return a(
"form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),t.value&&this.panel.act({do:"add url",url:t.value}),
t.value=""}},t,a("button",{},"Open"))}};var at=320,lt=2e3,rt=360,Xt=24,Yt=n=>g(Math.round(n),at,lt);function ct(n,t){let e=Math.max(t-rt,Math.
min(t,rt));return g(Math.round(n),Math.min(rt,e),e)}function Gt(n,t){let[e,s]=t==="height"?["ArrowDo\
wn","ArrowUp"]:["ArrowLeft","ArrowRight"];return n===e?Xt:n===s?-Xt:null}var Ae=()=>"showPopover"in HTMLElement.prototype,K=class{view="cell";#t;#e;#s;id=u("panel");sideButton=this.#a(
"side","Beside","Open beside the notebook");fullButton=this.#a("full","Full screen","Take all of the\
 screen; Escape ends it");heightHandle=this.#l("height","Height of the panel","horizontal");widthHandle=this.#l(
"width","Width of the panel","vertical");style=a("style");placeholder=a("p",{class:"cs-placeholder",
hidden:!0},"The panel is open beside the notebook. ",d("Bring it back",()=>this.show("cell")));constructor(t){
this.onChange=t,this.sideButton.hidden=!Ae()||window!==window.parent,this.fullButton.hidden=!document.
fullscreenEnabled&&this.sideButton.hidden}adopt(t){this.root=t,t.id=this.id,t.dataset.view=this.view,
t.append(this.heightHandle,this.widthHandle)}async show(t){let{root:e}=this;e&&(this.#s?.abort(),this.#s=
new AbortController,document.fullscreenElement===e&&t!=="full"&&await document.exitFullscreen(),e.popover&&
(e.hidePopover(),e.popover=null),this.view=t,e.dataset.view=t,this.sideButton.setAttribute("aria-pre\
ssed",String(t==="side")),this.fullButton.setAttribute("aria-pressed",String(t==="full")),this.placeholder.
hidden=t!=="side",t==="full"&&await this.#i(e,this.#s.signal),t==="side"&&this.#n(e,this.#s.signal),
this.#o())}async#i(t,e){try{await t.requestFullscreen()}catch{Zt(t);return}let s=()=>document.fullscreenElement!==
t&&this.show("cell");t.addEventListener("fullscreenchange",s,{signal:e})}#n(t,e){Zt(t),addEventListener(
"resize",()=>this.#o(),{signal:e})}#o(){let{root:t,view:e}=this;if(!t)return;t.classList.toggle("cs-\
sized",e!=="cell"||this.#t!==void 0);let{top:s,right:i,height:o,width:r}=this.#r(),l=ct(this.#e??r/2,
r);Object.assign(t.style,{height:e==="cell"&&this.#t?`${this.#t}px`:"",...e==="side"?{top:`${s}px`,right:`${innerWidth-
i}px`,width:`${l}px`,height:`${o}px`}:{top:"",right:"",width:""}}),this.style.textContent=e==="side"?
Le(this.id,l):"",this.heightHandle.setAttribute("aria-valuenow",String(Math.round(t.clientHeight))),
this.widthHandle.setAttribute("aria-valuenow",String(l)),this.widthHandle.setAttribute("aria-valuema\
x",String(ct(r,r))),this.onChange()}#r(){return this.root?.parentElement?.closest(".jp-NotebookPanel")?.
getBoundingClientRect()??new DOMRect(0,0,innerWidth,innerHeight)}#a(t,e,s){let i=a("span",{class:`cs\
-icon cs-icon-${t}`,"aria-hidden":"true"}),o=d(i,()=>this.show(this.view===t?"cell":t),{class:"cs-vi\
ew","aria-label":e,"aria-pressed":"false",title:s});return o.append(a("span",{class:"cs-wide-only","\
aria-hidden":"true"},e)),o}#l(t,e,s){let[i,o]=t==="height"?[at,lt]:[0,innerWidth];return a("div",{class:`\
cs-resizer cs-resizer-${t}`,role:"separator",tabindex:"0","aria-label":e,"aria-orientation":s,"aria-\
valuemin":String(i),"aria-valuemax":String(o),"aria-valuenow":String(i),title:"Drag, or use the arro\
w keys; a double click undoes it",onpointerdown:r=>this.#c(t,r),ondblclick:()=>this.#h(t,void 0),onkeydown:r=>{
let l=Gt(r.key,t);l!==null&&(r.preventDefault(),this.#h(t,this.#d(t)+l))}})}#c(t,{target:e,pointerId:s,
clientX:i,clientY:o}){let r=e,l=this.#d(t),c=new AbortController,{signal:h}=c;r.setPointerCapture(s);
let m=f=>this.#h(t,l+(t==="height"?f.clientY-o:i-f.clientX));r.addEventListener("pointermove",m,{signal:h}),
r.addEventListener("lostpointercapture",()=>c.abort(),{signal:h})}#d(t){let{height:e=0,width:s=0}=this.
root?.getBoundingClientRect()??{};return t==="height"?e:s}#h(t,e){t==="height"?this.#t=e&&Yt(e):this.#e=
e,this.#o()}};function Zt(n){n.popover="manual",n.showPopover()}var Le=(n,t)=>`.jp-NotebookPanel:has\
(#${n}) .jp-Notebook { padding-right: ${t}px !important; }
  body:has(#${n}):not(:has(.jp-NotebookPanel)) { padding-right: ${t}px !important; }`;var Ce=7,Pe=5e3,ht=14,dt=class{#t;#e="";#s=0;constructor(t,e=()=>performance.now()){this.send=t,this.
now=e}request(t){this.#e&&this.now()-this.#s<Pe?this.#t=t:this.#i(t)}cancel(){this.#t=void 0,this.#e=
""}receive(t){if(t!==this.#e)return!1;this.#e="";let e=this.#t;return this.#t=void 0,e!==void 0&&this.#i(
e),!0}#i(t){this.#e=u("hover"),this.#s=this.now(),this.send(t,this.#e)}},U=class{reasons=new Map;label=a(
"div",{class:"cs-hover-label","aria-hidden":"true",hidden:!0});outline=a("div",{class:"cs-hover-outl\
ine","aria-hidden":"true",hidden:!0});#t;#e=-1;constructor(t,e){this.panel=t,this.stage=e,this.#t=new dt(
({id:s,point:[i,o]},r)=>{let l=e.toPictureLength(Ce);t.messages.send({do:"hover",id:s,x:i,y:o,reach:l,
key:r})}),e.layer.append(this.outline,this.label),e.layer.addEventListener("pointermove",s=>this.#s(
s)),e.layer.addEventListener("pointerleave",()=>this.hide()),e.layer.addEventListener("pointerdown",
()=>this.hide())}hide(){this.#t.cancel(),this.label.hidden=this.outline.hidden=!0}receive({id:t,key:e,
mark:s,reason:i,hasMarks:o}){if(!this.#t.receive(e))return;let{picture:r}=this.panel;!o&&this.reasons.
get(t)!==i?(this.reasons.set(t,i),this.stage.marks.drawAboutLine()):o&&this.reasons.delete(t)&&this.
stage.marks.drawAboutLine();let l=s!==null&&p(r)&&r.id===t;this.label.hidden=this.outline.hidden=!l,
l&&(this.label.textContent=s.text,Object.assign(this.outline.style,k(s.box,r.original)))}#s(t){let{picture:e,
kernel:s}=this.panel,i=t.pointerType!=="touch"&&t.buttons===0,o=x(t,".cs-region")!==null;if(!p(e)||!e.
live||!i||o||s.isLost){this.hide();return}if(this.#i(t),this.reasons.has(e.id)&&this.#e===e.version)
return;this.#e=e.version;let r=this.stage.pointOf(t,e);this.#t.request({id:e.id,point:r})}#i({clientX:t,
clientY:e}){let{left:s,top:i,width:o}=this.stage.layer.getBoundingClientRect(),[r,l]=[t-s,e-i],c=r>o/
2;this.label.style.left=c?"":`${r+ht}px`,this.label.style.right=c?`${o-r+ht}px`:"",this.label.style.
top=`${l+ht}px`}};var Be="Drag to draw a box; click a mark to name it, double-click to ask.",$e="A picture has no mark\
s: drag to draw a box and ask about a part.",F=class{constructor(t,e){this.panel=t,this.stage=e,this.
element=a("div",{class:"cs-marks"}),this.aboutLine=a("div",{class:"cs-about"})}draw(){let{element:t,
panel:e}=this,{activeElement:s}=document,i=s instanceof HTMLElement&&t.contains(s)?s.dataset.key:void 0;
t.replaceChildren();let{picture:o}=e;if(p(o)){for(let r of zt(e.model.get("_turns"),o))t.append(this.#s(
o,r));e.boxes.onPicture(o.id).forEach((r,l)=>{t.append(this.#t(o,r,l+1))}),i&&this.elementOf(i)?.focus(),
this.drawAboutLine()}}drawAboutLine(){let{panel:t,aboutLine:e}=this,{picture:s,selectedBox:i}=t;if(e.
replaceChildren(),!!p(s)){if(!i){let r=this.stage.hover?.reasons.get(s.id)??(s.live?Be:$e);e.append(
a("span",{class:"cs-hint"},`About the whole picture. ${r}`));return}e.append(a("span",{class:"cs-chi\
p"},B(i)),d("About the whole",()=>this.select(null)),d("Delete box",()=>this.removeBox(i))),s.live&&
!i.label&&e.append(d("Name the mark",()=>this.stage.pointer.requestMarkInBox(i)))}}elementOf(t){return this.
element.querySelector(`[data-key="${t}"]`)}select(t){let{panel:e}=this;e.boxes.selectedKey=t,this.draw(),
e.composer.drawSubject();let{picture:s,selectedBox:i}=e;s?.live&&i&&!i.label&&e.messages.send({do:"w\
here",id:s.id,key:i.key,box:i.box})}focusBox(t){this.select(t),this.elementOf(t)?.focus({preventScroll:!0})}addBox(t,e){
let{picture:s,boxes:i}=this.panel;if(!p(s))return;let o={key:u("box"),box:St(t,s.original),label:e};
return i.add(s.id,o),this.select(o.key),o}addBoxInMiddle(){let{picture:t}=this.panel,e=p(t)&&this.addBox(
Lt(t.original));e&&this.focusBox(e.key)}selectOrAdd(t,e){let{boxes:s,active:i}=this.panel,o=s.withLabel(
i.id,t);o?this.select(o.key):this.addBox(e,t)}removeBox({key:t}){let{boxes:e,active:s}=this.panel;s.
id!==null&&e.remove(s.id,t),this.select(null),this.stage.viewport.focus()}receiveWhere({id:t,key:e,where:s}){
let i=this.panel.boxes.onPicture(t).find(o=>o.key===e);i&&(i.where=s),this.drawAboutLine(),i&&this.elementOf(
e)===document.activeElement&&this.panel.announce(B(i))}askAboutRegion({label:t,bounds:e}){let{picture:s,
composer:i}=this.panel;p(s)&&this.selectOrAdd(t,Pt(e,s.original)),i.suggest(`Tell me more about: ${t}`)}#t(t,e,s){
let{boxes:i}=this.panel,o=e.key===i.selectedKey,r=e.label?`Box ${s}: ${e.label}`:`Box ${s}`,c=`${e.label===
void 0?"Arrow keys move it, Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,h=a(
"div",{class:"cs-box",role:"button",tabindex:"0","aria-pressed":String(o),"aria-label":`${r}. ${c}`,
onkeydown:m=>this.#e(e,t,m),onfocus:()=>i.selectedKey!==e.key&&this.select(e.key)});h.dataset.key=e.
key;for(let m of e.label===void 0?Et:[]){let f=a("span",{class:`cs-handle cs-${m}`});f.dataset.corner=
m,h.append(f)}return Object.assign(h.style,k(e.box,t.original)),h}#e(t,e,s){let{key:i}=s,o=Mt(t.box,
s,e.original);if(i==="Delete"||i==="Backspace")this.removeBox(t);else if(i==="Enter")this.panel.composer.
focus();else if(i==="Escape")this.stage.viewport.focus();else if(o&&t.label!==void 0)this.panel.announce(
"A named mark stays there.");else if(o)t.box=o,this.select(t.key),this.panel.announce(B(t));else return;
s.preventDefault()}#s(t,e){let{bounds:s,label:i,number:o,sentence:r}=e,[l,c]=s,[h,m]=t.original,f=a(
"span",{class:"cs-number"},String(o)),b=d(f,()=>this.askAboutRegion(e),{class:Ct(s)?"cs-region cs-po\
int":"cs-region","aria-label":`Region ${o}, ${i}: ${r}`});b.dataset.key=`region-${o}`;let w=a("span",
{class:"cs-tip","aria-hidden":"true"});return w.append(a("strong",{},i),` ${r}`),w.classList.toggle(
"cs-below",c/m<.3),w.classList.toggle("cs-to-left",l/h>.5),b.classList.toggle("cs-at-top",c/m<.05),b.
append(w),Object.assign(b.style,k(s,t.original)),b}};var Vt=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"move",label:"Move",
title:"Drag to move the picture, also over a box"}],X=class{value=Vt[0].name;element=a("fieldset",{class:"\
cs-modes"});constructor(t,e){this.onChange=t,this.onTouch=e;let s=u("mode");this.element.append(a("l\
egend",{class:"cs-visually-hidden"},"A drag on the picture"),...Vt.map(i=>this.#t(i,s)))}select(t){this.
value=t;for(let e of this.element.querySelectorAll("input"))e.checked=e.value===t;this.onChange(t)}#t({
name:t,label:e,title:s},i){let o=a("input",{type:"radio",name:i,value:t,checked:t===this.value,onchange:()=>this.
select(t),onclick:r=>{r.pointerType==="touch"&&t!=="move"&&this.onTouch()}});return a("label",{class:"\
cs-mode",title:s},o,e)}};function Qt(n,{getZoom:t,zoomTo:e}){let s=0,i=1;n.addEventListener("touchstart",o=>{o.touches.length===
2&&(o.preventDefault(),s=Jt(o.touches),i=t())},{passive:!1}),n.addEventListener("touchmove",o=>{let{
touches:r}=o;r.length!==2||!s||(o.preventDefault(),e(i*Jt(r)/s,Me(r)))},{passive:!1})}var Jt=([n,t])=>Math.
hypot(n.clientX-t.clientX,n.clientY-t.clientY),Me=([n,t])=>[(n.clientX+t.clientX)/2,(n.clientY+t.clientY)/
2];var Oe=4,Y=class{constructor(t){this.press=t,this.isClick=!0}move(t,e){let{press:s}=this,i=[t[0]-s.page[0],
t[1]-s.page[1]];return this.isClick&&Math.hypot(...i)<Oe||(this.isClick=!1,s.mode==="scroll")?null:s.
mode==="move"?{kind:"pan",by:i}:{kind:"box",box:this.#t(e)}}#t(t){let{press:e}=this;if(!e.box)return it(
e.point,t);let s=[t[0]-e.point[0],t[1]-e.point[1]];return e.corner?C(e.box,e.corner,s,e.size):L(e.box,
s,e.size)}};var te=7,Ie=20,_e='.cs-box[aria-pressed="true"]:has(.cs-handle)',G=class{#t="";#e=te;constructor(t,e){
this.panel=t,this.stage=e,e.layer.addEventListener("pointerdown",s=>this.#i(s)),e.layer.addEventListener(
"dblclick",s=>this.#l(s))}requestMarkInBox({box:t}){let{picture:e}=this.panel;p(e)&&this.#s(e,At(t))}receiveMark({
id:t,key:e,mark:s,reason:i,ask:o}){let{panel:r,stage:l}=this;if(!(t!==r.active.id||e!==this.#t)){if(!s){
this.#c(),r.announce(i);return}l.marks.selectOrAdd(s.text,s.box),r.composer.suggest(`What does this ${s.
text} tell?`),r.announce(s.text),o&&r.composer.askTyped()}}#s({id:t},[e,s],i=!1){this.#t=u("mark");let o=this.
stage.toPictureLength(this.#e);this.panel.act({do:"mark",id:t,x:e,y:s,reach:o,ask:i,key:this.#t})}#i(t){
let{panel:e,stage:s}=this,{picture:i}=e;if(s.viewport.focus({preventScroll:!0}),!p(i)||t.button!==0||
x(t,".cs-region"))return;this.#e=t.pointerType==="touch"?Ie:te;let o=x(t,".cs-box"),r=e.boxes.onPicture(
i.id).find(({key:m})=>m===o?.dataset.key),c=t.pointerType==="touch"&&!s.isTouchDrawing&&!x(t,_e),h=new Y(
{page:[t.clientX,t.clientY],point:s.pointOf(t,i),size:i.original,mode:c?"scroll":s.modes.value,box:r?.
label===void 0?r?.box:void 0,corner:x(t,"[data-corner]")?.dataset.corner});this.#n(h,i,r),t.preventDefault()}#n(t,e,s){
let{marks:i,viewport:o}=this.stage,r=t.press.box&&s,l=[o.scrollLeft,o.scrollTop],c=new AbortController,
h=0,m=y=>{if(r??=i.addBox(y),!r)return;r.box=y;let v=i.elementOf(r.key);cancelAnimationFrame(h),h=requestAnimationFrame(
()=>{v&&Object.assign(v.style,k(y,e.original))})},f=y=>{let v=t.move([y.clientX,y.clientY],this.stage.
pointOf(y,e));v?.kind==="box"&&m(v.box),v?.kind==="pan"&&(o.scrollLeft=l[0]-v.by[0],o.scrollTop=l[1]-
v.by[1])},b=()=>{c.abort(),cancelAnimationFrame(h)},{signal:w}=c,tt=()=>{b(),t.isClick?this.#r(e,s,t.
press.point):r&&t.press.mode!=="move"&&this.#o(r)};addEventListener("pointermove",f,{signal:w}),addEventListener(
"pointerup",tt,{signal:w}),addEventListener("pointercancel",b,{signal:w})}#o(t){this.stage.setTouchDrawing(
!1);let{marks:e}=this.stage;Bt(t.box)?e.removeBox(t):e.focusBox(t.key)}#r(t,e,s){let i=!e||this.panel.
boxes.selectedKey===e.key;e&&this.stage.marks.focusBox(e.key),i&&this.#a(t,s)}#a(t,e){t.live?this.#s(
t,e):this.#c()}#l(t){let{picture:e}=this.panel;!p(e)||!e.live||this.stage.modes.value==="move"||x(t,
".cs-region")||this.#s(e,this.stage.pointOf(t,e),!0)}#c(){this.stage.marks.select(null),this.panel.hasFocus&&
this.stage.viewport.focus({preventScroll:!0})}};var E=1.25,ut=1.1,De=.05,He=16,ze=1.5,ee=n=>g(n,De,He);function se(n,t){return Math.min(t.width/n.width,
t.height/n.height,ze)}function pt({scroll:n,place:t,content:e}){return(n+t)/(e||1)}function mt(n,{place:t,
content:e}){return n*e-t}var ie=n=>`${Math.round(n*100)} %`;var Ne=480,Z=class{zoom=1;isWhole=!0;image=a("img",{class:"cs-image",draggable:!1});note=a("p",{class:"\
cs-note"});caption=a("div",{class:"cs-caption"});zoomLabel=a("span",{class:"cs-zoom"});modes=new X(()=>this.#n(),
()=>this.setTouchDrawing(!0));actualSizeButton=d("Actual size",()=>this.#o(),{title:"As Claude recei\
ves it: one pixel of the picture sent for each pixel here"});touchHint=a("p",{class:"cs-hint",hidden:!0},
"Draw with one finger.");redrawButton=d("Redraw",()=>this.#i(),{title:"Draw the figure again in its \
current state"});constructor(t){this.panel=t,this.id=u("stage"),this.marks=new F(t,this),this.layer=
a("div",{class:"cs-layer"},this.image,this.marks.element),this.viewport=a("div",{class:"cs-viewport",
tabindex:"0",role:"group","aria-label":"Picture"},this.layer,this.note),this.tools=this.#s(),this.pointer=
new G(t,this),this.hover=new U(t,this),this.element=a("div",{class:"cs-stage",id:this.id,role:"tabpa\
nel"},this.tools,this.touchHint,this.viewport,this.caption,this.marks.aboutLine),this.#n(),this.viewport.
addEventListener("keydown",e=>this.#r(e)),this.viewport.addEventListener("wheel",e=>this.#a(e),{passive:!1}),
Qt(this.viewport,{getZoom:()=>this.zoom,zoomTo:(e,s)=>this.zoomTo(e,s)})}draw(){let{panel:t,layer:e,
note:s,image:i,viewport:o}=this,{picture:r}=t,l=p(r)?r:void 0;e.hidden=this.tools.hidden=!l,s.textContent=
r?r.note:"Drop, paste or choose a picture.",s.hidden=!s.textContent,this.redrawButton.hidden=!r?.live,
this.caption.textContent=l?Ht(l):"",i.alt=r?.name??"",this.#t(r),o.setAttribute("aria-label",r?`Pict\
ure: ${r.name}`:"No picture"),this.element.setAttribute("aria-labelledby",r?this.tabId(r):""),this.fit(),
this.marks.draw()}tabId({id:t}){return`${this.id}-${t}`}fit(t=!1){let{viewport:e}=this,{picture:s}=this.
panel;if(!p(s)||!(t||this.isWhole)||!e.clientWidth)return;let{maxHeight:i}=getComputedStyle(e),r=i===
"none"&&e.closest(".cs-sized")!==null?e.offsetHeight:Number.parseFloat(i)||Ne,l={width:e.clientWidth,
height:r-2};this.#e(s,se(s,l),!0)}zoomTo(t,e){let{picture:s}=this.panel;p(s)&&this.#e(s,t,!1,e)}setTouchDrawing(t){
this.viewport.classList.toggle("cs-touch-drawing",t),this.touchHint.hidden=!t}get isTouchDrawing(){return this.
viewport.classList.contains("cs-touch-drawing")}pointOf({clientX:t,clientY:e},s){let i=this.layer.getBoundingClientRect();
return $t([t,e],i,s.original)}toPictureLength(t){let{picture:e}=this.panel,s=this.layer.getBoundingClientRect().
width;return p(e)&&s?t*e.original[0]/s:t}#t(t){let e=t&&this.panel.messages.url(S(t));e&&this.image.
src!==e?this.image.src=e:e||this.image.removeAttribute("src")}#e(t,e,s,i){let{viewport:o,layer:r}=this,
{left:l,top:c}=o.getBoundingClientRect(),h=i?i[0]-l:o.clientWidth/2,m=i?i[1]-c:o.clientHeight/2,f=()=>({
place:h,content:r.offsetWidth}),b=()=>({place:m,content:r.offsetHeight}),w=pt({scroll:o.scrollLeft,...f()}),
tt=pt({scroll:o.scrollTop,...b()});this.zoom=ee(e),this.isWhole=s,r.style.width=`${t.width*this.zoom}\
px`,r.style.height=`${t.height*this.zoom}px`,o.scrollLeft=mt(w,f()),o.scrollTop=mt(tt,b()),this.zoomLabel.
textContent=ie(this.zoom),this.actualSizeButton.setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){
let t=()=>this.zoomTo(this.zoom*E),e=()=>this.zoomTo(this.zoom/E);return a("div",{class:"cs-tools",role:"\
toolbar","aria-label":"Picture tools"},this.modes.element,d("−",e,{"aria-label":"Zoom out"}),this.
zoomLabel,d("+",t,{"aria-label":"Zoom in"}),d("Fit",()=>this.fit(!0)),this.actualSizeButton,d("Add b\
ox",()=>this.marks.addBoxInMiddle(),{title:"Add a box in the middle; move it with the arrow keys"}),
this.redrawButton)}#i(){let{active:t}=this.panel;t.id!==null&&this.panel.act({do:"redraw",id:t.id})}#n(){
this.viewport.dataset.mode=this.modes.value}#o(){this.actualSizeButton.getAttribute("aria-pressed")===
"true"?this.fit(!0):this.zoomTo(1)}#r(t){if(t.target!==this.viewport||t.ctrlKey||t.metaKey)return;let{
key:e}=t;if(e==="+"||e==="=")this.zoomTo(this.zoom*E);else if(e==="-")this.zoomTo(this.zoom/E);else if(e===
"0")this.fit(!0);else if(e==="b")this.marks.addBoxInMiddle();else return;t.preventDefault()}#a(t){if(!t.
ctrlKey)return;t.preventDefault();let e=t.deltaY<0?this.zoom*ut:this.zoom/ut;this.zoomTo(e,[t.clientX,
t.clientY])}};var V=class{constructor(t){this.panel=t,this.element=a("div",{class:"cs-tabs",role:"tablist","aria-l\
abel":"Pictures"})}draw(){let{panel:t,element:e}=this,s=e.contains(document.activeElement);e.replaceChildren(
...t.pictures.map(i=>this.#t(i))),s&&this.#s();for(let i of t.pictures)p(i)&&t.messages.requestPixels(
i)}#t(t){let{panel:e}=this,s=t.id===e.active.id,i=()=>e.act({do:"remove",id:t.id}),o=a("button",{type:"\
button",role:"tab",class:"cs-tab",id:e.stage.tabId(t),"aria-selected":String(s),"aria-controls":e.stage.
id,tabindex:s?"0":"-1",title:`${t.name} (Delete closes it)`,onclick:()=>e.showPicture(t.id),onkeydown:l=>this.#e(
l,i)},t.name),r=a("span",{class:"cs-tab-close",title:"Close",onclick:i},"×");return r.setAttribute(
"aria-hidden","true"),a("span",{class:"cs-tab-place",role:"presentation"},o,r)}#e({key:t},e){if(t===
"Delete"&&e(),t!=="ArrowRight"&&t!=="ArrowLeft")return;let{pictures:s,active:i}=this.panel,o=t==="Ar\
rowRight"?1:-1;this.panel.showPicture(Dt(s,i.id,o).id),this.#s()}#s(){this.element.querySelector("[a\
ria-selected=true]")?.focus()}};async function ne(n,t,e,{pieceSize:s,signal:i,onProgress:o}){await n.sendAndWait({do:"begin file",key:t,
name:ft(e),size:e.size});for(let r=0;r<e.size;r+=s){if(i.aborted){n.send({do:"forget file",key:t});return}
let l=await e.slice(r,r+s).arrayBuffer(),c=await n.sendAndWait({do:"piece",key:t,at:r},[l]);o(c/e.size)}}
var ft=n=>n.name||"pasted picture",oe=n=>[...n??[]].filter(({type:t})=>t.startsWith("image/"));var J=class{element=a("div");constructor(t){this.panel=t}receiveOn(t){t.addEventListener("dragover",
e=>{e.dataTransfer?.types.includes("Files")&&(gt(e),t.classList.add("cs-dropping"))}),t.addEventListener(
"dragleave",e=>{t.contains(e.relatedTarget)||t.classList.remove("cs-dropping")}),t.addEventListener(
"drop",e=>{gt(e),t.classList.remove("cs-dropping"),this.send([...e.dataTransfer?.files??[]])}),t.addEventListener(
"paste",e=>{let s=oe(e.clipboardData?.files);s.length&&(gt(e),this.send(s))})}async send(t){this.panel.
showProblem("");for(let e of t)await this.#t(e)}async#t(t){let{messages:e,model:s}=this.panel,i=ft(t),
o=new AbortController,r=a("progress",{max:1,value:0,"aria-label":`Sending ${i}`}),l=d("Cancel",()=>o.
abort()),c=a("div",{class:"cs-progress"},a("span",{},i),r,l);this.element.append(c);try{await ne(e,`${Date.
now()}-${u("file")}`,t,{pieceSize:s.get("_about").piece,signal:o.signal,onProgress:h=>{r.value=h}})}catch(h){
h instanceof T||this.panel.showProblem(`${i}: ${h.message}`)}finally{c.remove()}}};function gt(n){n.
preventDefault(),n.stopPropagation()}var Q=class{active=new O;boxes=new P;status=a("div",{class:"cs-visually-hidden",role:"status"});problem=a(
"div",{class:"cs-problem",role:"alert"});style=a("style");room=new K(()=>this.stage.fit());#t;#e=new Set;constructor(t,e){
this.model=t,this.messages=e,this.kernel=new q(t,e,()=>this.#o()),this.stage=new Z(this),this.delivery=
new R(this),this.uploads=new j(this),this.conversation=new N(this),this.composer=new D(this),this.tabs=
new V(this),this.picker=new W(this),this.transfers=new J(this),this.element=this.#s(),this.transfers.
receiveOn(this.element)}get pictures(){return this.model.get("_pictures")}get picture(){return this.
pictures.find(({id:t})=>t===this.active.id)}get hasFocus(){let t=this.element.getRootNode();return this.
element.contains(t.activeElement)}get selectedBox(){return this.boxes.selectedOn(this.active.id)}get elements(){
return[this.element,this.room.placeholder,this.style,this.room.style]}connect(){let t=new AbortController;
this.#a(t.signal),this.#c(t.signal);let e=new ResizeObserver(()=>this.stage.fit());return e.observe(
this.stage.viewport),()=>{t.abort(),e.disconnect();for(let s of this.elements)s.remove()}}showPicture(t){
this.active.id=t,this.boxes.selectedKey=null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let t=this.
active.update(this.pictures);this.tabs.draw(),this.pictures.length?t&&this.picker.setOpen(!1):this.picker.
setOpen(!0),this.#r(),this.composer.drawSubject()}drawConversation(){this.composer.draw(),this.conversation.
draw(),this.#n(),this.stage.marks.draw()}act(t){this.showProblem(""),this.messages.send(t),this.kernel.
greet()}announce(t){this.status.textContent=t}showProblem(t,e=!0){if(this.problem.classList.toggle("\
cs-news",!e),this.problem.replaceChildren(),!t)return;let s=d("×",()=>this.showProblem(""),{"aria-l\
abel":"Dismiss"});this.problem.append(a("span",{},t),s)}#s(){let{stage:t,conversation:e,composer:s}=this;
t.element.append(this.delivery.element,this.uploads.element);let i=a("div",{class:"cs-talk"},e.element,
...s.elements),o=a("section",{class:"cs-root","aria-label":"Claude See"},a("div",{class:"cs-top"},this.
tabs.element,this.picker.toggle,this.room.sideButton,this.room.fullButton),this.picker.element,this.
transfers.element,this.kernel.alert,this.problem,a("div",{class:"cs-main"},t.element,i),this.status);
return o.addEventListener("keydown",r=>this.#i(r)),this.room.adopt(o),o}#i(t){et(t)||t.stopPropagation(),
!(t.key!=="Escape"||t.defaultPrevented||t.isComposing)&&(t.preventDefault(),!this.picker.element.hidden&&
this.pictures.length?this.picker.close():this.room.view==="full"?this.room.show("cell"):xt(this.element))}#n(){
for(let{id:t,box:e,pictures:s}of z(this.model.get("_turns"),this.model.get("_live")))e&&!this.#e.has(
t)&&this.boxes.include(s[0],{key:u("box"),box:e}),this.#e.add(t)}#o(){this.element.classList.add("cs\
-lost"),this.composer.draw(),this.picker.setOpen(!1),this.picker.toggle.disabled=this.stage.redrawButton.
disabled=!0}#r(){this.stage.draw(),this.delivery.request()}#a(t){let e={_pictures:()=>this.drawPictures(),
_variables:()=>this.picker.draw(),_cells:()=>this.picker.requestThumbnails(),_turns:()=>this.drawConversation(),
_live:()=>this.drawConversation(),_files:()=>this.uploads.draw(),_ways:()=>this.delivery.draw(),_problem:()=>this.#l(),
_busy:()=>this.kernel.draw(),_about:()=>this.composer.drawSettings()};for(let[s,i]of Object.entries(
e))this.model.on(`change:${s}`,i),t.addEventListener("abort",()=>this.model.off(`change:${s}`,i)),i()}#l(){
let{number:t=0,text:e}=this.model.get("_problem");t!==this.#t&&this.#t!==void 0&&this.showProblem(e),
this.#t=t}#c(t){let{messages:e,stage:s}=this,i=()=>{this.style.textContent=wt(this.model.get("_copy"))};
e.on("hello",i,t),e.on("picture",()=>this.#r(),t),e.on("thumbnail",()=>this.picker.draw(),t),e.on("h\
over",o=>s.hover.receive(o),t),e.on("mark",o=>s.pointer.receiveMark(o),t),e.on("where",o=>s.marks.receiveWhere(
o),t),e.on("price",o=>this.composer.receivePrice(o),t),e.on("markdown",({text:o})=>this.composer.receiveMarkdown(
o),t),this.kernel.follow(t)}};var Si=()=>{let n;return{initialize({model:t}){return n=new A(t),t.on("msg:custom",(e,s)=>n.receive(
e,s)),()=>n.close()},render({model:t,el:e}){let s=new Q(t,n);e.classList.add("claude-see");let i=new AbortController;
vt(e,i.signal),e.append(...s.elements);let o=s.connect();return()=>{i.abort(),o()}}}};export{Si as default};
