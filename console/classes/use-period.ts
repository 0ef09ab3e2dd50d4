import { useTranslation } from 'react-i18next'

const day = (iso: string): string => iso.split('-').reverse().join('/')

/** The days of a class in words: `02/03/2026 – 30/06/2026`, `từ 02/03/2026`, or a dash. */
export function usePeriod(): (one: { startsOn?: string; endsOn?: string }) => string {
  const { t } = useTranslation()
  return ({ startsOn, endsOn }) => {
    if (startsOn && endsOn) return `${day(startsOn)} – ${day(endsOn)}`
    if (startsOn) return t('classes.from', { day: day(startsOn) })
    return endsOn ? t('classes.until', { day: day(endsOn) }) : '–'
  }
}
