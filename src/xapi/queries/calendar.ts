/** Hours, days, weeks and months of a time zone. */
export interface Calendar {
  /** `2026-09-05T14`. Where a clock goes back, the two hours that it shows alike are one. */
  hour(micros: number): string
  /** `2026-09-05`. */
  day(micros: number): string
  /** ISO 8601 week: `2026-W36`. */
  week(micros: number): string
  /** `2026-09`. */
  month(micros: number): string
}

/** Every offset that is in use, and every change of one, is a multiple of this since 1972. */
const stepMilliseconds = 15 * 60 * 1_000
const rememberedMax = 100_000
const dayMilliseconds = 86_400_000

/** @throws RangeError for a time zone that is not known. */
export function calendarOf(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  const hours = new Map<number, string>()
  const days = new Map<number, string>()
  const weeks = new Map<string, string>()
  const day = (micros: number): string => {
    const step = Math.floor(micros / 1_000 / stepMilliseconds)
    const known = days.get(step)
    if (known !== undefined) return known
    const found = dayText(format, new Date(step * stepMilliseconds))
    if (days.size >= rememberedMax) days.clear()
    days.set(step, found)
    return found
  }
  return {
    day,
    hour(micros) {
      const step = Math.floor(micros / 1_000 / stepMilliseconds)
      const known = hours.get(step)
      if (known !== undefined) return known
      if (hours.size >= rememberedMax) hours.clear()
      const found = `${day(micros)}T${clock.format(step * stepMilliseconds).padStart(2, '0')}`
      hours.set(step, found)
      return found
    },
    month: (micros) => day(micros).slice(0, -3),
    week(micros) {
      const date = day(micros)
      const known = weeks.get(date)
      if (known !== undefined) return known
      if (weeks.size >= rememberedMax) weeks.clear()
      const found = weekOf(date)
      weeks.set(date, found)
      return found
    },
  }
}

/** Years before 1000 are padded, so that texts stand in the order of time. */
function dayText(format: Intl.DateTimeFormat, date: Date): string {
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]))
  return `${parts.get('year')!.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
}

/** The week belongs to the year of its Thursday [ISO 8601]. */
function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * dayMilliseconds)
  const year = thursday.getUTCFullYear()
  const start = new Date(0)
  start.setUTCFullYear(year, 0, 1)
  const week = Math.floor((thursday.getTime() - start.getTime()) / dayMilliseconds / 7) + 1
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`
}
