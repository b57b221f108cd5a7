// Contrast of every pair in use, both schemes. `node contrast.mjs` says what is too low; `node contrast.mjs all` prints each pair.
import fs from 'fs';
const css=fs.readFileSync(new URL('../style/tokens.css', import.meta.url),'utf8'); const T={};
for(const m of css.matchAll(/--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)) T[m[1]]=[m[2],m[3]];
T['on-broken']=['#ffffff','#ffffff'];
const L=h=>{const c=[1,3,5].map(i=>parseInt(h.slice(i,i+2),16)/255).map(v=>v<=.04045?v/12.92:((v+.055)/1.055)**2.4);return .2126*c[0]+.7152*c[1]+.0722*c[2];};
const R=(a,b)=>{const [x,y]=[L(a),L(b)].sort((p,q)=>q-p);return (x+.05)/(y+.05);};
const text=[['ink','paper'],['ink','surface'],['ink','sunken'],['ink','accent-soft'],['ink','seal-soft'],['ink','good-soft'],['ink','warn-soft'],['ink','danger-soft'],['ink-soft','paper'],['ink-soft','surface'],['ink-soft','sunken'],['ink-soft','accent-soft'],['ink-soft','seal-soft'],['ink-quiet','paper'],['ink-quiet','surface'],['ink-quiet','sunken'],['ink-quiet','raised'],['ink-quiet','accent-soft'],['ink-quiet','seal-soft'],['accent','paper'],['accent','surface'],['accent','sunken'],['accent','accent-soft'],['accent','warn-soft'],['accent','danger-soft'],['accent','seal-soft'],['accent-deep','accent-soft'],['on-accent','accent'],['on-accent','accent-deep'],['on-seal','seal'],['seal','seal-soft'],['seal','paper'],['seal','surface'],['good','good-soft'],['good','surface'],['warn','warn-soft'],['warn','surface'],['danger','danger-soft'],['danger','surface'],['danger','paper'],['danger','sunken'],['on-broken','broken'],['map-text','map-land'],['paper','ink']];
const edge=[['edge','paper'],['edge','surface'],['edge','sunken'],['accent','paper'],['accent','map-land'],['accent','sunken'],['danger','surface'],['seal','seal-soft']];
let bad=0,min={t:99,e:99}; const show=(l,lim,k)=>l.forEach(([a,b])=>{const r=[0,1].map(s=>R(T[a][s],T[b][s])); r.forEach(x=>min[k]=Math.min(min[k],x)); if(Math.min(...r)<lim){bad++;console.log('LOW',a,'on',b,r.map(x=>x.toFixed(2)).join(' / '));} else if(process.argv[2]) console.log(a,'on',b,r.map(x=>x.toFixed(2)).join(' / '));});
show(text,4.5,'t');show(edge,3,'e');console.log('pairs',text.length,edge.length,'low',bad,'min text',min.t.toFixed(2),'min edge',min.e.toFixed(2));
process.exit(bad?1:0);
