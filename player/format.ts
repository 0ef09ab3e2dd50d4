import type { Score } from '../src/runtime/index.ts'
import type { Language } from './texts.ts'

const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' }

/** Hours and minutes on the device's clock, `10:32`. */
export const formatClock = (epochMs: number, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(epochMs)

/** With seconds and milliseconds, for the log: `10:32:05.123`. */
export function formatInstant(iso: string): string {
  const time = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const milliseconds = String(time.getMilliseconds()).padStart(3, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`
}

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: 2 }).format(value)
}

export const formatPercent = (part: number, language: Language): string =>
  new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 0 }).format(
    part,
  )

/** The score as the course gave it, with its maximum where there is one: `8,5/10`. */
export function formatScore(score: Score, language: Language): string {
  if (score.raw === undefined) return formatPercent(score.scaled, language)
  const raw = formatNumber(score.raw, language)
  return score.max === undefined ? raw : `${raw}/${formatNumber(score.max, language)}`
}

/** `1 giờ 5 phút`, `12 phút 30 giây`, `45 giây`: the two largest units. */
export function formatDuration(centiseconds: number, language: Language): string {
  const seconds = Math.floor(centiseconds / 100)
  const parts: readonly [number, 'hour' | 'minute' | 'second'][] = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  const shown = first === -1 ? parts.slice(2) : parts.slice(first, first + 2)
  return shown
    .filter(([value], index) => value > 0 || index === 0)
    .map(([value, unit]) =>
      new Intl.NumberFormat(locales[language], {
        style: 'unit',
        unit,
        unitDisplay: 'short',
      }).format(value),
    )
    .join(' ')
}

/** Day and time on the device's clock, `22/11/2026 10:32`. */
export const formatMoment = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(iso))
