/** Random numbers that are the same in every run, so that the demonstration looks the same. */
export interface Random {
  /** From 0 up to 1. */
  fraction(): number
  /** A number from `least` up to `most`. */
  between(least: number, most: number): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  pick<Item>(items: readonly Item[]): Item
  /** True with this probability. */
  chance(probability: number): boolean
}

/** The generator mulberry32: 32 bits of state, good enough for plausible learners. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + fraction() * (most - least)
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1))
  return {
    fraction,
    between,
    whole,
    pick: (items) => items[whole(0, items.length - 1)]!,
    chance: (probability) => fraction() < probability,
  }
}
