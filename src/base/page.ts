/** One page of a list. `cursor` asks for the next page and is absent on the last one; it is opaque to clients. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly cursor?: string
}

export interface PageRequest {
  /** How many items at most, 1 or more. */
  readonly limit: number
  readonly cursor?: string
}
