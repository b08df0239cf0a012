// Tokens of WGSL for the editor's colours.

import { StreamLanguage } from '@codemirror/language'

const KEYWORDS =
  /^(?:alias|break|case|const|const_assert|continue|continuing|default|diagnostic|discard|else|enable|fn|for|if|let|loop|override|requires|return|struct|switch|var|while|true|false)$/
const TYPES =
  /^(?:array|atomic|bool|f16|f32|i32|u32|ptr|vec[234](?:[fiuh]|$)|mat[234]x[234][fh]?|function|private|workgroup|uniform|storage|read|write|read_write)/

interface State {
  /** Comments that are open; those of WGSL may stand in each other. */
  depth: number
  /** Brackets that are open. */
  open: number
}

export const wgsl = StreamLanguage.define<State>({
  name: 'wgsl',
  startState: () => ({ depth: 0, open: 0 }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.depth > 0) {
      if (stream.match('*/')) state.depth--
      else if (stream.match('/*')) state.depth++
      else stream.next()
      return 'comment'
    }
    if (stream.eatSpace()) return null
    if (stream.match('/*')) {
      state.depth = 1
      return 'comment'
    }
    if (stream.match('//')) {
      stream.skipToEnd()
      return 'comment'
    }
    if (stream.match(/^@\w+/)) return 'meta'
    if (
      stream.match(
        /^(?:0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fhiu]?/,
      )
    )
      return 'number'
    if (stream.match(/^[A-Za-z_]\w*/)) {
      const word = stream.current()
      return KEYWORDS.test(word) ? 'keyword' : TYPES.test(word) ? 'typeName' : null
    }
    const mark = stream.next() ?? ''
    if ('([{'.includes(mark)) state.open++
    if (')]}'.includes(mark)) state.open = Math.max(0, state.open - 1)
    return null
  },
  languageData: {
    commentTokens: { line: '//', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{'] },
    indentOnInput: /^\s*\}$/,
  },
  // One step for each bracket that is open where the line begins.
  indent: ({ open }, after, { unit }) =>
    unit * Math.max(0, open - (/^\s*[)\]}]/.test(after) ? 1 : 0)),
})
