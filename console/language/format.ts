import type { Score } from '../api/types.ts'
import type { Language } from './language.ts'

const zone = 'Asia/Ho_Chi_Minh'
const locale = { vi: 'vi-VN', en: 'en-GB' } as const

const dateParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function partsOf(iso: string): Record<string, string> {
  return Object.fromEntries(dateParts.formatToParts(new Date(iso)).map((p) => [p.type, p.value]))
}

/** dd/MM/yyyy, by Hà Nội's clock wherever the browser is. */
export function formatDate(iso: string): string {
  const p = partsOf(iso)
  return `${p.day}/${p.month}/${p.year}`
}

/** dd/MM/yyyy HH:mm */
export function formatDateTime(iso: string): string {
  return `${formatDate(iso)} ${formatTime(iso)}`
}

/** HH:mm */
export function formatTime(iso: string): string {
  const p = partsOf(iso)
  return `${p.hour}:${p.minute}`
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

export function formatRelative(iso: string, language: Language, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const words = new Intl.RelativeTimeFormat(locale[language], { numeric: 'auto' })
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit)
  }
  return words.format(0, 'second')
}

export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(locale[language], {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(value)
}

export function formatPercent(ratio: number, language: Language): string {
  return new Intl.NumberFormat(locale[language], { style: 'percent' }).format(ratio)
}

/** 10-point scale with one decimal, `7,5`; undefined where the course gave no score. */
export function formatScore(
  score: Score | null | undefined,
  language: Language,
): string | undefined {
  const scaled = scaledOf(score)
  return scaled === undefined ? undefined : formatScaled(scaled, language)
}

export function formatScaled(scaled: number, language: Language): string {
  return new Intl.NumberFormat(locale[language], {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(scaled * 10)
}

function scaledOf(score: Score | null | undefined): number | undefined {
  if (!score) return undefined
  if (score.scaled !== undefined) return score.scaled
  if (score.raw === undefined) return undefined
  const min = score.min ?? 0
  const max = score.max ?? 100
  return max > min ? (score.raw - min) / (max - min) : undefined
}

/** `1 giờ 05 phút`, `12 phút`, `40 giây`; in English `1 h 05 min`. */
export function formatDuration(seconds: number, language: Language): string {
  const words = language === 'vi' ? ['giờ', 'phút', 'giây'] : ['h', 'min', 's']
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} ${words[2]}`
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  if (hours === 0) return `${minutes} ${words[1]}`
  return `${hours} ${words[0]} ${String(minutes).padStart(2, '0')} ${words[1]}`
}

export function formatBytes(bytes: number, language: Language): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${formatNumber(value, language, value < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`
}

/** Seconds of an ISO 8601 duration such as PT1H2M3.5S; undefined for what it is not. */
export function secondsOfDuration(text: string): number | undefined {
  const m = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text)
  if (!m) return undefined
  const [, days, hours, minutes, seconds] = m.map((part) => Number(part ?? 0))
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
}

/** Letter for an avatar: of the given name, which in Vietnamese comes last. */
export function initialOf(name: string): string {
  return (name.trim().split(/\s+/).at(-1) ?? '').slice(0, 1).toUpperCase()
}
