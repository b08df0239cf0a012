// Sets a formula as MathML, when the page is built and in tests: the page itself carries no KaTeX.

import katex from 'katex'

/** What KaTeX puts around a formula, which a page that shows many of them can do without. */
const AROUND =
  /^<span class="katex">|<\/span>$| xmlns="[^"]*"|<\/?semantics>|<annotation.*?<\/annotation>/g

/** @returns  `<math><mrow>…</mrow></math>` */
export const typeset = (tex: string): string =>
  katex.renderToString(tex, { output: 'mathml' }).replace(AROUND, '')
