// Frame of the report: a page that loads nothing, as its content security policy enforces by the hashes of its style and
// its script.

import { createHash } from 'node:crypto'

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #22252b; --soft: #5d636e; --rule: #dcd9d0; --d: #1d5fae; --g: #b4490c; --one: #47741c }
@media (prefers-color-scheme: dark) { :root { --paper: #16181d; --ink: #e6e4de; --soft: #a2a7b1; --rule: #363a43; --d: #7db4f5; --g: #f2a063; --one: #a5cf74 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 76rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere }
h2 { margin: 2.25rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); font-size: 1.1rem }
p { margin: .35rem 0; max-width: 46rem }
.soft, figcaption, th { color: var(--soft) }
figure { margin: 0; min-width: 0 }
figcaption { font-size: .875rem }
figcaption b { color: var(--ink); font-weight: 600; margin-right: .35rem }
figcaption span { margin-right: .5rem; white-space: nowrap }
figcaption span::before { content: ""; display: inline-block; width: .9em; height: .2em; margin-right: .3em; vertical-align: middle; background: currentColor }
.curves { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1.5rem 2rem }
svg { display: block; width: 100%; height: auto }
svg text { fill: var(--soft); font-size: 11px } svg .power { font-size: 8px }
.level { text-anchor: end } .step { text-anchor: middle }
svg path { stroke: var(--rule) } svg .mark { stroke: var(--g); stroke-dasharray: 3 3 }
polyline { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round }
circle { fill: currentColor }
.d { color: var(--d) } .g { color: var(--g) } .one { color: var(--one) }
.samples { max-width: 34rem }
.samples img { display: block; width: 100%; height: auto; image-rendering: pixelated }
.samples img[hidden] { display: none }
.samples label { display: flex; gap: 1rem; align-items: center; margin-top: .5rem; min-height: 44px }
.samples input { flex: 1; min-width: 0; height: 44px; accent-color: var(--d) }
output { min-width: 7em; text-align: right; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums }
th, td { padding: .2rem clamp(.5rem, 2vw, 1.25rem) .2rem 0; text-align: left; vertical-align: top; font-weight: 400 }
th, td:nth-child(2), td:nth-child(3) { white-space: nowrap; text-align: right }
@media (max-width: 30rem) { th:nth-child(4), td:nth-child(4) { display: none } }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 0 2rem; margin: 0 }
.pairs div { display: flex; gap: 1rem; justify-content: space-between; border-bottom: 1px solid var(--rule); padding: .2rem 0; min-width: 0 }
dt { color: var(--soft) } dd { margin: 0; text-align: right; overflow-wrap: anywhere; min-width: 0 }
`

/** Script of the slider, which shows one grid. Without it the last grid is shown. */
const SCRIPT = `
const slider = document.querySelector('input')
if (slider) {
  const grids = document.querySelectorAll('.samples img')
  const show = () => {
    grids.forEach((grid, i) => { grid.hidden = i !== Number(slider.value) })
    document.querySelector('output').value = grids[slider.value].alt
  }
  slider.addEventListener('input', show)
}
`

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** @param body  HTML */
export function pageOf(title: string, body: string): string {
  const policy = `default-src 'none'; img-src data:; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<body>${body}`,
    `<script>${SCRIPT}</script>`,
    '',
  ].join('\n')
}
