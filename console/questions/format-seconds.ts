import { formatDuration, formatNumber } from '../language/format.ts'
import type { Language } from '../language/language.ts'

/** A time to answer: `8,5 giây`, `1 phút 12 giây`; minutes with their seconds, which count here. */
export function formatSeconds(seconds: number | null, language: Language): string {
  if (seconds === null) return '–'
  const unit = language === 'vi' ? 'giây' : 's'
  if (seconds < 60) return `${formatNumber(seconds, language, seconds < 10 ? 1 : 0)} ${unit}`
  const rest = Math.round(seconds) % 60
  const minutes = formatDuration(Math.round(seconds) - rest, language)
  return rest > 0 && seconds < 3_600 ? `${minutes} ${rest} ${unit}` : minutes
}
