// Syntax colours for WGSL: shiki's grammar on its JavaScript regular expressions. The joined tokens are the text.

import { createJavaScriptRawEngine } from '@shikijs/engine-javascript/raw'
import grammars from '@shikijs/langs-precompiled/wgsl'
import { EncodedTokenMetadata, INITIAL, Registry } from '@shikijs/vscode-textmate'

/** Kinds of tokens, by the grammar's names. */
const KINDS = {
  comment: ['comment'],
  keyword: ['keyword.control', 'keyword.other'],
  attribute: ['entity.name.attribute', 'keyword.operator.attribute'],
  type: ['storage.type', 'entity.name.type'],
  number: ['constant'],
} as const

export type Kind = keyof typeof KINDS | 'constant' | ''

export interface Token {
  kind: Kind
  text: string
}

const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[]
const colourOf = (place: number): string => `#00000${place}`

const engine = createJavaScriptRawEngine()
const registry = new Registry({
  onigLib: {
    createOnigScanner: (patterns) => engine.createScanner(patterns),
    createOnigString: (text) => engine.createString(text),
  },
  loadGrammar: () => grammars[0],
  theme: {
    settings: [
      { settings: { foreground: colourOf(0) } },
      ...kinds.map((kind, i) => {
        return { scope: [...KINDS[kind]], settings: { foreground: colourOf(i + 1) } }
      }),
    ],
  },
})

export function highlighted(code: string): Token[][] {
  const grammar = registry.loadGrammar('source.wgsl')
  if (!grammar) throw new Error('there is no grammar of WGSL')
  const colours = registry.getColorMap()
  let state = INITIAL
  return code.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine2(line, state)
    state = ruleStack
    const pieces: Token[] = []
    for (let i = 0; i < tokens.length; i += 2) {
      const colour = colours[EncodedTokenMetadata.getForeground(tokens[i + 1] ?? 0)]
      const kind = kinds[Number(colour?.slice(1) ?? 0) - 1] ?? ''
      for (const piece of corrected(kind, line.slice(tokens[i], tokens[i + 2] ?? line.length))) {
        const last = pieces.at(-1)
        if (last?.kind === piece.kind) last.text += piece.text
        else pieces.push(piece)
      }
    }
    return pieces
  })
}

/** Names in capitals, which are constants here, and built-in types of WGSL. */
const NAMES = /\b([A-Z][A-Z\d_]*|(?:vec[234]|mat[234]x[234])[fhiu]?|[fiu]32|f16|bool|array)\b/

/** The grammar marks `let` as a type, does not mark type constructors, and confuses constants with both. */
function corrected(kind: Kind, text: string): Token[] {
  if (kind === 'type' && /^(let|var)$/.test(text)) return [{ kind: 'keyword', text }]
  if (kind !== '' && kind !== 'type') return [{ kind, text }]
  return text.split(NAMES).flatMap((piece, i): Token[] => {
    if (piece === '') return []
    const named = /^[A-Z]/.test(piece) ? 'constant' : 'type'
    return [{ kind: i % 2 === 1 ? named : kind, text: piece }]
  })
}
