import { useMemo } from 'react'

/** One token of JSON text: a key, a string, a number, a word, or what stands between them. */
const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g

/** Indented JSON with its kinds of values told apart. */
export function JsonView({ value }: { value: unknown }) {
  const lines = useMemo(() => paint(JSON.stringify(value, null, 2) ?? ''), [value])
  return (
    <pre className="overflow-x-auto rounded-lg border border-line bg-subtle p-4 font-mono text-[0.8rem] leading-relaxed">
      {lines}
    </pre>
  )
}

function paint(text: string) {
  const parts: React.ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(token)) {
    parts.push(text.slice(end, match.index))
    const [whole, string, colon, number] = match
    const tone = colon ? 'text-ink' : string ? 'text-accent' : number ? 'text-warn' : 'text-bad'
    parts.push(
      <span key={match.index} className={tone}>
        {string ?? whole}
      </span>,
      colon,
    )
    end = match.index + whole.length
  }
  parts.push(text.slice(end))
  return parts
}
