// The book: its contents, or the chapter that the address names, in English or in Korean.

import './lessons.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type Language, language, languages } from '../core/language'
import { book } from './book'
import { done } from './done'
import { Legend } from './Legend'
import { missing, speak, spoken } from './language'
import type { Lesson } from './lesson'
import { Question } from './Question'
import { text } from './text'

// Before anything is shown: nothing is read in one language and then in another.
await speak(language.peek())

const named = (): Lesson | undefined => {
  const [, name] = location.hash.split('/')
  return book.find((lesson) => lesson.name === name)
}

export function Lessons() {
  const lesson = useSignal(named())
  useEffect(() => {
    const changed = () => {
      lesson.value = named()
      scrollTo(0, 0)
    }
    addEventListener('popstate', changed)
    return () => removeEventListener('popstate', changed)
  }, [])
  return (
    <main class="lessons" lang={spoken.value}>
      {lesson.value ? <Chapter lesson={lesson.value} /> : <Contents />}
    </main>
  )
}

function Contents() {
  const { title, intro, minutes: lasts } = text.value
  return (
    <>
      <Languages />
      <h2>{title}</h2>
      <p class="prose">{intro}</p>
      <ol class="contents">
        {book.map(({ name, minutes, text: { value: words } }) => (
          <li key={name} class="card">
            <a href={`#lessons/${name}`}>{words.title}</a>
            <p>{words.aim}</p>
            <p class="note">{lasts(minutes, done.value.has(name))}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Said in English, since the Korean for it did not arrive either. */
const MISSING = 'Korean did not arrive. Reload the page to try again.'

/** The way to the other language, and from a chapter to all of them. */
function Languages({ chapter = false }: { chapter?: boolean }) {
  const others = (Object.keys(languages) as Language[]).filter((name) => name !== spoken.value)
  return (
    <p class="note languages">
      {chapter && <a href="#lessons">{text.value.all}</a>}
      {missing.value && <span role="alert">{MISSING}</span>}
      {others.map((name) => (
        <button key={name} type="button" lang={name} onClick={() => void speak(name)}>
          {languages[name]}
        </button>
      ))}
    </p>
  )
}

function Chapter({ lesson }: { lesson: Lesson }) {
  const place = book.indexOf(lesson)
  const [before, after] = [book[place - 1], book[place + 1]]
  const { View } = lesson
  return (
    <article key={lesson.name}>
      <Languages chapter />
      <h2>
        {place + 1}. {lesson.text.value.title}
      </h2>
      <Legend key={lesson.name}>
        <View />
      </Legend>
      <Question key={lesson.name} lesson={lesson} />
      <nav class="turn" aria-label={text.value.chapters}>
        {before ? <a href={`#lessons/${before.name}`}>← {before.text.value.title}</a> : <span />}
        {after && <a href={`#lessons/${after.name}`}>{after.text.value.title} →</a>}
      </nav>
    </article>
  )
}
