/** An AICC script as a tree [CAM 2.3.2.5.1.4]. */
export type Prerequisites =
  | { readonly kind: 'item'; readonly id: string }
  | {
      readonly kind: 'status'
      readonly id: string
      readonly status: string
      readonly isEqual: boolean
    }
  | { readonly kind: 'not'; readonly operand: Prerequisites }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Prerequisites[] }
  | { readonly kind: 'set'; readonly least: number; readonly members: readonly Prerequisites[] }

export type ParsedPrerequisites =
  | { readonly script: Prerequisites; readonly problem?: undefined }
  | { readonly problem: string }

const lengthMax = 4_096
const depthMax = 32
const tokenPattern = /\s*(<>|[&|~=(){},*]|"[^"]*"|[^\s&|~=<>(){},*"]+)/y
const statuses = ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted']

/**
 * Reads prerequisites of the type aicc_script: identifiers, `~` not, `&` and, `|` or, `=` and `<>` with a status, `( )`,
 * and sets: `{a,b}` all of them, `n*{a,b,c}` at least n of them. `~` binds closest, then `&`, then `|`.
 * @returns the script, or the problem in words; never throws
 */
export function parsePrerequisites(text: string): ParsedPrerequisites {
  if (text.length > lengthMax) return { problem: `longer than ${lengthMax} characters` }
  const tokens = tokensOf(text)
  if (typeof tokens === 'string') return { problem: tokens }
  try {
    const reader = new ScriptReader(tokens)
    const script = reader.disjunction(0)
    reader.end()
    return { script }
  } catch (problem) {
    if (problem instanceof ScriptProblem) return { problem: problem.message }
    throw problem
  }
}

/** What a script is put together from. */
export const partsOf = (script: Prerequisites): readonly Prerequisites[] => {
  if (script.kind === 'not') return [script.operand]
  if (script.kind === 'set') return script.members
  return script.kind === 'and' || script.kind === 'or' ? script.operands : []
}

/** Every identifier that the script names, in its order. */
export const itemsIn = (script: Prerequisites): string[] =>
  script.kind === 'item' || script.kind === 'status'
    ? [script.id]
    : partsOf(script).flatMap(itemsIn)

function tokensOf(text: string): string[] | string {
  const tokens: string[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; ) {
    tokenPattern.lastIndex = at
    const match = tokenPattern.exec(text)
    if (!match?.[1]) return `unexpected ${JSON.stringify(text.slice(at, at + 10))}`
    tokens.push(match[1])
    at = tokenPattern.lastIndex
  }
  return tokens
}

class ScriptProblem extends Error {}

const isWord = (token: string | undefined): token is string =>
  token !== undefined && !/^(?:<>|[&|~=(){},*])$/.test(token)

const unquoted = (token: string): string => token.replaceAll('"', '').trim()

/** One method for each rule of the grammar. */
class ScriptReader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  disjunction(depth: number): Prerequisites {
    return this.#chain('|', 'or', () => this.#chain('&', 'and', () => this.#unary(depth)))
  }

  end(): void {
    const rest = this.#tokens[this.#at]
    if (rest !== undefined) throw new ScriptProblem(`unexpected ${rest}`)
  }

  #chain(operator: string, kind: 'and' | 'or', operand: () => Prerequisites): Prerequisites {
    const operands = [operand()]
    while (this.#accept(operator)) operands.push(operand())
    return operands.length === 1 ? operands[0]! : { kind, operands }
  }

  #unary(depth: number): Prerequisites {
    if (depth >= depthMax) throw new ScriptProblem(`nested deeper than ${depthMax}`)
    if (this.#accept('~')) return { kind: 'not', operand: this.#unary(depth + 1) }
    if (this.#accept('(')) {
      const inner = this.disjunction(depth + 1)
      this.#expect(')')
      return inner
    }
    if (this.#tokens[this.#at] === '{') return this.#set(depth, undefined)
    if (this.#tokens[this.#at + 1] === '*') return this.#set(depth, this.#least())
    return this.#comparison()
  }

  #least(): number {
    const count = this.#word()
    this.#expect('*')
    if (!/^\d{1,4}$/.test(count)) throw new ScriptProblem(`${count} is not a count`)
    return Number(count)
  }

  #set(depth: number, least: number | undefined): Prerequisites {
    this.#expect('{')
    const members = [this.disjunction(depth + 1)]
    while (this.#accept(',')) members.push(this.disjunction(depth + 1))
    this.#expect('}')
    return { kind: 'set', least: least ?? members.length, members }
  }

  #comparison(): Prerequisites {
    const id = this.#word()
    const isEqual = this.#accept('=')
    if (!isEqual && !this.#accept('<>')) return { kind: 'item', id }
    const word = this.#word().toLowerCase()
    // "not attempted" without quotes comes as two words.
    const rest = word === 'not' && this.#accept('attempted') ? 'not attempted' : word
    const status = statuses.find((s) => s === rest || (rest.length === 1 && s.startsWith(rest)))
    if (status === undefined) throw new ScriptProblem(`${word} is not a status`)
    return { kind: 'status', id, status, isEqual }
  }

  #word(): string {
    const token = this.#tokens[this.#at]
    if (!isWord(token)) throw new ScriptProblem(token ? `unexpected ${token}` : 'unexpected end')
    this.#at += 1
    return unquoted(token)
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at += 1
    return true
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw new ScriptProblem(`${token} is missing`)
  }
}
