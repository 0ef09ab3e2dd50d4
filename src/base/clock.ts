/** Wall-clock time as an argument: rules never ask the machine for it. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
