/** Wall-clock time as an argument: rules never ask the machine for it. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

/** Later than any clock says: what came before it is everything. */
export const endOfTime = new Date(8_640_000_000_000_000)
