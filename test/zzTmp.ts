import { typeset } from '../vite.config'
import { markSymbols } from '../src/page/lessons/marks'
const names=['h','w','p','q','r','s','y_{h,w}','x_{p,q}','k_{r,s}',String.raw`\mathrm{stride}`,String.raw`\mathrm{pad}`]
const t1=String.raw`\displaystyle y_{h,w} = \sum_{\substack{p\,\cdot\,\mathrm{stride}+r-\mathrm{pad}=h\\ q\,\cdot\,\mathrm{stride}+s-\mathrm{pad}=w}} x_{p,q}\; k_{r,s}`
const f=(...a:string[])=>Object.fromEntries(a.map(t=>[t,typeset(t)]))
console.log(markSymbols(t1,names,f(t1,...names)))
const t2=String.raw`\displaystyle \partial x = \frac{\gamma}{\sqrt{\sigma^2 + \varepsilon}} \left( g - \frac{1}{m} \sum g - \hat x\, \frac{1}{m} \sum g\, \hat x \right)`
const n2=['x','g','m',String.raw`\hat x`,String.raw`\partial x`,String.raw`\sum g`,String.raw`\sum g\, \hat x`,String.raw`\gamma`,String.raw`\sigma^2`,String.raw`\varepsilon`]
console.log(markSymbols(t2,n2,f(t2,...n2)))
