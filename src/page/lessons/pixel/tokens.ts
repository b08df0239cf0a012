// WGSL as a reader sees it: words, numbers and comments, for colours. The pieces joined are the line.

export type Kind = 'comment' | 'keyword' | 'type' | 'number' | 'attribute' | 'constant' | ''

export interface Token {
  kind: Kind
  text: string
}

const KEYWORDS =
  /^(?:fn|let|var|const|override|struct|alias|for|while|loop|if|else|switch|case|default|break|continue|continuing|return|discard|enable|requires|diagnostic|true|false)$/
const TYPES =
  /^(?:u32|i32|f32|f16|bool|vec[234][uifh]?|mat\d\w*|array|atomic|ptr|storage|read|read_write|uniform|workgroup|private|function)$/
const PIECE =
  /\/\/.*|@\w+|[A-Za-z_]\w*|(?:0[xX][\da-fA-F]+|\d[\d.]*(?:[eE][+-]?\d+)?)[uifh]?|\s+|./g

export function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  for (const [text] of line.matchAll(PIECE)) {
    const kind = kindOf(text)
    const last = tokens.at(-1)
    if (last && last.kind === kind) last.text += text
    else tokens.push({ kind, text })
  }
  return tokens
}

function kindOf(text: string): Kind {
  if (text.startsWith('//')) return 'comment'
  if (text.startsWith('@')) return 'attribute'
  if (/^\d/.test(text)) return 'number'
  if (KEYWORDS.test(text)) return 'keyword'
  if (TYPES.test(text)) return 'type'
  if (/^[A-Z][A-Z\d_]*$/.test(text)) return 'constant'
  return ''
}
