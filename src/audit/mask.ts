/** Names of members whose values are secrets, or lead to one. */
const secretName = /password|secret|token|authorization|headers|recovery|hash$|^key$|^login$/i
/** `https://user:password@host`: what comes before the password. */
const passwordInUrl = /(:\/\/[^\s/:@]*:)[^\s/@]*@/g
const charactersMax = 500
const itemsMax = 200

/** JSON with secrets, and what is too long for a log, taken out. Dates become text. */
export function masked(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') {
    const text = value.replaceAll(passwordInUrl, '$1***@')
    return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)} …`
  }
  if (Array.isArray(value)) return value.slice(0, itemsMax).map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .slice(0, itemsMax)
      .map(([name, inner]) => [name, secretName.test(name) ? '***' : masked(inner)]),
  )
}
