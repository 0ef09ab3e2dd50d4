/** The header by which a request says which turn it is: what its time and its random numbers are. */
export const turnHeader = 'x-turn'

/**
 * Turns are a second apart: positions of an engine are microseconds after its turn began, some more and some fewer, and never as
 * many as reach the next turn. So a time between two turns lies between the same statements on both.
 */
export const turnMilliseconds = 1_000

const start = Date.UTC(2026, 10, 2, 1)

/** Milliseconds since 1970. */
export const timeOfTurn = (turn: number): number => start + turn * turnMilliseconds
