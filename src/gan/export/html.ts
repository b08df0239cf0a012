// A generator as one HTML file that draws: opened from the disk, it loads nothing.

export interface SharedPage {
  title: string
  /** One line on the run. */
  about: string
  /** Program of the page (src/page/share), as a classic script. */
  script: string
  /** generator.safetensors, with the shape in its metadata. */
  weights: Uint8Array
  /** Names of the classes, if there are any. */
  classNames?: readonly string[] | undefined
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #22252b; --soft: #5d636e; --rule: #dcd9d0; --mark: #1d5fae }
@media (prefers-color-scheme: dark) { :root { --paper: #16181d; --ink: #e6e4de; --soft: #a2a7b1; --rule: #363a43; --mark: #7db4f5 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 64rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere }
h2 { margin: 0 0 .5rem; font-size: 1.1rem }
p { margin: .35rem 0; max-width: 46rem }
.soft { color: var(--soft) }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; margin: 1.5rem 0 }
@media (max-width: 44rem) { main { grid-template-columns: minmax(0, 1fr) } }
canvas { display: block; width: 100%; height: auto; image-rendering: pixelated; background: #000 }
.grid { display: grid; grid-template-columns: repeat(6, 1fr); gap: 4px }
.grid button { padding: 0; border: 3px solid transparent; background: none; cursor: pointer; min-width: 0 }
.grid button[data-end] { border-color: var(--mark) }
.grid button:focus-visible, input:focus-visible, select:focus-visible, .plain:focus-visible { outline: 3px solid var(--mark); outline-offset: 1px }
label { display: flex; gap: .75rem; align-items: center; min-height: 44px }
label span { flex: none; min-width: 7.5rem }
input { flex: 1; min-width: 0; height: 44px; accent-color: var(--mark) }
select, .plain { font: inherit; min-height: 44px; padding: 0 1rem; border: 1px solid var(--rule); border-radius: 6px; background: var(--paper); color: var(--ink); cursor: pointer }
.large { max-width: 24rem }
`

/** A closing tag in the text would end the script. */
const inScript = (text: string): string =>
  text.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--')

/** The file's text. */
export function htmlOf({ title, about, script, weights, classNames = [] }: SharedPage): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<h1>${escaped(title)}</h1>
<p class="soft">${escaped(about)}</p>
<main id="page" data-classes="${escaped(JSON.stringify(classNames))}"></main>
<p class="soft" id="adapter" role="status"></p>
<noscript>This page draws with JavaScript.</noscript>
<script type="text/plain" id="weights">${base64(weights)}</script>
<script>${inScript(script)}</script>
</html>
`
}

function base64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 2 ** 15) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 2 ** 15)))
  }
  return btoa(parts.join(''))
}
