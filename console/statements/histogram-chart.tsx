import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { classNames } from '../parts/class-names.ts'
import type { Bucket } from './histogram-steps.ts'

interface HistogramChartProps {
  buckets: readonly Bucket[]
  /** A bucket in words: `21/11/2026`, `21/11/2026 08:00`. */
  wordsOf: (bucket: Bucket) => string
  tickOf: (bucket: Bucket) => string
  label: string
  /** Zooms to the buckets from the first to the last one. */
  onZoom: (first: Bucket, last: Bucket) => void
}

/** Indices, the first not after the last. */
interface Range {
  readonly first: number
  readonly last: number
}

const height = 72
const rangeOf = (a: number, b: number): Range => ({ first: Math.min(a, b), last: Math.max(a, b) })

/**
 * Bars over time, drawn by hand in SVG. Dragging over them zooms in, a click zooms to one; with the keyboard the arrows move,
 * Shift with them chooses several, and Enter zooms. What a bar says is written above it, and told to screen readers.
 */
export function HistogramChart(props: HistogramChartProps) {
  const { buckets, wordsOf, tickOf, label, onZoom } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const host = useRef<HTMLDivElement>(null)
  const [anchor, setAnchor] = useState<number>()
  const [at, setAt] = useState<number>()
  const most = Math.max(1, ...buckets.map(({ count }) => count))
  const range = at === undefined ? undefined : rangeOf(anchor ?? at, at)
  const zoom = ({ first, last }: Range) => {
    setAnchor(undefined)
    setAt(undefined)
    onZoom(buckets[first]!, buckets[last]!)
  }
  const indexAt = (event: PointerEvent) => {
    const box = host.current!.getBoundingClientRect()
    const ratio = (event.clientX - box.left) / box.width
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(ratio * buckets.length)))
  }
  const keys = (event: KeyboardEvent) => {
    const from = at ?? (event.key === 'ArrowLeft' ? buckets.length : -1)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = Math.min(buckets.length - 1, Math.max(0, from + step))
      setAnchor(event.shiftKey ? (anchor ?? Math.max(0, from)) : undefined)
      setAt(next)
    } else if (event.key === 'Enter' && range) zoom(range)
    else if (event.key === 'Escape' && range) {
      event.stopPropagation()
      setAnchor(undefined)
      setAt(undefined)
    }
  }
  const words = range && wordsOfRange(buckets, range, wordsOf)
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: no element is a picture that one moves in. */}
      <div
        ref={host}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move in it.
        tabIndex={0}
        aria-label={label}
        aria-describedby="histogram-keys"
        className="relative cursor-crosshair touch-pan-y rounded-sm select-none"
        onKeyDown={keys}
        onBlur={() => {
          setAnchor(undefined)
          setAt(undefined)
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setAnchor(indexAt(event))
          setAt(indexAt(event))
        }}
        onPointerMove={(event) => setAt(indexAt(event))}
        onPointerUp={() => range && anchor !== undefined && zoom(range)}
        onPointerCancel={() => setAnchor(undefined)}
        onPointerLeave={() => anchor === undefined && setAt(undefined)}
      >
        <Bars buckets={buckets} most={most} range={range} isDragged={anchor !== undefined} />
        {range && words && (
          <Tip
            ratio={(range.first + range.last + 1) / 2 / buckets.length}
            words={words.when}
            count={t('statements.count', {
              count: words.count,
              shown: formatNumber(words.count, language),
            })}
          />
        )}
      </div>
      <span id="histogram-keys" className="sr-only">
        {t('statements.histogramKeys')}
      </span>
      <Ticks buckets={buckets} tickOf={tickOf} />
      <span className="sr-only" aria-live="polite">
        {words && `${words.when}: ${formatNumber(words.count, language)}`}
      </span>
    </div>
  )
}

function wordsOfRange(
  buckets: readonly Bucket[],
  { first, last }: Range,
  wordsOf: (bucket: Bucket) => string,
) {
  const some = buckets.slice(first, last + 1)
  const when =
    first === last
      ? wordsOf(buckets[first]!)
      : `${wordsOf(buckets[first]!)} – ${wordsOf(buckets[last]!)}`
  return { when, count: some.reduce((sum, { count }) => sum + count, 0) }
}

interface BarsProps {
  buckets: readonly Bucket[]
  most: number
  range: Range | undefined
  isDragged: boolean
}

function Bars({ buckets, most, range, isDragged }: BarsProps) {
  const gap = buckets.length > 40 ? 0.16 : 0.2
  const isIn = (n: number) => range !== undefined && n >= range.first && n <= range.last
  return (
    <svg
      viewBox={`0 0 ${buckets.length} ${height}`}
      preserveAspectRatio="none"
      className="block h-18 w-full overflow-visible"
      aria-hidden
    >
      {range && isDragged && (
        <rect
          x={range.first}
          width={range.last - range.first + 1}
          y={0}
          height={height}
          className="fill-accent/15"
        />
      )}
      {buckets.map(({ start, count }, n) => {
        const tall = count === 0 ? 1 : Math.max(3, (count / most) * (height - 4))
        return (
          <rect
            key={start}
            x={n + gap / 2}
            width={1 - gap}
            y={height - tall}
            height={tall}
            className={classNames(
              count === 0 ? 'fill-line-strong' : isIn(n) ? 'fill-accent' : 'fill-accent/60',
            )}
          />
        )
      })}
      <line
        x1={0}
        x2={buckets.length}
        y1={height}
        y2={height}
        className="stroke-line-strong"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

function Tip({ ratio, words, count }: { ratio: number; words: string; count: string }) {
  const side =
    ratio < 0.2 ? 'translate-x-0' : ratio > 0.8 ? '-translate-x-full' : '-translate-x-1/2'
  return (
    <div
      aria-hidden
      className={classNames(
        'pointer-events-none absolute bottom-full z-10 mb-1 rounded-md bg-ink px-2.5 py-1 text-[0.8rem] whitespace-nowrap text-canvas',
        side,
      )}
      style={{ left: `${ratio * 100}%` }}
    >
      {words} · <span className="font-medium tabular-nums">{count}</span>
    </div>
  )
}

/** As many of the buckets' names as have room. */
function Ticks({ buckets, tickOf }: Pick<HistogramChartProps, 'buckets' | 'tickOf'>) {
  const every = Math.max(1, Math.ceil(buckets.length / 6))
  return (
    <div aria-hidden className="relative mt-1 h-4 text-[0.733rem] text-faint tabular-nums">
      {buckets.map((bucket, n) =>
        n % every === 0 && n + every * 0.6 < buckets.length ? (
          <span
            key={bucket.start}
            className="absolute whitespace-nowrap"
            style={{ left: `${(n / buckets.length) * 100}%` }}
          >
            {tickOf(bucket)}
          </span>
        ) : null,
      )}
    </div>
  )
}
