// Button that loads a saved run from files.

import './kept.css'
import { text } from './text'

interface LoadButtonProps {
  id: string
  disabled: boolean
  load: (files: readonly File[]) => Promise<void>
}

export function LoadButton({ id, disabled, load }: LoadButtonProps) {
  return (
    <label class="button load" title={text.value.loads}>
      {text.value.load}
      <input
        id={id}
        type="file"
        class="unseen"
        multiple
        disabled={disabled}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // Allows the same file to be chosen again.
          currentTarget.value = ''
          if (files.length > 0) void load(files)
        }}
      />
    </label>
  )
}
