import { ChevronDown, ChevronRight, Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../parts/class-names.ts'
import { CopyButton } from '../parts/copy-button.tsx'

interface Line {
  /** JSON pointer (RFC 6901) of the value. */
  readonly pointer: string
  readonly depth: number
  readonly name: string | undefined
  readonly value: unknown
  /** Entries of an object or array. */
  readonly size: number | undefined
}

/** More lines than this begin folded below the second level. */
const linesMax = 250

/** JSON that folds, that one searches, and whose every value tells its JSON pointer. */
export function JsonView({ value }: { value: unknown }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const all = useMemo(() => linesOf(value), [value])
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => foldedAtFirst(all))
  const wanted = text.trim().toLowerCase()
  const found = wanted === '' ? [] : all.filter((line) => fits(line, wanted))
  // While one searches, what is found is shown wherever it is folded away.
  const lines = wanted === '' ? all.filter(({ pointer }) => !isInside(pointer, folded)) : all
  const toggle = (pointer: string) =>
    setFolded((before) => {
      const next = new Set(before)
      if (!next.delete(pointer)) next.add(pointer)
      return next
    })
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-subtle">
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search className="size-4 shrink-0 text-faint" aria-hidden />
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t('statements.jsonSearch')}
          placeholder={t('statements.jsonSearch')}
          spellCheck={false}
          className="h-9 w-full min-w-0 bg-transparent text-[0.867rem] outline-none pointer-coarse:h-11"
        />
        {wanted !== '' && (
          <span aria-live="polite" className="shrink-0 text-[0.8rem] text-faint">
            {t('statements.jsonFound', { count: found.length })}
          </span>
        )}
      </div>
      <ol className="max-h-128 overflow-auto py-2 font-mono text-[0.8rem] leading-6">
        {lines.map((line) => (
          <JsonLine
            key={line.pointer}
            line={line}
            isFolded={wanted === '' && folded.has(line.pointer)}
            isFound={found.includes(line)}
            onToggle={() => toggle(line.pointer)}
          />
        ))}
      </ol>
    </div>
  )
}

interface JsonLineProps {
  line: Line
  isFolded: boolean
  isFound: boolean
  onToggle: () => void
}

function JsonLine({ line, isFolded, isFound, onToggle }: JsonLineProps) {
  const { t } = useTranslation()
  const { pointer, depth, name, value, size } = line
  const Arrow = isFolded ? ChevronRight : ChevronDown
  return (
    <li
      className={classNames(
        'group flex items-start pr-2 hover:bg-line/50 focus-within:bg-line/50',
        isFound && 'bg-warn-soft',
      )}
      style={{ paddingLeft: `${0.5 + depth * 0.9}rem` }}
    >
      {size !== undefined && size > 0 ? (
        <button
          type="button"
          aria-expanded={!isFolded}
          aria-label={`${name ?? ''} ${t(isFolded ? 'statements.unfold' : 'statements.fold')}`}
          onClick={onToggle}
          className="grid h-6 w-4.5 shrink-0 place-items-center rounded-sm text-faint hover:text-ink"
        >
          <Arrow className="size-3.5" aria-hidden />
        </button>
      ) : (
        <span className="w-4.5 shrink-0" />
      )}
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {name !== undefined && <span className="text-ink">{JSON.stringify(name)}: </span>}
        <ValueText value={value} size={size} isFolded={isFolded} />
      </span>
      <span className="flex h-6 shrink-0 items-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 [&>button]:size-6!">
        <CopyButton
          text={pointer}
          label={t('statements.copyPointer', { pointer: pointer || '/' })}
        />
      </span>
    </li>
  )
}

interface ValueTextProps {
  value: unknown
  size: number | undefined
  isFolded: boolean
}

function ValueText({ value, size, isFolded }: ValueTextProps) {
  if (size !== undefined) {
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
    const isShort = isFolded || size === 0
    return (
      <span className="text-faint">
        {isShort ? `${open}${size > 0 ? ` ${size} ` : ''}${close}` : open}
      </span>
    )
  }
  const tone =
    typeof value === 'string' ? 'text-accent' : typeof value === 'number' ? 'text-warn' : 'text-bad'
  return <span className={tone}>{JSON.stringify(value)}</span>
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] | undefined =>
  typeof value === 'object' && value !== null ? Object.entries(value) : undefined

/** Every value on a line of its own, in order; closing brackets take none. */
function linesOf(root: unknown): readonly Line[] {
  const lines: Line[] = []
  const add = (line: Omit<Line, 'size'>, isInArray: boolean) => {
    const entries = entriesOf(line.value)
    lines.push({ ...line, name: isInArray ? undefined : line.name, size: entries?.length })
    for (const [name, value] of entries ?? []) {
      const pointer = `${line.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      add({ pointer, depth: line.depth + 1, name, value }, Array.isArray(line.value))
    }
  }
  add({ pointer: '', depth: 0, name: undefined, value: root }, false)
  return lines
}

const foldedAtFirst = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(
    lines.length <= linesMax
      ? []
      : lines.filter(({ depth, size }) => depth >= 2 && size).map(({ pointer }) => pointer),
  )

/** Whether a value is within one that is folded. */
function isInside(pointer: string, folded: ReadonlySet<string>): boolean {
  for (let end = pointer.lastIndexOf('/'); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
    if (folded.has(pointer.slice(0, end))) return true
    if (end === 0) break
  }
  return false
}

const fits = ({ name, value, size }: Line, wanted: string): boolean =>
  (name?.toLowerCase().includes(wanted) ?? false) ||
  (size === undefined && String(value).toLowerCase().includes(wanted))
