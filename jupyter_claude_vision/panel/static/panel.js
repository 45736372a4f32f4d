// Built from js/ by "make js"; not to be edited.
// Sources: 4c56e81273d8947aabb7b9d7be8386a76ddb41bad6a28a86f3bb481302cfeac9
var y=class extends Error{},C=({id:o,version:e})=>`picture/${o}/${e}`,X=o=>`variable/${o}`,E=class{#e=new EventTarget;#t=new Map;#s=new Set;#i=new Map;constructor(e){
this.model=e}send(e,t){this.model.send(e,void 0,t)}receive(e,t=[]){let[s]=t;e.say==="picture"&&s?this.#o(
C(e),s,e.type):e.say==="thumbnail"&&s?this.#o(X(e.name),s,e.type):e.say==="arrived"?this.#i.get(e.key)?.
resolve(e.bytes):e.say==="refused"&&this.#i.get(e.key)?.reject(new y(e.key)),this.#e.dispatchEvent(new CustomEvent(
e.say,{detail:e}))}on(e,t,s){let i=n=>t(n.detail);this.#e.addEventListener(e,i,{signal:s})}url(e){return this.#t.
get(e)}requestPixels(e){let t=C(e);this.#s.has(t)||(this.#s.add(t),this.send({do:"picture",id:e.id}))}async sendAndWait(e,t){
let s=Me();this.#i.set(e.key,s),this.send(e,t);try{return await s.promise}finally{this.#i.delete(e.key)}}close(){
for(let e of this.#t.values())URL.revokeObjectURL(e);this.#t.clear()}#o(e,t,s){let i=this.#t.get(e);
i!==void 0&&URL.revokeObjectURL(i);let n=new Blob([t],{type:s});this.#t.set(e,URL.createObjectURL(n))}};
function Me(){let o={};return o.promise=new Promise((e,t)=>Object.assign(o,{resolve:e,reject:t})),o}var te=["nw","ne","sw","se"];var f=(o,e,t)=>Math.min(Math.max(o,e),t);function Z([o,e],[t,s]){return[Math.min(o,t),Math.min(e,s),
Math.max(o,t),Math.max(e,s)]}function se([o,e,t,s],[i,n]){return[f(o,0,i),f(e,0,n),f(t,0,i),f(s,0,n)]}
function A([o,e,t,s],[i,n],[a,l]){let d=f(i,-o,a-t),h=f(n,-e,l-s);return[o+d,e+h,t+d,s+h]}function P([
o,e,t,s],i,[n,a],[l,d]){let h=i.endsWith("w"),m=i.startsWith("n"),b=[f((h?o:t)+n,0,l),f((m?e:s)+a,0,
d)];return Z([h?t:o,m?s:e],b)}function ie([o,e,t,s]){return[(o+t)/2,(e+s)/2]}function oe([o,e]){return[
o*.375,e*.375,o*.625,e*.625]}function ne([o,e,t,s]){return o===t&&e===s}function re(o,e){let[t,s,i,n]=o;
if(t!==i)return o;let a=Math.max(...e)/40;return[t-a,s-a,i+a,n+a]}function ae([o,e,t,s]){return t-o<
3||s-e<3}function k([o,e,t,s],[i,n]){return{left:`${o/i*100}%`,top:`${e/n*100}%`,width:`${(t-o)/i*100}\
%`,height:`${(s-e)/n*100}%`}}function le([o,e],t,[s,i]){return[f((o-t.left)/t.width*s,0,s),f((e-t.top)/
t.height*i,0,i)]}var $=class{#e=new Map;selectedKey=null;onPicture(e){return e!==null&&this.#e.get(e)||[]}selectedOn(e){
return this.onPicture(e).find(({key:t})=>t===this.selectedKey)}withLabel(e,t){return this.onPicture(
e).find(s=>s.label===t)}add(e,t){this.#e.set(e,[...this.onPicture(e),t]),this.selectedKey=t.key}remove(e,t){
let s=this.onPicture(e).filter(i=>i.key!==t);this.#e.set(e,s),this.selectedKey===t&&(this.selectedKey=
null)}},Ie={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function ce(o,{key:e,shiftKey:t},s){
let i=Ie[e];if(!i)return null;let n=Math.max(...s)/100,a=[i[0]*n,i[1]*n];return t?P(o,"se",a,s):A(o,
a,s)}function de({label:o,where:e,box:t}){let[s,i,n,a]=t.map(Math.round),l=`(${s}, ${i})–(${n}, ${a}\
)`;return[o,e,l].filter(Boolean).join(" · ")}function r(o,e={},...t){let s=document.createElement(o);for(let[i,n]of Object.entries(e))n!=null&&(typeof n==
"function"?s.addEventListener(i.slice(2),n):i in s&&typeof n!="string"?Object.assign(s,{[i]:n}):i===
"class"?s.className=String(n):s.setAttribute(i,String(n)));return s.append(...t.filter(i=>i!=null)),
s}var c=(o,e,t={})=>r("button",{type:"button",onclick:e,...t},o),ze=Math.random().toString(36).slice(
2,8),De=0,u=o=>`cs-${o}-${ze}-${++De}`,T=(o,e)=>o.target.closest(e);function he(o){return/^[\w-]+$/.test(o)?`${`.jp-OutputArea-child:has(.${o}), .output_area:has(.${o})`}\
, .${o} { display: none !important; }`:""}async function pe(o,e){try{await navigator.clipboard.writeText(
e),o.announce("Copied.")}catch{o.showProblem("The browser did not allow copying: use panel.conversat\
ion.to_markdown().")}}function ue(o,e){let s=o.model.widget_manager?.context?.model?.sharedModel,i=o.
element.closest(".jp-Cell");if(typeof s?.insertCell!="function"||!i){o.showProblem("This front end d\
oes not let the panel insert a cell: run panel.to_cell().");return}let n=[...i.parentElement?.children??
[]].filter(l=>l.matches(".jp-Cell")),a=Number(i.dataset.windowedListIndex??n.indexOf(i));s.insertCell(
a+1,{cell_type:"markdown",source:e}),o.announce("Inserted as the next cell.")}function me(o,{pictures:e,activeId:t,box:s}){let i=o.prompt.trim(),n=o.all&&!s;return{do:"ask",prompt:i||
(s&&!o.task?"What is this?":""),task:o.task,pictures:n?e.map(({id:a})=>a):[t],box:s?.box,method:o.method,
boxes:o.boxes,effort:o.effort}}function fe(o,e){return o?e?`About ${e.label??"the box"} on ${o.name}`:
`About ${o.name}`:""}var B=class{#e="";replaceIn(e,t){let s=e.trim()!==""&&e!==this.#e;return this.#e=
t,s?e:t}},L=class{#e;constructor(e){this.onTimeout=e}get isPending(){return this.#e!==void 0}begin(){
this.end(),this.#e=setTimeout(()=>{this.end(),this.onTimeout()},6e4)}end(){clearTimeout(this.#e),this.#e=
void 0}},be=(o,e)=>o.includes(e)?e:"auto";var O=class{#e=new L(()=>this.panel.drawConversation());#t=new B;#s;#i;#o="";#n="";tasks=r("div",{class:"\
cs-tasks",role:"group","aria-label":"Ready-made questions"});prompt=r("textarea",{class:"cs-prompt",
rows:2,"aria-label":"Question",placeholder:"Ask…",onkeydown:e=>this.#d(e)});subject=r("div",{class:"\
cs-asked-about"});all=r("input",{type:"checkbox"});allLabel=r("label",{},this.all,"all pictures");boxes=r(
"input",{type:"checkbox"});effort=r("select",{"aria-label":"Effort",title:"How hard Claude tries"});askButton=c(
"Ask",()=>this.askTyped(),{class:"cs-primary"});stopButton=c("Stop",()=>this.#c(),{class:"cs-primary"});answerer=r(
"span",{class:"cs-who"});constructor(e){this.panel=e;let t=r("div",{class:"cs-ask-row"},this.subject,
this.allLabel,r("label",{title:"Claude marks what it refers to"},this.boxes,"mark regions"),r("label",
{},"effort",this.effort),this.askButton,this.stopButton);this.elements=[this.tasks,this.prompt,t,this.#h()]}get isOpen(){
return!!this.panel.model.get("_live").id||this.#e.isPending}focus(){this.prompt.focus()}suggest(e){this.
prompt.value=this.#t.replaceIn(this.prompt.value,e),this.prompt.focus({preventScroll:!0}),this.prompt.
select()}askTyped(){this.#l(this.prompt.value)&&(this.prompt.value="")}draw(){let e=this.panel.model.
get("_turns");(this.panel.model.get("_live").id||e!==this.#s)&&this.#e.end(),this.#s=e;let{isOpen:t}=this;
this.askButton.hidden=t,this.stopButton.hidden=!t;for(let s of this.tasks.querySelectorAll("button"))
s.disabled=t}drawSubject(){let{picture:e,pictures:t,selectedBox:s}=this.panel;this.allLabel.hidden=t.
length<2||s!==void 0,this.subject.textContent=fe(e,s)}drawSettings(){let{provider:e,model:t}=this.panel.
model.get("_about");this.answerer.textContent=e==="offline"?"offline reader, not Claude":t,this.#r(),
this.#a()}receiveMarkdown(e){this.#i?.(e),this.#i=void 0}#r(){let{efforts:e,effort:t}=this.panel.model.
get("_about"),s=JSON.stringify([e,t]);s!==this.#o&&(this.#o=s,this.effort.replaceChildren(...e.map(i=>r(
"option",{value:i},i))),this.effort.value=be(e,t))}#a(){let{tasks:e}=this.panel.model.get("_about"),
t=JSON.stringify(e);t!==this.#n&&(this.#n=t,this.tasks.replaceChildren(...e.map(({name:s,about:i})=>c(
s,()=>this.#l("",s),{name:s,title:i,disabled:this.isOpen}))))}#l(e,t){let{panel:s}=this,{pictures:i,
active:n,selectedBox:a}=s;if(n.id===null||this.isOpen)return!1;let l={prompt:e,task:t,all:this.all.checked,
boxes:this.boxes.checked,effort:this.effort.value,method:s.delivery.method};return this.#e.begin(),s.
showProblem(""),s.messages.send(me(l,{pictures:i,activeId:n.id,box:a})),s.drawConversation(),!0}#c(){
this.panel.messages.send({do:"stop"}),this.focus()}#d(e){e.key!=="Enter"||e.shiftKey||e.isComposing||
(e.preventDefault(),this.askTyped())}#h(){let{panel:e}=this,t=s=>{this.#i=s,e.messages.send({do:"mar\
kdown"})};return r("div",{class:"cs-actions"},c("Copy",()=>t(s=>pe(e,s)),{title:"Copy the conversati\
on as Markdown"}),c("To a cell",()=>t(s=>ue(e,s)),{title:"Put the conversation into a new cell"}),c(
"New",()=>e.messages.send({do:"new"}),{title:"Start another conversation"}),this.answerer)}};var Ne={waiting:"Preparing the picture…",sending:"Asking…"},ge=o=>Ne[o]??"",_=class{#e=new Map;constructor(e){
this.draw=e}update(e){let t=new Map(e.map(s=>[s.id,this.#t(s)]));return this.#e=t,Array.from(t.values(),
({element:s})=>s)}#t(e){let t=this.#e.get(e.id),s=JSON.stringify(e);return t?.digest===s?t:{digest:s,
element:this.draw(e,t?.element)}}};function we({scrollHeight:o,scrollTop:e,clientHeight:t}){return o-
e-t<40}var xe=(o,e)=>e.id===void 0?o:[...o,e];function ve(o,e,t){return o.find(({id:s,name:i})=>i===
t.picture&&e.pictures.includes(s))}var ye=(o,e)=>`${Math.round((e-o)/1e3)} s`;var M=class{element=r("div",{class:"cs-log",role:"log",tabindex:"0","aria-label":"Conversation"});#e=new _(
(e,t)=>this.#t(e,t));constructor(e){this.panel=e}draw(){let{element:e,panel:t}=this,s=t.model.get("_\
live"),i=we(e),n=this.#e.update(xe(t.model.get("_turns"),s));t.composer.isOpen&&s.id===void 0&&n.push(
G("Waiting for the kernel…")),n.length||n.push(G("Answers appear here.")),(n.length!==e.children.length||
n.some((l,d)=>l!==e.children[d]))&&e.replaceChildren(...n),i&&(e.scrollTop=e.scrollHeight),e.setAttribute(
"aria-busy",String(t.composer.isOpen))}#t(e,t){let s=ge(e.status),i=e.regions.map(n=>this.#s(e,n));return r(
"article",{class:`cs-turn cs-${e.status}`},Re(e),...[...e.captions,...e.notes].map(ke),s?G(s):void 0,
e.status==="thinking"?Ke():void 0,e.thinking?je(e,t):void 0,Te(e.html,"cs-answer"),i.length?r("div",
{class:"cs-regions"},...i):void 0,e.notice?r("p",{class:"cs-notice"},e.notice):void 0,e.problem?r("p",
{class:"cs-problem-text",role:"alert"},e.problem):void 0,e.footer?ke(e.footer):void 0)}#s(e,t){let{panel:s}=this,
i=()=>{let a=ve(s.pictures,e,t);a&&(a.id!==s.active.id&&s.showPicture(a.id),s.stage.marks.askAboutRegion(
t))},n=[t.sentence,t.data].filter(Boolean).join(" · ");return c(`${t.number} ${t.label}`,i,{title:n})}},
G=o=>r("p",{class:"cs-hint"},o),ke=o=>r("p",{class:"cs-small"},o);function Te(o,e){let t=r("div",{class:e});
return t.innerHTML=o,t}function Re({prompt:o,task:e}){if(!e)return r("div",{class:"cs-question"},o);
let t=r("summary",{},r("span",{class:"cs-task"},e));return r("details",{class:"cs-question"},t,o)}function je({
thinking:o},e){let t=r("details",{class:"cs-small cs-thought"},r("summary",{},"What Claude thought"),
Te(o));return t.open=e?.querySelector(".cs-thought")?.hasAttribute("open")??!1,t}function Ke(){let o=r(
"span",{"aria-hidden":"true"}),e=r("p",{class:"cs-hint"},"Thinking… ",o),t=Date.now(),s=setInterval(
()=>{e.isConnected||clearInterval(s),o.textContent=ye(t,Date.now())},1e3);return e}var I=class{method;methods=r("div",{class:"cs-ways"});element=r("details",{ontoggle:()=>this.request()},
r("summary",{},"How it travels"),this.methods);constructor(e){this.panel=e}request(){let{picture:e,messages:t}=this.
panel;this.element.open&&e&&t.send({do:"ways",id:e.id})}draw(){let e=this.panel.model.get("_ways");if(this.
methods.replaceChildren(),!e.methods||e.picture!==this.panel.active.id)return;let t=u("method");this.
methods.append(...e.methods.map(s=>this.#e(s,t)),r("p",{class:"cs-price"},`A question: ${e.price}`))}#e({
method:e,possible:t,what:s},i){let n=this.method??this.panel.model.get("_about").method,a=r("input",
{type:"radio",name:i,checked:e===n,disabled:!t,onchange:()=>{this.method=e}});return r("label",{class:t?
"cs-way":"cs-way cs-impossible"},a,r("strong",{},e),r("span",{class:"cs-way-what"},s))}},z=class{files=r(
"div",{class:"cs-files"});element=r("details",{ontoggle:()=>this.element.open&&this.panel.messages.send(
{do:"files"})},r("summary",{},"Uploaded files"),this.files);constructor(e){this.panel=e}draw(){let e=this.
panel.model.get("_files").map(s=>this.#e(s)),t=e.length?void 0:r("p",{class:"cs-hint"},"Nothing is u\
ploaded.");this.files.replaceChildren(...e,...t?[t]:[])}#e({id:e,name:t,size:s,expires:i}){let n=()=>this.
panel.messages.send({do:"delete file",id:e}),a=Math.ceil(s/1e3).toLocaleString();return r("div",{class:"\
cs-file"},r("span",{title:e},`${t} · ${a} kB · until ${i}`),c("Delete",n,{"aria-label":`Delete ${t}`}))}};var qe=24,D=class{id=u("add");variables=r("div",{class:"cs-variables",role:"group","aria-label":"Var\
iables"});toggle=c("+ Add",()=>this.setOpen(!!this.element.hidden),{class:"cs-add-toggle","aria-expa\
nded":"false","aria-controls":this.id});element=r("div",{class:"cs-add",id:this.id,hidden:!0});constructor(e){
this.panel=e;let s=r("div",{class:"cs-add-row"},this.#t(),this.#s(),r("span",{class:"cs-hint"},"or d\
rop or paste a picture anywhere on the panel"));this.element.append(this.variables,s)}setOpen(e){this.
element.hidden=!e,this.toggle.setAttribute("aria-expanded",String(e)),this.requestThumbnails()}requestThumbnails(){
if(this.element.hidden)return;let e=this.panel.model.get("_variables").map(({name:t})=>t);this.panel.
messages.send({do:"thumbnails",names:e.slice(0,qe)})}draw(){let e=this.panel.model.get("_variables");
this.variables.replaceChildren(...e.map(t=>this.#e(t))),!e.length&&this.variables.append(r("p",{class:"\
cs-hint"},"No variable holds a picture yet."))}#e({name:e,kind:t}){let s=this.panel.messages.url(X(e)),
i=s?r("img",{src:s,alt:""}):r("span",{class:"cs-no-picture"}),n=()=>this.panel.messages.send({do:"ad\
d variable",name:e}),a=r("span",{},r("strong",{},e),` ${t}`);return r("button",{type:"button",class:"\
cs-variable",onclick:n},i,a)}#t(){let e=r("input",{type:"file",accept:"image/*,.heic,.heif,.svg,.pdf",
multiple:!0,class:"cs-visually-hidden",onchange:()=>{this.panel.transfers.send([...e.files??[]]),e.value=
""}});return r("label",{class:"cs-file-button"},e,"Choose a file")}#s(){let e=r("input",{type:"url",
placeholder:"https://…","aria-label":"Address"});return r("form",{class:"cs-url",onsubmit:s=>{s.preventDefault(),
e.value&&this.panel.messages.send({do:"add url",url:e.value}),e.value=""}},e,r("button",{},"Open"))}};var p=o=>!!(o&&"width"in o&&o.width),N=class{#e=new Set;id=null;update(e){let t=e.filter(({id:n})=>!this.#e.
has(n));for(let{id:n}of t)this.#e.add(n);let s=e.some(({id:n})=>n===this.id),i=t.at(-1)??(s?void 0:e.
at(-1));return i?this.id=i.id:s||(this.id=null),t.length>0}};function Se(o,e,t){let s=o.findIndex(({
id:i})=>i===e);return o[(s+t+o.length)%o.length]}function Ce({width:o,height:e,original:t,tokens:s,notes:i}){
let n=`${o} × ${e} px`;return[t[0]!==o||t[1]!==e?`${n} (from ${t[0]} × ${t[1]})`:n,`${s.toLocaleString()}\
 tokens`,...i].join(" · ")}function Ee(o,e){for(let t of[...o].reverse()){let s=t.regions.filter(i=>i.
picture===e.name);if(s.length&&t.pictures.includes(e.id))return s}return[]}var R=class{constructor(e,t){this.panel=e,this.stage=t,this.element=r("div",{class:"cs-marks"}),this.
aboutLine=r("div",{class:"cs-about"})}draw(){let{element:e,panel:t}=this,{activeElement:s}=document,
i=s instanceof HTMLElement&&e.contains(s)?s.dataset.key:void 0;e.replaceChildren();let{picture:n}=t;
if(p(n)){for(let a of Ee(t.model.get("_turns"),n))e.append(this.#s(n,a));t.boxes.onPicture(n.id).forEach(
(a,l)=>{e.append(this.#e(n,a,l+1))}),i&&this.elementOf(i)?.focus(),this.drawAboutLine()}}drawAboutLine(){
let{panel:e,aboutLine:t}=this,{picture:s,selectedBox:i}=e;if(t.replaceChildren(),!!p(s)){if(!i){let n=s.
live?"Drag to draw a box; click a mark to name it, double-click to ask.":"Drag to draw a box and ask\
 about a part.";t.append(r("span",{class:"cs-hint"},`About the whole picture. ${n}`));return}t.append(
r("span",{class:"cs-chip"},de(i)),c("About the whole",()=>this.select(null)),c("Delete box",()=>this.
removeBox(i))),s.live&&!i.label&&t.append(c("Name the mark",()=>this.stage.pointer.requestMarkInBox(
i)))}}elementOf(e){return this.element.querySelector(`[data-key="${e}"]`)}select(e){let{panel:t}=this;
t.boxes.selectedKey=e,this.draw(),t.composer.drawSubject();let{picture:s,selectedBox:i}=t;s?.live&&i&&
!i.label&&t.messages.send({do:"where",id:s.id,key:i.key,box:i.box})}focusBox(e){this.select(e),this.
elementOf(e)?.focus({preventScroll:!0})}addBox(e,t){let{picture:s,boxes:i}=this.panel;if(!p(s))return;
let n={key:u("box"),box:se(e,s.original),label:t};return i.add(s.id,n),this.select(n.key),n}addBoxInMiddle(){
let{picture:e}=this.panel,t=p(e)&&this.addBox(oe(e.original));t&&this.focusBox(t.key)}selectOrAdd(e,t){
let{boxes:s,active:i}=this.panel,n=s.withLabel(i.id,e);n?this.select(n.key):this.addBox(t,e)}removeBox({
key:e}){let{boxes:t,active:s}=this.panel;s.id!==null&&t.remove(s.id,e),this.select(null),this.stage.
viewport.focus()}receiveWhere({id:e,key:t,where:s}){let i=this.panel.boxes.onPicture(e).find(n=>n.key===
t);i&&(i.where=s),this.drawAboutLine()}askAboutRegion({label:e,bounds:t}){let{picture:s,composer:i}=this.
panel;p(s)&&this.selectOrAdd(e,re(t,s.original)),i.suggest(`Tell me more about: ${e}`)}#e(e,t,s){let{
boxes:i}=this.panel,n=t.key===i.selectedKey,a=t.label?`Box ${s}: ${t.label}`:`Box ${s}`,d=`${t.label===
void 0?"Arrow keys move it, Shift with arrow keys resizes it, ":""}Delete removes it, Enter asks.`,h=r(
"div",{class:"cs-box",role:"button",tabindex:"0","aria-pressed":String(n),"aria-label":`${a}. ${d}`,
onkeydown:m=>this.#t(t,e,m),onfocus:()=>i.selectedKey!==t.key&&this.select(t.key)});h.dataset.key=t.
key;for(let m of t.label===void 0?te:[]){let b=r("span",{class:`cs-handle cs-${m}`});b.dataset.corner=
m,h.append(b)}return Object.assign(h.style,k(t.box,e.original)),h}#t(e,t,s){let{key:i}=s,n=ce(e.box,
s,t.original);if(i==="Delete"||i==="Backspace")this.removeBox(e);else if(i==="Enter")this.panel.composer.
focus();else if(i==="Escape")this.stage.viewport.focus();else if(n&&e.label!==void 0)this.panel.announce(
"A named mark stays there.");else if(n)e.box=n,this.select(e.key);else return;s.preventDefault()}#s(e,t){
let{bounds:s,label:i,number:n,sentence:a}=t,[l,d]=s,[h,m]=e.original,b=r("span",{class:"cs-number"},
String(n)),g=c(b,()=>this.askAboutRegion(t),{class:ne(s)?"cs-region cs-point":"cs-region","aria-labe\
l":`Region ${n}, ${i}: ${a}`});g.dataset.key=`region-${n}`;let w=r("span",{class:"cs-tip","aria-hidd\
en":"true"});return w.append(r("strong",{},i),` ${a}`),w.classList.toggle("cs-below",d/m<.3),w.classList.
toggle("cs-to-left",l/h>.5),g.classList.toggle("cs-at-top",d/m<.05),g.append(w),Object.assign(g.style,
k(s,e.original)),g}};var Ae=[{name:"box",label:"Box",title:"Drag on the picture to draw a box"},{name:"move",label:"Move",
title:"Drag to move the picture, also over a box"}],j=class{value=Ae[0].name;element=r("fieldset",{class:"\
cs-modes"});constructor(e){this.onChange=e;let t=u("mode");this.element.append(r("legend",{class:"cs\
-visually-hidden"},"A drag on the picture"),...Ae.map(s=>this.#e(s,t)))}select(e){this.value=e;for(let t of this.
element.querySelectorAll("input"))t.checked=t.value===e;this.onChange(e)}#e({name:e,label:t,title:s},i){
let n=r("input",{type:"radio",name:i,value:e,checked:e===this.value,onchange:()=>this.select(e)});return r(
"label",{class:"cs-mode",title:s},n,t)}};var We=4,K=class{constructor(e){this.press=e,this.isClick=!0}move(e,t){let{press:s}=this,i=[e[0]-s.page[0],
e[1]-s.page[1]];return this.isClick&&Math.hypot(...i)<We?null:(this.isClick=!1,s.mode==="move"?{kind:"\
pan",by:i}:{kind:"box",box:this.#e(t)})}#e(e){let{press:t}=this;if(!t.box)return Z(t.point,e);let s=[
e[0]-t.point[0],e[1]-t.point[1]];return t.corner?P(t.box,t.corner,s,t.size):A(t.box,s,t.size)}};var q=class{#e="";constructor(e,t){this.panel=e,this.stage=t,t.layer.addEventListener("pointerdown",
s=>this.#s(s)),t.layer.addEventListener("dblclick",s=>this.#a(s))}requestMarkInBox({box:e}){let{picture:t}=this.
panel;p(t)&&this.#t(t,ie(e))}receiveMark({id:e,key:t,mark:s,ask:i}){let{panel:n,stage:a}=this;if(!(e!==
n.active.id||t!==this.#e)){if(!s){this.#l(),n.announce("There is no mark.");return}a.marks.selectOrAdd(
s.text,s.box),n.composer.suggest(`What does this ${s.text} tell?`),n.announce(s.text),i&&n.composer.
askTyped()}}#t({id:e},[t,s],i=!1){this.#e=u("mark"),this.panel.messages.send({do:"mark",id:e,x:t,y:s,
ask:i,key:this.#e})}#s(e){let{panel:t,stage:s}=this,{picture:i}=t;if(!p(i)||e.button!==0||T(e,".cs-r\
egion"))return;let n=T(e,".cs-box"),a=t.boxes.onPicture(i.id).find(({key:d})=>d===n?.dataset.key),l=new K(
{page:[e.clientX,e.clientY],point:s.pointOf(e,i),size:i.original,mode:s.modes.value,box:a?.label===void 0?
a?.box:void 0,corner:T(e,"[data-corner]")?.dataset.corner});this.#i(l,i,a),e.preventDefault()}#i(e,t,s){
let{marks:i,viewport:n}=this.stage,a=e.press.box&&s,l=[n.scrollLeft,n.scrollTop],d=new AbortController,
h=0,m=v=>{if(a??=i.addBox(v),!a)return;a.box=v;let x=i.elementOf(a.key);cancelAnimationFrame(h),h=requestAnimationFrame(
()=>{x&&Object.assign(x.style,k(v,t.original))})},b=v=>{let x=e.move([v.clientX,v.clientY],this.stage.
pointOf(v,t));x?.kind==="box"&&m(x.box),x?.kind==="pan"&&(n.scrollLeft=l[0]-x.by[0],n.scrollTop=l[1]-
x.by[1])},g=()=>{d.abort(),cancelAnimationFrame(h)},{signal:w}=d,_e=()=>{g(),e.isClick?this.#n(t,s,e.
press.point):a&&e.press.mode!=="move"&&this.#o(a)};addEventListener("pointermove",b,{signal:w}),addEventListener(
"pointerup",_e,{signal:w}),addEventListener("pointercancel",g,{signal:w})}#o(e){let{marks:t}=this.stage;
ae(e.box)?t.removeBox(e):t.focusBox(e.key)}#n(e,t,s){let i=!t||this.panel.boxes.selectedKey===t.key;
t&&this.stage.marks.focusBox(t.key),i&&this.#r(e,s)}#r(e,t){e.live?this.#t(e,t):this.#l()}#a(e){let{
picture:t}=this.panel;!p(t)||!t.live||this.stage.modes.value==="move"||T(e,".cs-region")||this.#t(t,
this.stage.pointOf(e,t),!0)}#l(){this.stage.marks.select(null),this.stage.viewport.focus({preventScroll:!0})}};var S=1.25,Q=1.1,He=.05,Ue=16,Fe=1.5,Pe=o=>f(o,He,Ue);function $e(o,e){return Math.min(e.width/o.width,
e.height/o.height,Fe)}function Y({scroll:o,viewport:e,content:t}){return(o+e/2)/(t||1)}function J(o,{
viewport:e,content:t}){return o*t-e/2}var Be=o=>`${Math.round(o*100)} %`;var Xe=480,W=class{zoom=1;isWhole=!0;image=r("img",{class:"cs-image",draggable:!1});note=r("p",{class:"\
cs-note"});caption=r("div",{class:"cs-caption"});zoomLabel=r("span",{class:"cs-zoom"});modes=new j(()=>this.#o());actualSizeButton=c(
"What Claude sees",()=>this.#n(),{title:"The picture at the size that Claude receives, pixel for pix\
el"});redrawButton=c("Redraw",()=>this.#i(),{title:"Draw the figure again in its current state"});constructor(e){
this.panel=e,this.id=u("stage"),this.marks=new R(e,this),this.layer=r("div",{class:"cs-layer"},this.
image,this.marks.element),this.viewport=r("div",{class:"cs-viewport",tabindex:"0",role:"group","aria\
-label":"Picture"},this.layer,this.note),this.tools=this.#s(),this.pointer=new q(e,this),this.element=
r("div",{class:"cs-stage",id:this.id,role:"tabpanel"},this.tools,this.viewport,this.caption,this.marks.
aboutLine),this.#o(),this.viewport.addEventListener("keydown",t=>this.#r(t)),this.viewport.addEventListener(
"wheel",t=>this.#a(t),{passive:!1})}draw(){let{panel:e,layer:t,note:s,image:i,viewport:n}=this,{picture:a}=e,
l=p(a)?a:void 0;t.hidden=this.tools.hidden=!l,s.textContent=a?a.note:"Drop, paste or choose a pictur\
e.",s.hidden=!s.textContent,this.redrawButton.hidden=!a?.live,this.caption.textContent=l?Ce(l):"",i.
alt=a?.name??"",this.#e(a),n.setAttribute("aria-label",a?`Picture: ${a.name}`:"No picture"),this.element.
setAttribute("aria-labelledby",a?this.tabId(a):""),this.fit(),this.marks.draw()}tabId({id:e}){return`${this.
id}-${e}`}fit(e=!1){let{viewport:t}=this,{picture:s}=this.panel;if(!p(s)||!(e||this.isWhole)||!t.clientWidth)
return;let i=Number.parseFloat(getComputedStyle(t).maxHeight)||Xe,n={width:t.clientWidth,height:i-2};
this.#t(s,$e(s,n),!0)}zoomTo(e){let{picture:t}=this.panel;p(t)&&this.#t(t,e,!1)}pointOf({clientX:e,clientY:t},s){
let i=this.layer.getBoundingClientRect();return le([e,t],i,s.original)}#e(e){let t=e&&this.panel.messages.
url(C(e));t&&this.image.src!==t?this.image.src=t:t||this.image.removeAttribute("src")}#t(e,t,s){let{
viewport:i,layer:n}=this,a=()=>({viewport:i.clientWidth,content:n.offsetWidth}),l=()=>({viewport:i.clientHeight,
content:n.offsetHeight}),d=Y({scroll:i.scrollLeft,...a()}),h=Y({scroll:i.scrollTop,...l()});this.zoom=
Pe(t),this.isWhole=s,n.style.width=`${e.width*this.zoom}px`,n.style.height=`${e.height*this.zoom}px`,
i.scrollLeft=J(d,a()),i.scrollTop=J(h,l()),this.zoomLabel.textContent=Be(this.zoom),this.actualSizeButton.
setAttribute("aria-pressed",String(!s&&this.zoom===1))}#s(){let e=()=>this.zoomTo(this.zoom*S),t=()=>this.
zoomTo(this.zoom/S);return r("div",{class:"cs-tools",role:"toolbar","aria-label":"Picture tools"},this.
modes.element,c("−",t,{"aria-label":"Zoom out"}),this.zoomLabel,c("+",e,{"aria-label":"Zoom in"}),
c("Fit",()=>this.fit(!0)),this.actualSizeButton,c("Add box",()=>this.marks.addBoxInMiddle(),{title:"\
Add a box in the middle; move it with the arrow keys"}),this.redrawButton)}#i(){let{active:e,messages:t}=this.
panel;e.id!==null&&t.send({do:"redraw",id:e.id})}#o(){this.viewport.dataset.mode=this.modes.value}#n(){
this.actualSizeButton.getAttribute("aria-pressed")==="true"?this.fit(!0):this.zoomTo(1)}#r(e){if(e.target!==
this.viewport||e.ctrlKey||e.metaKey)return;let{key:t}=e;if(t==="+"||t==="=")this.zoomTo(this.zoom*S);else if(t===
"-")this.zoomTo(this.zoom/S);else if(t==="0")this.fit(!0);else if(t==="b")this.marks.addBoxInMiddle();else
return;e.preventDefault()}#a(e){e.ctrlKey&&(e.preventDefault(),this.zoomTo(e.deltaY<0?this.zoom*Q:this.
zoom/Q))}};var H=class{constructor(e){this.panel=e,this.element=r("div",{class:"cs-tabs",role:"tablist","aria-l\
abel":"Pictures"})}draw(){let{panel:e,element:t}=this,s=t.contains(document.activeElement);t.replaceChildren(
...e.pictures.map(i=>this.#e(i))),s&&this.#s();for(let i of e.pictures)p(i)&&e.messages.requestPixels(
i)}#e(e){let{panel:t}=this,s=e.id===t.active.id,i=()=>t.messages.send({do:"remove",id:e.id}),n=r("bu\
tton",{type:"button",role:"tab",class:"cs-tab",id:t.stage.tabId(e),"aria-selected":String(s),"aria-c\
ontrols":t.stage.id,tabindex:s?"0":"-1",title:`${e.name} (Delete closes it)`,onclick:()=>t.showPicture(
e.id),onkeydown:l=>this.#t(l,i)},e.name),a=r("span",{class:"cs-tab-close",title:"Close",onclick:i},"\
×");return a.setAttribute("aria-hidden","true"),r("span",{class:"cs-tab-place",role:"presentation"},
n,a)}#t({key:e},t){if(e==="Delete"&&t(),e!=="ArrowRight"&&e!=="ArrowLeft")return;let{pictures:s,active:i}=this.
panel,n=e==="ArrowRight"?1:-1;this.panel.showPicture(Se(s,i.id,n).id),this.#s()}#s(){this.element.querySelector(
"[aria-selected=true]")?.focus()}};async function Le(o,e,t,{pieceSize:s,signal:i,onProgress:n}){await o.sendAndWait({do:"begin file",key:e,
name:V(t),size:t.size});for(let a=0;a<t.size;a+=s){if(i.aborted){o.send({do:"forget file",key:e});return}
let l=await t.slice(a,a+s).arrayBuffer(),d=await o.sendAndWait({do:"piece",key:e,at:a},[l]);n(d/t.size)}}
var V=o=>o.name||"pasted picture",Oe=o=>[...o??[]].filter(({type:e})=>e.startsWith("image/"));var U=class{element=r("div");constructor(e){this.panel=e}receiveOn(e){e.addEventListener("dragover",
t=>{t.dataTransfer?.types.includes("Files")&&(ee(t),e.classList.add("cs-dropping"))}),e.addEventListener(
"dragleave",t=>{e.contains(t.relatedTarget)||e.classList.remove("cs-dropping")}),e.addEventListener(
"drop",t=>{ee(t),e.classList.remove("cs-dropping"),this.send([...t.dataTransfer?.files??[]])}),e.addEventListener(
"paste",t=>{let s=Oe(t.clipboardData?.files);s.length&&(ee(t),this.send(s))})}async send(e){for(let t of e)
await this.#e(t)}async#e(e){let{messages:t,model:s}=this.panel,i=V(e),n=new AbortController,a=r("pro\
gress",{max:1,value:0,"aria-label":`Sending ${i}`}),l=c("Cancel",()=>n.abort()),d=r("div",{class:"cs\
-progress"},r("span",{},i),a,l);this.element.append(d);try{await Le(t,`${Date.now()}-${u("file")}`,e,
{pieceSize:s.get("_about").piece,signal:n.signal,onProgress:h=>{a.value=h}})}catch(h){h instanceof y||
this.panel.showProblem(`${i}: ${h.message}`)}finally{d.remove()}}};function ee(o){o.preventDefault(),
o.stopPropagation()}var Ze=15e3,F=class{active=new N;boxes=new $;status=r("div",{class:"cs-visually-hidden",role:"status"});problem=r(
"div",{class:"cs-problem",role:"alert"});style=r("style");constructor(e,t){this.model=e,this.messages=
t,this.stage=new W(this),this.delivery=new I(this),this.uploads=new z(this),this.conversation=new M(
this),this.composer=new O(this),this.tabs=new H(this),this.picker=new D(this),this.transfers=new U(this),
this.element=this.#e(),this.transfers.receiveOn(this.element)}get pictures(){return this.model.get("\
_pictures")}get picture(){return this.pictures.find(({id:e})=>e===this.active.id)}get selectedBox(){
return this.boxes.selectedOn(this.active.id)}connect(){let e=new AbortController;this.#s(e.signal),this.#i(
e.signal);let t=new ResizeObserver(()=>this.stage.fit());return t.observe(this.stage.viewport),()=>{
e.abort(),t.disconnect(),this.element.remove(),this.style.remove()}}showPicture(e){this.active.id=e,
this.boxes.selectedKey=null,this.drawPictures(),this.stage.fit(!0)}drawPictures(){let e=this.active.
update(this.pictures);this.tabs.draw(),this.pictures.length?e&&this.picker.setOpen(!1):this.picker.setOpen(
!0),this.#t(),this.composer.drawSubject()}drawConversation(){this.composer.draw(),this.conversation.
draw(),this.stage.marks.draw()}announce(e){this.status.textContent=e}showProblem(e){if(this.problem.
replaceChildren(),!e)return;let t=c("×",()=>this.showProblem(""),{"aria-label":"Dismiss"});this.problem.
append(r("span",{},e),t)}#e(){let{stage:e,conversation:t,composer:s}=this;e.element.append(this.delivery.
element,this.uploads.element);let i=r("div",{class:"cs-talk"},t.element,...s.elements),n=r("section",
{class:"cs-root","aria-label":"Claude See"},r("div",{class:"cs-top"},this.tabs.element,this.picker.toggle),
this.picker.element,this.transfers.element,this.problem,r("div",{class:"cs-main"},e.element,i),this.
status);return n.addEventListener("keydown",a=>a.stopPropagation()),n}#t(){this.stage.draw(),this.delivery.
request()}#s(e){let t={_pictures:()=>this.drawPictures(),_variables:()=>this.picker.draw(),_cells:()=>this.
picker.requestThumbnails(),_turns:()=>this.drawConversation(),_live:()=>this.drawConversation(),_files:()=>this.
uploads.draw(),_ways:()=>this.delivery.draw(),_problem:()=>this.showProblem(this.model.get("_problem").
text),_about:()=>this.composer.drawSettings()};for(let[s,i]of Object.entries(t))this.model.on(`chang\
e:${s}`,i),e.addEventListener("abort",()=>this.model.off(`change:${s}`,i)),i()}#i(e){let{messages:t,
stage:s}=this,i=setTimeout(()=>{this.showProblem("The kernel is not responding: it is busy, or it ha\
s stopped.")},Ze);e.addEventListener("abort",()=>clearTimeout(i));let n=()=>{clearTimeout(i),this.style.
textContent=he(this.model.get("_copy")),this.model.get("_problem").text||this.showProblem("")};t.on(
"hello",n,e),t.on("picture",()=>this.#t(),e),t.on("thumbnail",()=>this.picker.draw(),e),t.on("mark",
a=>s.pointer.receiveMark(a),e),t.on("where",a=>s.marks.receiveWhere(a),e),t.on("markdown",({text:a})=>this.
composer.receiveMarkdown(a),e),t.send({do:"hello"})}};var cs=()=>{let o;return{initialize({model:e}){return o=new E(e),e.on("msg:custom",(t,s)=>o.receive(
t,s)),()=>o.close()},render({model:e,el:t}){let s=new F(e,o);return t.classList.add("claude-see"),t.
dataset.lmSuppressShortcuts="true",t.append(s.element,s.style),s.connect()}}};export{cs as default};
