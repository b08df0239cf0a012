export function Sample({ look }: { look: { colour: string; dash: readonly number[] } }) {
  return (
    <svg class="sample" viewBox="0 0 28 8" aria-hidden="true">
      <path d="M0 4h28" stroke={`var(${look.colour})`} stroke-dasharray={look.dash.join(' ')} />
    </svg>
  )
}
