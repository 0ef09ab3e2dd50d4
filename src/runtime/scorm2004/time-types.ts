const intervalPattern =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/

const secondsOf = { year: 31_536_000, month: 2_592_000, day: 86_400, hour: 3_600, minute: 60 }
const centisecondsMax = Number.MAX_SAFE_INTEGER

/** A timeinterval [RTE 4.1.1.7] in hundredths of a second, and how many decimals its seconds have. */
export interface TimeInterval {
  readonly centiseconds: number
  readonly decimals: number
}

/**
 * Reads `P[yY][mM][dD][T[hH][nM][s[.s]S]]`. The book leaves open how long a year and a month are: 365 and 30 days here.
 * @returns undefined if the text is no interval
 */
export function parseTimeInterval(text: string): TimeInterval | undefined {
  const match = text.length <= 255 ? intervalPattern.exec(text) : null
  if (!match) return undefined
  const [years, months, days, hours, minutes, seconds] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0)) as [number, number, number, number, number, number]
  const fraction = match[7] ?? ''
  const whole =
    years * secondsOf.year +
    months * secondsOf.month +
    days * secondsOf.day +
    hours * secondsOf.hour +
    minutes * secondsOf.minute +
    seconds
  const hundredths = Math.round(Number(`0.${fraction || 0}`) * 100)
  const centiseconds = whole * 100 + hundredths
  return centiseconds > centisecondsMax ? undefined : { centiseconds, decimals: fraction.length }
}

/** Writes hundredths of a second as `PT#H#M#S`, with decimals only where there are some. */
export function formatTimeInterval(centiseconds: number): string {
  const total = Math.min(Math.max(0, Math.round(centiseconds)), centisecondsMax)
  const seconds = Math.floor(total / 100)
  const hundredths = String(total % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor(seconds / 60) % 60
  return `PT${hours}H${minutes}M${seconds % 60}${hundredths && `.${hundredths}`}S`
}

const timePattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[+-]\d{2}(?::\d{2})?)?)?)?)?$/

/** What a text is as time(second,10,0) [RTE 4.1.1.7]: exact, in a form that tools write though the book has it not, or neither. */
export function judgeTime(text: string): 'exact' | 'loose' | 'wrong' {
  const match = timePattern.exec(text)
  if (!match) return 'wrong'
  const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => (digits === undefined ? undefined : Number(digits)))
  const isInRange =
    year !== undefined &&
    year >= 1970 &&
    year <= 2038 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59
  if (!isInRange || !isZone(match[8])) return 'wrong'
  const [, , , , , , , fraction, zone] = match
  // The book nests the zone in the fraction, and takes two decimals at most.
  const isExact = fraction === undefined ? zone === undefined : fraction.length <= 2
  return isExact ? 'exact' : 'loose'
}

const daysIn = (year: number, month: number): number => {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === 'Z') return true
  const [hours, minutes = 0] = zone.slice(1).split(':').map(Number)
  return hours! <= 23 && minutes <= 59
}
