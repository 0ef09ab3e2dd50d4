type Known<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** The fields that have a value: in plain values what is unknown is absent, and never undefined. */
export const knownFields = <T extends object>(fields: T): Known<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<T>
