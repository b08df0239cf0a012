// The editor: CodeMirror in a shadow root, since the page's policy allows no style elements, and a shadow root can adopt
// style sheets. The colours are those of the page.

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language'
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  WidgetType,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { wgsl } from './wgsl'

/** Something that is told of a line, from 1. */
export interface LineNote {
  line: number
  message: string
}

class Said extends WidgetType {
  readonly message: string

  constructor(message: string) {
    super()
    this.message = message
  }

  override eq({ message }: Said): boolean {
    return message === this.message
  }

  override toDOM(): HTMLElement {
    const said = document.createElement('div')
    said.className = 'said'
    said.textContent = this.message
    return said
  }
}

const setNotes = StateEffect.define<readonly LineNote[]>()

/** Marked lines, with what is told below them. They move as the text around them changes. */
const notes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, state: { doc } }) {
    const given = effects.find((effect) => effect.is(setNotes))
    if (!given?.is(setNotes)) return before.map(changes)
    const marks = given.value
      .filter(({ line }) => line >= 1 && line <= doc.lines)
      .flatMap(({ line, message }) => {
        const { from, to } = doc.line(line)
        const said = Decoration.widget({ widget: new Said(message), block: true, side: 1 })
        return [Decoration.line({ class: 'noted' }).range(from), said.range(to)]
      })
    return Decoration.set(marks, true)
  },
  provide: (field) => EditorView.decorations.from(field),
})

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.meta], fontWeight: '600' },
  { tag: [tags.typeName, tags.number], color: 'var(--g)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
])

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--card)' },
  '&.cm-focused': { outline: '2px solid var(--g)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
    fontSize: '0.8125rem',
    lineHeight: '1.55',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--g) 25%, var(--card))' },
  '.cm-gutters': {
    color: 'var(--muted)',
    backgroundColor: 'var(--paper)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--g-wash)' },
  '.noted': { backgroundColor: 'var(--d-wash)', boxShadow: 'inset 3px 0 var(--fault)' },
  '.said': {
    padding: '0 0.5rem 0 2rem',
    color: 'var(--fault)',
    backgroundColor: 'var(--d-wash)',
    whiteSpace: 'pre-wrap',
    fontFamily: 'system-ui, sans-serif',
  },
})

export class KernelEditor {
  readonly #view: EditorView
  readonly #extensions: Extension

  /**
   * @param label    for assistive technology, in the language of the page
   * @param changed  called with the text after each change by the user
   */
  constructor(host: HTMLElement, label: () => string, changed: (text: string) => void) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    this.#extensions = [
      lineNumbers(),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentUnit.of('  '),
      indentOnInput(),
      bracketMatching(),
      wgsl,
      syntaxHighlighting(colours),
      notes,
      look,
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of(() => ({ 'aria-label': label(), tabindex: '0' })),
      EditorView.updateListener.of(({ docChanged, transactions, state }) => {
        const isUsers = transactions.some((each) => each.docChanged)
        if (docChanged && isUsers) changed(state.doc.toString())
      }),
    ]
    this.#view = new EditorView({ root, parent: root, state: this.#stateOf('') })
  }

  /**
   * Another text: undo does not go back beyond it.
   *
   * @param from  part of the text that is shown first
   */
  open(text: string, from: string): void {
    this.#view.setState(this.#stateOf(text))
    this.#show(Math.max(0, text.indexOf(from)), 'start')
  }

  /** Replaces the text, which undo brings back. */
  replace(insert: string): void {
    const { length } = this.#view.state.doc
    this.#view.dispatch({ changes: { from: 0, to: length, insert } })
  }

  /** Marks lines, and shows the first. */
  note(all: readonly LineNote[]): void {
    this.#view.dispatch({ effects: setNotes.of(all) })
    const [first] = all
    if (first) this.#show(this.#startOf(first.line), 'center')
  }

  /** Puts the cursor on a line, in the middle of the editor. */
  jump(line: number): void {
    const at = this.#startOf(line)
    this.#view.dispatch({ selection: { anchor: at } })
    this.#show(at, 'center')
    this.#view.focus()
  }

  #startOf(line: number): number {
    const { doc } = this.#view.state
    return doc.line(Math.min(Math.max(1, line), doc.lines)).from
  }

  #show(at: number, y: 'start' | 'center'): void {
    this.#view.dispatch({ effects: EditorView.scrollIntoView(at, { y, yMargin: 40 }) })
  }

  destroy(): void {
    this.#view.destroy()
  }

  #stateOf(doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.#extensions })
  }
}
