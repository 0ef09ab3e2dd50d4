import pino from 'pino'

/**
 * One JSON line per event on standard error (standard output belongs to commands' answers). Ids go in, names and secrets
 * never: what a field may hold is decided where the event is logged.
 */
export type Log = pino.Logger

export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))

/** Logs errors of work that nobody waits for, as this event. */
export const reportTo =
  (log: Log, event: string) =>
  (error: unknown): void =>
    log.error({ event, err: error })
