// Built from js/ by "make js"; not to be edited.
// Sources: 6e05a88d0df34483dd5bd7599724d56561bfc01d485f75050f5b2f2aeb7b5ac3
var mt="The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.",
ie="The panel cannot add a cell here, so the conversation was copied: paste it wherever you like.";function ft(i){
return/^[\w-]+$/.test(i)?`${`.jp-OutputArea-child:has(.${i}), .output_area:has(.${i})`}, .${i} { dis\
play: none !important; }`:""}var oe=new Set(["a","c","v","x","y","z","Enter","Backspace","Delete"]);
function tt({key:i,ctrlKey:t,metaKey:e,altKey:s}){return!(t||e)||s?!1:!(i.startsWith("Arrow")||i==="\
Home"||i==="End")&&!oe.has(i.length===1?i.toLowerCase():i)}function gt(i,t){let e="data-lm-suppress-\
shortcuts";i.setAttribute(e,"true");let s=o=>{o.composedPath().includes(i)&&(tt(o)?i.removeAttribute(
e):i.setAttribute(e,"true"))};addEventListener("keydown",s,{capture:!0,signal:t})}function bt(i){let{
activeElement:t}=document;i.closest(".jp-Cell")?.focus(),t===document.activeElement&&t instanceof HTMLElement&&
t.blur()}async function wt(i,t){await vt(t)?i.announce("Copied."):i.showProblem(mt)}async function vt(i){
try{return await navigator.clipboard.writeText(i),!0}catch{return!1}}async function xt(i,t){let s=i.
model.widget_manager?.context?.model?.sharedModel,o=i.element.closest(".jp-Cell");if(typeof s?.insertCell!=
"function"||!o){let l=await vt(t);i.showProblem(l?ie:mt,!l);return}let n=[...o.parentElement?.children??
[]].filter(l=>l.matches(".jp-Cell")),a=Number(o.dataset.windowedListIndex??n.indexOf(o));s.insertCell(
a+1,{cell_type:"markdown",source:t}),i.announce("Inserted as the next cell.")}var k=class extends Error{},E=({id:i,version:t})=>`picture/${i}/${t}`,et=i=>`variable/${i}`,A=class{#t=new EventTarget;#e=new Map;#s=new Set;#i=new Map;constructor(t){
this.model=t}send(t,e){this.model.send(t,void 0,e)}receive(t,e=[]){let[s]=e;t.say==="picture"&&s?this.#o(
E(t),s,t.type):t.say==="thumbnail"&&s?this.#o(et(t.name),s,t.type):t.say==="arrived"?this.#i.get(t.key)?.
resolve(t.bytes):t.say==="refused"&&this.#i.get(t.key)?.reject(new k(t.key)),this.#t.dispatchEvent(new CustomEvent(
t.say,{detail:t}))}on(t,e,s){let o=n=>e(n.detail);this.#t.addEventListener(t,o,{signal:s})}url(t){return this.#e.
get(t)}requestPixels(t){let e=E(t);this.#s.has(e)||(this.#s.add(e),this.send({do:"picture",id:t.id}))}async sendAndWait(t,e){
let s=ne();this.#i.set(t.key,s),this.send(t,e);try{return await s.promise}finally{this.#i.delete(t.key)}}close(){
for(let t of this.#e.values())URL.revokeObjectURL(t);this.#e.clear()}#o(t,e,s){let o=this.#e.get(t);
o!==void 0&&URL.revokeObjectURL(o);let n=new Blob([e],{type:s});this.#e.set(t,URL.createObjectURL(n))}};
function ne(){let i={};return i.promise=new Promise((t,e)=>Object.assign(i,{resolve:t,reject:e})),i}var yt=["nw","ne","sw","se"];var g=(i,t,e)=>Math.min(Math.max(i,t),e);function st([i,t],[e,s]){return[Math.min(i,e),Math.min(t,s),
Math.max(i,e),Math.max(t,s)]}function kt([i,t,e,s],[o,n]){return[g(i,0,o),g(t,0,n),g(e,0,o),g(s,0,n)]}
function C([i,t,e,s],[o,n],[a,l]){let d=g(o,-i,a-e),c=g(n,-t,l-s);return[i+d,t+c,e+d,s+c]}function L([
i,t,e,s],o,[n,a],[l,d]){let c=o.endsWith("w"),p=o.startsWith("n"),f=[g((c?i:e)+n,0,l),g((p?t:s)+a,0,
d)];return st([c?e:i,p?s:t],f)}function Tt([i,t,e,s]){return[(i+e)/2,(t+s)/2]}function St([i,t]){return[
i*.375,t*.375,i*.625,t*.625]}function Et([i,t,e,s]){return i===e&&t===s}function At(i,t){let[e,s,o,n]=i;
if(e!==o)return i;let a=Math.max(...t)/40;return[e-a,s-a,o+a,n+a]}function Ct([i,t,e,s]){return e-i<
3||s-t<3}function T([i,t,e,s],[o,n]){return{left:`${i/o*100}%`,top:`${t/n*100}%`,width:`${(e-i)/o*100}\
%`,height:`${(s-t)/n*100}%`}}function Lt([i,t],e,[s,o]){return[g((i-e.left)/e.width*s,0,s),g((t-e.top)/
e.height*o,0,o)]}var P=class{#t=new Map;selectedKey=null;onPicture(t){return t!==null&&this.#t.get(t)||[]}selectedOn(t){
return this.onPicture(t).find(({key:e})=>e===this.selectedKey)}withLabel(t,e){return this.onPicture(
t).find(s=>s.label===e)}add(t,e){this.#t.set(t,[...this.onPicture(t),e]),this.selectedKey=e.key}include(t,e){
let s=this.onPicture(t);s.some(n=>n.box.every((a,l)=>a===e.box[l]))||this.#t.set(t,[...s,e])}remove(t,e){
let s=this.onPicture(t).filter(o=>o.key!==e);this.#t.set(t,s),this.selectedKey===e&&(this.selectedKey=
null)}},re={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function Pt(i,{key:t,shiftKey:e},s){
let o=re[t];if(!o)return null;let n=Math.max(...s)/100,a=[o[0]*n,o[1]*n];return e?L(i,"se",a,s):C(i,
a,s)}function B({label:i,where:t,box:e}){let[s,o,n,a]=e.map(Math.round),l=`(${s}, ${o})–(${n}, ${a}\
)`;return[i,t,l].filter(Boolean).join(" · ")}function r(i,t={},...e){let s=document.createElement(i);for(let[o,n]of Object.entries(t))n!=null&&(typeof n==
"function"?s.addEventListener(o.slice(2),n):o in s&&typeof n!="string"?Object.assign(s,{[o]:n}):o===
"class"?s.className=String(n):s.setAttribute(o,String(n)));return s.append(...e.filter(o=>o!=null)),
s}var h=(i,t,e={})=>r("button",{type:"button",onclick:t,...e},i),ae=Math.random().toString(36).slice(
2,8),le=0,u=i=>`cs-${i}-${ae}-${++le}`,y=(i,t)=>i.target.closest(t);function Bt({name:i,values:t,value:e},{models:s},o){return i==="model"?s.map(({id:n})=>n):i!=="effor\
t"?he(t,e):s.find(({id:n})=>n===o)?.efforts??t}var ce=(i,...t)=>t.find(e=>i.includes(String(e)))??i[0]??
"",he=(i,t)=>typeof t=="string"&&i.length&&!i.includes(t)?[t,...i]:i,$=class{element=r("div",{class:"\
cs-options",role:"group","aria-label":"Options"});#t=new Map;#e=new Map;constructor(t){this.onChange=
t}get values(){let t=[...this.#t].map(([e,s])=>{let o=s instanceof HTMLInputElement;return[e,o?s.checked&&
!s.disabled:s.value]});return Object.fromEntries(t)}draw(t){let e=new Map(t.controls.map(n=>[n.name,
JSON.stringify([n,t.models])]));if(JSON.stringify([...e])===JSON.stringify([...this.#e]))return;let{
values:s}=this,o=t.controls.map(n=>{let{name:a}=n,l=e.get(a)===this.#e.get(a);return this.#s(l?{...n,
value:s[a]}:n,t)});this.#e=e,this.element.replaceChildren(...o),this.onChange()}setData(t){let e=this.#t.
get("check"),s=e?.closest("label");!e||!s||(e.disabled=!t,s.title=t?s.dataset.help??"":"Only the sta\
tements about a live figure can be checked: a picture holds no data.")}#s(t,e){let{name:s,label:o,help:n,
value:a}=t,l=this.#t.get("model")?.value,d=Bt(t,e,l??""),c=d.length?r("select",{onchange:()=>this.#i(
s,e)}):r("input",{type:"checkbox",checked:a===!0,onchange:this.onChange});this.#t.set(s,c),c instanceof
HTMLSelectElement&&$t(c,d,a);let p=d.length?[o,c]:[c,o],f=r("label",{class:`cs-option-${s}`,title:n},
...p);return f.dataset.help=n,f}#i(t,e){let s=this.#t.get("effort"),o=e.controls.find(n=>n.name==="e\
ffort");if(t==="model"&&o&&s instanceof HTMLSelectElement){let n=String(this.values.model);$t(s,Bt(o,
e,n),s.value,o.value)}this.onChange()}};function $t(i,t,...e){i.replaceChildren(...t.map(s=>r("optio\
n",{value:s},s))),i.value=ce(t,...e)}var it=8,M=class{list=r("div",{class:"cs-menu",role:"menu",id:u("menu"),hidden:!0});#t;constructor(t,e){
this.onSelect=e,this.button=h(`${t} ▾`,()=>this.setOpen(!this.#t),{"aria-haspopup":"menu","aria-ex\
panded":"false","aria-controls":this.list.id,"aria-label":t}),this.list.setAttribute("popover","manu\
al"),this.list.setAttribute("aria-label",t),this.element=r("span",{onkeydown:s=>this.#i(s)},this.button,
this.list)}setItems(t){this.list.replaceChildren(...t.map(({name:e,about:s})=>{let o=()=>{this.setOpen(
!1),this.onSelect(e)},n=e[0].toUpperCase()+e.slice(1),a=r("span",{class:"cs-hint"},s);return r("butt\
on",{type:"button",role:"menuitem",tabindex:"-1",onclick:o},r("strong",{},n),a)}))}setOpen(t){let{list:e}=this;
if(this.#t?.abort(),this.#t=void 0,this.button.setAttribute("aria-expanded",String(t)),e.hidden=!t,!t)
return;this.#t=new AbortController;let{signal:s}=this.#t;e.showPopover?.(),this.#s();let o=n=>{n.composedPath().
includes(this.element)||this.setOpen(!1)};addEventListener("pointerdown",o,{capture:!0,signal:s}),addEventListener(
"focusin",o,{capture:!0,signal:s}),addEventListener("scroll",()=>this.#s(),{capture:!0,signal:s}),addEventListener(
"resize",()=>this.#s(),{signal:s}),this.#e[0]?.focus({preventScroll:!0})}get#e(){return[...this.list.
querySelectorAll("button")]}#s(){let{list:t}=this,{left:e,top:s,bottom:o}=this.button.getBoundingClientRect(),
n=s>innerHeight-o,a=(n?s:innerHeight-o)-2*it;Object.assign(t.style,{left:`${Math.max(it,Math.min(e,innerWidth-
t.offsetWidth-it))}px`,top:n?"auto":`${o+4}px`,bottom:n?`${innerHeight-s+4}px`:"auto",maxHeight:`${a}\
px`})}#i(t){let{key:e}=t;if(this.#t){if(e==="Escape")this.setOpen(!1),this.button.focus();else if(e===
"Tab"){this.setOpen(!1);return}else if(!this.#o(e))return}else if(e==="ArrowDown"||e==="ArrowUp")this.
setOpen(!0);else return;t.preventDefault()}#o(t){let e=this.#e,s=e.indexOf(document.activeElement),o={
ArrowDown:s+1,ArrowUp:s-1,Home:0,End:-1};return t in o?(e.at(o[t]%e.length)?.focus(),!0):!1}};var m=i=>!!(i&&"width"in i&&i.width),Mt=({live:i})=>i,O=class{#t=new Set;id=null;update(t){let e=t.filter(
({id:n})=>!this.#t.has(n));for(let{id:n}of e)this.#t.add(n);let s=t.some(({id:n})=>n===this.id),o=e.
at(-1)??(s?void 0:t.at(-1));return o?this.id=o.id:s||(this.id=null),e.length>0}};function Ot(i,t,e){
let s=i.findIndex(({id:o})=>o===t);return i[(s+e+i.length)%i.length]}function _t({width:i,height:t,original:e,
tokens:s,notes:o}){let n=`${i} × ${t} px`;return[e[0]!==i||e[1]!==t?`${n} (from ${e[0]} × ${e[1]})`:
n,`${s.toLocaleString()} tokens`,...o].join(" · ")}function It(i,t){for(let e of[...i].reverse()){let s=e.
regions.filter(o=>o.picture===t.name);if(s.length&&e.pictures.includes(t.id))return s}return[]}function Dt(i,{pictures:t,activeId:e,box:s}){let o=i.prompt.trim(),n=i.all&&!s;return{do:"ask",prompt:o||
(s&&!i.task?"What is this?":""),task:i.task,pictures:n?t.map(({id:a})=>a):[e],box:s?.box,method:i.method,
...i.options}}function Ht(i,t){return i?t?`About ${t.label??"the box"} on ${i.name}`:`About ${i.name}`:
""}var _=class{#t="";replaceIn(t,e){let s=t.trim()!==""&&t!==this.#t;return this.#t=e,s?t:e}},I=class{#t;constructor(t){
this.onTimeout=t}get isPending(){return this.#t!==void 0}begin(){this.end(),this.#t=setTimeout(()=>{
this.end(),this.onTimeout()},6e4)}end(){clearTimeout(this.#t),this.#t=void 0}};var de=150,D=class{#t=new I(()=>this.panel.drawConversation());#e=new _;#s;#i;#o="";#n="";#r;tasks=new M(
"Tasks",t=>this.#c("",t));controls=new $(()=>this.requestPrice());prompt=r("textarea",{class:"cs-pro\
mpt",rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:t=>this.#h(t)});subject=r("div",{
class:"cs-asked-about"});all=r("input",{type:"checkbox",onchange:()=>this.drawSubject()});allLabel=r(
"label",{},this.all,"all pictures");price=r("span",{class:"cs-price"});askButton=h("Ask",()=>this.askTyped(),
{class:"cs-primary"});stopButton=h("Stop",()=>this.#d(),{class:"cs-primary"});newButton=h("New",()=>this.
panel.act({do:"new"}),{title:"Start another conversation"});answerer=r("span",{class:"cs-who"});constructor(t){
this.panel=t;let e=r("div",{class:"cs-subject-row"},this.subject,this.allLabel,this.tasks.element),s=r(
"div",{class:"cs-ask"},this.price,this.askButton,this.stopButton),o=r("div",{class:"cs-ask-row"},this.
controls.element,s);this.elements=[e,this.prompt,o,this.#u()]}get isOpen(){return!!this.panel.model.
get("_live").id||this.#t.isPending}focus(){this.prompt.focus()}suggest(t){this.prompt.value=this.#e.
replaceIn(this.prompt.value,t),this.panel.hasFocus&&(this.prompt.focus({preventScroll:!0}),this.prompt.
select())}askTyped(){this.#c(this.prompt.value)&&(this.prompt.value="")}draw(){let t=this.panel.model.
get("_turns");(this.panel.model.get("_live").id||t!==this.#s)&&this.#t.end(),t!==this.#s&&this.requestPrice(),
this.#s=t;let{isOpen:e}=this,{isLost:s}=this.panel.kernel;this.askButton.hidden=e&&!s,this.stopButton.
hidden=!e||s,this.askButton.disabled=this.newButton.disabled=s,this.tasks.button.disabled=e||s}drawSubject(){
let{picture:t,pictures:e,selectedBox:s}=this.panel;this.allLabel.hidden=e.length<2||s!==void 0,this.
subject.textContent=Ht(t,s),this.controls.setData(this.all.checked?e.some(Mt):!!t?.live),this.requestPrice()}drawSettings(){
let{provider:t}=this.panel.model.get("_about");this.answerer.textContent=t==="offline"?"The offline \
reader, not Claude":"",this.controls.draw(this.panel.model.get("_about")),this.#a()}requestPrice(){let{
panel:t}=this;clearTimeout(this.#r),this.#n=u("price"),this.#r=setTimeout(()=>{let e=this.#l("");t.kernel.
isLost||!e||!m(t.picture)?this.price.textContent="":t.messages.send({...e,do:"price",key:this.#n})},
de)}receivePrice({key:t,text:e,details:s}){t===this.#n&&(this.price.textContent=e,this.price.title=s)}receiveMarkdown(t){
this.#i?.(t),this.#i=void 0}#a(){let{tasks:t}=this.panel.model.get("_about"),e=JSON.stringify(t);e!==
this.#o&&(this.#o=e,this.tasks.setItems(t))}#l(t,e){let{pictures:s,active:o,selectedBox:n,delivery:a}=this.
panel;if(o.id===null)return;let l=this.all.checked,d={prompt:t,task:e,all:l,options:this.controls.values,
method:a.method};return Dt(d,{pictures:s,activeId:o.id,box:n})}#c(t,e){let{panel:s}=this,o=this.#l(t,
e);return!o||this.isOpen||s.kernel.isLost?!1:(this.#t.begin(),s.act(o),s.drawConversation(),!0)}#d(){
this.panel.messages.send({do:"stop"}),this.focus()}#h(t){t.key!=="Enter"||t.shiftKey||t.isComposing||
(t.preventDefault(),this.askTyped())}#u(){let{panel:t}=this,e=s=>{if(t.kernel.isLost)return s(t.conversation.
element.innerText);this.#i=s,t.messages.send({do:"markdown"})};return r("div",{class:"cs-actions"},h(
"Copy",()=>e(s=>wt(t,s)),{title:"Copy the conversation as Markdown"}),h("To a cell",()=>e(s=>xt(t,s)),
{title:"Put the conversation into a new cell"}),this.newButton,this.answerer,t.kernel.busy)}};var ue={waiting:"Preparing the picture…",sending:"Asking…"},zt=i=>ue[i]??"",H=class{#t=new Map;constructor(t){
this.draw=t}update(t){let e=new Map(t.map(s=>[s.id,this.#e(s)]));return this.#t=e,Array.from(e.values(),
({element:s})=>s)}#e(t){let e=this.#t.get(t.id),s=JSON.stringify(t);return e?.digest===s?e:{digest:s,
element:this.draw(t,e?.element)}}};function Nt({scrollHeight:i,scrollTop:t,clientHeight:e}){return i-
t-e<40}var z=(i,t)=>t.id===void 0?i:[...i,t];function Rt(i,t,e){return i.find(({id:s,name:o})=>o===e.
picture&&t.pictures.includes(s))}var jt=(i,t)=>`${Math.round((t-i)/1e3)} s`;var N=class{element=r("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation"});#t=new H(
(t,e)=>this.#e(t,e));constructor(t){this.panel=t}draw(){let{element:t,panel:e}=this,s=e.model.get("_\
live"),o=Nt(t),n=this.#t.update(z(e.model.get("_turns"),s));e.composer.isOpen&&s.id===void 0&&n.push(
ot("Waiting for the kernel…")),n.length||n.push(ot("Answers appear here.")),(n.length!==t.children.
length||n.some((l,d)=>l!==t.children[d]))&&t.replaceChildren(...n),o&&(t.scrollTop=t.scrollHeight),t.
setAttribute("aria-busy",String(e.composer.isOpen))}#e(t,e){let s=zt(t.status),o=t.regions.map(n=>this.#s(
t,n));return r("article",{class:`cs-turn cs-${t.status}`},pe(t),...[...t.captions,...t.notes].map(Wt),
s?ot(s):void 0,t.status==="thinking"?fe():void 0,t.thinking?me(t,e):void 0,Kt(t.html,"cs-answer"),o.
length?r("div",{class:"cs-regions"},...o):void 0,t.notice?r("p",{class:"cs-notice"},t.notice):void 0,
t.problem?r("p",{class:"cs-problem-text",role:"alert"},t.problem):void 0,t.footer?Wt(t.footer):void 0)}#s(t,e){
let{panel:s}=this,o=()=>{let a=Rt(s.pictures,t,e);a&&(a.id!==s.active.id&&s.showPicture(a.id),s.stage.
marks.askAboutRegion(e))},n=[e.sentence,e.data].filter(Boolean).join(" · ");return h(`${e.number} ${e.
label}`,o,{title:n})}},ot=i=>r("p",{class:"cs-hint"},i),Wt=i=>r("p",{class:"cs-small"},i);function Kt(i,t){
let e=r("div",{class:t});return e.innerHTML=i,e}function pe({prompt:i,task:t}){if(!t)return r("div",
{class:"cs-question"},i);let e=r("summary",{},r("span",{class:"cs-task"},t));return r("details",{class:"\
cs-question"},e,i)}function me({thinking:i},t){let e=r("details",{class:"cs-small cs-thought"},r("su\
mmary",{},"What Claude thought"),Kt(i));return e.open=t?.querySelector(".cs-thought")?.hasAttribute(
"open")??!1,e}function fe(){let i=r("span",{"aria-hidden":"true"}),t=r("p",{class:"cs-hint"},"Thinki\
ng… ",i),e=Date.now(),s=setInterval(()=>{t.isConnected||clearInterval(s),i.textContent=jt(e,Date.now())},
1e3);return t}var R=class{method;methods=r("div",{class:"cs-ways"});element=r("details",{ontoggle:()=>this.request()},
r("summary",{},"How the picture is sent"),this.methods);constructor(t){this.panel=t}request(){let{picture:t,
messages:e}=this.panel;this.element.open&&t&&e.send({do:"ways",id:t.id})}draw(){let t=this.panel.model.
get("_ways");if(this.methods.replaceChildren(),!t.methods||t.picture!==this.panel.active.id)return;let e=u(
"method");this.methods.append(...t.methods.map(s=>this.#t(s,e)),r("p",{class:"cs-price"},`A question\
: ${t.price}`))}#t({method:t,possible:e,what:s},o){let n=this.method??this.panel.model.get("_about").
method,a=r("input",{type:"radio",name:o,checked:t===n,disabled:!e,onchange:()=>{this.method=t}});return r(
"label",{class:e?"cs-way":"cs-way cs-impossible"},a,r("strong",{},t),r("span",{class:"cs-way-what"},
s))}},j=class{files=r("div",{class:"cs-files"});element=r("details",{ontoggle:()=>this.element.open&&
this.panel.messages.send({do:"files"})},r("summary",{},"Uploaded files"),this.files);constructor(t){
this.panel=t}draw(){let t=this.panel.model.get("_files").map(s=>this.#t(s)),e=t.length?void 0:r("p",
{class:"cs-hint"},"Nothing is uploaded.");this.files.replaceChildren(...t,...e?[e]:[])}#t({id:t,name:e,
size:s,expires:o}){let n=()=>this.panel.act({do:"delete file",id:t}),a=Math.ceil(s/1e3).toLocaleString();
return r("div",{class:"cs-file"},r("span",{title:t},`${e} · ${a} kB · until ${o}`),h("Delete",n,{"\
aria-label":`Delete ${e}`}))}};var ge=15e3,be="The kernel is not responding: it is busy, or it has stopped.",we="The kernel was res\
tarted, so this panel can only be read and copied. Run its cell again to go on.",ve="A cell is runni\
ng: what needs the figure waits for its end.",xe=new Set(["restarting","autorestarting","terminating",
"dead"]),ye=i=>xe.has(i),W=class{isLost=!1;alert=r("div",{class:"cs-alert",role:"alert"});busy=r("sp\
an",{class:"cs-busy",hidden:!0},ve);#t;constructor(t,e,s){this.model=t,this.messages=e,this.onLoss=s}draw(){
this.busy.hidden=this.isLost||!this.model.get("_busy")}greet(){this.isLost||this.#t!==void 0||(this.#t=
setTimeout(()=>this.alert.replaceChildren(be),ge),this.messages.send({do:"hello"}))}follow(t){let e=()=>{
clearTimeout(this.#t),this.#t=void 0,this.isLost||this.alert.replaceChildren()};this.messages.on("he\
llo",e,t),t.addEventListener("abort",()=>clearTimeout(this.#t)),this.#e(t),this.greet()}#e(t){let e=this.
model.widget_manager?.kernel?.statusChanged;if(typeof e?.connect!="function")return;let s=(o,n)=>{!ye(
n)||this.isLost||(this.isLost=!0,clearTimeout(this.#t),this.alert.replaceChildren(we),this.draw(),this.
onLoss())};e.connect(s),t.addEventListener("abort",()=>e.disconnect(s))}};var ke=24,K=class{id=u("add");variables=r("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=h("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=r("div",{class:"cs-add",id:this.id,hidden:!0});constructor(t){
this.panel=t;let s=r("div",{class:"cs-add-row"},this.#e(),this.#s(),r("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(t){this.
element.hidden=!t,this.toggle.setAttribute("aria-expanded",String(t)),this.requestThumbnails()}close(){
this.setOpen(!1),this.toggle.focus()}requestThumbnails(){if(this.element.hidden)return;let t=this.panel.
model.get("_variables").map(({name:e})=>e);this.panel.messages.send({do:"thumbnails",names:t.slice(0,
ke)})}draw(){let t=this.panel.model.get("_variables");this.variables.replaceChildren(...t.map(e=>this.#t(
e))),!t.length&&this.variables.append(r("p",{class:"cs-hint"},"No variable holds a picture yet."))}#t({
name:t,kind:e}){let s=this.panel.messages.url(et(t)),o=s?r("img",{src:s,alt:""}):r("span",{class:"cs\
-no-picture"}),n=()=>this.panel.act({do:"add variable",name:t}),a=r("span",{},r("strong",{},t),` ${e}`);
return r("button",{type:"button",class:"cs-variable",onclick:n},o,a)}#e(){let t=r("input",{type:"fil\
e",accept:"image/*,.heic,.heif,.svg,.pdf",multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.
panel.transfers.send([...t.files??[]]),t.value=""}});return r("label",{class:"cs-file-button"},t,"Ch\
oose a file")}#s(){let t=r("input",{type:"url",placeholder:"https://…","aria-label":"Address"});return r(
"form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),t.value&&this.panel.act({do:"add url",url:t.value}),
t.value=""}},t,r("button",{},"Open"))}};var rt=320,at=2e3,nt=360,qt=24,Ut=i=>g(Math.round(i),rt,at);function lt(i,t){let e=Math.max(t-nt,Math.
min(t,nt));return g(Math.round(i),Math.min(nt,e),e)}function Ft(i,t){let[e,s]=t==="height"?["ArrowDo\
wn","ArrowUp"]:["ArrowLeft","ArrowRight"];return i===e?qt:i===s?-qt:null}var Te=()=>"showPopover"in HTMLElement.prototype,q=class{view="cell";#t;#e;#s;id=u("panel");sideButton=this.#a(
"side","Beside","Open beside the notebook");fullButton=this.#a("full","Full screen","Take all of the\
 screen; Escape ends it");heightHandle=this.#l("height","Height of the panel","horizontal");widthHandle=this.#l(
"width","Width of the panel","vertical");style=r("style");placeholder=r("p",{class:"cs-placeholder",
hidden:!0},"The panel is open beside the notebook. ",h("Bring it back",()=>this.show("cell")));constructor(t){
this.onChange=t,this.sideButton.hidden=!Te()||window!==window.parent,this.fullButton.hidden=!document.
fullscreenEnabled&&this.sideButton.hidden}adopt(t){this.root=t,t.id=this.id,t.dataset.view=this.view,
t.append(this.heightHandle,this.widthHandle)}async show(t){let{root:e}=this;e&&(this.#s?.abort(),this.#s=
new AbortController,document.fullscreenElement===e&&t!=="full"&&await document.exitFullscreen(),e.popover&&
(e.hidePopover(),e.popover=null),this.view=t,e.dataset.view=t,this.sideButton.setAttribute("aria-pre\
ssed",String(t==="side")),this.fullButton.setAttribute("aria-pressed",String(t==="full")),this.placeholder.
hidden=t!=="side",t==="full"&&await this.#i(e,this.#s.signal),t==="side"&&this.#o(e,this.#s.signal),
this.#n())}async#i(t,e){try{await t.requestFullscreen()}catch{Xt(t);return}let s=()=>document.fullscreenElement!==
t&&this.show("cell");t.addEventListener("fullscreenchange",s,{signal:e})}#o(t,e){Xt(t),addEventListener(
"resize",()=>this.#n(),{signal:e})}#n(){let{root:t,view:e}=this;if(!t)return;t.classList.toggle("cs-\
sized",e!=="cell"||this.#t!==void 0);let{top:s,right:o,height:n,width:a}=this.#r(),l=lt(this.#e??a/2,
a);Object.assign(t.style,{height:e==="cell"&&this.#t?`${this.#t}px`:"",...e==="side"?{top:`${s}px`,right:`${innerWidth-
o}px`,width:`${l}px`,height:`${n}px`}:{top:"",right:"",width:""}}),this.style.textContent=e==="side"?
Se(this.id,l):"",this.heightHandle.setAttribute("aria-valuenow",String(Math.round(t.clientHeight))),
this.widthHandle.setAttribute("aria-valuenow",String(l)),this.widthHandle.setAttribute("aria-valuema\
x",String(lt(a,a))),this.onChange()}#r(){return this.root?.parentElement?.closest(".jp-NotebookPanel")?.
getBoundingClientRect()??new DOMRect(0,0,innerWidth,innerHeight)}#a(t,e,s){let o=r("span",{class:`cs\
-icon cs-icon-${t}`,"aria-hidden":"true"}),n=h(o,()=>this.show(this.view===t?"cell":t),{class:"cs-vi\
ew","aria-label":e,"aria-pressed":"false",title:s});return n.append(r("span",{class:"cs-wide-only","\
aria-hidden":"true"},e)),n}#l(t,e,s){let[o,n]=t==="height"?[rt,at]:[0,innerWidth];return r("div",{class:`\
cs-resizer cs-resizer-${t}`,role:"separator",tabindex:"0","aria-label":e,"aria-orientation":s,"aria-\
valuemin":String(o),"aria-valuemax":String(n),"aria-valuenow":String(o),title:"Drag, or use the arro\
w keys; a double click undoes it",onpointerdown:a=>this.#c(t,a),ondblclick:()=>this.#h(t,void 0),onkeydown:a=>{
let l=Ft(a.key,t);l!==null&&(a.preventDefault(),this.#h(t,this.#d(t)+l))}})}#c(t,{target:e,pointerId:s,
clientX:o,clientY:n}){let a=e,l=this.#d(t),d=new AbortController,{signal:c}=d;a.setPointerCapture(s);
let p=f=>this.#h(t,l+(t==="height"?f.clientY-n:o-f.clientX));a.addEventListener("pointermove",p,{signal:c}),
a.addEventListener("lostpointercapture",()=>d.abort(),{signal:c})}#d(t){let{height:e=0,width:s=0}=this.
root?.getBoundingClientRect()??{};return t==="height"?e:s}#h(t,e){t==="height"?this.#t=e&&Ut(e):this.#e=
e,this.#n()}};function Xt(i){i.popover="manual",i.showPopover()}var Se=(i,t)=>`.jp-NotebookPanel:has\
(#${i}) .jp-Notebook { padding-right: ${t}px !important; }
  body:has(#${i}):not(:has(.jp-NotebookPanel)) { padding-right: ${t}px !important; }`;var U=class{constructor(t,e){this.panel=t,this.stage=e,this.element=r("div",{class:"cs-marks"}),this.
aboutLine=r("div",{class:"cs-about"})}draw(){let{element:t,panel:e}=this,{activeElement:s}=document,
o=s instanceof HTMLElement&&t.contains(s)?s.dataset.key:void 0;t.replaceChildren();let{picture:n}=e;
if(m(n)){for(let a of It(e.model.get("_turns"),n))t.append(this.#s(n,a));e.boxes.onPicture(n.id).forEach(
(a,l)=>{t.append(this.#t(n,a,l+1))}),o&&this.elementOf(o)?.focus(),this.drawAboutLine()}}drawAboutLine(){
let{panel:t,aboutLine:e}=this,{picture:s,selectedBox:o}=t;if(e.replaceChildren(),!!m(s)){if(!o){let n=s.
live?"Drag to draw a box; click a mark to name it, double-click to ask.":"Drag to draw a box and ask\
 about a part.";e.append(r("span",{class:"cs-hint"},`About the whole picture. ${n}`));return}e.append(
r("span",{class:"cs-chip"},B(o)),h("About the whole",()=>this.select(null)),h("Delete box",()=>this.
removeBox(o))),s.live&&!o.label&&e.append(h("Name the mark",()=>this.stage.pointer.requestMarkInBox(
o)))}}elementOf(t){return this.element.querySelector(`[data-key="${t}"]`)}select(t){let{panel:e}=this;
e.boxes.selectedKey=t,this.draw(),e.composer.drawSubject();let{picture:s,selectedBox:o}=e;s?.live&&o&&
!o.label&&e.messages.send({do:"where",id:s.id,key:o.key,box:o.box})}focusBox(t){this.select(t),this.
elementOf(t)?.focus({preventScroll:!0})}addBox(t,e){let{picture:s,boxes:o}=this.panel;if(!m(s))return;
let n={key:u("box"),box:kt(t,s.original),label:e};return o.add(s.id,n),this.select(n.key),n}addBoxInMiddle(){
let{picture:t}=this.panel,e=m(t)&&this.addBox(St(t.original));e&&this.focusBox(e.key)}selectOrAdd(t,e){
let{boxes:s,active:o}=this.panel,n=s.withLabel(o.id,t);n?this.select(n.key):this.addBox(e,t)}removeBox({
key:t}){let{boxes:e,active:s}=this.panel;s.id!==null&&e.remove(s.id,t),this.select(null),this.stage.
viewport.focus()}receiveWhere({id:t,key:e,where:s}){let o=this.panel.boxes.onPicture(t).find(n=>n.key===
e);o&&(o.where=s),this.drawAboutLine(),o&&this.elementOf(e)===document.activeElement&&this.panel.announce(
B(o))}askAboutRegion({label:t,bounds:e}){let{picture:s,composer:o}=this.panel;m(s)&&this.selectOrAdd(
t,At(e,s.original)),o.suggest(`Tell me more about: ${t}`)}#t(t,e,s){let{boxes:o}=this.panel,n=e.key===
o.selectedKey,a=e.label?`Box ${s}: ${e.label}`:`Box ${s}`,d=`${e.label===void 0?"Arrow keys move it,\
 Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,c=r("div",{class:"cs-box",role:"\
button",tabindex:"0","aria-pressed":String(n),"aria-label":`${a}. ${d}`,onkeydown:p=>this.#e(e,t,p),
onfocus:()=>o.selectedKey!==e.key&&this.select(e.key)});c.dataset.key=e.key;for(let p of e.label===void 0?
yt:[]){let f=r("span",{class:`cs-handle cs-${p}`});f.dataset.corner=p,c.append(f)}return Object.assign(
c.style,T(e.box,t.original)),c}#e(t,e,s){let{key:o}=s,n=Pt(t.box,s,e.original);if(o==="Delete"||o===
"Backspace")this.removeBox(t);else if(o==="Enter")this.panel.composer.focus();else if(o==="Escape")this.
stage.viewport.focus();else if(n&&t.label!==void 0)this.panel.announce("A named mark stays there.");else if(n)
t.box=n,this.select(t.key),this.panel.announce(B(t));else return;s.preventDefault()}#s(t,e){let{bounds:s,
label:o,number:n,sentence:a}=e,[l,d]=s,[c,p]=t.original,f=r("span",{class:"cs-number"},String(n)),b=h(
f,()=>this.askAboutRegion(e),{class:Et(s)?"cs-region cs-point":"cs-region","aria-label":`Region ${n}\
, ${o}: ${a}`});b.dataset.key=`region-${n}`;let w=r("span",{class:"cs-tip","aria-hidden":"true"});return w.
append(r("strong",{},o),` ${a}`),w.classList.toggle("cs-below",d/p<.3),w.classList.toggle("cs-to-lef\
t",l/c>.5),b.classList.toggle("cs-at-top",d/p<.05),b.append(w),Object.assign(b.style,T(s,t.original)),
b}};var Yt=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"move",label:"Move",
title:"Drag to move the picture, also over a box"}],F=class{value=Yt[0].name;element=r("fieldset",{class:"\
cs-modes"});constructor(t,e){this.onChange=t,this.onTouch=e;let s=u("mode");this.element.append(r("l\
egend",{class:"cs-visually-hidden"},"A drag on the picture"),...Yt.map(o=>this.#t(o,s)))}select(t){this.
value=t;for(let e of this.element.querySelectorAll("input"))e.checked=e.value===t;this.onChange(t)}#t({
name:t,label:e,title:s},o){let n=r("input",{type:"radio",name:o,value:t,checked:t===this.value,onchange:()=>this.
select(t),onclick:a=>{a.pointerType==="touch"&&t!=="move"&&this.onTouch()}});return r("label",{class:"\
cs-mode",title:s},n,e)}};function Zt(i,{getZoom:t,zoomTo:e}){let s=0,o=1;i.addEventListener("touchstart",n=>{n.touches.length===
2&&(n.preventDefault(),s=Gt(n.touches),o=t())},{passive:!1}),i.addEventListener("touchmove",n=>{let{
touches:a}=n;a.length!==2||!s||(n.preventDefault(),e(o*Gt(a)/s,Ee(a)))},{passive:!1})}var Gt=([i,t])=>Math.
hypot(i.clientX-t.clientX,i.clientY-t.clientY),Ee=([i,t])=>[(i.clientX+t.clientX)/2,(i.clientY+t.clientY)/
2];var Ae=4,X=class{constructor(t){this.press=t,this.isClick=!0}move(t,e){let{press:s}=this,o=[t[0]-s.page[0],
t[1]-s.page[1]];return this.isClick&&Math.hypot(...o)<Ae||(this.isClick=!1,s.mode==="scroll")?null:s.
mode==="move"?{kind:"pan",by:o}:{kind:"box",box:this.#t(e)}}#t(t){let{press:e}=this;if(!e.box)return st(
e.point,t);let s=[t[0]-e.point[0],t[1]-e.point[1]];return e.corner?L(e.box,e.corner,s,e.size):C(e.box,
s,e.size)}};var Jt=7,Ce=20,Le='.cs-box[aria-pressed="true"]:has(.cs-handle)',Y=class{#t="";#e=Jt;constructor(t,e){
this.panel=t,this.stage=e,e.layer.addEventListener("pointerdown",s=>this.#i(s)),e.layer.addEventListener(
"dblclick",s=>this.#l(s))}requestMarkInBox({box:t}){let{picture:e}=this.panel;m(e)&&this.#s(e,Tt(t))}receiveMark({
id:t,key:e,mark:s,reason:o,ask:n}){let{panel:a,stage:l}=this;if(!(t!==a.active.id||e!==this.#t)){if(!s){
this.#c(),a.announce(o);return}l.marks.selectOrAdd(s.text,s.box),a.composer.suggest(`What does this ${s.
text} tell?`),a.announce(s.text),n&&a.composer.askTyped()}}#s({id:t},[e,s],o=!1){this.#t=u("mark");let n=this.
stage.toPictureLength(this.#e);this.panel.act({do:"mark",id:t,x:e,y:s,reach:n,ask:o,key:this.#t})}#i(t){
let{panel:e,stage:s}=this,{picture:o}=e;if(s.viewport.focus({preventScroll:!0}),!m(o)||t.button!==0||
y(t,".cs-region"))return;this.#e=t.pointerType==="touch"?Ce:Jt;let n=y(t,".cs-box"),a=e.boxes.onPicture(
o.id).find(({key:p})=>p===n?.dataset.key),d=t.pointerType==="touch"&&!s.isTouchDrawing&&!y(t,Le),c=new X(
{page:[t.clientX,t.clientY],point:s.pointOf(t,o),size:o.original,mode:d?"scroll":s.modes.value,box:a?.
label===void 0?a?.box:void 0,corner:y(t,"[data-corner]")?.dataset.corner});this.#o(c,o,a),t.preventDefault()}#o(t,e,s){
let{marks:o,viewport:n}=this.stage,a=t.press.box&&s,l=[n.scrollLeft,n.scrollTop],d=new AbortController,
c=0,p=x=>{if(a??=o.addBox(x),!a)return;a.box=x;let v=o.elementOf(a.key);cancelAnimationFrame(c),c=requestAnimationFrame(
()=>{v&&Object.assign(v.style,T(x,e.original))})},f=x=>{let v=t.move([x.clientX,x.clientY],this.stage.
pointOf(x,e));v?.kind==="box"&&p(v.box),v?.kind==="pan"&&(n.scrollLeft=l[0]-v.by[0],n.scrollTop=l[1]-
v.by[1])},b=()=>{d.abort(),cancelAnimationFrame(c)},{signal:w}=d,V=()=>{b(),t.isClick?this.#r(e,s,t.
press.point):a&&t.press.mode!=="move"&&this.#n(a)};addEventListener("pointermove",f,{signal:w}),addEventListener(
"pointerup",V,{signal:w}),addEventListener("pointercancel",b,{signal:w})}#n(t){this.stage.setTouchDrawing(
!1);let{marks:e}=this.stage;Ct(t.box)?e.removeBox(t):e.focusBox(t.key)}#r(t,e,s){let o=!e||this.panel.
boxes.selectedKey===e.key;e&&this.stage.marks.focusBox(e.key),o&&this.#a(t,s)}#a(t,e){t.live?this.#s(
t,e):this.#c()}#l(t){let{picture:e}=this.panel;!m(e)||!e.live||this.stage.modes.value==="move"||y(t,
".cs-region")||this.#s(e,this.stage.pointOf(t,e),!0)}#c(){this.stage.marks.select(null),this.panel.hasFocus&&
this.stage.viewport.focus({preventScroll:!0})}};var S=1.25,ct=1.1,Pe=.05,Be=16,$e=1.5,Qt=i=>g(i,Pe,Be);function Vt(i,t){return Math.min(t.width/i.width,
t.height/i.height,$e)}function ht({scroll:i,place:t,content:e}){return(i+t)/(e||1)}function dt(i,{place:t,
content:e}){return i*e-t}var te=i=>`${Math.round(i*100)} %`;var Me=480,G=class{zoom=1;isWhole=!0;image=r("img",{class:"cs-image",draggable:!1});note=r("p",{class:"\
cs-note"});caption=r("div",{class:"cs-caption"});zoomLabel=r("span",{class:"cs-zoom"});modes=new F(()=>this.#o(),
()=>this.setTouchDrawing(!0));actualSizeButton=h("Actual size",()=>this.#n(),{title:"As Claude recei\
ves it: one pixel of the picture sent for each pixel here"});touchHint=r("p",{class:"cs-hint",hidden:!0},
"Draw with one finger.");redrawButton=h("Redraw",()=>this.#i(),{title:"Draw the figure again in its \
current state"});constructor(t){this.panel=t,this.id=u("stage"),this.marks=new U(t,this),this.layer=
r("div",{class:"cs-layer"},this.image,this.marks.element),this.viewport=r("div",{class:"cs-viewport",
tabindex:"0",role:"group","aria-label":"Picture"},this.layer,this.note),this.tools=this.#s(),this.pointer=
new Y(t,this),this.element=r("div",{class:"cs-stage",id:this.id,role:"tabpanel"},this.tools,this.touchHint,
this.viewport,this.caption,this.marks.aboutLine),this.#o(),this.viewport.addEventListener("keydown",
e=>this.#r(e)),this.viewport.addEventListener("wheel",e=>this.#a(e),{passive:!1}),Zt(this.viewport,{
getZoom:()=>this.zoom,zoomTo:(e,s)=>this.zoomTo(e,s)})}draw(){let{panel:t,layer:e,note:s,image:o,viewport:n}=this,
{picture:a}=t,l=m(a)?a:void 0;e.hidden=this.tools.hidden=!l,s.textContent=a?a.note:"Drop, paste or c\
hoose a picture.",s.hidden=!s.textContent,this.redrawButton.hidden=!a?.live,this.caption.textContent=
l?_t(l):"",o.alt=a?.name??"",this.#t(a),n.setAttribute("aria-label",a?`Picture: ${a.name}`:"No pictu\
re"),this.element.setAttribute("aria-labelledby",a?this.tabId(a):""),this.fit(),this.marks.draw()}tabId({
id:t}){return`${this.id}-${t}`}fit(t=!1){let{viewport:e}=this,{picture:s}=this.panel;if(!m(s)||!(t||
this.isWhole)||!e.clientWidth)return;let{maxHeight:o}=getComputedStyle(e),a=o==="none"&&e.closest(".\
cs-sized")!==null?e.offsetHeight:Number.parseFloat(o)||Me,l={width:e.clientWidth,height:a-2};this.#e(
s,Vt(s,l),!0)}zoomTo(t,e){let{picture:s}=this.panel;m(s)&&this.#e(s,t,!1,e)}setTouchDrawing(t){this.
viewport.classList.toggle("cs-touch-drawing",t),this.touchHint.hidden=!t}get isTouchDrawing(){return this.
viewport.classList.contains("cs-touch-drawing")}pointOf({clientX:t,clientY:e},s){let o=this.layer.getBoundingClientRect();
return Lt([t,e],o,s.original)}toPictureLength(t){let{picture:e}=this.panel,s=this.layer.getBoundingClientRect().
width;return m(e)&&s?t*e.original[0]/s:t}#t(t){let e=t&&this.panel.messages.url(E(t));e&&this.image.
src!==e?this.image.src=e:e||this.image.removeAttribute("src")}#e(t,e,s,o){let{viewport:n,layer:a}=this,
{left:l,top:d}=n.getBoundingClientRect(),c=o?o[0]-l:n.clientWidth/2,p=o?o[1]-d:n.clientHeight/2,f=()=>({
place:c,content:a.offsetWidth}),b=()=>({place:p,content:a.offsetHeight}),w=ht({scroll:n.scrollLeft,...f()}),
V=ht({scroll:n.scrollTop,...b()});this.zoom=Qt(e),this.isWhole=s,a.style.width=`${t.width*this.zoom}\
px`,a.style.height=`${t.height*this.zoom}px`,n.scrollLeft=dt(w,f()),n.scrollTop=dt(V,b()),this.zoomLabel.
textContent=te(this.zoom),this.actualSizeButton.setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){
let t=()=>this.zoomTo(this.zoom*S),e=()=>this.zoomTo(this.zoom/S);return r("div",{class:"cs-tools",role:"\
toolbar","aria-label":"Picture tools"},this.modes.element,h("−",e,{"aria-label":"Zoom out"}),this.
zoomLabel,h("+",t,{"aria-label":"Zoom in"}),h("Fit",()=>this.fit(!0)),this.actualSizeButton,h("Add b\
ox",()=>this.marks.addBoxInMiddle(),{title:"Add a box in the middle; move it with the arrow keys"}),
this.redrawButton)}#i(){let{active:t}=this.panel;t.id!==null&&this.panel.act({do:"redraw",id:t.id})}#o(){
this.viewport.dataset.mode=this.modes.value}#n(){this.actualSizeButton.getAttribute("aria-pressed")===
"true"?this.fit(!0):this.zoomTo(1)}#r(t){if(t.target!==this.viewport||t.ctrlKey||t.metaKey)return;let{
key:e}=t;if(e==="+"||e==="=")this.zoomTo(this.zoom*S);else if(e==="-")this.zoomTo(this.zoom/S);else if(e===
"0")this.fit(!0);else if(e==="b")this.marks.addBoxInMiddle();else return;t.preventDefault()}#a(t){if(!t.
ctrlKey)return;t.preventDefault();let e=t.deltaY<0?this.zoom*ct:this.zoom/ct;this.zoomTo(e,[t.clientX,
t.clientY])}};var Z=class{constructor(t){this.panel=t,this.element=r("div",{class:"cs-tabs",role:"tablist","aria-l\
abel":"Pictures"})}draw(){let{panel:t,element:e}=this,s=e.contains(document.activeElement);e.replaceChildren(
...t.pictures.map(o=>this.#t(o))),s&&this.#s();for(let o of t.pictures)m(o)&&t.messages.requestPixels(
o)}#t(t){let{panel:e}=this,s=t.id===e.active.id,o=()=>e.act({do:"remove",id:t.id}),n=r("button",{type:"\
button",role:"tab",class:"cs-tab",id:e.stage.tabId(t),"aria-selected":String(s),"aria-controls":e.stage.
id,tabindex:s?"0":"-1",title:`${t.name} (Delete closes it)`,onclick:()=>e.showPicture(t.id),onkeydown:l=>this.#e(
l,o)},t.name),a=r("span",{class:"cs-tab-close",title:"Close",onclick:o},"×");return a.setAttribute(
"aria-hidden","true"),r("span",{class:"cs-tab-place",role:"presentation"},n,a)}#e({key:t},e){if(t===
"Delete"&&e(),t!=="ArrowRight"&&t!=="ArrowLeft")return;let{pictures:s,active:o}=this.panel,n=t==="Ar\
rowRight"?1:-1;this.panel.showPicture(Ot(s,o.id,n).id),this.#s()}#s(){this.element.querySelector("[a\
ria-selected=true]")?.focus()}};async function ee(i,t,e,{pieceSize:s,signal:o,onProgress:n}){await i.sendAndWait({do:"begin file",key:t,
name:ut(e),size:e.size});for(let a=0;a<e.size;a+=s){if(o.aborted){i.send({do:"forget file",key:t});return}
let l=await e.slice(a,a+s).arrayBuffer(),d=await i.sendAndWait({do:"piece",key:t,at:a},[l]);n(d/e.size)}}
var ut=i=>i.name||"pasted picture",se=i=>[...i??[]].filter(({type:t})=>t.startsWith("image/"));var J=class{element=r("div");constructor(t){this.panel=t}receiveOn(t){t.addEventListener("dragover",
e=>{e.dataTransfer?.types.includes("Files")&&(pt(e),t.classList.add("cs-dropping"))}),t.addEventListener(
"dragleave",e=>{t.contains(e.relatedTarget)||t.classList.remove("cs-dropping")}),t.addEventListener(
"drop",e=>{pt(e),t.classList.remove("cs-dropping"),this.send([...e.dataTransfer?.files??[]])}),t.addEventListener(
"paste",e=>{let s=se(e.clipboardData?.files);s.length&&(pt(e),this.send(s))})}async send(t){this.panel.
showProblem("");for(let e of t)await this.#t(e)}async#t(t){let{messages:e,model:s}=this.panel,o=ut(t),
n=new AbortController,a=r("progress",{max:1,value:0,"aria-label":`Sending ${o}`}),l=h("Cancel",()=>n.
abort()),d=r("div",{class:"cs-progress"},r("span",{},o),a,l);this.element.append(d);try{await ee(e,`${Date.
now()}-${u("file")}`,t,{pieceSize:s.get("_about").piece,signal:n.signal,onProgress:c=>{a.value=c}})}catch(c){
c instanceof k||this.panel.showProblem(`${o}: ${c.message}`)}finally{d.remove()}}};function pt(i){i.
preventDefault(),i.stopPropagation()}var Q=class{active=new O;boxes=new P;status=r("div",{class:"cs-visually-hidden",role:"status"});problem=r(
"div",{class:"cs-problem",role:"alert"});style=r("style");room=new q(()=>this.stage.fit());#t;#e=new Set;constructor(t,e){
this.model=t,this.messages=e,this.kernel=new W(t,e,()=>this.#n()),this.stage=new G(this),this.delivery=
new R(this),this.uploads=new j(this),this.conversation=new N(this),this.composer=new D(this),this.tabs=
new Z(this),this.picker=new K(this),this.transfers=new J(this),this.element=this.#s(),this.transfers.
receiveOn(this.element)}get pictures(){return this.model.get("_pictures")}get picture(){return this.
pictures.find(({id:t})=>t===this.active.id)}get hasFocus(){let t=this.element.getRootNode();return this.
element.contains(t.activeElement)}get selectedBox(){return this.boxes.selectedOn(this.active.id)}get elements(){
return[this.element,this.room.placeholder,this.style,this.room.style]}connect(){let t=new AbortController;
this.#a(t.signal),this.#c(t.signal);let e=new ResizeObserver(()=>this.stage.fit());return e.observe(
this.stage.viewport),()=>{t.abort(),e.disconnect();for(let s of this.elements)s.remove()}}showPicture(t){
this.active.id=t,this.boxes.selectedKey=null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let t=this.
active.update(this.pictures);this.tabs.draw(),this.pictures.length?t&&this.picker.setOpen(!1):this.picker.
setOpen(!0),this.#r(),this.composer.drawSubject()}drawConversation(){this.composer.draw(),this.conversation.
draw(),this.#o(),this.stage.marks.draw()}act(t){this.showProblem(""),this.messages.send(t),this.kernel.
greet()}announce(t){this.status.textContent=t}showProblem(t,e=!0){if(this.problem.classList.toggle("\
cs-news",!e),this.problem.replaceChildren(),!t)return;let s=h("×",()=>this.showProblem(""),{"aria-l\
abel":"Dismiss"});this.problem.append(r("span",{},t),s)}#s(){let{stage:t,conversation:e,composer:s}=this;
t.element.append(this.delivery.element,this.uploads.element);let o=r("div",{class:"cs-talk"},e.element,
...s.elements),n=r("section",{class:"cs-root","aria-label":"Claude See"},r("div",{class:"cs-top"},this.
tabs.element,this.picker.toggle,this.room.sideButton,this.room.fullButton),this.picker.element,this.
transfers.element,this.kernel.alert,this.problem,r("div",{class:"cs-main"},t.element,o),this.status);
return n.addEventListener("keydown",a=>this.#i(a)),this.room.adopt(n),n}#i(t){tt(t)||t.stopPropagation(),
!(t.key!=="Escape"||t.defaultPrevented||t.isComposing)&&(t.preventDefault(),!this.picker.element.hidden&&
this.pictures.length?this.picker.close():this.room.view==="full"?this.room.show("cell"):bt(this.element))}#o(){
for(let{id:t,box:e,pictures:s}of z(this.model.get("_turns"),this.model.get("_live")))e&&!this.#e.has(
t)&&this.boxes.include(s[0],{key:u("box"),box:e}),this.#e.add(t)}#n(){this.element.classList.add("cs\
-lost"),this.composer.draw(),this.picker.setOpen(!1),this.picker.toggle.disabled=this.stage.redrawButton.
disabled=!0}#r(){this.stage.draw(),this.delivery.request()}#a(t){let e={_pictures:()=>this.drawPictures(),
_variables:()=>this.picker.draw(),_cells:()=>this.picker.requestThumbnails(),_turns:()=>this.drawConversation(),
_live:()=>this.drawConversation(),_files:()=>this.uploads.draw(),_ways:()=>this.delivery.draw(),_problem:()=>this.#l(),
_busy:()=>this.kernel.draw(),_about:()=>this.composer.drawSettings()};for(let[s,o]of Object.entries(
e))this.model.on(`change:${s}`,o),t.addEventListener("abort",()=>this.model.off(`change:${s}`,o)),o()}#l(){
let{number:t=0,text:e}=this.model.get("_problem");t!==this.#t&&this.#t!==void 0&&this.showProblem(e),
this.#t=t}#c(t){let{messages:e,stage:s}=this,o=()=>{this.style.textContent=ft(this.model.get("_copy"))};
e.on("hello",o,t),e.on("picture",()=>this.#r(),t),e.on("thumbnail",()=>this.picker.draw(),t),e.on("m\
ark",n=>s.pointer.receiveMark(n),t),e.on("where",n=>s.marks.receiveWhere(n),t),e.on("price",n=>this.
composer.receivePrice(n),t),e.on("markdown",({text:n})=>this.composer.receiveMarkdown(n),t),this.kernel.
follow(t)}};var pi=()=>{let i;return{initialize({model:t}){return i=new A(t),t.on("msg:custom",(e,s)=>i.receive(
e,s)),()=>i.close()},render({model:t,el:e}){let s=new Q(t,i);e.classList.add("claude-see");let o=new AbortController;
gt(e,o.signal),e.append(...s.elements);let n=s.connect();return()=>{o.abort(),n()}}}};export{pi as default};
