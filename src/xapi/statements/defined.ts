type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** The object without the properties whose value is undefined. */
export const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Defined<T>
