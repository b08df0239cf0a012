export interface TabsProps<Name extends string> {
  label: string
  tabs: readonly { name: Name; title: string }[]
  chosen: Name
  choose: (name: Name) => void
}

export function Tabs<Name extends string>({ label, tabs, chosen, choose }: TabsProps<Name>) {
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
        if (step === undefined) return
        event.preventDefault()
        const at = tabs.findIndex(({ name }) => name === chosen)
        const next = (at + step + tabs.length) % tabs.length
        const name = tabs[next]?.name
        if (name !== undefined) choose(name)
        event.currentTarget.querySelectorAll('button')[next]?.focus()
      }}
    >
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          id={`tab-${name}`}
          role="tab"
          aria-selected={name === chosen}
          aria-controls="tool-panel"
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => choose(name)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}
